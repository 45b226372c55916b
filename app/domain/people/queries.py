"""Reading volunteers and their WeChat ids."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, func, select

from app.domain.people.models import Consent, Guardianship, Volunteer, WeChatIdentity
from app.domain.people.search import matching
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel import lean
from app.kernel.database import session
from app.kernel.lean import table_of
from app.kernel.masking import masked_name
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound

LEFT_NAME = "已注销"


@dataclass(frozen=True)
class VolunteerView:
    """A registered person as her own pages and the console see her; `state` is active | frozen."""

    id: UUID
    number: str
    name: str
    phone: str
    birth_date: date | None
    id_number_tail: str | None
    community: PlaceView
    categories: tuple[str, ...]
    skills: tuple[str, ...]
    free_times: tuple[str, ...]
    state: str
    frozen_reason: str | None
    large_type: bool
    registered_at: datetime
    sign_in_generation: int
    guards_children: bool = False

    @property
    def masked_name(self) -> str:
        """The name as strangers may see it."""
        return masked_name(self.name)

    @property
    def frozen(self) -> bool:
        return self.state == "frozen"


@dataclass(frozen=True)
class PersonCard:
    """What lists of other rooms show of a person."""

    id: UUID
    number: str
    name: str
    phone: str
    state: str
    birth_date: date | None

    @property
    def masked_name(self) -> str:
        """The name as strangers may see it."""
        return masked_name(self.name)


@dataclass(frozen=True)
class Resident:
    """Who stands at the residents' door: a WeChat id, a volunteer, or both."""

    identity_id: UUID | None
    open_id: str | None
    volunteer: VolunteerView | None


@dataclass(frozen=True)
class ConsentView:
    """One agreement; in force until withdrawn."""

    kind: str
    version: str
    channel: str
    given_at: datetime
    withdrawn_at: datetime | None


def view(row: Volunteer | Row[*tuple[Any, ...]], community: PlaceView) -> VolunteerView:
    """A row of this room as the others may see it."""
    return VolunteerView(
        id=row.id,
        number=row.number,
        name=row.name,
        phone=row.phone,
        birth_date=row.birth_date,
        id_number_tail=row.id_number_tail,
        community=community,
        categories=tuple(row.categories),
        skills=tuple(row.skills),
        free_times=tuple(row.free_times),
        state=row.state,
        frozen_reason=row.frozen_reason,
        large_type=row.large_type,
        registered_at=row.registered_at,
        sign_in_generation=row.sign_in_generation,
        guards_children=row.guards_children,
    )


def volunteer(volunteer_id: UUID, within: Scope | None = None) -> VolunteerView:
    """One volunteer; outside the scope she is not found."""
    query = places.with_place(select(Volunteer), Volunteer.community_id)
    row = session.execute(query.where(Volunteer.id == volunteer_id, _still_here())).one_or_none()
    if row is None:
        raise NotFound
    found = view(row[0], places.view(row[1]))
    if within is not None and not within.covers(found.community.path):
        raise NotFound
    return found


def volunteers(ids: Collection[UUID]) -> dict[UUID, VolunteerView]:
    """Several at once, with their communities; one statement."""
    query = places.with_place(select(Volunteer), Volunteer.community_id)
    rows = session.execute(query.where(Volunteer.id.in_(set(ids)))).all() if ids else []
    return {row[0].id: view(row[0], places.view(row[1])) for row in rows}


def volunteers_with_phone(phone: str) -> list[VolunteerView]:
    """Those who can be signed in by a phone, the first registered first.

    Children whose guardian is a volunteer are left out: she signs in, and acts for them.
    """
    query = places.with_place(select(Volunteer), Volunteer.community_id)
    in_care = select(Guardianship.child_id).where(
        Guardianship.withdrawn_at.is_(None), Guardianship.guardian_id.is_not(None)
    )
    rows = session.execute(
        query.where(Volunteer.phone == phone, _still_here(), Volunteer.id.not_in(in_care)).order_by(
            Volunteer.id
        )
    )
    return [view(row[0], places.view(row[1])) for row in rows]


def volunteer_behind(identity_id: UUID) -> VolunteerView | None:
    """The volunteer a WeChat id is bound to."""
    found = resident(identity_id=identity_id)
    return found.volunteer if found else None


def resident(volunteer_id: UUID | None = None, identity_id: UUID | None = None) -> Resident | None:
    """Who came, by WeChat id (her bound volunteer with it) or else by volunteer; one statement."""
    if identity_id is not None:
        return _resident_by_identity(identity_id)
    if volunteer_id is None:
        return None
    row = lean.run(_BY_ID, volunteer_id=volunteer_id).first()
    return Resident(None, None, view(row, places.view_in(row))) if row else None


def _resident_by_identity(identity_id: UUID) -> Resident | None:
    row = lean.run(_BY_IDENTITY, identity_id=identity_id).first()
    if row is None:
        return None
    bound = view(row, places.view_in(row)) if row.id else None
    return Resident(row.identity_id, row.open_id, bound)


def _still_here() -> ColumnElement[bool]:
    """Who has left is shown to nobody."""
    return Volunteer.state != "left"


# What a view shows and no more: her ID number stays sealed.
_PERSON = [
    table_of(Volunteer).c[fact.name] for fact in fields(VolunteerView) if fact.name != "community"
]
_BY_ID = places.with_place_columns(select(*_PERSON), Volunteer.community_id).where(
    Volunteer.id == bindparam("volunteer_id"), _still_here()
)
_BY_IDENTITY = places.with_place_columns(
    select(WeChatIdentity.id.label("identity_id"), WeChatIdentity.open_id, *_PERSON)
    .outerjoin(Volunteer, Volunteer.id == WeChatIdentity.volunteer_id)
    .where(WeChatIdentity.id == bindparam("identity_id")),
    Volunteer.community_id,
    outer=True,
)


def cards(ids: Collection[UUID]) -> dict[UUID, PersonCard]:
    """Several people at once, for the lists of other rooms."""
    if not ids:
        return {}
    query = select(
        Volunteer.id,
        Volunteer.number,
        Volunteer.name,
        Volunteer.phone,
        Volunteer.state,
        Volunteer.birth_date,
    ).where(Volunteer.id.in_(set(ids)))
    return {row.id: _card(*row) for row in session.execute(query)}


def communities_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """The short names of the communities these people live in; two statements."""
    if not ids:
        return {}
    query = select(Volunteer.id, Volunteer.community_id).where(Volunteer.id.in_(set(ids)))
    where = dict(session.execute(query).all())
    names = {place.id: place.short_name for place in places.places(set(where.values())).values()}
    return {who: names[place_id] for who, place_id in where.items()}


def _card(volunteer_id: UUID, number: str, *facts: Any) -> PersonCard:
    name, phone, state, birth_date = facts
    if state == "left":
        return PersonCard(volunteer_id, number, LEFT_NAME, "", state, None)
    return PersonCard(volunteer_id, number, name, phone, state, birth_date)


def search(
    text: str, within: Scope, page: int = 1, *, size: int = PAGE_SIZE
) -> Page[VolunteerView]:
    """Volunteers of a subtree by number, phone (or its last four), name or pinyin; latest first."""
    query = matching(select(Volunteer), text).where(
        Volunteer.community_id.in_(places.ids_within(within)), _still_here()
    )
    order = (Volunteer.registered_at.desc(), Volunteer.id)
    found = page_of(query.order_by(*order), number=page, size=size)
    communities = places.places([row.community_id for row in found.items])
    people = [view(row, communities[row.community_id]) for row in found.items]
    return Page(people, found.number, found.size, found.total)


def count_registered(within: Scope) -> int:
    """How many volunteers live in a subtree."""
    query = select(func.count(Volunteer.id)).where(_still_here())
    if within.path:
        query = query.where(Volunteer.community_id.in_(places.ids_within(within)))
    return session.scalar(query) or 0


def consents(volunteer_id: UUID) -> list[ConsentView]:
    """What she agreed to, the latest first."""
    query = select(Consent).where(Consent.volunteer_id == volunteer_id)
    return [
        ConsentView(row.kind, row.version, row.channel, row.given_at, row.withdrawn_at)
        for row in session.scalars(query.order_by(Consent.given_at.desc()))
    ]
