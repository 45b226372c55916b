"""From which networks staff may decide on hours, appoint and export: kept by the centre."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.domain.access.errors import LocksYouOut, RangeKnown
from app.domain.access.models import AddressRange
from app.domain.access.networks import allows, clean_network
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.masking import rough_address
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class RangeView:
    """One range, and whose staff it binds: all who serve at the place or below."""

    id: UUID
    place: PlaceView
    network: str
    note: str
    added_at: datetime


def ranges_within(within: Scope) -> list[RangeView]:
    """What is set in a subtree, from its top down."""
    query = places.with_place(select(AddressRange), AddressRange.place_id).where(
        AddressRange.place_id.in_(places.ids_within(within))
    )
    found = [_view(row, places.view(place)) for row, place in session.execute(query)]
    return sorted(found, key=lambda one: (one.place.path, one.network))


def _view(row: AddressRange, place: PlaceView) -> RangeView:
    return RangeView(row.id, place, row.network, row.note, row.added_at)


def add_range(
    by: Staff, *, place_id: UUID, network: str, note: str, address: str, now: datetime
) -> None:
    """Allow a range; the first one of a subtree shuts everything else out.

    `address` is where she is now: refused, if she would shut herself out.
    """
    place = places.place(place_id)
    by.require(Permission.ADDRESSES_MANAGE, place.path)
    clean, note = str(clean_network(network)), note.strip()
    if not note:
        raise BadInput(field="note", problem="请写明这是哪里的网络")
    with transaction():
        row = AddressRange(
            id=new_id(),
            place_id=place.id,
            network=clean,
            note=note,
            added_by_id=by.id,
            added_at=now,
        )
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
        except IntegrityError:
            raise RangeKnown(place=place.name, network=clean) from None
        _refuse_to_lock_out(by, address)
        _note(by, "addresses.add", place.id, now=now, network=clean, note=note)


def remove_range(by: Staff, range_id: UUID, *, address: str, now: datetime) -> None:
    """Allow a range no longer; the last one of a subtree opens it to everywhere."""
    with transaction():
        row = session.scalars(
            select(AddressRange).where(AddressRange.id == range_id).with_for_update()
        ).one_or_none()
        if row is None:
            raise NotFound
        by.require(Permission.ADDRESSES_MANAGE, places.place(row.place_id).path)
        session.delete(row)
        session.flush()
        _refuse_to_lock_out(by, address)
        _note(by, "addresses.remove", row.place_id, now=now, network=row.network)


def _refuse_to_lock_out(by: Staff, address: str) -> None:
    networks = select(AddressRange.network)
    bound_by = places.on_the_way_to(by.place.id, networks, AddressRange.place_id)
    if not allows(session.scalars(bound_by), address):
        raise LocksYouOut(address=address)


def note_refusal(by: Staff, permission: Permission, *, address: str, now: datetime) -> None:
    """Somebody tried from elsewhere; it is noted, for a password may be in wrong hands."""
    with transaction():
        trail.record(
            by.actor,
            "addresses.refuse",
            "staff",
            by.id,
            now=now,
            place_id=by.place.id,
            permission=permission.title,
            address=rough_address(address),
        )


def clear_on_server(*, reason: str, now: datetime) -> int:
    """Lift every limit, when the network has changed and nobody gets in; how many there were."""
    with transaction():
        done = session.execute(delete(AddressRange))
        count = int(done.rowcount)  # type: ignore[attr-defined]
        trail.record(SYSTEM, "addresses.clear", "place", None, now=now, count=count, reason=reason)
    return count


def _note(by: Staff, action: str, place_id: UUID, *, now: datetime, **what: str) -> None:
    trail.record(by.actor, action, "place", place_id, now=now, place_id=place_id, **what)
