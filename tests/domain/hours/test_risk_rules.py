"""Each flag: when it is raised, when not, and what lies on the edge."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.hours import risk_rules
from app.domain.hours.risk_rules import BackFillTraces, Flag, RecordTraces

STARTS = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def record(**facts: Any) -> RecordTraces:
    return RecordTraces(starts_at=STARTS, **facts)


def back_fill(**facts: Any) -> BackFillTraces:
    return BackFillTraces(starts_at=STARTS, **facts)


def said(flag: Flag | None) -> str:
    return flag.sentence if flag else ""


def test_nothing_known_raises_nothing() -> None:
    assert risk_rules.flags_of_record(record(), back_filled=False) == []
    assert risk_rules.flags_of_back_fill(back_fill()) == []


@pytest.mark.parametrize(
    ("in_session", "in_week", "people"), [(0, 0, 0), (0, 1, 0), (1, 0, 2), (0, 2, 3), (1, 4, 5)]
)
def test_one_phone_for_several_people(in_session: int, in_week: int, people: int) -> None:
    flag = risk_rules.same_phone(
        record(phone_others_in_session=in_session, phone_others_in_week=in_week)
    )
    assert (flag.facts["people"] if flag else 0) == people


@pytest.mark.parametrize(("others", "raised"), [(0, False), (1, False), (2, True), (9, True)])
def test_identical_times_of_three_people(others: int, raised: bool) -> None:
    flag = risk_rules.same_times(record(same_times_others=others))
    assert (flag is not None) is raised


@pytest.mark.parametrize(
    ("before", "words"),
    [(31, ""), (30, ""), (29, "开始前 29 分钟"), (0, "开始以后"), (-60, "开始以后")],
)
def test_an_activity_made_late(before: int, words: str) -> None:
    written = risk_rules.late_activity(record(written_at=STARTS - before * MINUTE))
    published = risk_rules.late_activity(
        back_fill(written_at=STARTS - 9 * HOUR, published_at=STARTS - before * MINUTE)
    )
    assert words in said(written)
    assert words in said(published)
    assert bool(written) is bool(published) is bool(words)


@pytest.mark.parametrize(("people", "raised"), [(150, False), (151, True)])
def test_one_member_of_staff_who_scans_very_many(people: int, raised: bool) -> None:
    assert bool(risk_rules.much_scanned(record(scanned_by_staff=people))) is raised


@pytest.mark.parametrize(
    ("people", "minutes", "raised"), [(40, 4800, False), (41, 60, True), (1, 4801, True)]
)
def test_one_member_of_staff_who_types_very_much(people: int, minutes: int, raised: bool) -> None:
    flag = risk_rules.much_typed(back_fill(typed_people=people, typed_minutes=minutes))
    assert bool(flag) is raised


@pytest.mark.parametrize(
    ("clock", "raised"),
    [("21:59", False), ("22:00", True), ("03:00", True), ("05:59", True), ("06:00", False)],
)
def test_times_typed_at_night(clock: str, raised: bool) -> None:
    hour, minute = map(int, clock.split(":"))
    moment = datetime(2026, 11, 23, tzinfo=UTC) - 8 * HOUR + hour * HOUR + minute * MINUTE
    for flag in (
        risk_rules.at_night(back_fill(typed_at=(moment,))),
        risk_rules.at_night(record(typed_at=(moment,))),
    ):
        assert bool(flag) is raised
        assert (clock in said(flag)) is raised


@pytest.mark.parametrize(("metres", "raised"), [(None, False), (500, False), (501, True)])
def test_far_from_the_place(metres: int | None, raised: bool) -> None:
    assert bool(risk_rules.far_away(record(farthest_metres=metres))) is raised


@pytest.mark.parametrize(("others", "raised"), [(0, False), (1, False), (2, True)])
def test_a_number_of_three_volunteers(others: int, raised: bool) -> None:
    assert bool(risk_rules.shared_number(record(number_others=others))) is raised
    assert bool(risk_rules.shared_number(back_fill(number_others=others))) is raised


@pytest.mark.parametrize(
    ("without", "scanned", "raised"),
    [(19, 0, False), (20, 0, True), (20, 19, True), (20, 20, False), (60, 61, False)],
)
def test_many_without_a_scan(without: int, scanned: int, raised: bool) -> None:
    facts = {"without_scan": without, "with_scan": scanned}
    assert bool(risk_rules.no_scans(record(**facts))) is raised
    assert bool(risk_rules.no_scans(back_fill(**facts))) is raised


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        ((59, None), False),
        ((60, None), True),
        ((60, 300), False),
        ((60, 301), True),
        ((89, 20), False),
    ],
)
def test_a_relayed_code(code: tuple[int, int | None], raised: bool) -> None:
    assert bool(risk_rules.relayed_code(record(codes=[(3, None), code]))) is raised


@pytest.mark.parametrize(
    ("month", "past", "raised"),
    [
        (100 * 60, [], False),
        (100 * 60 + 1, [], True),  # a cap for everybody
        (40 * 60, [600, 600], True),  # ten hours a month before
        (40 * 60 - 1, [600, 600], False),  # too little to matter
        (40 * 60, [600, 0, 0], False),  # one month is no habit
        (40 * 60, [800, 0, 800], False),  # three times, not more
        (40 * 60 + 1, [800, 0, 800], True),
    ],
)
def test_a_month_unlike_the_others(month: int, past: list[int], raised: bool) -> None:
    flag = risk_rules.outlier(record(month_minutes=month, past_months=past))
    assert bool(flag) is raised


def test_a_picture_that_was_used_before() -> None:
    assert risk_rules.same_photo(back_fill()) is None
    assert "2 张" in said(risk_rules.same_photo(back_fill(pictures_used_before=2)))


def test_a_back_filled_record_is_flagged_for_its_person_alone() -> None:
    traces = record(without_scan=50, month_minutes=101 * 60)
    codes = {flag.code for flag in risk_rules.flags_of_record(traces, back_filled=True)}
    assert codes == {"outlier"}


def test_every_flag_has_a_title_and_a_sentence() -> None:
    assert set(risk_rules.TITLES) == set(risk_rules.SENTENCES)
    for sentence in risk_rules.SENTENCES.values():
        assert not sentence.endswith("。")
