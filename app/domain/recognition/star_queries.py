"""Reading stars: a person's own, a batch with its candidates and objections, the notice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access import queries as access
from app.domain.people import queries as people
from app.domain.people.optional_consents import public_names
from app.domain.people.queries import PersonCard
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.domain.recognition.models import (
    StarAward,
    StarBatch,
    StarCandidate,
    StarObjection,
    StarScale,
)
from app.domain.recognition.star_rules import DEFAULT_HOURS, State
from app.kernel.calendar import last_day
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with

PARTS = ("raised", "lowered", "excluded")


@dataclass(frozen=True)
class Star:
    """A star in a person's record: what it is, for how much, and since when."""

    level: int
    minutes: int
    year: int
    given_at: datetime


@dataclass(frozen=True)
class BatchView:
    """A year's batch; `open_objections` wait for an answer."""

    id: UUID
    year: int
    state: State
    counted_until: date
    hours: tuple[int, ...]
    computed_by: str
    computed_by_id: UUID
    computed_at: datetime
    reviewed_by: str | None
    notice_from: datetime | None
    notice_until: datetime | None
    decided_at: datetime
    reason: str | None

    @property
    def notice_day(self) -> date | None:
        """The last day of the notice: it ends with the midnight after."""
        return last_day(self.notice_until) if self.notice_until else None


@dataclass(frozen=True)
class CandidateView:
    """One line of a batch."""

    id: UUID
    batch_id: UUID
    number: int | None
    person: PersonCard
    level: int
    before: int
    minutes: int
    excluded_reason: str | None


@dataclass(frozen=True)
class ObjectionView:
    """What somebody said against the notice, and the answer."""

    id: UUID
    batch_id: UUID
    number: int | None
    said_by: PersonCard
    text: str
    said_at: datetime
    answer: str | None
    upheld: bool | None
    answered_by: str | None


@dataclass(frozen=True)
class NoticeLine:
    """Somebody in the public notice: the name as strangers may read it, her star."""

    number: int
    public_name: str
    level: int


def stars_of(volunteer_id: UUID) -> list[Star]:
    """Every star she was given, the latest first; level 0 says that it was taken back."""
    rows = session.execute(
        select(StarAward, StarBatch.year)
        .join(StarBatch, StarBatch.id == StarAward.batch_id)
        .where(StarAward.volunteer_id == volunteer_id)
        .order_by(StarAward.given_at.desc(), StarAward.id.desc())
    )
    return [Star(row.level, row.minutes, year, row.given_at) for row, year in rows]


def levels(volunteer_ids: Collection[UUID] | None = None) -> dict[UUID, int]:
    """The star of each (of everybody): who has none is missing."""
    latest = func.row_number().over(
        partition_by=StarAward.volunteer_id,
        order_by=(StarAward.given_at.desc(), StarAward.id.desc()),
    )
    query = select(StarAward.volunteer_id, StarAward.level, latest.label("latest"))
    if volunteer_ids is not None:
        query = query.where(StarAward.volunteer_id.in_(volunteer_ids))
    each = query.subquery()
    rows = session.execute(
        select(each.c.volunteer_id, each.c.level).where(each.c.latest == 1, each.c.level > 0)
    )
    return {row.volunteer_id: row.level for row in rows}


def scale_on(day: date) -> tuple[int, ...]:
    """The hours for one to five stars on a day."""
    query = select(StarScale.hours).where(StarScale.valid_from <= day)
    order = (StarScale.valid_from.desc(), StarScale.made_at.desc())
    found = session.scalars(query.order_by(*order).limit(1)).first()
    return tuple(found) if found else DEFAULT_HOURS


def batches(page: int = 1, *, size: int = PAGE_SIZE) -> Page[BatchView]:
    """Every batch, the latest first."""
    query = select(StarBatch).order_by(StarBatch.computed_at.desc(), StarBatch.id.desc())
    found = page_of(query, number=page, size=size)
    return Page(_batch_views(list(found.items)), found.number, found.size, found.total)


def batch(batch_id: UUID, within: Scope) -> BatchView:
    """One batch; outside the scope it is not found."""
    row = session.get(StarBatch, batch_id)
    if row is None or not within.covers(places.place(row.place_id).path):
        raise NotFound
    return _batch_views([row])[0]


def _batch_views(rows: list[StarBatch]) -> list[BatchView]:
    names = access.names({row.computed_by_id for row in rows} | {r.reviewed_by_id for r in rows})
    return [
        BatchView(
            id=row.id,
            year=row.year,
            state=State(row.state),
            counted_until=row.counted_until,
            hours=tuple(row.hours),
            computed_by=names.get(row.computed_by_id, ""),
            computed_by_id=row.computed_by_id,
            computed_at=row.computed_at,
            reviewed_by=names.get(row.reviewed_by_id) if row.reviewed_by_id else None,
            notice_from=row.notice_from,
            notice_until=row.notice_until,
            decided_at=row.decided_at,
            reason=row.reason,
        )
        for row in rows
    ]


def counts(batch_id: UUID) -> dict[str, int]:
    """How many rise, fall and are left out."""
    rows = session.execute(
        select(StarCandidate.level > StarCandidate.before, StarCandidate.excluded_reason).where(
            StarCandidate.batch_id == batch_id
        )
    )
    found = dict.fromkeys(PARTS, 0)
    for rises, excluded in rows:
        found["excluded" if excluded else "raised" if rises else "lowered"] += 1
    return found


def candidates(
    batch_id: UUID, part: str = "raised", page: int = 1, *, size: int = PAGE_SIZE
) -> Page[CandidateView]:
    """A part of a batch, the highest star first."""
    query = select(StarCandidate).where(StarCandidate.batch_id == batch_id)
    excluded, rises = StarCandidate.excluded_reason, StarCandidate.level > StarCandidate.before
    chosen = {
        "raised": (excluded.is_(None), rises),
        "lowered": (excluded.is_(None), ~rises),
        "excluded": (excluded.is_not(None),),
    }[part]
    order = (StarCandidate.level.desc(), StarCandidate.number, StarCandidate.id)
    found = page_of(query.where(*chosen).order_by(*order), number=page, size=size)
    cards = people.cards({row.volunteer_id for row in found.items})
    views = [_candidate(row, cards) for row in found.items]
    return Page(views, found.number, found.size, found.total)


def candidate(candidate_id: UUID, within: Scope) -> CandidateView:
    """One line of a batch; outside the scope it is not found."""
    row = row_with(StarCandidate, candidate_id)
    batch(row.batch_id, within)
    return _candidate(row, people.cards([row.volunteer_id]))


def _candidate(row: StarCandidate, cards: dict[UUID, PersonCard]) -> CandidateView:
    return CandidateView(
        id=row.id,
        batch_id=row.batch_id,
        number=row.number,
        person=cards[row.volunteer_id],
        level=row.level,
        before=row.before,
        minutes=row.minutes,
        excluded_reason=row.excluded_reason,
    )


def objections(batch_id: UUID) -> list[ObjectionView]:
    """What was said against a batch, the open ones first."""
    query = select(StarObjection).where(StarObjection.batch_id == batch_id)
    order = (StarObjection.answered_at.is_not(None), StarObjection.said_at, StarObjection.id)
    return _objection_views(list(session.scalars(query.order_by(*order))))


def objection(objection_id: UUID, within: Scope) -> ObjectionView:
    """One objection; outside the scope it is not found."""
    row = row_with(StarObjection, objection_id)
    batch(row.batch_id, within)
    return _objection_views([row])[0]


def objections_of(volunteer_id: UUID) -> list[ObjectionView]:
    """What she has said herself, with the answers, the latest first."""
    query = select(StarObjection).where(StarObjection.volunteer_id == volunteer_id)
    return _objection_views(list(session.scalars(query.order_by(StarObjection.said_at.desc()))))


def _objection_views(rows: list[StarObjection]) -> list[ObjectionView]:
    cards = people.cards({row.volunteer_id for row in rows})
    names = access.names({row.answered_by_id for row in rows})
    about = {row.candidate_id for row in rows if row.candidate_id}
    query = select(StarCandidate.id, StarCandidate.number).where(StarCandidate.id.in_(about))
    numbers = {row.id: row.number for row in session.execute(query)} if about else {}
    return [
        ObjectionView(
            id=row.id,
            batch_id=row.batch_id,
            number=numbers.get(row.candidate_id) if row.candidate_id else None,
            said_by=cards[row.volunteer_id],
            text=row.text,
            said_at=row.said_at,
            answer=row.answer,
            upheld=row.upheld,
            answered_by=names.get(row.answered_by_id) if row.answered_by_id else None,
        )
        for row in rows
    ]


def in_notice(*, now: datetime) -> BatchView | None:
    """The batch that anybody may object to now."""
    query = select(StarBatch).where(
        StarBatch.state == State.IN_NOTICE.value, StarBatch.notice_until > now
    )
    row = session.scalars(query.order_by(StarBatch.computed_at.desc()).limit(1)).first()
    return _batch_views([row])[0] if row else None


def notice_lines(batch_id: UUID, page: int = 1, *, size: int = 100) -> Page[NoticeLine]:
    """Who rises, as strangers may read it, in the order of their numbers.

    Names are masked but for those who agreed to show theirs.
    """
    query = select(StarCandidate).where(
        StarCandidate.batch_id == batch_id,
        StarCandidate.number.is_not(None),
        StarCandidate.excluded_reason.is_(None),
    )
    found = page_of(query.order_by(StarCandidate.number), number=page, size=size)
    names = public_names({row.volunteer_id for row in found.items})
    lines = [NoticeLine(row.number or 0, names[row.volunteer_id], row.level) for row in found.items]
    return Page(lines, found.number, found.size, found.total)
