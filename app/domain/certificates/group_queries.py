"""Reading groups: how far they are, who is in them, and their printed papers."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access import queries as access
from app.domain.certificates.errors import PapersNotReady
from app.domain.certificates.models import (
    Certificate,
    CertificateGroup,
    CertificateGroupLine,
    CertificatePaper,
)
from app.domain.certificates.rules import shown_number
from app.domain.people import queries as people
from app.domain.people.queries import PersonCard
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class GroupView:
    """A group with how far it has come."""

    id: UUID
    name: str
    place_id: UUID
    place_name: str
    since: date | None
    until: date
    with_rows: bool
    people: int
    issued: int
    printed: int
    left_out: int
    asked_by: str
    asked_at: datetime
    done: bool
    downloadable: bool

    @property
    def percent(self) -> int:
        """Whole percents; issuing is the smaller part of the work."""
        steps = self.people * 2
        return (self.issued + self.printed + 2 * self.left_out) * 100 // steps if steps else 100


@dataclass(frozen=True)
class GroupLineView:
    """Who is in a group, with her certificate or why there is none."""

    person: PersonCard
    certificate_id: UUID | None
    number: str
    left_out: str | None


def groups(within: Scope, page: int = 1, *, size: int = PAGE_SIZE) -> Page[GroupView]:
    """Groups asked for in a subtree, the latest first."""
    query = select(CertificateGroup)
    if within.path:
        query = query.where(CertificateGroup.place_id.in_(places.ids_within(within)))
    order = (CertificateGroup.asked_at.desc(), CertificateGroup.id.desc())
    found = page_of(query.order_by(*order), number=page, size=size)
    return Page(_group_views(found.items), found.number, found.size, found.total)


def group(group_id: UUID, within: Scope) -> GroupView:
    """One group; outside the scope it is not found."""
    row = session.get(CertificateGroup, group_id)
    if row is None or not within.covers(places.place(row.place_id).path):
        raise NotFound
    return _group_views([row])[0]


def group_lines(group_id: UUID, page: int = 1, *, size: int = PAGE_SIZE) -> Page[GroupLineView]:
    """Everybody in a group, in the order of the list."""
    query = select(CertificateGroupLine).where(CertificateGroupLine.group_id == group_id)
    found = page_of(query.order_by(CertificateGroupLine.position), number=page, size=size)
    cards = people.cards({line.volunteer_id for line in found.items})
    made = [line.certificate_id for line in found.items if line.certificate_id]
    numbered = select(Certificate.id, Certificate.number).where(Certificate.id.in_(made))
    numbers = {row.id: shown_number(row.number) for row in session.execute(numbered)}
    lines = [
        GroupLineView(
            cards[line.volunteer_id],
            line.certificate_id,
            numbers.get(line.certificate_id, "") if line.certificate_id else "",
            line.left_out,
        )
        for line in found.items
    ]
    return Page(lines, found.number, found.size, found.total)


def papers_of(view: GroupView) -> Iterator[tuple[str, bytes]]:
    """(volunteer number, PDF) of each in a done group, one in memory at a time."""
    if not view.downloadable:
        raise PapersNotReady
    query = (
        select(CertificateGroupLine.certificate_id, CertificateGroupLine.volunteer_id)
        .where(
            CertificateGroupLine.group_id == view.id,
            CertificateGroupLine.certificate_id.is_not(None),
        )
        .order_by(CertificateGroupLine.position)
    )
    lines = session.execute(query).all()
    cards = people.cards({line.volunteer_id for line in lines})
    return _papers([(line.certificate_id, cards[line.volunteer_id].number) for line in lines])


def _papers(wanted: Sequence[tuple[UUID, str]]) -> Iterator[tuple[str, bytes]]:
    for certificate_id, number in wanted:
        kept = session.scalar(
            select(CertificatePaper.content).where(
                CertificatePaper.certificate_id == certificate_id
            )
        )
        if kept is not None:
            yield number, kept


def _group_views(rows: Sequence[CertificateGroup]) -> list[GroupView]:
    counted = _progress([row.id for row in rows])
    names = access.names({row.asked_by_id for row in rows})
    units = places.places({row.place_id for row in rows})
    return [
        GroupView(
            id=row.id,
            name=row.name,
            place_id=row.place_id,
            place_name=units[row.place_id].name,
            since=row.since,
            until=row.until,
            with_rows=row.with_rows,
            people=row.people,
            **counted.get(row.id, {"issued": 0, "printed": 0, "left_out": 0}),
            asked_by=names[row.asked_by_id],
            asked_at=row.asked_at,
            done=row.state == "done",
            downloadable=row.state == "done" and _has_papers(row.id),
        )
        for row in rows
    ]


def _progress(group_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    query = (
        select(
            CertificateGroupLine.group_id,
            func.count(CertificateGroupLine.certificate_id),
            func.count(CertificateGroupLine.printed_at),
            func.count(CertificateGroupLine.left_out),
        )
        .where(CertificateGroupLine.group_id.in_(group_ids))
        .group_by(CertificateGroupLine.group_id)
    )
    return {
        group_id: {"issued": issued, "printed": printed, "left_out": left_out}
        for group_id, issued, printed, left_out in session.execute(query)
    }


def _has_papers(group_id: UUID) -> bool:
    its = select(CertificateGroupLine.certificate_id).where(
        CertificateGroupLine.group_id == group_id
    )
    kept = select(CertificatePaper.certificate_id).where(CertificatePaper.certificate_id.in_(its))
    return session.scalar(kept.limit(1)) is not None
