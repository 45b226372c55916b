"""The table of states walked whole, who may handle, deadlines; and docs/rules.md says the same."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.domain import complaint_notices
from app.domain.complaints import errors, rules, timing
from app.domain.complaints.rules import ENDED, NEXT, TITLES, Decision, Facts, State, Who
from app.kernel.refusal import BadInput, Refusal

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # a Monday
DOCS = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
SECTION = DOCS.partition("\n## Complaints\n")[2].partition("\n## ")[0]
SHE, HE = UUID(int=1), UUID(int=2)
CLERK = UUID(int=3)
HERS = frozenset({CLERK, UUID(int=4)})  # the clerk's, and another account of hers


def facts(**changes: object) -> Facts:
    usual = {
        "handled_path": "001/002/003/",
        "complainant_id": SHE,
        "concerned_staff": frozenset({CLERK}),
        "concerned_volunteers": frozenset(),
    }
    return Facts(**{**usual, **changes})  # type: ignore[arg-type]


def somebody() -> frozenset[UUID]:
    return frozenset({uuid4()})


@pytest.mark.parametrize(("state", "decision"), tuple(product(State, Decision)))
def test_each_state_and_decision_is_allowed_or_told_why_not(
    state: State, decision: Decision
) -> None:
    refusal = rules.why_not(state, decision)
    if (state, decision) in NEXT:
        assert refusal is None
        assert decision.value in rules.decisions_open(state)
    else:
        assert isinstance(refusal, errors.ComplaintNotNow)
        assert TITLES[state] in refusal.sentence


def test_every_state_is_reached_every_decision_used_and_what_has_ended_stays() -> None:
    assert {*NEXT.values()} == set(State)
    assert {decision for _, decision in NEXT} == set(Decision)
    assert set(State) - {state for state, _ in NEXT} == set(ENDED)


@pytest.mark.parametrize(
    ("who", "of", "refusal"),
    [
        (Who(somebody(), "001/002/003/"), facts(), None),
        (Who(somebody(), "001/"), facts(), None),
        (
            Who(somebody(), "001/", volunteer_ids=frozenset({SHE})),
            facts(),
            errors.OwnComplaint,
        ),
        (Who(HERS, "001/"), facts(), errors.ConcernedYourself),
        (
            Who(somebody(), "001/", volunteer_ids=frozenset({HE})),
            facts(concerned_staff=frozenset(), concerned_volunteers=frozenset({HE})),
            errors.ConcernedYourself,
        ),
        (
            Who(somebody(), "001/002/003/"),
            facts(handled_path="001/002/"),
            errors.HandledAbove,
        ),
        (Who(somebody(), "001/", keys=True), facts(), errors.KeysToTheConcerned),
        (
            Who(HERS, "001/"),
            facts(concerned_staff=frozenset(), former_handler_id=CLERK),
            errors.AnsweredItBefore,
        ),
    ],
)
def test_who_may_handle(who: Who, of: Facts, refusal: type[Refusal] | None) -> None:
    found = rules.why_not_handle(of, who)
    assert found is None if refusal is None else isinstance(found, refusal)


def test_who_gave_keys_or_answered_before_may_read() -> None:
    assert rules.why_not_see(facts(), Who(somebody(), "001/", keys=True)) is None
    before = facts(concerned_staff=frozenset(), former_handler_id=CLERK)
    assert rules.why_not_see(before, Who(HERS, "001/")) is None


@pytest.mark.parametrize(
    ("subject", "known", "path"),
    [
        ("hours", True, "001/002/003/"),
        ("culture", True, "001/002/003/"),
        ("hours", False, "001/002/"),
        ("culture", False, "001/002/"),
        ("other", False, "001/002/"),
        ("place", True, "001/002/"),
        ("place", False, "001/002/"),
        ("person", False, "001/"),
        ("privacy", False, "001/"),
        ("burden", False, "001/"),
        ("platform", False, "001/"),
    ],
)
def test_where_it_is_handled(subject: str, known: bool, path: str) -> None:
    assert rules.handled_from(subject, "001/002/003/", known=known) == path
    assert rules.handled_from(subject, "001/", known=known) == "001/"


def test_somebody_is_named_by_her_full_name() -> None:
    assert rules.is_named("王芳", ["是王芳不让进"])
    assert not rules.is_named("王芳", ["小王不让进", ""])
    assert not rules.is_named("王", ["王芳不让进"])
    assert rules.upwards("001/002/") == ["001/", "001/002/"]


def test_deadlines() -> None:
    due = datetime(2026, 11, 30, 16, tzinfo=UTC)  # the end of Monday, five working days on
    assert rules.due_at(NOON) == due
    assert rules.half_of(NOON, due) == NOON + timedelta(days=3, hours=18)
    assert [rules.is_late(one, due) for one in (due, due + timedelta(days=1), None)] == [
        *(True, False),
        False,
    ]
    assert rules.due_after_reply(due, NOON) == due
    assert rules.due_after_reply(NOON, NOON) == datetime(2026, 11, 25, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("visitor", "today", "pictures", "refusal"),
    [
        (False, 4, 6, None),
        (False, 5, 0, errors.TooManyToday),
        (False, 0, 7, BadInput),
        (True, 19, 0, None),
        (True, 20, 0, errors.TooManyOfVisitors),
        (True, 0, 1, errors.PicturesOfRegistered),
    ],
)
def test_so_many_a_day(
    visitor: bool, today: int, pictures: int, refusal: type[Refusal] | None
) -> None:
    found = rules.why_not_so_many(by_visitor=visitor, today=today, pictures=pictures)
    assert found is None if refusal is None else isinstance(found, refusal)


@pytest.mark.parametrize(("length", "taken"), [(4, False), (5, True), (500, True), (501, False)])
def test_the_words_are_understood_and_fit(length: int, taken: bool) -> None:
    assert (rules.why_not_this_text("字" * length) is None) is taken


def test_kind_outcome_and_stars_are_of_those_there_are() -> None:
    assert rules.why_not_this_kind("complaint", "hours") is None
    assert isinstance(rules.why_not_this_kind("joke", "hours"), BadInput)
    assert isinstance(rules.why_not_this_kind("complaint", "weather"), BadInput)
    assert [rules.why_not_these_stars(stars) is None for stars in (0, 1, 5, 6)] == [
        *(False, True),
        *(True, False),
    ]
    assert isinstance(rules.why_not_these_words("一", what="答复"), BadInput)


def test_the_days_she_is_told_are_those_of_the_rules() -> None:
    told = complaint_notices.FOR_COMPLAINANT
    assert f" {rules.REPLY_WITHIN.days} 天内补充" in told["asked"][1]
    assert f" {rules.RATE_WITHIN.days} 天没有" in told["closed"][1]


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("CS-01", rules.SHORTEST_TEXT),
        ("CS-01", rules.LONGEST_TEXT),
        ("CS-01", rules.MOST_PICTURES),
        ("CS-02", rules.MOST_A_DAY),
        ("CS-02", rules.MOST_OF_VISITORS_A_DAY),
        ("CS-03", rules.KEYS_COUNT_FOR.days),
        ("CS-03", rules.SHORTEST_NAME),
        ("CS-05", rules.ANSWER_WORKING_DAYS),
        ("CS-06", rules.REPLY_WITHIN.days),
        ("CS-06", rules.LEFT_AFTER_REPLY_WORKING_DAYS),
        ("CS-07", rules.RATE_WITHIN.days),
        ("CS-07", rules.MOST_STARS),
        ("CS-09", rules.WORDS_KEPT.days),
        ("CS-10", timing.AT_ONCE),
        ("CS-10", complaint_notices.WORTH_SENDING.days),
    ],
)
def test_a_number_in_the_documentation_is_the_number_in_the_code(rule: str, number: int) -> None:
    found = re.search(rf"^\| {rule} \| (.*?) \|", SECTION, flags=re.MULTILINE)
    assert found
    assert str(number) in re.findall(r"\d+", found.group(1))


def test_the_table_of_states_is_the_one_in_the_code() -> None:
    for state in State:
        found = re.search(rf"^\| {state} \|(.*)\|$", SECTION, flags=re.MULTILINE)
        assert found, f"{state} is not in docs/rules.md"
        said = [one.strip() for one in found.group(1).split(";") if one.strip()]
        assert said == [f"{one} → {NEXT[state, one]}" for one in Decision if (state, one) in NEXT]
