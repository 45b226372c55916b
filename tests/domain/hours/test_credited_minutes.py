"""Minutes: never more than planned, never negative, no minute of a life twice, a cap a day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.hours.rules import (
    AUTOMATIC_MINUTES_A_DAY,
    LONGEST_MINUTES_A_DAY,
    NOT_PRESENT,
    OVER_THE_DAY,
    OVERLAPPED,
    HeldMinutes,
    Stretch,
    by_local_day,
    credit,
    credited_minutes,
    credited_stretch,
)

NINE = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

moments = st.integers(0, 2 * 86_400).map(lambda seconds: NINE + seconds * SECOND)
stretches = st.tuples(moments, moments).map(lambda pair: Stretch(min(pair), max(pair)))
until_midnight = stretches.filter(lambda one: one.ends <= NINE + 15 * HOUR)


def at(text: str) -> datetime:
    """A time of that day in Shanghai."""
    hours, minutes = text.split(":")
    return NINE + timedelta(hours=int(hours) - 9, minutes=int(minutes))


def between(begins: str, ends: str) -> Stretch:
    return Stretch(at(begins), at(ends))


def held(begins: str, ends: str) -> HeldMinutes:
    stretch = between(begins, ends)
    return HeldMinutes(stretch, int((stretch.ends - stretch.begins) / MINUTE))


@pytest.mark.parametrize(
    ("came", "left", "counted"),
    [
        ("09:00", "11:00", between("09:00", "11:00")),
        ("08:40", "11:30", between("09:00", "11:00")),  # early and late are not counted
        ("09:10", "10:50", between("09:10", "10:50")),
        ("08:30", "08:50", between("09:00", "09:00")),  # gone before it began
        ("11:10", "11:20", between("11:00", "11:00")),  # came after it ended
    ],
)
def test_the_stretch_is_the_stay_within_the_plan(came: str, left: str, counted: Stretch) -> None:
    stretch = credited_stretch(at(came), at(left), starts_at=at("09:00"), ends_at=at("11:00"))
    assert stretch == counted


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0), (59, 0), (60, 1), (119, 1), (120, 2), (7199, 119)]
)
def test_minutes_are_whole(seconds: int, minutes: int) -> None:
    assert credited_minutes(Stretch(NINE, NINE + seconds * SECOND)) == minutes


@pytest.mark.parametrize(
    ("others", "minutes"),
    [
        ([], 120),
        ([between("08:00", "09:00"), between("11:00", "12:00")], 120),  # back to back
        ([between("10:30", "12:00")], 90),
        ([between("09:30", "10:00"), between("09:45", "10:15")], 75),  # they overlap each other
        ([between("09:00", "11:00")], 0),
        ([between("08:00", "12:00"), between("09:30", "10:00")], 0),
        ([between("10:00", "10:10"), between("09:10", "09:20")], 100),  # in any order
    ],
)
def test_what_another_record_holds_is_not_counted_again(
    others: list[Stretch], minutes: int
) -> None:
    assert credited_minutes(between("09:00", "11:00"), elsewhere=others) == minutes


@given(stretches, stretches)
def test_never_more_than_planned_nor_than_present_and_never_negative(
    stay: Stretch, plan: Stretch
) -> None:
    stretch = credited_stretch(stay.begins, stay.ends, starts_at=plan.begins, ends_at=plan.ends)
    minutes = credited_minutes(stretch)
    assert 0 <= minutes <= (plan.ends - plan.begins) // MINUTE
    assert minutes <= (stay.ends - stay.begins) // MINUTE
    assert plan.begins <= stretch.begins <= stretch.ends <= plan.ends


@given(st.lists(stretches, max_size=8))
def test_no_minute_twice_however_stays_overlap(stays: list[Stretch]) -> None:
    total = sum(
        credited_minutes(stay, elsewhere=stays[:number]) for number, stay in enumerate(stays)
    )
    lived = {
        second
        for stay in stays
        for second in range(
            int(stay.begins.timestamp()) // 60, -(-int(stay.ends.timestamp()) // 60)
        )
    }
    assert 0 <= total <= len(lived)


@given(stretches, st.lists(stretches, max_size=8))
def test_more_records_never_credit_more(stretch: Stretch, others: list[Stretch]) -> None:
    counts = [
        credited_minutes(stretch, elsewhere=others[:number]) for number in range(len(others) + 1)
    ]
    assert counts == sorted(counts, reverse=True)
    assert all(minutes >= 0 for minutes in counts)


@given(until_midnight, st.lists(st.integers(0, 720), max_size=4))
def test_a_day_never_passes_its_cap(stretch: Stretch, minutes_before: list[int]) -> None:
    empty = Stretch(NINE - HOUR, NINE - HOUR)
    before = [HeldMinutes(empty, minutes) for minutes in minutes_before]
    worth = credit(stretch, before)
    day = sum(minutes_before) + worth.minutes
    assert worth.minutes == 0 or day <= LONGEST_MINUTES_A_DAY
    assert worth.needs_second_look == (worth.minutes > 0 and day > AUTOMATIC_MINUTES_A_DAY)


@pytest.mark.parametrize(
    ("before", "minutes", "second_look"),
    [(0, 60, False), (420, 60, False), (421, 60, True), (660, 60, True), (661, 59, True)],
)
def test_the_edges_of_the_day(before: int, minutes: int, second_look: bool) -> None:
    day = [HeldMinutes(between("06:00", "06:00"), before)]
    worth = credit(between("09:00", "10:00"), day)
    assert (worth.minutes, worth.needs_second_look) == (minutes, second_look)
    assert (OVER_THE_DAY in worth.notes) == (minutes < 60)


def test_a_full_day_credits_nothing_and_says_why() -> None:
    full = [HeldMinutes(between("06:00", "06:00"), LONGEST_MINUTES_A_DAY)]
    worth = credit(between("20:00", "21:00"), full)
    assert (worth.minutes, worth.needs_second_look, worth.notes) == (0, False, (OVER_THE_DAY,))


def test_an_overlap_is_said() -> None:
    worth = credit(between("09:00", "11:00"), [held("10:00", "11:00")])
    assert (worth.minutes, worth.notes) == (60, (OVERLAPPED,))


def test_not_being_there_is_said() -> None:
    worth = credit(between("09:00", "09:00"))
    assert (worth.minutes, worth.notes) == (0, (NOT_PRESENT,))


def night(begins: str, ends: str, *, over: int = 1) -> Stretch:
    """From one time of the day to one of a later day."""
    return Stretch(at(begins), at(ends) + over * 24 * HOUR)


@pytest.mark.parametrize(
    ("begins", "ends", "minutes"),
    [
        ("23:00", "00:00", 60),
        ("23:59", "00:01", 2),
        ("23:59", "00:00", 1),
        ("00:00", "00:01", 1441),
    ],
)
def test_minutes_go_on_over_midnight(begins: str, ends: str, minutes: int) -> None:
    worth = credit(night(begins, ends))
    assert worth.minutes == min(minutes, LONGEST_MINUTES_A_DAY + 1)


def test_seconds_around_midnight_are_not_lost() -> None:
    stretch = Stretch(at("23:58") + 30 * SECOND, at("00:01") + 24 * HOUR + 30 * SECOND)
    assert credit(stretch).minutes == 3


def test_each_local_day_has_its_own_cap() -> None:
    full = [held("08:00", "20:00")]  # twelve hours of the first day
    worth = credit(night("22:00", "02:00"), full)
    assert (worth.minutes, worth.notes) == (120, (OVER_THE_DAY,))
    assert not worth.needs_second_look  # two hours of the second day
    assert credit(night("23:59", "00:01"), full).minutes == 1
    assert credit(night("23:59", "00:00"), full).minutes == 0


def test_a_night_counts_for_the_next_day_only_what_lies_in_it() -> None:
    before = HeldMinutes(night("20:00", "04:00"), 480)  # four hours of each day
    day = Stretch(at("08:00") + 24 * HOUR, at("12:00") + 24 * HOUR)
    assert not credit(day, [before]).needs_second_look  # 240 + 240
    longer = Stretch(day.begins, day.ends + MINUTE)
    assert credit(longer, [before]).needs_second_look  # 241 + 240
    evening = Stretch(at("16:00"), at("20:00"))
    assert not credit(evening, [before]).needs_second_look


def test_a_night_of_eight_hours_needs_no_second_look() -> None:
    worth = credit(night("19:00", "07:00"))
    assert (worth.minutes, worth.needs_second_look) == (720, False)  # five and seven hours
    assert credit(night("14:00", "00:00")).needs_second_look  # ten hours of one day


@given(stretches, st.lists(stretches, max_size=4))
def test_no_night_passes_the_caps_of_its_days(stretch: Stretch, others: list[Stretch]) -> None:
    held: list[HeldMinutes] = []
    for one in others:
        held.append(HeldMinutes(one, credit(one, held).minutes))
    days = len(by_local_day(stretch))
    assert credit(stretch, held).minutes <= days * LONGEST_MINUTES_A_DAY
    assert credit(stretch, held).minutes <= credited_minutes(stretch)
