"""Who is drawn, who calls, when a try counts."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.domain.call_backs import errors, rules
from app.domain.call_backs.rules import CallBackFacts, Candidate, Checker
from app.domain.places.scope import Scope
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # Monday noon
HERSELF, ANOTHER, APPROVER = new_id(), new_id(), new_id()


def facts(**others: Any) -> CallBackFacts:
    plain = CallBackFacts(
        state="open",
        place_path="001/002/003/",
        checker_path="001/002/004/",
        volunteer_id=new_id(),
        behind=frozenset({APPROVER}),
        taken_by_id=None,
        taken_by="",
        taken_at=None,
        tried_at=None,
    )
    return replace(plain, **others)


def by(path: str = "001/002/004/", staff_id: UUID = HERSELF, **others: Any) -> Checker:
    return replace(Checker(staff_id, None, Scope(path), at_centre=False), **others)


def test_the_week_before_and_the_last_day() -> None:
    assert rules.week_before(NOW) == date(2026, 11, 16)
    assert rules.week_before(NOW - timedelta(days=1)) == date(2026, 11, 9)
    assert rules.due_on(NOW) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("records", "share", "drawn"),
    [(0, 2, 0), (1, 2, 1), (50, 2, 1), (51, 2, 2), (100, 2, 2), (3, 100, 3), (40, 0, 0)],
)
def test_how_many_of_a_place(records: int, share: int, drawn: int) -> None:
    assert rules.how_many(records, share) == drawn


def test_the_same_seed_draws_the_same_from_each_place() -> None:
    here, there = new_id(), new_id()
    candidates = [Candidate(new_id(), place) for place in (here, there) for _ in range(60)]
    shuffled = random.Random(7).sample(candidates, len(candidates))
    first = rules.drawn(candidates, seed="s", share_percent=2)
    assert first == rules.drawn(shuffled, seed="s", share_percent=2)
    places = {one.id: one.place_id for one in candidates}
    assert [places[one] for one in first].count(here) == 2
    others = [rules.drawn(candidates, seed=f"s{n}", share_percent=2) for n in range(9)]
    assert any(set(one) != set(first) for one in others)


def test_the_checking_place_follows_from_the_seed() -> None:
    choices = [new_id() for _ in range(3)]
    records = [new_id() for _ in range(60)]
    found = [rules.one_of(choices, seed="s", record_id=one) for one in records]
    assert found == [rules.one_of(choices, seed="s", record_id=one) for one in records]
    assert set(found) == set(choices)


def test_somebody_of_another_place_takes_it() -> None:
    assert rules.why_not_take(facts(), by(), now=NOW) is None
    assert rules.why_not_take(facts(), by("001/002/"), now=NOW) is None


@pytest.mark.parametrize(
    ("held", "checker", "refusal"),
    [
        (facts(), by("001/009/"), NotFound),
        (facts(state="confirmed"), by(), errors.Closed),
        (facts(volunteer_id=ANOTHER), by(volunteer_id=ANOTHER), errors.OwnHours),
        (facts(place_path="001/002/", checker_path="001/002/"), by("001/002/"), errors.OwnPlace),
        (facts(), by(staff_id=APPROVER), errors.StandsBehindIt),
        (facts(taken_by_id=ANOTHER, taken_by="李", taken_at=NOW), by(), errors.TakenByAnother),
    ],
)
def test_who_may_not_take_it(held: CallBackFacts, checker: Checker, refusal: type) -> None:
    assert isinstance(rules.why_not_take(held, checker, now=NOW), refusal)


def test_above_the_centre_nobody_calls() -> None:
    own = facts(place_path="001/", checker_path="001/")
    assert rules.why_not_take(own, by("001/", at_centre=True), now=NOW) is None


def test_what_somebody_took_two_days_ago_is_free_again() -> None:
    old = facts(taken_by_id=ANOTHER, taken_at=NOW - timedelta(days=2))
    assert rules.why_not_take(old, by(), now=NOW) is None
    assert not rules.has_it(old, ANOTHER, now=NOW)
    young = facts(taken_by_id=ANOTHER, taken_at=NOW - timedelta(days=2) + timedelta(seconds=1))
    assert rules.has_it(young, ANOTHER, now=NOW)


def test_only_who_has_it_answers() -> None:
    assert isinstance(rules.why_not_answer(facts(), by(), now=NOW), errors.NotTaken)
    hers = facts(taken_by_id=HERSELF, taken_at=NOW)
    assert rules.why_not_answer(hers, by(), now=NOW) is None


@pytest.mark.parametrize(("minutes", "counts"), [(0, False), (119, False), (120, True)])
def test_tries_lie_two_hours_apart(minutes: int, counts: bool) -> None:
    tried = facts(tried_at=NOW - timedelta(minutes=minutes))
    assert (rules.why_not_count_a_try(tried, now=NOW) is None) is counts
    assert rules.why_not_count_a_try(facts(), now=NOW) is None


@pytest.mark.parametrize(
    ("text", "taken"), [("", False), (" 没 ", False), ("没去", True), ("长" * 201, False)]
)
def test_what_was_said(text: str, taken: bool) -> None:
    refusal = rules.why_not_this_text(text)
    assert refusal is None if taken else isinstance(refusal, BadInput)
