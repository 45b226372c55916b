"""Forgotten check-outs: when the time for them has passed, somebody has to say when people left."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.domain.activities.engagements import outlines, sessions_ending_between
from app.domain.attendance.codes import SEEN_CODE_LIFE
from app.domain.attendance.events import CheckOutsMissed, Stay
from app.domain.attendance.models import Attendance
from app.domain.attendance.rules import CHECK_OUT_GRACE
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

MISSED = "missed"  # stands in `out_way` of an attendance without `out_at`
AT_ONCE = 200
LOOKS_BACK = timedelta(days=60)  # further than any worker is ever down; keeps the look indexed


def close_missed(now: datetime) -> int:
    """Mark who never checked out, announce them together; how many. For the worker's clock.

    It waits until a code seen in time can no longer be handed in.
    """
    with transaction():
        latest_end = now - CHECK_OUT_GRACE - SEEN_CODE_LIFE
        over = sessions_ending_between(latest_end - LOOKS_BACK, latest_end)
        forgotten = session.scalars(
            select(Attendance)
            .where(
                Attendance.out_at.is_(None),
                Attendance.out_way.is_(None),
                Attendance.session_id.in_(over),
            )
            .order_by(Attendance.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True, key_share=True)
            .execution_options(populate_existing=True)
        ).all()
        if not forgotten:
            return 0
        for attendance in forgotten:
            attendance.out_way = MISSED
        session.flush()
        happened(CheckOutsMissed(_stays(forgotten), now))
        return len(forgotten)


def _stays(forgotten: Sequence[Attendance]) -> tuple[Stay, ...]:
    plans = outlines({attendance.session_id for attendance in forgotten})
    return tuple(
        Stay(
            attendance_id=attendance.id,
            volunteer_id=attendance.volunteer_id,
            plan=plans[attendance.session_id],
            in_at=attendance.in_at,
            out_at=None,
        )
        for attendance in forgotten
    )
