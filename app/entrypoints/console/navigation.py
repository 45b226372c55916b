"""The sidebar: what this member of staff may open, with what waits for her beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request, url_for

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.hours import queries as hours
from app.domain.messaging import queries as messaging


@dataclass(frozen=True)
class Room:
    """One link of the sidebar. `also` are other paths of the same room."""

    label: str
    endpoint: str
    icon: str
    permission: Permission
    group: str
    also: tuple[str, ...] = ()
    count: Callable[[Staff], int] | None = None


def _to_review(staff: Staff) -> int:
    if not staff.may(Permission.ACTIVITIES_REVIEW):
        return 0
    return activities.count_waiting_for_review(staff)


def _to_approve(staff: Staff) -> int:
    return hours.waiting_count(staff) if staff.may(Permission.HOURS_APPROVE) else 0


def _given_up(_staff: Staff) -> int:
    return messaging.counts_by_state()["given_up"]


ROOMS = (
    Room(
        *("活动", "console.activities", "calendar", Permission.ACTIVITIES_READ, "日常"),
        also=("/console/sessions",),
        count=_to_review,
    ),
    Room("服务时长", "console.hours", "clock", Permission.HOURS_READ, "日常", count=_to_approve),
    Room("志愿者", "console.people", "people", Permission.PEOPLE_READ, "人和阵地"),
    Room("阵地", "console.places", "building", Permission.PLACES_READ, "人和阵地"),
    Room("工作人员", "console.staff", "shield", Permission.STAFF_READ, "人和阵地"),
    Room(
        *("消息发送", "console.outbox", "message", Permission.OUTBOX_READ, "管理"),
        count=_given_up,
    ),
    Room("操作记录", "console.audit", "list", Permission.AUDIT_READ, "管理"),
)


def links(staff: Staff) -> list[dict[str, object]]:
    """The sidebar's links; counted once a request."""
    if "console_links" not in g:
        home = {"label": "首页", "url": url_for("console.home"), "icon": "home"}
        home["active"] = request.endpoint == "console.home"
        g.console_links = [home, *(_link(room, staff) for room in ROOMS if staff.may(room.permission))]
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
