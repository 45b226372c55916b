"""What must agree between a record of hours, the stay behind it, and the decisions on it."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.domain.activities.counters import courses
from app.domain.attendance.counters import stay_keys
from app.domain.hours.models import STANDS, HourDecision, HourRecord, RiskFlag
from app.domain.hours.reports.models import HourReport, HourReportLine
from app.domain.hours.reports.rules import OPEN
from app.kernel.agreement import Agreement

_stays = stay_keys().subquery()
_decisions = select(
    HourDecision.record_id,
    HourDecision.minutes,
    func.row_number()
    .over(
        partition_by=HourDecision.record_id,
        order_by=(HourDecision.at.desc(), HourDecision.id.desc()),
    )
    .label("latest"),
).subquery()

_reported = (
    select(HourReportLine.record_id)
    .join(HourReport, HourReport.id == HourReportLine.report_id)
    .where(HourReport.state.in_(OPEN))
)
_later = aliased(HourRecord)

AGREEMENTS = (
    Agreement(
        "every stay of service that has ended has its record",
        select(_stays.c.id)
        .outerjoin(HourRecord, (HourRecord.attendance_id == _stays.c.id) & STANDS)
        .where(
            _stays.c.out_at.is_not(None),
            HourRecord.id.is_(None),
            _stays.c.activity_id.not_in(courses()),
        ),
    ),
    Agreement(
        "a record is of its stay's person, session and activity",
        select(HourRecord.id)
        .join(_stays, _stays.c.id == HourRecord.attendance_id)
        .where(
            or_(
                HourRecord.volunteer_id != _stays.c.volunteer_id,
                HourRecord.session_id != _stays.c.session_id,
                HourRecord.activity_id != _stays.c.activity_id,
            )
        ),
    ),
    Agreement(
        "a record's minutes are those of the latest decision on it",
        select(HourRecord.id)
        .outerjoin(
            _decisions, (_decisions.c.record_id == HourRecord.id) & (_decisions.c.latest == 1)
        )
        .where(func.coalesce(_decisions.c.minutes, -1) != HourRecord.minutes),
    ),
    Agreement(
        "a record's open flags are those nobody has settled",
        select(HourRecord.id).where(
            HourRecord.open_flags
            != select(func.count(RiskFlag.id))
            .where(RiskFlag.record_id == HourRecord.id, RiskFlag.settled_at.is_(None))
            .scalar_subquery()
        ),
    ),
    Agreement(
        "a record is frozen while a report about it is open, and only then",
        select(HourRecord.id).where(
            or_(
                (HourRecord.state == "frozen") & HourRecord.id.not_in(_reported),
                (HourRecord.state == "approved") & HourRecord.id.in_(_reported),
            )
        ),
    ),
    Agreement(
        "what is superseded has one that took its place, and nothing else has",
        select(HourRecord.id).where(
            (HourRecord.state == "superseded")
            != HourRecord.id.in_(
                select(_later.supersedes_id).where(_later.supersedes_id.is_not(None))
            )
        ),
    ),
)
