"""What must agree between a stay in a course and the minutes learned there."""

from sqlalchemy import func, select

from app.domain.activities.counters import courses
from app.domain.attendance.counters import stay_keys
from app.domain.training.models import TrainingRecord, TrainingStay
from app.kernel.agreement import Agreement

_stays = stay_keys().subquery()
_learned = (
    select(func.coalesce(func.sum(TrainingStay.minutes), 0))
    .where(TrainingStay.record_id == TrainingRecord.id)
    .correlate(TrainingRecord)
    .scalar_subquery()
)

AGREEMENTS = (
    Agreement(
        "every stay in a course that has ended has its minutes",
        select(_stays.c.id)
        .outerjoin(TrainingStay, TrainingStay.attendance_id == _stays.c.id)
        .where(
            _stays.c.out_at.is_not(None),
            TrainingStay.attendance_id.is_(None),
            _stays.c.activity_id.in_(courses()),
        ),
    ),
    Agreement(
        "what somebody learned in a course is what her stays there came to",
        select(TrainingRecord.id).where(TrainingRecord.minutes != _learned),
    ),
)
