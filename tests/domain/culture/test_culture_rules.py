"""The state table walked whole, and each rule with its edges."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.culture import errors, plan_rules, rules, sheet
from app.domain.culture.rules import NEXT, Decision, Offer, Shown, State
from app.domain.culture_notices import WORTH_SENDING
from app.domain.people.rules import CARD_LASTS
from app.kernel.fresh_codes import CLOCK_SKEW
from app.kernel.paging import PAGE_SIZE
from app.kernel.refusal import Refusal
from tests.conftest import NOON
from tests.domain.culture.house import ENDS, HOUR, OPEN_AIR, PROGRAMME, SHOW, STARTS

RULES = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
SECTION = RULES.partition("\n## Culture\n")[2].partition("\n## ")[0]
SECOND = timedelta(seconds=1)
OFFER = Offer(
    title=SHOW.title,
    state=State.PUBLISHED,
    entry="ticket",
    starts_at=STARTS,
    ends_at=ENDS,
    seats_most=5,
    tickets_from=SHOW.tickets_from,
    tickets_until=SHOW.tickets_until,
)
SHOWN = Shown(
    same_event=True,
    title=SHOW.title,
    state=State.RUNNING,
    starts_at=STARTS,
    ends_at=ENDS,
    held=True,
    seats=3,
    admitted=0,
    first_in_at=None,
)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("decision", Decision)
def test_what_is_not_in_the_table_is_refused(state: State, decision: Decision) -> None:
    refusal = rules.why_not(state, decision)
    assert (refusal is None) == ((state, decision) in NEXT)
    assert (decision.value in rules.decisions_open(state)) == (refusal is None)


def test_the_table_of_states_is_the_one_in_the_documentation() -> None:
    for state in State:
        found = re.search(rf"^\| {state} \|(.*)\|$", SECTION, flags=re.MULTILINE)
        assert found, f"{state} is not in docs/rules.md"
        said = [one.strip() for one in found.group(1).split(";") if one.strip()]
        assert said == [f"{one} → {NEXT[state, one]}" for one in Decision if (state, one) in NEXT]


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("E-02", rules.SEATS_MOST),
        ("E-05", int(CARD_LASTS.total_seconds())),
        ("E-05", int(CLOCK_SKEW.total_seconds())),
        ("E-06", rules.DOOR_OPENS_BEFORE // HOUR),
        ("E-06", rules.NUMBER_DIGITS),
        ("E-08", rules.TAPPED_MOST),
        ("E-11", rules.TARGET_MOST),
        ("E-13", rules.REMIND_BEFORE.days),
        ("E-13", WORTH_SENDING.days),
        ("E-15", plan_rules.LONGEST_TITLE),
        ("E-15", plan_rules.LONGEST_ABOUT),
        ("E-15", plan_rules.LONGEST_VENUE),
        ("E-15", plan_rules.LONGEST_LINK),
        ("E-15", rules.SHORTEST_REASON),
        ("E-15", rules.LONGEST_REASON),
        ("E-16", plan_rules.LARGEST_CAPACITY),
        ("E-16", plan_rules.LARGEST_COUNT),
        ("E-16", sheet.LONGEST_NUMBER),
        ("E-17", plan_rules.LONGEST_PROGRAMME.days),
        ("E-17", plan_rules.LONGEST_EVENT.days),
        ("E-18", PAGE_SIZE),
    ],
)
def test_a_number_in_the_documentation_is_the_number_in_the_code(rule: str, number: int) -> None:
    found = re.search(rf"^\| {rule} \| (.*?) \|", SECTION, flags=re.MULTILINE)
    assert found
    without_commas = re.sub(r"(?<=\d),(?=\d{3})", "", found.group(1))
    assert str(number) in re.findall(r"\d+", without_commas)


@pytest.mark.parametrize(
    ("offer", "seats", "at", "why"),
    [
        (OFFER, 1, NOON, ""),
        (OFFER, 5, NOON, ""),
        (OFFER, 6, NOON, "too_many_seats"),
        (OFFER, 0, NOON, "too_many_seats"),
        (OFFER, 1, SHOW.tickets_from, ""),
        (OFFER, 1, NOON - 24 * HOUR - SECOND, "tickets_not_yet"),
        (OFFER, 1, STARTS - SECOND, ""),
        (OFFER, 1, STARTS, "tickets_over"),
        (OFFER, 1, ENDS, "not_open"),
        (replace(OFFER, state=State.CANCELLED), 1, NOON, "not_open"),
        (replace(OFFER, state=State.DRAFT), 1, NOON, "not_open"),
        (replace(OFFER, entry="open"), 1, NOON, "open_entry"),
    ],
)
def test_who_gets_a_ticket(offer: Offer, seats: int, at: object, why: str) -> None:
    assert code(rules.why_not_take(offer, seats, now=at)) == why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("offer", "left", "why"),
    [
        (OFFER, 0, "full"),
        (OFFER, 1, "too_few_left"),
        (OFFER, 2, "not_open"),
        (replace(OFFER, state=State.CANCELLED), 0, "not_open"),
    ],
)
def test_what_the_counters_no_is_called(offer: Offer, left: int, why: str) -> None:
    assert code(rules.why_no_room(offer, 2, left=left)) == why


@pytest.mark.parametrize(
    ("shown", "people", "at", "why"),
    [
        (SHOWN, None, STARTS, ""),
        (SHOWN, 3, STARTS, ""),
        (SHOWN, 4, STARTS, "people_outside"),
        (SHOWN, 0, STARTS, "people_outside"),
        (replace(SHOWN, admitted=2, first_in_at=STARTS), 2, STARTS, "people_outside"),
        (replace(SHOWN, admitted=3, first_in_at=STARTS), None, STARTS, "already_admitted"),
        (replace(SHOWN, held=False), None, STARTS, "ticket_given_back"),
        (replace(SHOWN, same_event=False), None, STARTS, "other_event"),
        (replace(SHOWN, state=State.CANCELLED), None, STARTS, "event_cancelled_at_door"),
        (replace(SHOWN, state=State.DRAFT), None, STARTS, "event_not_open_at_door"),
        (replace(SHOWN, state=State.PUBLISHED), None, STARTS - HOUR, ""),
        (SHOWN, None, STARTS - HOUR - SECOND, "door_not_open"),
        (SHOWN, None, ENDS, ""),
        (SHOWN, None, ENDS + SECOND, "door_closed"),
    ],
)
def test_who_gets_in(shown: Shown, people: int | None, at: object, why: str) -> None:
    assert code(rules.why_not_admit(shown, people, at=at)) == why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "people", "at", "why"),
    [
        (replace(SHOWN, state=State.ENDED), None, ENDS, ""),
        (replace(SHOWN, state=State.ENDED), None, ENDS + SECOND, "door_closed"),
        (replace(SHOWN, state=State.CANCELLED), None, STARTS, "event_cancelled_at_door"),
        (replace(SHOWN, state=State.DRAFT), None, STARTS, "event_not_open_at_door"),
        (replace(SHOWN, admitted=2, first_in_at=STARTS), 3, STARTS, ""),
        (replace(SHOWN, admitted=3, first_in_at=STARTS), 3, STARTS, "already_admitted"),
    ],
)
def test_who_got_in_where_there_was_no_network(
    shown: Shown, people: int | None, at: object, why: str
) -> None:
    refusal = rules.why_not_admit(shown, people, at=at, offline=True)  # type: ignore[arg-type]
    assert code(refusal) == why


def test_sentences_at_the_door() -> None:
    assert rules.sentence_at_door(3, before=0) == "3 人，请进"
    assert rules.sentence_at_door(1, before=2) == "1 人，请进（前面已进 2 人）"
    again = errors.AlreadyAdmitted(first_in_at=STARTS + 2 * timedelta(minutes=1), admitted=3)
    assert again.sentence == "已于 19:02 入场 3 人，票上的座位都已用完"


@pytest.mark.parametrize(
    ("admitted", "at", "why"),
    [(0, STARTS - SECOND, ""), (0, STARTS, "begun_already"), (1, NOON, "ticket_used")],
)
def test_until_when_a_ticket_can_be_given_back(admitted: int, at: object, why: str) -> None:
    refusal = rules.why_not_give_back(
        admitted=admitted,
        starts_at=STARTS,
        ends_at=ENDS,
        now=at,  # type: ignore[arg-type]
    )
    assert code(refusal) == why


def test_an_exhibition_takes_tickets_back_as_long_as_it_lasts() -> None:
    ends = STARTS + timedelta(days=3)
    back = rules.why_not_give_back(admitted=0, starts_at=STARTS, ends_at=ends, now=STARTS + HOUR)
    assert back is None
    assert rules.why_not_publish(starts_at=STARTS, ends_at=ends, now=STARTS + HOUR) is None
    assert code(rules.why_not_publish(starts_at=STARTS, ends_at=ENDS, now=STARTS)) == (
        "starts_in_the_past"
    )


@pytest.mark.parametrize(
    ("tap", "tapped", "fits"),
    [(1, 0, True), (10, 0, True), (11, 0, False), (0, 5, False), (-5, 5, True), (-6, 5, False)],
)
def test_how_many_a_tap_counts(tap: int, tapped: int, fits: bool) -> None:
    assert (rules.why_not_tap(tap, tapped=tapped) is None) is fits


@pytest.mark.parametrize(
    ("people", "came", "fits"), [(2, 3, True), (0, 3, True), (3, 3, False), (-1, 3, False)]
)
def test_a_scan_is_put_right_downwards(people: int, came: int, fits: bool) -> None:
    assert (rules.why_not_fewer(people, came=came) is None) is fits


Field = str


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, ""),
        ({"kind": "相亲"}, "kind"),
        ({"title": " "}, "title"),
        ({"title": "一" * 51}, "title"),
        ({"venue": ""}, "venue"),
        ({"about": "一" * 1001}, "about"),
        ({"ends_at": STARTS}, "ends_at"),
        ({"capacity": None}, "capacity"),
        ({"capacity": 0}, "capacity"),
        ({"seats_most": 6}, "seats_most"),
        ({"tickets_from": None}, "tickets_from"),
        ({"tickets_until": ENDS + SECOND}, "tickets_until"),
        ({"entry": "free"}, "entry"),
    ],
)
def test_an_event_is_whole(change: dict[str, object], field: Field) -> None:
    refusal = plan_rules.why_not_this_event(replace(SHOW, **change))  # type: ignore[arg-type]
    assert getattr(refusal, "field", "") == field


def test_an_open_event_has_no_seats_to_count() -> None:
    assert plan_rules.why_not_this_event(OPEN_AIR) is None
    refusal = plan_rules.why_not_this_event(replace(OPEN_AIR, capacity=5))
    assert getattr(refusal, "field", "") == "capacity"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, ""),
        ({"kind": "婚礼"}, "kind"),
        ({"title": ""}, "title"),
        ({"about": ""}, "about"),
        ({"about": "一" * 1001}, "about"),
        ({"to_on": PROGRAMME.from_on - timedelta(days=1)}, "to_on"),
        ({"to_on": PROGRAMME.from_on + timedelta(days=732)}, "to_on"),
    ],
)
def test_a_programme_is_whole(change: dict[str, object], field: Field) -> None:
    refusal = plan_rules.why_not_this_programme(replace(PROGRAMME, **change))  # type: ignore[arg-type]
    assert getattr(refusal, "field", "") == field


Count = Callable[..., Refusal | None]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "hand", "source": "", "link": "", "has_picture": True}, ""),
        ({"kind": "hand", "source": "", "link": "", "has_picture": False}, "pictures"),
        ({"kind": "online", "source": "抖音", "link": "https://a.cn/1", "has_picture": False}, ""),
        ({"kind": "online", "source": "抖音", "link": "", "has_picture": True}, ""),
        ({"kind": "online", "source": "抖音", "link": "", "has_picture": False}, "link"),
        ({"kind": "online", "source": "抖音", "link": "javascript:1", "has_picture": True}, "link"),
        ({"kind": "online", "source": "", "link": "", "has_picture": True}, "source"),
    ],
)
def test_a_count_has_its_evidence(facts: dict[str, object], field: Field) -> None:
    count: Count = plan_rules.why_not_count
    assert getattr(count(120, **facts), "field", "") == field
    assert getattr(count(-1, **facts), "field", "") == "number"


@pytest.mark.parametrize(
    ("target", "held", "planned", "standing"),
    [(1, 0, 0, "waits"), (1, 0, 1, "planned"), (1, 1, 0, "done"), (2, 1, 1, "planned")],
)
def test_where_a_community_of_a_tour_stands(
    target: int, held: int, planned: int, standing: str
) -> None:
    assert rules.standing_of_stop(target=target, held=held, planned=planned) == standing
