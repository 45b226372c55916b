"""Reading staff."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.domain.access.errors import NotAllowed, OutsideAddresses, SecondFactorNeeded
from app.domain.access.models import StaffMember
from app.domain.access.rules import (
    FROM_KNOWN_ADDRESSES,
    NEEDS_SECOND_FACTOR,
    ROLE_PERMISSIONS,
    Permission,
    Role,
)
from app.domain.audit.actors import Actor
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound, Refusal

_MOBILE = re.compile(r"1[3-9][0-9]{9}")


@dataclass(frozen=True)
class Staff:
    """A member of staff as rooms and doors know her; `session_id` is the sign-in she came by.

    `proven`: this sign-in showed her second factor. `at_known_address`: she asks from a network
    that her place allows.
    """

    id: UUID
    name: str
    username: str
    phone: str
    role: Role
    place: PlaceView
    volunteer_id: UUID | None
    must_change_password: bool
    appointed_at: datetime
    ended_at: datetime | None = None
    closed_by_owner_at: datetime | None = None
    session_id: UUID | None = None
    proven: bool = False
    at_known_address: bool = True

    @property
    def scope(self) -> Scope:
        """The subtree she sees and touches."""
        return Scope(self.place.path)

    @property
    def actor(self) -> Actor:
        """Her name under a decision."""
        return Actor("staff", self.id, self.name)

    def may(self, permission: Permission) -> bool:
        """Whether her role has the permission, wherever."""
        return permission in ROLE_PERMISSIONS[self.role]

    def require(self, permission: Permission, path: str) -> None:
        """Refuse unless she may do this at that place; outside her subtree it is not found."""
        if not self.scope.covers(path):
            raise NotFound
        if not self.may(permission):
            raise NotAllowed(permission=permission.title)
        problem = self.why_not_by_this_sign_in(permission)
        if problem:
            raise problem

    def why_not_by_this_sign_in(self, permission: Permission) -> Refusal | None:
        """What her role may do, this sign-in may still not: no second factor, or from elsewhere."""
        if permission in NEEDS_SECOND_FACTOR and not self.proven:
            return SecondFactorNeeded(permission=permission.title)
        if permission in FROM_KNOWN_ADDRESSES and not self.at_known_address:
            return OutsideAddresses(permission=permission.title)
        return None


def view(
    member: StaffMember,
    place: PlaceView,
    session_id: UUID | None = None,
    *,
    proven: bool = False,
    at_known_address: bool = True,
) -> Staff:
    """A row of this room as the others may see it."""
    return Staff(
        id=member.id,
        name=member.name,
        username=member.username,
        phone=member.phone,
        role=Role(member.role),
        place=place,
        volunteer_id=member.volunteer_id,
        must_change_password=member.must_change_password,
        appointed_at=member.appointed_at,
        ended_at=member.ended_at,
        closed_by_owner_at=member.closed_by_owner_at,
        session_id=session_id,
        proven=proven,
        at_known_address=at_known_address,
    )


def staff_member(staff_id: UUID, within: Scope) -> Staff:
    """One member of staff, also after her appointment; outside the scope she is not found."""
    query = places.with_place(select(StaffMember), StaffMember.place_id)
    row = session.execute(query.where(StaffMember.id == staff_id)).one_or_none()
    if row is None:
        raise NotFound
    place = places.view(row[1])
    if not within.covers(place.path):
        raise NotFound
    return view(row[0], place)


def staff_list(
    within: Scope, text: str = "", page: int = 1, *, size: int = PAGE_SIZE
) -> Page[Staff]:
    """Those who serve in a subtree, by name, user name or phone; ended appointments come last."""
    query = select(StaffMember).where(StaffMember.place_id.in_(places.ids_within(within)))
    query = _matching(query, text.strip()).order_by(
        StaffMember.ended_at.is_not(None), StaffMember.role, StaffMember.name, StaffMember.id
    )
    found = page_of(query, number=page, size=size)
    where = places.places([member.place_id for member in found.items])
    members = [view(member, where[member.place_id]) for member in found.items]
    return Page(members, found.number, found.size, found.total)


def _matching(query: Select[Any], text: str) -> Select[Any]:
    if not text:
        return query
    return query.where(
        or_(
            StaffMember.name.contains(text, autoescape=True),
            StaffMember.username.contains(text.lower(), autoescape=True),
            StaffMember.phone == text,
        )
    )


def names(ids: Collection[UUID | None]) -> dict[UUID, str]:
    """The names of several members of staff at once."""
    wanted = {staff_id for staff_id in ids if staff_id is not None}
    if not wanted:
        return {}
    query = select(StaffMember.id, StaffMember.name).where(StaffMember.id.in_(wanted))
    return {row.id: row.name for row in session.execute(query)}


def volunteers_who_serve() -> Select[Any]:
    """The volunteers' accounts of those who serve anywhere now, to ask other tables with."""
    query = select(StaffMember.volunteer_id).where(StaffMember.ended_at.is_(None))
    return query.where(StaffMember.volunteer_id.is_not(None))


def phones_of_staff() -> Select[Any]:
    """The phones of those who serve anywhere now, to ask other tables with."""
    return select(StaffMember.phone).where(StaffMember.ended_at.is_(None))


def mobile_phones(place_id: UUID, role: Role) -> list[str]:
    """The mobile phones of those who serve a place in a role now, to be told by SMS."""
    query = select(StaffMember.phone).where(
        StaffMember.place_id == place_id,
        StaffMember.role == role.value,
        StaffMember.ended_at.is_(None),
    )
    phones = session.scalars(query.order_by(StaffMember.id)).all()
    return [phone for phone in dict.fromkeys(phones) if _MOBILE.fullmatch(phone)]


def serves_at(place_id: UUID, volunteer_id: UUID) -> bool:
    """Whether a volunteer works at a place, by an appointment that has not ended."""
    query = select(StaffMember.id).where(
        StaffMember.place_id == place_id,
        StaffMember.volunteer_id == volunteer_id,
        StaffMember.ended_at.is_(None),
    )
    return session.scalars(query.limit(1)).first() is not None


def staff_by_usernames(usernames: Collection[str], within: Scope) -> dict[str, Staff]:
    """Those who serve in a subtree now and have these user names; unknown ones are missing."""
    query = places.with_place(select(StaffMember), StaffMember.place_id).where(
        StaffMember.username.in_(set(usernames)),
        StaffMember.place_id.in_(places.ids_within(within)),
        StaffMember.ended_at.is_(None),
    )
    rows = session.execute(query).all() if usernames else []
    return {row[0].username: view(row[0], places.view(row[1])) for row in rows}


def staff_serving(paths: Collection[str]) -> list[Staff]:
    """Those who serve these very places now."""
    query = places.with_place(select(StaffMember), StaffMember.place_id).where(
        StaffMember.place_id.in_(places.ids_at(paths)), StaffMember.ended_at.is_(None)
    )
    rows = session.execute(query.order_by(StaffMember.id)).all()
    return [view(row[0], places.view(row[1])) for row in rows]


def staff_by_ids(ids: Collection[UUID]) -> list[Staff]:
    """Several members of staff who serve now."""
    query = places.with_place(select(StaffMember), StaffMember.place_id).where(
        StaffMember.id.in_(set(ids)), StaffMember.ended_at.is_(None)
    )
    rows = session.execute(query.order_by(StaffMember.id)).all()
    return [view(row[0], places.view(row[1])) for row in rows]
