"""Open a place, change what is said about it. Who may is asked by the door; where, here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places.errors import CentreExists, NameOfClosed, NameTaken
from app.domain.places.holding import hold_rows
from app.domain.places.models import Place
from app.domain.places.numbers import next_path
from app.domain.places.queries import PlaceView, view
from app.domain.places.rules import why_not_here, why_not_this_kind, why_not_this_name
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.geo import Point
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def open_place(
    *,
    actor: Actor,
    scope: Scope,
    parent_id: UUID | None,
    level: str,
    name: str,
    address: str = "",
    contact_phone: str = "",
    point: Point | None = None,
    kind: str = "",
    now: datetime,
) -> PlaceView:
    """Open a place below another one of the scope; without a parent, the centre.

    `kind` is one of rules.KINDS; a point needs one.
    """
    problem = why_not_this_kind(level, kind)
    if problem:
        raise problem
    with transaction():
        above = _locked(parent_id, scope) if parent_id else None
        _refuse_position(level, above, scope)
        refuse_name(name.strip(), parent_id=parent_id, itself=None)
        row = Place(
            id=new_id(),
            parent_id=parent_id,
            level=level,
            path=next_path(above),
            kind=kind,
            created_at=now,
        )
        _describe(row, name=name, address=address, contact_phone=contact_phone, point=point)
        session.add(row)
        session.flush()
        trail.record(actor, "place.open", "place", row.id, now=now, place_id=row.id, name=row.name)
        return view(row)


def change_place(
    place_id: UUID,
    *,
    actor: Actor,
    scope: Scope,
    name: str,
    address: str,
    contact_phone: str,
    point: Point | None,
    kind: str | None = None,
    now: datetime,
) -> PlaceView:
    """Say anew what a place of the scope is called and where it is; its kind stays unless said."""
    with transaction():
        row = _locked(place_id, scope)
        kind = row.kind if kind is None else kind
        problem = why_not_this_kind(row.level, kind)
        if problem:
            raise problem
        row.kind = kind
        refuse_name(name.strip(), parent_id=row.parent_id, itself=row.id)
        before = row.name
        _describe(row, name=name, address=address, contact_phone=contact_phone, point=point)
        trail.record(
            actor,
            "place.change",
            "place",
            row.id,
            now=now,
            place_id=row.id,
            before=before,
            name=row.name,
        )
        return view(row)


def _locked(place_id: UUID, scope: Scope) -> Place:
    row = hold_rows({place_id}, scope)[place_id]
    if row.closed_at is not None:
        raise NotFound
    return row


def _refuse_position(level: str, above: Place | None, scope: Scope) -> None:
    problem = why_not_here(level, above=above.level if above else None)
    if problem:
        raise problem
    if above is None and scope.path:
        raise NotFound
    if above is None and session.scalar(select(func.count(Place.id))):
        raise CentreExists


def refuse_name(name: str, *, parent_id: UUID | None, itself: UUID | None) -> None:
    """Raise for a name that is too short or long, or that another place below `parent_id` has."""
    problem = why_not_this_name(name)
    if problem:
        raise problem
    query = select(Place).where(Place.parent_id == parent_id, Place.name == name)
    taken = session.scalars(query.where(Place.id != itself) if itself else query).first()
    if taken is not None:
        closed = taken.closed_at is not None and taken.merged_into_id is None
        raise NameOfClosed(name=name) if closed else NameTaken(name=name)


def _describe(
    row: Place, *, name: str, address: str, contact_phone: str, point: Point | None
) -> None:
    row.name = name.strip()
    row.address = address.strip()
    row.contact_phone = contact_phone.strip()
    row.latitude = point.latitude if point else None
    row.longitude = point.longitude if point else None
