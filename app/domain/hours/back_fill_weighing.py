"""Hold hours against the risk rules when they are typed in, before anybody confirms them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.domain.activities.engagements import planned_when
from app.domain.attachments import queries as attachments
from app.domain.attendance import traces
from app.domain.attendance.rules import BACK_FILL
from app.domain.hours import weighing
from app.domain.hours.models import BackFill, BackFillLine, BackFillPicture, RiskFlag
from app.domain.hours.risk_rules import BackFillTraces, flags_of_back_fill
from app.domain.people.households import others_with_number
from app.kernel.calendar import end_of_day, local_date, start_of_day
from app.kernel.database import session
from app.kernel.ids import new_id

PICTURES_SINCE = timedelta(days=400)


def weigh_back_fill(
    row: BackFill, lines: Sequence[BackFillLine], attachment_ids: Sequence[UUID], *, now: datetime
) -> None:
    """Raise what the rules say about a back-fill that has just been written."""
    flags = flags_of_back_fill(_traces(row, lines, attachment_ids, now=now))
    session.add_all(
        RiskFlag(
            id=new_id(),
            back_fill_id=row.id,
            place_id=row.place_id,
            code=one.code,
            facts=one.facts,
            raised_at=now,
        )
        for one in flags
    )
    row.open_flags = len(flags)
    if flags:
        weighing.tell("back_fill", row.id, flags, place_id=row.place_id, now=now)
    session.flush()


def _traces(
    row: BackFill, lines: Sequence[BackFillLine], attachment_ids: Sequence[UUID], *, now: datetime
) -> BackFillTraces:
    plan = planned_when([row.session_id])[row.session_id]
    people, minutes = _typed_that_day(row)
    stays = traces.stays_of([row.session_id])
    scanned = sum(stay.in_way != BACK_FILL for stay in stays)
    numbers = others_with_number([line.volunteer_id for line in lines])
    return BackFillTraces(
        starts_at=plan.starts_at,
        written_at=plan.written_at,
        published_at=plan.published_at,
        pictures_used_before=_used_before(row, attachment_ids, now=now),
        typed_people=people,
        typed_minutes=minutes,
        typed_at=(row.entered_at,),
        number_others=max(numbers.values(), default=0),
        without_scan=len(stays) - scanned + _waiting(row.session_id),
        with_scan=scanned,
    )


def _typed_that_day(row: BackFill) -> tuple[int, int]:
    """People and minutes the same member of staff typed in that day, these included."""
    day = local_date(row.entered_at)
    query = select(
        func.coalesce(func.sum(BackFill.people), 0), func.coalesce(func.sum(BackFill.minutes), 0)
    ).where(
        BackFill.entered_by_id == row.entered_by_id,
        BackFill.entered_at >= start_of_day(day),
        BackFill.entered_at < end_of_day(day),
        BackFill.state.in_(("waiting", "confirmed")),
    )
    people, minutes = session.execute(query).one()
    return int(people), int(minutes)


def _waiting(session_id: UUID) -> int:
    query = select(func.coalesce(func.sum(BackFill.people), 0)).where(
        BackFill.session_id == session_id, BackFill.state == "waiting"
    )
    return int(session.scalar(query) or 0)


def _used_before(row: BackFill, attachment_ids: Sequence[UUID], *, now: datetime) -> int:
    """How many of its pictures another back-fill, whatever became of it, rests on."""
    found = attachments.alike(attachment_ids, kept_since=now - PICTURES_SINCE)
    others = set().union(*found.values())
    if not others:
        return 0
    elsewhere = set(
        session.scalars(
            select(BackFillPicture.attachment_id).where(
                BackFillPicture.attachment_id.in_(others), BackFillPicture.back_fill_id != row.id
            )
        )
    )
    return sum(bool(those & elsewhere) for those in found.values())
