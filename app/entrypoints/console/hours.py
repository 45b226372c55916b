"""Service hours: the approver's queue and one record with its whole story."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, xlsx
from app.domain.access.rules import Permission
from app.domain.activities.engagements import titles
from app.domain.attendance import evidence
from app.domain.hours import listing, queries, risk_queries, weighing
from app.domain.hours.back_fill_queries import behind_record
from app.domain.hours.check_out_stays import waiting_requests_count
from app.domain.hours.reports.correction_queries import waiting_of
from app.domain.hours.reports.queries import reports_about
from app.domain.hours.rules import LARGEST_BATCH, STANDINGS
from app.domain.hours.story import WAYS, story
from app.domain.hours.views import RecordRow
from app.domain.places import queries as places
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.hour_forms import QueueForm
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock

COLUMNS = (
    *("志愿者编号", "姓名", "活动", "组织单位", "服务日期", "签到", "签到方式", "签到距离（米）"),
    *(
        "签退",
        "签退方式",
        "签退距离（米）",
        "分钟",
        "状态",
        "原因",
        "认定期限",
        "认定人",
        "认定时间",
        "依据",
    ),
)


@door.get("/hours")
@needs(Permission.HOURS_READ)
def hours() -> ResponseReturnValue:
    """Records of her subtree in one state; what is due first comes first."""
    scope, now, form = current_staff().scope, clock.now(), asked()
    number = request.args.get("page", 1, type=int)
    activity_id = form.activity.data
    weighing.weigh_waiting(scope, now=now)
    page = queries.queue(scope, asked_state(), form.narrowed(), number, now=now)
    return render_template(
        "console/hours/list.html",
        page=page,
        form=form,
        state=asked_state(),
        states=STANDINGS,
        counts=queries.counts(scope, now=now),
        check_outs=waiting_requests_count(current_staff()) if asked_state() == "returned" else 0,
        only_activity=titles([activity_id]).get(activity_id) if activity_id else None,
        matching=min(page.total, LARGEST_BATCH) if page.last > 1 else 0,
        ways=WAYS,
        now=now,
    )


@door.get("/hours/export")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def export_hours() -> ResponseReturnValue:
    """The same list as a spreadsheet."""
    now = clock.now()
    found = listing.take_out(current_staff(), asked_state(), asked().narrowed(), now=now)
    return spreadsheet("服务时长", xlsx("服务时长", COLUMNS, [_row(one) for one in found]), now=now)


@door.get("/hours/<uuid:record_id>")
@needs(Permission.HOURS_READ)
def hour_record(record_id: UUID) -> ResponseReturnValue:
    """One record: how it came about, where it stands, what can be decided."""
    record = queries.record(record_id, current_staff().scope)
    return render_template(
        "console/hours/record.html",
        record=record,
        story=story(record.person.id, record.id),
        reports=reports_about(record.id, current_staff().scope),
        correction_id=waiting_of(record.id),
        proofs=evidence.proofs(record.plan.session_id, record.person.id),
        back_fill=behind_record(record.back_fill_id) if record.back_fill_id else None,
        risks=risk_queries.of_record(record.id),
        ways=WAYS,
        now=clock.now(),
    )


def asked() -> QueueForm:
    """The filters in the address."""
    form = QueueForm(request.args)
    form.offer(places.tree(current_staff().scope))
    return form


def asked_state() -> str:
    """The state in the address; what waits, unless it says another."""
    state = request.args.get("state", "")
    return state if state in STANDINGS else "pending"


def _row(record: RecordRow) -> tuple[Cell, ...]:
    stay = record.stay
    return (
        *(record.person.number, record.name, record.title, record.plan.place_name),
        *(record.service_date, stay.in_at, WAYS.get(stay.in_way, ""), stay.in_distance_metres),
        *(stay.out_at, WAYS.get(stay.out_way or "", ""), stay.out_distance_metres),
        *(record.minutes, record.standing, record.reason, record.due_on),
        *(record.decided_by, record.decided_at, "补录" if record.back_filled else "扫码"),
    )
