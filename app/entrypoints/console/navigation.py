"""The sidebar: what this member of staff may open, with what waits for her beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request, url_for

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.entrypoints.console import waiting


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


ROOMS = (
    Room(
        label="活动",
        endpoint="console.activities",
        icon="calendar",
        group="日常",
        permission=Permission.ACTIVITIES_READ,
        also=("/console/sessions", "/console/series", "/console/templates", "/console/last-year"),
        count=waiting.to_review,
    ),
    Room(
        label="活动日历",
        endpoint="console.calendar",
        icon="calendar",
        group="日常",
        permission=Permission.ACTIVITIES_READ,
    ),
    Room(
        label="点单",
        endpoint="console.orders",
        icon="message",
        group="日常",
        permission=Permission.ORDERS_READ,
        also=("/console/services",),
        count=waiting.orders_waiting,
    ),
    Room(
        label="场地预约",
        endpoint="console.bookings",
        icon="building",
        group="日常",
        permission=Permission.BOOKINGS_READ,
        also=("/console/facilities",),
        count=waiting.bookings_waiting,
    ),
    Room(
        label="投诉和建议",
        endpoint="console.complaints",
        icon="message",
        group="日常",
        permission=Permission.COMPLAINTS_READ,
        count=waiting.complaints_waiting,
    ),
    Room(
        label="培训",
        endpoint="console.courses",
        icon="list",
        group="日常",
        permission=Permission.TRAINING_READ,
        also=("/console/course-stays", "/console/qualification"),
    ),
    Room(
        label="文化活动",
        endpoint="console.culture",
        icon="star",
        group="日常",
        permission=Permission.CULTURE_READ,
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
        count=waiting.to_approve,
    ),
    Room(
        label="补录",
        endpoint="console.back_fills",
        icon="edit",
        group="日常",
        permission=Permission.HOURS_READ,
        count=waiting.to_confirm,
    ),
    Room(
        label="异议和更正",
        endpoint="console.hour_reports",
        icon="alert",
        group="日常",
        permission=Permission.HOURS_READ,
        also=("/console/corrections",),
        count=waiting.to_answer,
    ),
    Room(
        label="抽查回访",
        endpoint="console.call_backs",
        icon="phone",
        group="日常",
        permission=Permission.HOURS_CALL_BACK,
        count=waiting.to_call_back,
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
        count=waiting.to_recognise,
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
        also=("/console/mergings",),
        count=waiting.mergings_to_confirm,
    ),
    Room(
        label="文明单位",
        endpoint="console.units",
        icon="shield",
        group="人和阵地",
        permission=Permission.UNITS_READ,
        count=waiting.units_to_review,
    ),
    Room(
        label="工作人员",
        endpoint="console.staff",
        icon="shield",
        group="人和阵地",
        permission=Permission.STAFF_READ,
    ),
    Room(
        label="推荐审核",
        endpoint="console.cases",
        icon="done",
        group="身边好人",
        permission=Permission.NOMINATIONS_READ,
        also=("/console/case-objections",),
        count=waiting.cases_to_review,
    ),
    Room(
        label="好人线索",
        endpoint="console.clues",
        icon="message",
        group="身边好人",
        permission=Permission.NOMINATIONS_READ,
        count=waiting.clues_to_look_at,
    ),
    Room(
        label="好人推选",
        endpoint="console.campaigns",
        icon="people",
        group="身边好人",
        permission=Permission.NOMINATIONS_READ,
        count=waiting.letters_overdue,
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
        label="爱心超市",
        endpoint="console.rewards",
        icon="heart",
        group="激励",
        permission=Permission.RECOGNITION_READ,
    ),
    Room(
        label="消费券",
        endpoint="console.coupon_seasons",
        icon="leaf",
        group="激励",
        permission=Permission.COUPONS_READ,
        also=("/console/coupon-", "/console/merchant"),
        count=waiting.settlements_to_confirm,
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
        label="时长依据",
        endpoint="console.evidence_of_month",
        icon="list",
        group="管理",
        permission=Permission.HOURS_EVIDENCE,
    ),
    Room(
        label="消息发送",
        endpoint="console.outbox",
        icon="message",
        group="管理",
        permission=Permission.OUTBOX_READ,
        count=waiting.given_up,
    ),
    Room(
        label="对外推送",
        endpoint="console.webhooks",
        icon="refresh",
        group="管理",
        permission=Permission.WEBHOOKS_MANAGE,
        count=waiting.stopped_webhooks,
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
