"""Reading qualifications: those of a place, one with who holds it, and a person's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access import queries as access
from app.domain.people import queries as people
from app.domain.people.queries import PersonCard
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.domain.qualifications.models import Qualification, QualificationGrant
from app.kernel.calendar import last_day
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.rows import row_with

STANDINGS = {"held": "有效", "expired": "已过期", "renewed": "已续期", "revoked": "已撤销"}


@dataclass(frozen=True)
class QualificationView:
    """A qualification. `holders`: who holds it now; None where it was not asked."""

    id: UUID
    place: PlaceView
    name: str
    about: str
    valid_months: int | None
    retired: bool
    holders: int | None = None

    @property
    def lasts(self) -> str:
        """How long it counts, in words."""
        return f"{self.valid_months} 个月" if self.valid_months else "长期有效"


@dataclass(frozen=True)
class GrantView:
    """Somebody's qualification, as it stands at a moment. `until`: its last day."""

    id: UUID
    qualification_id: UUID
    name: str
    volunteer_id: UUID
    standing: str  # held | expired | renewed | revoked
    granted_at: datetime
    until: date | None
    basis: str
    granted_by: str | None
    course_id: UUID | None
    revoke_reason: str | None
    person: PersonCard | None = None

    @property
    def words(self) -> str:
        return STANDINGS[self.standing]


def defined_within(scope: Scope, *, now: datetime) -> list[QualificationView]:
    """Those of a subtree, those in use first; three statements."""
    query = select(Qualification).where(Qualification.place_id.in_(places.ids_within(scope)))
    rows = session.scalars(_ordered(query)).all()
    held = _holders([row.id for row in rows], now)
    found = places.places({row.place_id for row in rows})
    return [_view(row, found[row.place_id], held.get(row.id, 0)) for row in rows]


def usable_at(path: str) -> list[QualificationView]:
    """What positions and courses of a place may name: its own and those of the places above it."""
    above = ["/".join(path.split("/")[:depth]) + "/" for depth in range(1, path.count("/") + 1)]
    query = select(Qualification).where(
        Qualification.place_id.in_(places.ids_at(above)), Qualification.retired_at.is_(None)
    )
    rows = session.scalars(_ordered(query)).all()
    found = places.places({row.place_id for row in rows})
    return [_view(row, found[row.place_id]) for row in rows]


def qualification(qualification_id: UUID, *, within: Scope | None = None) -> QualificationView:
    """One; outside the scope it is not found."""
    row = row_with(Qualification, qualification_id)
    return _view(row, places.place(row.place_id, within=within))


def names(ids: Collection[UUID]) -> dict[UUID, str]:
    """Several by id, in one statement; none for none."""
    if not ids:
        return {}
    query = select(Qualification.id, Qualification.name).where(Qualification.id.in_(set(ids)))
    return {row.id: row.name for row in session.execute(query)}


def grants_of(
    qualification_id: UUID, *, now: datetime, page: int = 1, size: int = PAGE_SIZE
) -> Page[GrantView]:
    """Who holds or held one, the latest first. Ask for the qualification within her scope first."""
    query = (
        select(QualificationGrant)
        .where(QualificationGrant.qualification_id == qualification_id)
        .order_by(QualificationGrant.granted_at.desc(), QualificationGrant.id.desc())
    )
    found = page_of(query, number=page, size=size)
    name = names([qualification_id]).get(qualification_id, "")
    grants = _grants([(given, name) for given in found.items], now)
    return Page(grants, found.number, found.size, found.total)


def held_by_people(
    volunteer_ids: Collection[UUID], *, now: datetime, all_states: bool = False
) -> dict[UUID, list[GrantView]]:
    """What each of these people holds (or ever held), the latest first; who has none is missing."""
    query = (
        select(QualificationGrant, Qualification.name)
        .join(Qualification, Qualification.id == QualificationGrant.qualification_id)
        .where(QualificationGrant.volunteer_id.in_(set(volunteer_ids)))
        .order_by(QualificationGrant.granted_at.desc(), QualificationGrant.id.desc())
    )
    if not all_states:
        query = query.where(QualificationGrant.state == "held")
    found: dict[UUID, list[GrantView]] = {}
    for one in _grants(session.execute(query).all(), now, with_people=False):
        found.setdefault(one.volunteer_id, []).append(one)
    return found


def grant(grant_id: UUID, *, within: Scope, now: datetime) -> GrantView:
    """One grant, of a qualification within the scope."""
    row = row_with(QualificationGrant, grant_id)
    name = qualification(row.qualification_id, within=within).name
    return _grants([(row, name)], now)[0]


def _ordered(query: Select[Any]) -> Select[Any]:
    return query.order_by(
        Qualification.retired_at.is_not(None), Qualification.name, Qualification.id
    )


def _holders(ids: Collection[UUID], now: datetime) -> dict[UUID, int]:
    query = (
        select(QualificationGrant.qualification_id, func.count())
        .where(
            QualificationGrant.qualification_id.in_(ids),
            QualificationGrant.state == "held",
            QualificationGrant.ends_at.is_(None) | (QualificationGrant.ends_at > now),
        )
        .group_by(QualificationGrant.qualification_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _view(row: Qualification, place: PlaceView, holders: int | None = None) -> QualificationView:
    return QualificationView(
        id=row.id,
        place=place,
        name=row.name,
        about=row.about,
        valid_months=row.valid_months,
        retired=row.retired_at is not None,
        holders=holders,
    )


def _grants(rows: Any, now: datetime, *, with_people: bool = True) -> list[GrantView]:
    pairs = list(rows)
    staff = access.names({given.granted_by_id for given, _ in pairs if given.granted_by_id})
    cards = people.cards({given.volunteer_id for given, _ in pairs}) if with_people else {}
    return [
        GrantView(
            id=given.id,
            qualification_id=given.qualification_id,
            name=name,
            volunteer_id=given.volunteer_id,
            standing=_standing(given, now),
            granted_at=given.granted_at,
            until=last_day(given.ends_at) if given.ends_at else None,
            basis=given.basis,
            granted_by=staff.get(given.granted_by_id) if given.granted_by_id else None,
            course_id=given.course_id,
            revoke_reason=given.revoke_reason,
            person=cards.get(given.volunteer_id),
        )
        for given, name in pairs
    ]


def _standing(given: QualificationGrant, now: datetime) -> str:
    if given.state == "held" and given.ends_at is not None and given.ends_at <= now:
        return "expired"
    return given.state
