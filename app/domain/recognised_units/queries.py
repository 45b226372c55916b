"""Reading recognised units: lists, counts, one with its history, what everybody may see."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from app.domain.access import queries as access
from app.domain.attachments import queries as attachments
from app.domain.attachments.queries import AttachmentView
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import EVERYWHERE, Scope
from app.domain.recognised_units.models import RecognisedUnit, UnitPaper, UnitStep
from app.domain.recognised_units.rules import (
    KINDS,
    LEVELS,
    TOLD_BEFORE,
    Decision,
    Standing,
    State,
)
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.rows import row_with


@dataclass(frozen=True)
class UnitView:
    """A unit as staff see it."""

    id: UUID
    number: int
    place: PlaceView
    kind: str
    name: str
    level: str
    state: State
    since: date
    awarded_by: str
    document: str
    review_due_on: date | None
    contact_name: str
    contact_phone: str
    is_public: bool
    consent: str

    @property
    def title(self) -> str:
        """省级文明校园, as on the plaque."""
        return f"{LEVELS[self.level]}{KINDS[self.kind]}"

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def level_name(self) -> str:
        return LEVELS[self.level]

    def review_is(self, today: date) -> str:
        """over | near | "": whether its review is to be done by now."""
        if self.review_due_on is None or self.state is State.WITHDRAWN:
            return ""
        if self.review_due_on < today:
            return "over"
        return "near" if self.review_due_on <= today + TOLD_BEFORE else ""


@dataclass(frozen=True)
class StepView:
    """One decision in a unit's history."""

    decision: Decision
    on: date
    name: str
    level_name: str
    awarded_by: str
    document: str
    reason: str
    review_due_on: date | None
    by: str
    at: datetime
    papers: tuple[AttachmentView, ...]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is cut down to. `review`: due | over | "". `state`: a state, or alive."""

    kind: str = ""
    level: str = ""
    place_id: UUID | None = None
    review: str = ""
    state: str = "alive"
    text: str = ""


@dataclass(frozen=True)
class PublicUnit:
    """What everybody may read."""

    name: str
    title: str
    since: date


def standing_of(row: RecognisedUnit) -> Standing:
    """How a unit stands by its row; a decision must not lie before the last one."""
    latest = session.scalar(select(func.max(UnitStep.on)).where(UnitStep.unit_id == row.id))
    return Standing(
        name=row.name,
        level=row.level,
        state=State(row.state),
        since=row.since,
        awarded_by=row.awarded_by,
        document=row.document,
        review_due_on=row.review_due_on,
        latest=max(row.since, latest or row.since),
    )


def units(
    within: Scope, wanted: Wanted, *, today: date, page: int = 1, size: int = PAGE_SIZE
) -> Page[UnitView]:
    """Units of a subtree: those whose review is due first, then by level, kind and name."""
    query = _wanted(within, wanted, today).order_by(
        RecognisedUnit.review_due_on.is_(None),
        RecognisedUnit.review_due_on,
        RecognisedUnit.number,
    )
    found = page_of(query, number=page, size=size)
    return Page(_views(found.items), found.number, found.size, found.total)


def all_units(within: Scope, wanted: Wanted, *, today: date) -> list[UnitView]:
    """The same on one list by number, to be exported."""
    query = _wanted(within, wanted, today).order_by(RecognisedUnit.number)
    return _views(session.scalars(query).all())


def unit(unit_id: UUID, *, within: Scope) -> UnitView:
    """One; outside the scope it is not found."""
    row = row_with(RecognisedUnit, unit_id)
    return _view(row, places.place(row.place_id, within=within))


def history(unit_id: UUID) -> list[StepView]:
    """A unit's decisions, the latest first. Ask for the unit within her scope first."""
    steps = session.scalars(
        select(UnitStep).where(UnitStep.unit_id == unit_id).order_by(UnitStep.id.desc())
    ).all()
    by = access.names({one.staff_id for one in steps})
    papers = _papers([one.id for one in steps])
    return [
        StepView(
            decision=Decision(one.decision),
            on=one.on,
            name=one.name,
            level_name=LEVELS.get(one.level, ""),
            awarded_by=one.awarded_by,
            document=one.document,
            reason=one.reason,
            review_due_on=one.review_due_on,
            by=by.get(one.staff_id, ""),
            at=one.at,
            papers=tuple(papers.get(one.id, ())),
        )
        for one in steps
    ]


def has_paper(unit_id: UUID, attachment_id: UUID) -> bool:
    """Whether a picture belongs to one of a unit's decisions."""
    query = (
        select(UnitPaper.attachment_id)
        .join(UnitStep, UnitStep.id == UnitPaper.step_id)
        .where(UnitStep.unit_id == unit_id, UnitPaper.attachment_id == attachment_id)
    )
    return session.scalar(query) is not None


def counts(within: Scope) -> dict[tuple[str, str], int]:
    """How many stand, by kind and level."""
    query = (
        select(RecognisedUnit.kind, RecognisedUnit.level, func.count())
        .where(_alive(), RecognisedUnit.place_id.in_(places.ids_within(within)))
        .group_by(RecognisedUnit.kind, RecognisedUnit.level)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(query)}


def count_due(within: Scope, *, today: date) -> int:
    """How many must be looked at again within the next sixty days, or should have been."""
    query = _wanted(within, Wanted(review="due"), today)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def public_units(*, kind: str = "", level: str = "", page: int = 1) -> Page[PublicUnit]:
    """The public list: who stands and may be shown, the highest level first."""
    query = _wanted(EVERYWHERE, Wanted(kind=kind, level=level), date.min)
    query = query.where(RecognisedUnit.is_public).order_by(
        _rank(), RecognisedUnit.kind, RecognisedUnit.name, RecognisedUnit.id
    )
    found = page_of(query, number=page)
    shown = [
        PublicUnit(row.name, f"{LEVELS[row.level]}{KINDS[row.kind]}", row.since)
        for row in found.items
    ]
    return Page(shown, found.number, found.size, found.total)


def public_counts() -> Counter[str]:
    """How many stand and may be shown, by kind."""
    query = (
        select(RecognisedUnit.kind, func.count())
        .where(_alive(), RecognisedUnit.is_public)
        .group_by(RecognisedUnit.kind)
    )
    return Counter({row[0]: row[1] for row in session.execute(query)})


def _rank() -> Any:
    return case({level: rank for rank, level in enumerate(LEVELS)}, value=RecognisedUnit.level)


def _alive() -> Any:
    return RecognisedUnit.state != State.WITHDRAWN.value


def _wanted(within: Scope, wanted: Wanted, today: date) -> Select[Any]:
    query = select(RecognisedUnit).where(RecognisedUnit.place_id.in_(places.ids_within(within)))
    if wanted.place_id is not None:
        below = Scope(places.place(wanted.place_id, within=within).path)
        query = query.where(RecognisedUnit.place_id.in_(places.ids_within(below)))
    if wanted.kind:
        query = query.where(RecognisedUnit.kind == wanted.kind)
    if wanted.level:
        query = query.where(RecognisedUnit.level == wanted.level)
    if wanted.state == "alive":
        query = query.where(_alive())
    elif wanted.state:
        query = query.where(RecognisedUnit.state == wanted.state)
    if wanted.review == "due":
        query = query.where(_alive(), RecognisedUnit.review_due_on <= today + TOLD_BEFORE)
    elif wanted.review == "over":
        query = query.where(_alive(), RecognisedUnit.review_due_on < today)
    if wanted.text:
        query = query.where(RecognisedUnit.name.icontains(wanted.text, autoescape=True))
    return query


def _papers(step_ids: list[UUID]) -> dict[UUID, list[AttachmentView]]:
    rows = session.execute(
        select(UnitPaper.step_id, UnitPaper.attachment_id).where(UnitPaper.step_id.in_(step_ids))
    ).all()
    found = {one.id: one for one in attachments.attachments([row[1] for row in rows])}
    papers: dict[UUID, list[AttachmentView]] = {}
    for step_id, attachment_id in rows:
        papers.setdefault(step_id, []).append(found[attachment_id])
    return papers


def _views(rows: Any) -> list[UnitView]:
    where = places.places({row.place_id for row in rows})
    return [_view(row, where[row.place_id]) for row in rows]


def _view(row: RecognisedUnit, place: PlaceView) -> UnitView:
    return UnitView(
        id=row.id,
        number=row.number,
        place=place,
        kind=row.kind,
        name=row.name,
        level=row.level,
        state=State(row.state),
        since=row.since,
        awarded_by=row.awarded_by,
        document=row.document,
        review_due_on=row.review_due_on,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        is_public=row.is_public,
        consent=row.consent,
    )
