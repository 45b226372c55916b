"""Who forgot to check out: until when she may say when she left, and what of it is believed.

Numbers and their sources: docs/rules.md, Hours.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.domain.attendance.rules import closes_for_check_out
from app.domain.hours import errors
from app.domain.hours.rules import STANDINGS, Decider, RecordFacts, credited_stretch
from app.kernel.calendar import SHANGHAI, local
from app.kernel.refusal import BadInput, NotFound, Refusal

MAY_ASK_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class ForgottenStay:
    """A stay and its record. `unknown_end`: she never checked out, and nobody mended it yet."""

    in_at: datetime
    starts_at: datetime
    ends_at: datetime
    closed_at: datetime
    unknown_end: bool


def ask_until(closed_at: datetime) -> datetime:
    """The last moment to ask, a day after she was told."""
    return closed_at + MAY_ASK_WITHIN


def moment_left(in_at: datetime, clock_time: time) -> datetime:
    """The first moment after the check-in at which the clock showed that time."""
    came = local(in_at)
    left = datetime.combine(came.date(), clock_time, tzinfo=SHANGHAI)
    return left if left > came else left + timedelta(days=1)


def may_ask(stay: ForgottenStay, *, state: str, asked: bool, now: datetime) -> bool:
    """Whether the question is worth showing."""
    open_still = state == "returned" and stay.unknown_end and not asked
    return open_still and now <= ask_until(stay.closed_at)


def why_not_ask(
    stay: ForgottenStay, *, state: str, asked: bool, left_at: datetime, now: datetime
) -> Refusal | None:
    """Once, within a day, about a stay without an end, and with something to count."""
    if asked:
        return errors.AskedAlready()
    if state != "returned" or not stay.unknown_end:
        return errors.NothingMissed(standing=STANDINGS[state])
    if now > ask_until(stay.closed_at):
        return errors.AskedTooLate(closed_at=ask_until(stay.closed_at))
    return _why_not_then(stay, left_at)


def why_not_decide_request(
    record: RecordFacts, by: Decider, request_state: str | None
) -> Refusal | None:
    """Within her scope, not her own, and still waiting."""
    if not by.scope.covers(record.place_path):
        return NotFound()
    if by.volunteer_id is not None and record.volunteer_id == by.volunteer_id:
        return errors.OwnRecord()
    if request_state != "asked" or record.state != "returned":
        return errors.NoRequestWaiting()
    return None


def _why_not_then(stay: ForgottenStay, left_at: datetime) -> Refusal | None:
    latest = closes_for_check_out(stay.ends_at)
    if not stay.in_at < left_at <= latest:
        problem = f"离开时间要在 {local(stay.in_at):%H:%M} 签到之后、{local(latest):%H:%M} 之前"
        return BadInput(field="left_at", problem=problem)
    counted = credited_stretch(stay.in_at, left_at, starts_at=stay.starts_at, ends_at=stay.ends_at)
    if counted.ends - counted.begins < timedelta(minutes=1):
        starts = f"{local(stay.starts_at):%H:%M}"
        return BadInput(field="left_at", problem=f"活动 {starts} 开始，之前离开的不计时长")
    return None
