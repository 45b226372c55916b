"""Who may decide on what: a yes, and each no."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.hours import errors
from app.domain.hours.rules import (
    STANDINGS,
    Decider,
    RecordFacts,
    Stretch,
    due_on,
    why_not_appeal,
    why_not_approve,
    why_not_mend,
    why_not_reject,
    why_not_return,
    why_not_revoke,
    why_not_this_text,
)
from app.domain.places.scope import Scope
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound

STATION = "001/002/003/"
OFFICE = "001/002/"
HER = new_id()
RECORD = RecordFacts(
    state="pending",
    minutes=120,
    volunteer_id=new_id(),
    place_path=STATION,
    needs_second_look=False,
    mended_by_id=None,
    decided_by_id=None,
    appealed=False,
)
CLERK = Decider(HER, None, Scope(STATION), at_centre=False)
MANAGER = replace(CLERK, scope=Scope(OFFICE))
DECISIONS = (why_not_approve, why_not_return, why_not_reject)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
STAY = Stretch(NOON, NOON + timedelta(hours=2))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("why_not", DECISIONS)
@pytest.mark.parametrize("by", [CLERK, MANAGER])
def test_staff_of_the_place_or_above_decide(why_not, by) -> None:  # type: ignore[no-untyped-def]
    assert why_not(RECORD, by) is None


@pytest.mark.parametrize("why_not", DECISIONS)
def test_outside_the_scope_it_is_not_found(why_not) -> None:  # type: ignore[no-untyped-def]
    elsewhere = replace(CLERK, scope=Scope("001/002/004/"))
    assert isinstance(why_not(RECORD, elsewhere), NotFound)


@pytest.mark.parametrize("why_not", [*DECISIONS, why_not_revoke])
def test_nobody_decides_on_her_own_record(why_not) -> None:  # type: ignore[no-untyped-def]
    herself = replace(CLERK, volunteer_id=RECORD.volunteer_id)
    assert isinstance(why_not(RECORD, herself), errors.OwnRecord)


@pytest.mark.parametrize("state", ["approved", "returned", "rejected", "revoked"])
def test_what_is_decided_is_not_approved_again(state: str) -> None:
    refusal = why_not_approve(replace(RECORD, state=state), CLERK)
    assert isinstance(refusal, errors.AlreadyDecided)
    assert STANDINGS[state] in refusal.sentence


def test_a_returned_record_can_still_be_rejected_but_not_returned_again() -> None:
    returned = replace(RECORD, state="returned")
    assert why_not_reject(returned, CLERK) is None
    assert isinstance(why_not_return(returned, CLERK), errors.AlreadyDecided)


def test_who_mended_a_record_does_not_approve_it_and_a_colleague_does() -> None:
    mended = replace(RECORD, mended_by_id=HER)
    assert isinstance(why_not_approve(mended, CLERK), errors.MendedByApprover)
    assert why_not_approve(mended, replace(CLERK, staff_id=new_id())) is None
    assert why_not_return(mended, CLERK) is None


@pytest.mark.parametrize("why_not", DECISIONS)
def test_who_rejected_a_record_does_not_decide_the_appeal(why_not) -> None:  # type: ignore[no-untyped-def]
    appealed = replace(RECORD, appealed=True, decided_by_id=HER)
    assert isinstance(why_not(appealed, CLERK), errors.RejectedByApprover)
    assert why_not(appealed, replace(CLERK, staff_id=new_id())) is None


def test_a_second_look_is_taken_one_level_up() -> None:
    long_day = replace(RECORD, needs_second_look=True)
    assert isinstance(why_not_approve(long_day, CLERK), errors.NeedsSecondLook)
    assert why_not_approve(long_day, MANAGER) is None
    assert why_not_return(long_day, CLERK) is None


def test_at_the_centre_nobody_stands_above() -> None:
    record = replace(RECORD, place_path="001/", needs_second_look=True)
    assert why_not_approve(record, replace(CLERK, scope=Scope("001/"), at_centre=True)) is None


def test_nothing_is_not_approved() -> None:
    assert isinstance(why_not_approve(replace(RECORD, minutes=0), CLERK), errors.NothingToCredit)
    assert why_not_approve(replace(RECORD, minutes=1), CLERK) is None


def test_only_what_was_approved_is_revoked() -> None:
    assert why_not_revoke(replace(RECORD, state="approved"), CLERK) is None
    for state in ("pending", "returned", "rejected", "revoked"):
        refusal = why_not_revoke(replace(RECORD, state=state), CLERK)
        assert isinstance(refusal, errors.AlreadyDecided)


def test_a_returned_record_is_mended_within_the_stay_edges_included() -> None:
    assert why_not_mend(replace(RECORD, state="returned"), CLERK, STAY, STAY) is None


@pytest.mark.parametrize(
    "stretch",
    [
        Stretch(STAY.begins - SECOND, STAY.ends),
        Stretch(STAY.begins, STAY.ends + SECOND),
        Stretch(STAY.begins, STAY.begins),
        Stretch(STAY.ends, STAY.begins),
    ],
)
def test_it_is_not_mended_beyond_the_stay_or_to_nothing(stretch: Stretch) -> None:
    refusal = why_not_mend(replace(RECORD, state="returned"), CLERK, stretch, STAY)
    assert isinstance(refusal, errors.OutsideStay)
    assert "11月23日 12:00 至 11月23日 14:00" in refusal.sentence


def test_only_what_was_returned_is_mended_and_not_ones_own() -> None:
    assert isinstance(why_not_mend(RECORD, CLERK, STAY, STAY), errors.NotReturned)
    own = replace(CLERK, volunteer_id=RECORD.volunteer_id)
    returned = replace(RECORD, state="returned")
    assert isinstance(why_not_mend(returned, own, STAY, STAY), errors.OwnRecord)


def test_she_appeals_a_rejected_record_of_hers_once() -> None:
    rejected = replace(RECORD, state="rejected")
    assert why_not_appeal(rejected, RECORD.volunteer_id) is None
    assert isinstance(why_not_appeal(rejected, new_id()), NotFound)
    assert isinstance(why_not_appeal(RECORD, RECORD.volunteer_id), errors.NotRejected)
    twice = why_not_appeal(replace(rejected, appealed=True), RECORD.volunteer_id)
    assert isinstance(twice, errors.AlreadyAppealed)


@pytest.mark.parametrize("text", ["", "  \n", "字" * 201])
def test_a_reason_is_written_and_fits(text: str) -> None:
    refusal = why_not_this_text(text, field="reason")
    assert isinstance(refusal, BadInput)
    assert refusal.field == "reason"


@pytest.mark.parametrize("text", ["时间不符", "字" * 200])
def test_a_short_reason_will_do(text: str) -> None:
    assert why_not_this_text(text, field="reason") is None


def test_ten_working_days_are_counted_by_the_chinese_calendar() -> None:
    assert due_on(NOON) == date(2026, 12, 7)
    # 29 and 30 September, 8 and 9 October, Saturday the 10th worked instead, 12 to 16 October
    before_national_day = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
    assert due_on(before_national_day) == date(2026, 10, 16)


def test_the_day_is_the_local_one() -> None:
    late_evening_in_london = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # Monday 01:00 in Shanghai
    assert due_on(late_evening_in_london) == date(2026, 12, 7)
