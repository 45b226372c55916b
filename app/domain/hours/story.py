"""The story of one record, for the volunteer: where it stands, why, and by when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain.activities.engagements import signed_up_at
from app.domain.hours.check_out_rules import ask_until
from app.domain.hours.check_out_stays import RequestView, closed_at, request_about
from app.domain.hours.models import HourRecord
from app.domain.hours.queries import decisions
from app.domain.hours.reports.queries import answer_due_on
from app.domain.hours.standing import standing_of
from app.domain.hours.views import DecisionRow, RecordRow, rows_of
from app.kernel.calendar import local
from app.kernel.database import session
from app.kernel.refusal import NotFound

WAYS = {
    "session_code": "现场动态码",
    "scene_code": "活动二维码",
    "card": "工作人员扫服务卡",
    "list": "工作人员按名单点名",
    "card_offline": "工作人员离线扫服务卡",
    "list_offline": "工作人员离线点名",
    "back_fill": "补录",
}
DECISIONS = {
    "drawn_up": "生成时长记录",
    "back_fill": "补录",
    "redrawn": "考勤更正后重新生成",
    "approve": "认定",
    "return": "退回补正",
    "reject": "驳回",
    "revoke": "撤销认定",
    "mend": "补正",
    "appeal": "申诉",
    "ask_out": "申请补签退",
    "confirm": "确认离开时间",
    "refuse": "没有确认离开时间",
    "overtaken": "补签退申请不用再处理",
    "reopened": "补签退申请重新等待确认",
    "late_scan": "考勤后来有更正",
    "frozen": "公示期间有人提出异议，核实中",
    "released": "异议不成立，恢复计入",
    "proposed": "提出更正，待上级核对",
    "unproposed": "没有更正",
    "superseded": "由更正后的记录替代",
    "corrected": "更正时长",
}
ABOUT_NO_MINUTES = (
    *("ask_out", "refuse", "overtaken", "reopened", "late_scan"),
    *("frozen", "proposed", "unproposed"),
)
BY_ITSELF = ("drawn_up", "redrawn", "reopened", "late_scan", "frozen")


@dataclass(frozen=True)
class Step:
    """One thing that happened: `what` in a few words, `detail` may be empty."""

    at: datetime
    what: str
    detail: str


@dataclass(frozen=True)
class RecordStory:
    """`by_when` is the day it will be decided by, None once it is."""

    row: RecordRow
    steps: tuple[Step, ...]
    standing: str
    why: str
    by_when: date | None
    request: RequestView | None
    replaced_by: UUID | None = None


def story(volunteer_id: UUID, record_id: UUID) -> RecordStory:
    """Her own record from sign-up to today; somebody else's is not found."""
    record = session.get(HourRecord, record_id)
    if record is None or record.volunteer_id != volunteer_id:
        raise NotFound
    row = rows_of([record])[0]
    request = request_about(record_id) if row.stay.out_at is None else None
    history = [_decision_step(one) for one in decisions(record_id)]
    waits = row.state in ("pending", "returned")
    return RecordStory(
        row=row,
        steps=(*_came_about(row), *history),
        standing=row.standing,
        why=_why_unknown(row, closed_at(record), request) if row.unconfirmed else _why(row),
        by_when=row.due_on if waits else answer_due_on(record_id),
        request=request,
        replaced_by=standing_of([record_id])[record_id].replaced_by,
    )


def _came_about(row: RecordRow) -> list[Step]:
    stay = row.stay
    place = signed_up_at(stay.sign_up_id)
    steps = [Step(place[0], "现场加入" if place[1] else "报名", "")] if place else []
    steps.append(Step(stay.in_at, "签到", _how(stay.in_way, stay.in_distance_metres)))
    if stay.out_at is not None:
        steps.append(Step(stay.out_at, "签退", _how(stay.out_way, stay.out_distance_metres)))
    return steps


def _how(way: str | None, distance_metres: int | None) -> str:
    words = WAYS.get(way or "", "")
    return words if distance_metres is None else f"{words}，距活动地点 {distance_metres} 米"


def _decision_step(decision: DecisionRow) -> Step:
    minutes = f"{decision.minutes} 分钟"
    if decision.decision in ABOUT_NO_MINUTES:
        minutes = ""
    detail = "。".join(part for part in (minutes, decision.reason) if part)
    who = "" if decision.decision in BY_ITSELF else f"（{decision.actor_name}）"
    return Step(decision.at, f"{DECISIONS[decision.decision]}{who}", detail)


def _why_unknown(row: RecordRow, closed: datetime, request: RequestView | None) -> str:
    """She never checked out: what she can do, or what is waited for."""
    place = row.plan.place_name
    if request is None:
        until = local(ask_until(closed))
        return (
            f"没有签退记录，时长待确认。{until.month}月{until.day}日 {until:%H:%M} 前"
            f"本人可以说明离开时间，过后由{place}核实。"
        )
    if request.state == "asked":
        return f"没有签退记录，本人说明 {local(request.left_at):%H:%M} 离开，等待{place}确认。"
    return f"离开时间没有得到确认，由{place}核实后补正。原因：{row.reason or ''}"


def _why(row: RecordRow) -> str:
    """One sentence on the present state."""
    begins, ends = local(row.counted_from), local(row.counted_until)
    known = "补录的" if row.back_filled else "实际"
    counted = f"按计划时间内的{known}在场时间 {begins:%H:%M}—{ends:%H:%M} 计 {row.minutes} 分钟"
    reason = row.reason or ""
    return {
        "pending": f"{counted}，等待{row.plan.place_name}认定",
        "approved": counted,
        "returned": f"已退回，由工作人员核实补正后再认定。原因：{reason}",
        "rejected": f"原因：{reason}",
        "revoked": f"认定已撤销。原因：{reason}",
        "frozen": "公示期间有人提出异议，核实期间暂不计入合计，也不能开证明。核实后会通知您",
        "superseded": "这条记录已更正，由更正后的记录替代，原来的内容保留在这里",
    }[row.state]
