"""The table of states walked whole, deadlines, and what may be asked, offered, planned and told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from app.domain.orders import errors, rules, wanted
from app.domain.orders.rules import BY_THE_CLOCK, ENDED, NEXT, TITLES, Decision, State
from app.kernel.refusal import BadInput
from tests.domain.orders.house import ITEM, WISH

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # a Monday
FRIDAY = NOON + timedelta(days=4)


@pytest.mark.parametrize(("state", "decision"), tuple(product(State, Decision)))
def test_each_state_and_decision_is_allowed_or_told_why_not(
    state: State, decision: Decision
) -> None:
    refusal = rules.why_not(state, decision)
    if (state, decision) in NEXT:
        assert refusal is None
        assert decision.value in rules.decisions_open(state)
    else:
        assert isinstance(refusal, errors.OrderNotNow)
        assert TITLES[state] in refusal.sentence


def test_what_has_ended_is_decided_no_more() -> None:
    assert set(State) - {state for state, _ in NEXT} == set(ENDED)


def test_every_state_is_reached_and_every_decision_used() -> None:
    assert {*NEXT.values()} == set(State)
    assert {decision for _, decision in NEXT} == set(Decision)


def test_nothing_is_served_unverified_or_unaccepted() -> None:
    assert {state for (state, _), to in NEXT.items() if to is State.IN_SERVICE} == {State.ACCEPTED}
    taken = {state for (state, _), to in NEXT.items() if to is State.ACCEPTED}
    assert taken == {State.DISPATCHED, State.OFFERED}
    out_of_the_queue = (State.READY, State.OFFERED)
    dispatches = {state for (state, _), to in NEXT.items() if to is State.DISPATCHED}
    assert dispatches == set(out_of_the_queue)


def test_the_requester_cancels_until_the_service_begins() -> None:
    may = {state for state, decision in NEXT if decision is Decision.CANCEL}
    after = {State.IN_SERVICE, State.DONE, State.RATED}
    assert may == set(State) - set(ENDED) - after


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_deadline_but_the_ended_ones(state: State) -> None:
    due = rules.due_at(state, now=NOON, starts_at=FRIDAY, ends_at=FRIDAY)
    assert (due is None) == (state in ENDED)
    if state in BY_THE_CLOCK:
        assert (state, BY_THE_CLOCK[state]) in NEXT


@pytest.mark.parametrize(
    ("state", "now", "due"),
    [
        (State.SUBMITTED, NOON, datetime(2026, 11, 24, 16, tzinfo=UTC)),  # the end of Tuesday
        (State.SUBMITTED, FRIDAY, datetime(2026, 11, 30, 16, tzinfo=UTC)),  # no weekend
        (State.READY, NOON, datetime(2026, 11, 24, 16, tzinfo=UTC)),
        (State.DISPATCHED, NOON, NOON + timedelta(hours=24)),
        (State.OFFERED, NOON, NOON + timedelta(hours=48)),
        (State.NEED_INFO, NOON, NOON + timedelta(days=7)),
        (State.ACCEPTED, NOON, FRIDAY),
        (State.IN_SERVICE, NOON, FRIDAY + timedelta(hours=26)),
        (State.DONE, NOON, NOON + timedelta(days=7)),
        (State.RATED, NOON, datetime(2026, 11, 30, 16, tzinfo=UTC)),
    ],
)
def test_deadlines(state: State, now: datetime, due: datetime) -> None:
    ends = FRIDAY + timedelta(hours=2)
    assert rules.due_at(state, now=now, starts_at=FRIDAY, ends_at=ends) == due


@pytest.mark.parametrize(("stars", "low"), [(None, False), (1, True), (2, True), (3, False)])
def test_two_stars_are_low(stars: int | None, low: bool) -> None:
    assert rules.is_low(stars) is low
    assert rules.waits_for_staff(stars, "none") is low
    assert rules.waits_for_staff(stars, "drawn")
    assert (rules.clock_decides(State.RATED, stars) is None) is low


@pytest.mark.parametrize(("lot", "drawn"), [(0, True), (9, True), (10, False), (99, False)])
def test_ten_in_a_hundred_are_drawn(lot: int, drawn: bool) -> None:
    assert rules.is_drawn(lot) is drawn
    assert rules.is_drawn(lot + 700) is drawn


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"title": "理"}, "title"),
        ({"title": "理" * 31}, "title"),
        ({"category": "理发"}, "category"),
        ({"wanted_on": date(2026, 11, 22)}, "wanted_on"),
        ({"wanted_on": date(2026, 11, 23)}, None),
        ({"wanted_on": date(2027, 1, 22)}, None),
        ({"wanted_on": date(2027, 1, 23)}, "wanted_on"),
        ({"wanted_part": "半夜"}, "wanted_part"),
        ({"people": 0}, "people"),
        ({"people": 201}, "people"),
        ({"group": "熟人"}, "group"),
        ({"name": "赵"}, "name"),
        ({"address": ""}, "address"),
        ({"address": "", "at_home": False}, None),
        ({"address": "长" * 101}, "address"),
        ({"wish": "长" * 301}, "wish"),
    ],
)
def test_what_may_be_asked_for(changes: dict[str, object], field: str | None) -> None:
    refusal = wanted.why_not_this_wish(replace(WISH, **changes), now=NOON)  # type: ignore[arg-type]
    assert (refusal.field if isinstance(refusal, BadInput) else None) == field


def test_a_wish_tells_nobody_who_it_is() -> None:
    for private in (WISH.name, WISH.phone, WISH.address, WISH.wish):
        assert private not in repr(WISH)


def test_some_services_need_days_to_prepare() -> None:
    wish = replace(WISH, wanted_on=date(2026, 11, 25))
    assert wanted.why_not_this_wish(wish, lead_days=2, now=NOON) is None
    assert wanted.why_not_this_wish(wish, lead_days=3, now=NOON)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"title": ""}, "title"),
        ({"category": ""}, "category"),
        ({"work_type": ""}, "work_type"),
        ({"content": ""}, "content"),
        ({"when_text": " "}, "when_text"),
        ({"at_home": False}, "venue"),
        ({"at_home": False, "venue": "实践站"}, None),
        ({"for_whom": ("熟人",)}, "for_whom"),
        ({"least_age": 0}, "least_age"),
        ({"least_age": 100}, None),
        ({"lead_days": 31}, "lead_days"),
    ],
)
def test_what_a_menu_says(changes: dict[str, object], field: str | None) -> None:
    refusal = wanted.why_not_this_item(replace(ITEM, **changes))  # type: ignore[arg-type]
    assert (refusal.field if isinstance(refusal, BadInput) else None) == field


@pytest.mark.parametrize(
    ("brief", "fine"),
    [
        ("给老人理发", True),
        ("", False),
        ("长" * 201, False),
        ("先打 13900001111", False),
        ("先打0538-1234567", False),
        ("3 号楼 12 人", True),
    ],
)
def test_what_teams_read_holds_no_phone(brief: str, fine: bool) -> None:
    assert (wanted.why_not_this_brief(brief) is None) is fine


@pytest.mark.parametrize(
    ("starts_at", "minutes", "field"),
    [
        (NOON + timedelta(minutes=1), 15, None),
        (NOON, 60, "starts_at"),
        (NOON + timedelta(days=60), 720, None),
        (NOON + timedelta(days=61), 60, "starts_at"),
        (FRIDAY, 14, "minutes"),
        (FRIDAY, 721, "minutes"),
    ],
)
def test_when_a_team_may_come(starts_at: datetime, minutes: int, field: str | None) -> None:
    refusal = wanted.why_not_this_time(starts_at, minutes, now=NOON)
    assert (refusal.field if isinstance(refusal, BadInput) else None) == field


@pytest.mark.parametrize(("stars", "fine"), [(0, False), (1, True), (5, True), (6, False)])
def test_one_to_five_stars(stars: int, fine: bool) -> None:
    assert (rules.why_not_these_stars(stars, "") is None) is fine
    assert rules.why_not_these_stars(5, "长" * 201) is not None


@pytest.mark.parametrize(
    ("text", "fine"), [("", False), ("忙", False), ("太忙", True), ("长" * 201, False)]
)
def test_a_reason_has_two_to_two_hundred_characters(text: str, fine: bool) -> None:
    assert (rules.why_not_this_reason(text) is None) is fine


def test_a_result_is_told_in_words() -> None:
    assert wanted.why_not_this_result("好了") is None
    assert wanted.why_not_this_result(" ") is not None
    assert wanted.why_not_this_result("长" * 501) is not None


@pytest.mark.parametrize(
    ("on", "per", "full", "free"),
    [
        (date(2026, 11, 25), "day", True, date(2026, 11, 27)),
        (date(2026, 11, 27), "day", False, date(2026, 11, 28)),
        (date(2026, 11, 27), "week", True, date(2026, 11, 30)),
        (date(2026, 11, 29), "week", True, date(2026, 11, 30)),
        (date(2026, 11, 30), "week", False, date(2026, 12, 1)),
    ],
)
def test_a_day_or_its_week_is_full_and_the_next_free_one_is_named(
    on: date, per: str, *, full: bool, free: date
) -> None:
    taken = {date(2026, 11, 25): 2, date(2026, 11, 26): 3, date(2026, 12, 2): 1}
    assert wanted.is_full(on, taken, 2, per) is full
    assert wanted.next_free(on, taken, 2, per, until=date(2026, 12, 31)) == free
    assert wanted.next_free(on, taken, 2, per, until=on) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity": 0}, "capacity"),
        ({"capacity": 201}, "capacity"),
        ({"capacity_per": "月"}, "capacity_per"),
    ],
)
def test_a_capacity_is_one_to_two_hundred_a_day_or_week(
    changes: dict[str, object], field: str
) -> None:
    refusal = wanted.why_not_this_item(replace(ITEM, **changes))  # type: ignore[arg-type]
    assert isinstance(refusal, BadInput)
    assert refusal.field == field
    assert wanted.why_not_this_item(replace(ITEM, capacity=200, capacity_per="week")) is None
