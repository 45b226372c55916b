"""The sidebar: what this member of staff may open, with what waits for her beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request, url_for

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.call_backs import queries as call_backs
from app.domain.hours import back_fill_queries
from app.domain.hours import queries as hours
from app.domain.hours.reports import correction_queries
from app.domain.hours.reports import queries as reports
from app.domain.messaging import queries as messaging
from app.domain.nominations import queries as nominations
from app.domain.nominations.clues import queries as clues
from app.domain.nominations.consultation import queries as consultation
from app.domain.orders import queries as orders
from app.domain.teams import queries as teams
from app.domain.webhooks import queries as webhooks
from app.kernel import clock
from app.kernel.calendar import local_date


@dataclass(frozen=True, kw_only=True)
class Room:
    """One link of the sidebar. `also` are other paths of the same room."""

    label: str
    endpoint: str
    icon: str
    group: str
    permission: Permission
    also: tuple[str, ...] = ()
    count: Callable[[Staff], int] | None = None


def _to_review(staff: Staff) -> int:
    if not staff.may(Permission.ACTIVITIES_REVIEW):
        return 0
    return activities.count_waiting_for_review(staff)


def _to_approve(staff: Staff) -> int:
    return hours.waiting_count(staff) if staff.may(Permission.HOURS_APPROVE) else 0


def _to_recognise(staff: Staff) -> int:
    return teams.count_pending(staff.scope) if staff.may(Permission.TEAMS_MANAGE) else 0


def _cases_to_review(staff: Staff) -> int:
    if not staff.may(Permission.NOMINATIONS_REVIEW):
        return 0
    return nominations.count_waiting(staff.scope, staff.place.level)


def _clues_to_look_at(staff: Staff) -> int:
    return clues.count_waiting(staff.scope) if staff.may(Permission.NOMINATIONS_ENTER) else 0


def _orders_waiting(staff: Staff) -> int:
    return orders.count_waiting(staff.scope) if staff.may(Permission.ORDERS_DISPATCH) else 0


def _letters_overdue(staff: Staff) -> int:
    """Letters to authorities whose time is over and that miss an answer."""
    if not staff.may(Permission.CONSULTATIONS_MANAGE):
        return 0
    return consultation.count_overdue(staff.scope.path, local_date(clock.now()))


def _to_confirm(staff: Staff) -> int:
    return back_fill_queries.waiting_count(staff) if staff.may(Permission.HOURS_CONFIRM) else 0


def _to_answer(staff: Staff) -> int:
    answers = reports.waiting_count(staff) if staff.may(Permission.HOURS_ANSWER) else 0
    corrects = staff.may(Permission.HOURS_CORRECT)
    return answers + (correction_queries.waiting_count(staff) if corrects else 0)


def _to_call_back(staff: Staff) -> int:
    return call_backs.waiting_count(staff) if staff.may(Permission.HOURS_CALL_BACK) else 0


def _given_up(_staff: Staff) -> int:
    return messaging.counts_by_state()["given_up"]


def _stopped_webhooks(staff: Staff) -> int:
    return webhooks.count_stopped(staff.scope)


ROOMS = (
    Room(
        label="活动",
        endpoint="console.activities",
        icon="calendar",
        group="日常",
        permission=Permission.ACTIVITIES_READ,
        also=("/console/sessions",),
        count=_to_review,
    ),
    Room(
        label="点单",
        endpoint="console.orders",
        icon="message",
        group="日常",
        permission=Permission.ORDERS_READ,
        also=("/console/services",),
        count=_orders_waiting,
    ),
    Room(
        label="扫码设备",
        endpoint="console.scanners",
        icon="phone",
        group="日常",
        permission=Permission.ATTENDANCE_RUN,
    ),
    Room(
        label="服务时长",
        endpoint="console.hours",
        icon="clock",
        group="日常",
        permission=Permission.HOURS_READ,
        count=_to_approve,
    ),
    Room(
        label="补录",
        endpoint="console.back_fills",
        icon="edit",
        group="日常",
        permission=Permission.HOURS_READ,
        count=_to_confirm,
    ),
    Room(
        label="异议和更正",
        endpoint="console.hour_reports",
        icon="alert",
        group="日常",
        permission=Permission.HOURS_READ,
        also=("/console/corrections",),
        count=_to_answer,
    ),
    Room(
        label="抽查回访",
        endpoint="console.call_backs",
        icon="phone",
        group="日常",
        permission=Permission.HOURS_CALL_BACK,
        count=_to_call_back,
    ),
    Room(
        label="志愿者",
        endpoint="console.people",
        icon="people",
        group="人和阵地",
        permission=Permission.PEOPLE_READ,
    ),
    Room(
        label="团队",
        endpoint="console.teams",
        icon="heart",
        group="人和阵地",
        permission=Permission.TEAMS_READ,
        count=_to_recognise,
    ),
    Room(
        label="邀请注册",
        endpoint="console.invitations",
        icon="message",
        group="人和阵地",
        permission=Permission.PEOPLE_INVITE,
    ),
    Room(
        label="阵地",
        endpoint="console.places",
        icon="building",
        group="人和阵地",
        permission=Permission.PLACES_READ,
    ),
    Room(
        label="工作人员",
        endpoint="console.staff",
        icon="shield",
        group="人和阵地",
        permission=Permission.STAFF_READ,
    ),
    Room(
        label="积分",
        endpoint="console.points",
        icon="done",
        group="激励",
        permission=Permission.RECOGNITION_READ,
    ),
    Room(
        label="星级",
        endpoint="console.stars",
        icon="star",
        group="激励",
        permission=Permission.RECOGNITION_READ,
    ),
    Room(
        label="推荐审核",
        endpoint="console.cases",
        icon="done",
        group="激励",
        permission=Permission.NOMINATIONS_READ,
        also=("/console/case-objections",),
        count=_cases_to_review,
    ),
    Room(
        label="好人线索",
        endpoint="console.clues",
        icon="message",
        group="激励",
        permission=Permission.NOMINATIONS_READ,
        count=_clues_to_look_at,
    ),
    Room(
        label="好人推选",
        endpoint="console.campaigns",
        icon="people",
        group="激励",
        permission=Permission.NOMINATIONS_READ,
        count=_letters_overdue,
    ),
    Room(
        label="爱心超市",
        endpoint="console.rewards",
        icon="heart",
        group="激励",
        permission=Permission.RECOGNITION_READ,
    ),
    Room(
        label="时长依据",
        endpoint="console.evidence_of_month",
        icon="list",
        group="管理",
        permission=Permission.HOURS_EVIDENCE,
    ),
    Room(
        label="记录单",
        endpoint="console.certificates",
        icon="file",
        group="激励",
        permission=Permission.CERTIFICATES_READ,
        also=("/console/certificate-groups", "/console/certificate-units"),
    ),
    Room(
        label="消息发送",
        endpoint="console.outbox",
        icon="message",
        group="管理",
        permission=Permission.OUTBOX_READ,
        count=_given_up,
    ),
    Room(
        label="对外推送",
        endpoint="console.webhooks",
        icon="refresh",
        group="管理",
        permission=Permission.WEBHOOKS_MANAGE,
        count=_stopped_webhooks,
    ),
    Room(
        label="操作记录",
        endpoint="console.audit",
        icon="list",
        group="管理",
        permission=Permission.AUDIT_READ,
    ),
    Room(
        label="网络范围",
        endpoint="console.addresses",
        icon="lock",
        group="管理",
        permission=Permission.ADDRESSES_MANAGE,
    ),
)


def links(staff: Staff) -> list[dict[str, object]]:
    """The sidebar's links; counted once a request."""
    if "console_links" not in g:
        home = {"label": "首页", "url": url_for("console.home"), "icon": "home"}
        rooms = [_link(room, staff) for room in ROOMS if staff.may(room.permission)]
        g.console_links = [{**home, "active": request.endpoint == "console.home"}, *rooms]
    found: list[dict[str, object]] = g.console_links
    return found


def _link(room: Room, staff: Staff) -> dict[str, object]:
    url = url_for(room.endpoint)
    return {
        "label": room.label,
        "url": url,
        "icon": room.icon,
        "group": room.group,
        "active": request.path.startswith((url, *room.also)),
        "count": room.count(staff) if room.count else None,
    }
