"""The trail: who decided what, when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.validators import Optional

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import queries
from app.domain.audit.queries import EntryView
from app.domain.hours import queries as hours
from app.domain.people import queries as people
from app.domain.places import queries as places
from app.entrypoints.console.audit_words import BY_ITSELF, ROOMS, action_words, detail_words
from app.entrypoints.console.door import door
from app.entrypoints.forms import DateField, Form
from app.entrypoints.guard import current_staff, needs
from app.kernel.calendar import end_of_day, start_of_day

PAGES = {
    "activity": ("console.activity", "activity_id"),
    "hour_record": ("console.hour_record", "record_id"),
    "volunteer": ("console.person", "person_id"),
    "staff": ("console.staff_member", "staff_id"),
    "place": ("console.place", "place_id"),
    "recognised_unit": ("console.unit", "unit_id"),
    "outbox_message": ("console.message", "message_id"),
}


class TrailFilter(Form):
    """Which decisions to show."""

    class Meta(Form.Meta):
        csrf = False  # a search, by GET

    action = SelectField(
        "类别", [Optional()], choices=[("", "全部"), *ROOMS.items()], validate_choice=False
    )
    since = DateField("从哪天", [Optional()])
    until = DateField("到哪天", [Optional()])


@door.get("/audit")
@needs(Permission.AUDIT_READ)
def audit() -> ResponseReturnValue:
    """The decisions of her subtree, the latest first."""
    staff, filters = current_staff(), TrailFilter(request.args)
    filters.validate()
    actor_id = request.args.get("actor", type=UUID)
    page = queries.entries(
        place_ids=places.ids_within(staff.scope) if staff.place.parent_id else None,
        actor_id=actor_id,
        action=filters.action.data or "",
        without=BY_ITSELF,
        since=_begins(filters),
        until=_ends(filters),
        page=request.args.get("page", 1, type=int),
    )
    where = places.places({entry.place_id for entry in page.items if entry.place_id})
    return render_template(
        "console/audit/list.html",
        page=page,
        filters=filters,
        where=where,
        about=_about(staff, page.items),
        actor=_actor(staff, actor_id),
        words=action_words,
        details=detail_words,
        link=_link,
    )


def _about(staff: Staff, entries: Sequence[EntryView]) -> dict[UUID, str]:
    """Whom or what the decisions were about, where their details do not say it."""
    ids: dict[str, set[UUID]] = {"hour_record": set(), "volunteer": set()}
    for entry in entries:
        if entry.object_id is not None and entry.object_kind in ids:
            ids[entry.object_kind].add(entry.object_id)
    persons = people.cards(ids["volunteer"])
    words = {person.id: person.name for person in persons.values()}
    if ids["hour_record"]:
        for row in hours.records(list(ids["hour_record"]), staff.scope).values():
            words[row.id] = f"{row.person.name}，{row.plan.title}"
    return words


def _begins(filters: TrailFilter) -> datetime | None:
    return start_of_day(filters.since.data) if filters.since.data else None


def _ends(filters: TrailFilter) -> datetime | None:
    return end_of_day(filters.until.data) if filters.until.data else None


def _actor(staff: Staff, actor_id: UUID | None) -> Staff | None:
    return access.staff_member(actor_id, staff.scope) if actor_id else None


def _link(entry: EntryView) -> str:
    endpoint, argument = PAGES.get(entry.object_kind, ("", ""))
    if not endpoint or entry.object_id is None:
        return ""
    values: dict[str, Any] = {argument: entry.object_id}
    return url_for(endpoint, **values)
