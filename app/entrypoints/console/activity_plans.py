"""Between form and plan: what was typed becomes an ActivityPlan, and a plan fills a form."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities.plans import ActivityPlan, PositionPlan, SessionPlan
from app.domain.places.queries import PlaceView
from app.entrypoints.console.activity_forms import (
    AT_THE_PLACE,
    ELSEWHERE,
    NO_CHECK,
    USUAL_RADIUS_METRES,
    ActivityForm,
    PositionRow,
    SessionRow,
)
from app.kernel.geo import Point

_PLAIN = (
    *("title", "work_type", "category", "content", "venue", "risk_level", "risk_text"),
    *("insurance_number", "contact_name", "contact_phone"),
)


def empty_form(staff: Staff, now: datetime, *, work_type: str = "") -> ActivityForm:
    """A new activity, with what is known already."""
    return ActivityForm(
        work_type=work_type,
        place_id=staff.place.id,
        recruits_from=now.replace(second=0, microsecond=0),
        contact_name=staff.name,
        contact_phone=staff.place.contact_phone or staff.phone,
    )


def templated_form(staff: Staff, plan: ActivityPlan) -> ActivityForm:
    """A new activity that begins from a template; her own contact where the template has none."""
    facts = {name: value for name, value in asdict(plan).items() if name != "sessions"}
    contact = (plan.contact_name, plan.contact_phone)
    name, phone = (
        contact if all(contact) else (staff.name, staff.place.contact_phone or staff.phone)
    )
    return ActivityForm(
        **{**facts, "contact_name": name, "contact_phone": phone},
        sessions=plan.sessions,
        place_id=staff.place.id,
    )


def filled_form(plan: ActivityPlan, place: PlaceView, version: int) -> ActivityForm:
    """The form as it was last saved."""
    facts = {name: value for name, value in asdict(plan).items() if name != "sessions"}
    return ActivityForm(
        **{**facts, "check_radius_metres": plan.check_radius_metres or USUAL_RADIUS_METRES},
        sessions=plan.sessions,
        version=str(version),
        check_place=_where_checked(plan, place),
        latitude=plan.point.latitude if plan.point else None,
        longitude=plan.point.longitude if plan.point else None,
    )


def _where_checked(plan: ActivityPlan, place: PlaceView) -> str:
    if plan.check_radius_metres is None:
        return NO_CHECK
    return AT_THE_PLACE if plan.point == place.point else ELSEWHERE


def typed_plan(form: ActivityForm, place: PlaceView) -> ActivityPlan:
    """What was typed, as a plan."""
    return ActivityPlan(
        **{name: getattr(form, name).data or "" for name in _PLAIN},
        targets=tuple(form.targets.data or ()),
        recruits_from=form.recruits_from.data,
        recruits_until=form.recruits_until.data,
        sessions=tuple(_session(row.form) for row in form.sessions),
        point=_point(form, place),
        check_radius_metres=_radius(form),
        cancel_deadline_hours=form.cancel_deadline_hours.data or 0,
        scene_code_allowed=bool(form.scene_code_allowed.data),
    )


def revised_plan(form: ActivityForm, place: PlaceView, old: ActivityPlan) -> ActivityPlan:
    """A published plan with what may still change; the form has left out what is fixed."""
    positions = {position.id: position for position in old.positions}
    loose: dict[str, Any] = {
        name: getattr(form, name).data or "" for name in _PLAIN if name in form
    }
    return replace(
        old,
        **loose,
        recruits_from=form.recruits_from.data,
        recruits_until=form.recruits_until.data,
        sessions=tuple(_revised_session(row.form, positions) for row in form.sessions),
        point=_point(form, place),
        check_radius_metres=_radius(form),
        scene_code_allowed=bool(form.scene_code_allowed.data),
    )


def _radius(form: ActivityForm) -> int | None:
    return form.check_radius_metres.data if form.check_place.data != NO_CHECK else None


def _point(form: ActivityForm, place: PlaceView) -> Point | None:
    if form.check_place.data == AT_THE_PLACE:
        return place.point
    if form.latitude.data is None or form.longitude.data is None:
        return None
    return Point(form.latitude.data, form.longitude.data)


def _session(row: SessionRow) -> SessionPlan:
    return SessionPlan(
        starts_at=row.starts_at.data,
        ends_at=row.ends_at.data,
        positions=tuple(_position(position.form) for position in row.positions),
        id=row.known_id,
    )


def _position(row: PositionRow) -> PositionPlan:
    return PositionPlan(
        name=row.name.data or "",
        capacity=row.capacity.data,
        duties=row.duties.data or "",
        youngest=row.youngest.data,
        oldest=row.oldest.data,
        skills=tuple(row.skills.data or ()),
        id=row.known_id,
        qualification_id=row.qualification_id.data,
    )


def _revised_session(row: SessionRow, old: dict[UUID | None, PositionPlan]) -> SessionPlan:
    return SessionPlan(
        starts_at=row.starts_at.data,
        ends_at=row.ends_at.data,
        positions=tuple(
            replace(
                old[position.form.known_id],
                capacity=position.form.capacity.data,
                duties=position.form.duties.data or "",
            )
            for position in row.positions
            if position.form.known_id in old
        ),
        id=row.known_id,
    )
