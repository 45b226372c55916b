"""The state table walked whole, and each rule with its edges."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.booking_notices import WORTH_SENDING
from app.domain.facilities import described, rules
from app.domain.facilities.described import Described, why_not_described
from app.domain.facilities.half_hours import begins_of_day, day_of, in_words, spans
from app.domain.facilities.rules import LIMITS, NEXT, Decision, Limits, State, Terms
from app.domain.places.opening_hours import OpeningHours
from app.kernel.calendar import start_of_day
from app.kernel.refusal import Refusal
from tests.conftest import NOON
from tests.domain.facilities.house import DAY, HOUR, HOURS, NINE, ROOM, WANTED, at

DOCUMENT = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
SECTION = DOCUMENT.partition("\n## Facilities\n")[2].partition("\n## ")[0]
SECOND, HALF = timedelta(seconds=1), timedelta(minutes=30)
TERMS = Terms("活动室", seats=30, most_minutes=120, days_ahead=14, hours=HOURS)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("decision", Decision)
def test_what_is_not_in_the_table_is_refused(state: State, decision: Decision) -> None:
    assert (rules.why_not(state, decision) is None) == ((state, decision) in NEXT)


def test_the_table_of_states_is_the_one_in_the_documentation() -> None:
    for state in State:
        found = re.search(rf"^\| {state} \|(.*)\|$", SECTION, flags=re.MULTILINE)
        assert found, f"{state} is not in docs/rules.md"
        said = [one.strip() for one in found.group(1).split(";") if one.strip()]
        assert said == [f"{one} → {NEXT[state, one]}" for one in Decision if (state, one) in NEXT]


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("FA-02", described.USUAL_MINUTES // 60),
        ("FA-02", described.USUAL_DAYS_AHEAD),
        ("FA-02", described.MOST_MINUTES // 60),
        ("FA-02", described.MOST_DAYS_AHEAD),
        ("FA-03", rules.STAFF_DAYS_AHEAD),
        ("FA-05", LIMITS.most_open),
        ("FA-05", rules.MOST_OPEN_EVER),
        ("FA-06", LIMITS.most_missed),
        ("FA-06", LIMITS.within_days),
        ("FA-06", LIMITS.wait_days),
        ("FA-06", rules.SAID_WITHIN.days),
        ("FA-07", rules.REMIND_BEFORE.days),
        ("FA-07", WORTH_SENDING.days),
        ("FA-08", rules.CONTACT_KEPT.days),
        ("FA-09", described.LONGEST_NAME),
        ("FA-09", described.LONGEST_INSIDE),
        ("FA-09", described.MOST_SEATS),
        ("FA-09", rules.LONGEST_PURPOSE),
        ("FA-09", rules.LONGEST_REASON),
    ],
)
def test_the_numbers_are_those_of_the_documentation(rule: str, number: int) -> None:
    found = re.search(rf"^\| {rule} \|(.*)$", SECTION, flags=re.MULTILINE)
    assert found
    assert re.search(rf"(?<!\d){number:,}(?!\d)", found.group(1))


@pytest.mark.parametrize(
    ("decision", "now", "refused"),
    [
        (Decision.APPROVE, NINE - SECOND, ""),
        (Decision.APPROVE, NINE, "booking_begun"),
        (Decision.CANCEL, NINE, "booking_begun"),
        (Decision.DECLINE, NINE, "booking_begun"),
        (Decision.LAPSE, NINE - SECOND, "not_begun_yet"),
        (Decision.LAPSE, NINE, ""),
        (Decision.CALL_OFF, NINE + 2 * HOUR - SECOND, ""),
        (Decision.CALL_OFF, NINE + 2 * HOUR, "booking_over"),
        (Decision.MISS, NINE - SECOND, "not_begun_yet"),
        (Decision.MISS, NINE, ""),
        (Decision.MISS, NINE + 2 * HOUR + 7 * DAY, ""),
        (Decision.CAME, NINE + 2 * HOUR + 7 * DAY + SECOND, "too_late_to_say"),
    ],
)
def test_each_decision_has_its_time(decision: Decision, now: object, refused: str) -> None:
    found = rules.why_not_then(decision, starts_at=NINE, ends_at=NINE + 2 * HOUR, now=now)  # type: ignore[arg-type]
    assert code(found) == refused


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        (WANTED, ""),
        (at(NINE + HALF / 2), "bad_input"),
        (at(NINE, -HOUR), "bad_input"),
        (at(NOON - 3 * HOUR, HOUR), "time_past"),
        (at(NINE + 12 * DAY), ""),  # the fourteenth day from today
        (at(NINE + 13 * DAY), "too_far_ahead"),
        (at(NINE, 2.5 * HOUR), "too_long"),
        (at(NINE - HALF), "not_open_then"),
        (at(NINE + 2 * HOUR), "not_open_then"),  # across the noon break
        (replace(WANTED, heads=30), ""),
        (replace(WANTED, heads=31), "too_many_heads"),
        (replace(WANTED, heads=0), "bad_input"),
        (replace(WANTED, purpose=" 唱 "), "bad_input"),
    ],
)
def test_what_may_be_wanted(wanted: rules.Wanted, refused: str) -> None:
    assert code(rules.why_not_wanted(wanted, TERMS, now=NOON)) == refused


def test_staff_are_not_bound_by_length_and_days_ahead() -> None:
    long = at(NINE + 100 * DAY, 3 * HOUR)
    assert rules.why_not_wanted(long, TERMS, by_staff=True, now=NOON) is None
    late = at(NINE + 181 * DAY)
    assert code(rules.why_not_wanted(late, TERMS, by_staff=True, now=NOON)) == "too_far_ahead"
    off = replace(TERMS, is_on=False)
    assert code(rules.why_not_wanted(WANTED, off, by_staff=True, now=NOON)) == "facility_off"


@pytest.mark.parametrize(
    ("audience", "for_a_team", "refused"),
    [
        ("volunteers", False, ""),
        ("leaders", True, ""),
        ("leaders", False, "only_leaders_book"),
        ("staff", True, "only_staff_book"),
    ],
)
def test_who_may_book(audience: str, for_a_team: bool, refused: str) -> None:
    found = rules.why_not_for("活动室", audience, for_a_team=for_a_team)
    assert code(found) == refused


@pytest.mark.parametrize(
    ("open_now", "missed", "limits", "refused"),
    [
        (2, [], LIMITS, ""),
        (3, [], LIMITS, "too_many_bookings"),
        (0, [NOON - DAY], LIMITS, ""),
        (0, [NOON - DAY, NOON - 90 * DAY], LIMITS, "missed_too_often"),
        (0, [NOON - DAY, NOON - 91 * DAY], LIMITS, ""),
        (0, [NOON - 30 * DAY, NOON - 40 * DAY], LIMITS, ""),
        (0, [NOON - 30 * DAY + SECOND, NOON - 40 * DAY], LIMITS, "missed_too_often"),
        (0, [NOON - DAY, NOON - 2 * DAY], replace(LIMITS, wait_days=0), ""),
    ],
)
def test_nobody_books_all(
    open_now: int, missed: list[object], limits: Limits, refused: str
) -> None:
    found = rules.why_no_more(open_now=open_now, missed=missed, limits=limits, now=NOON)  # type: ignore[arg-type]
    assert code(found) == refused


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (ROOM, ""),
        (replace(ROOM, name="室"), "name"),
        (replace(ROOM, kind="cave"), "kind"),
        (replace(ROOM, seats=0), "seats"),
        (replace(ROOM, audience="cats"), "audience"),
        (replace(ROOM, most_minutes=45), "most_minutes"),
        (replace(ROOM, days_ahead=91), "days_ahead"),
        (replace(ROOM, hours=OpeningHours()), "day_0"),
    ],
)
def test_what_may_be_said_of_a_facility(said: Described, field: str) -> None:
    found = why_not_described(said, place="阳光社区", place_hours=OpeningHours())
    assert getattr(found, "field", "") == field


def test_a_facility_without_hours_of_its_own_is_open_with_its_place() -> None:
    said = replace(ROOM, hours=OpeningHours())
    assert why_not_described(said, place="阳光社区", place_hours=HOURS) is None


def test_a_day_in_half_hours() -> None:
    monday = date(2026, 11, 23)
    hours = OpeningHours(week=(((515, 620), (1380, 1440)),) * 7)  # 8:35–10:20, 23:00–24:00
    midnight = start_of_day(monday)
    begins = begins_of_day(hours, monday)
    assert begins == [midnight + timedelta(minutes=one) for one in (540, 570, 1380, 1410)]
    shown = day_of(hours, monday, taken=[begins[0]], now=midnight + timedelta(minutes=1380))
    assert [one.free for one in shown.halves] == [False, False, False, True]
    assert shown.free_in_words == "23:30–24:00"
    assert in_words(spans(begins)) == "9:00–10:00、23:00–24:00"
