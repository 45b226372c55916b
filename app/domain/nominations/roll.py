"""What everybody may read: the notice, the roll, the stories. Never more than N-09 allows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select

from app.domain.nominations.models import (
    Campaign,
    Nomination,
    NominationObjection,
    NominationPicture,
    NominationVoice,
)
from app.domain.nominations.queries import shown_name
from app.domain.nominations.rules import ADULT_YEARS, State
from app.domain.places import queries as places
from app.kernel.calendar import start_of_day
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with

PICTURES_SHOWN = 3
EXCERPT = 140


@dataclass(frozen=True)
class PublicPerson:
    """A good person as the public sees her: no age, no address, no phone; a child without unit."""

    id: UUID
    number: int | None
    name: str
    unit: str
    community: str
    category: str
    headline: str
    story: str
    campaign_id: UUID
    campaign: str
    kind: str
    conferred_at: datetime | None
    pictures: tuple[UUID, ...] = ()

    @property
    def excerpt(self) -> str:
        """How the story begins, for a big screen."""
        told = "".join(self.paragraphs)
        return told if len(told) <= EXCERPT else f"{told[: EXCERPT - 1]}…"

    @property
    def paragraphs(self) -> list[str]:
        """The story, a paragraph a line."""
        return [one.strip() for one in self.story.splitlines() if one.strip()]


def notice_lines(campaign_id: UUID) -> list[PublicPerson]:
    """Who is in the notice, in the order of their numbers."""
    query = _people().where(
        Nomination.campaign_id == campaign_id,
        Nomination.state.in_([State.IN_NOTICE.value, State.NOTICE_OVER.value]),
    )
    rows = session.scalars(query.order_by(Nomination.number)).all()
    return seen(list(rows))


def notice_line(campaign_id: UUID, number: int) -> PublicPerson:
    """One line of a notice that still runs."""
    for one in notice_lines(campaign_id):
        if one.number == number:
            return one
    raise NotFound


def roll(*, category: str = "", year: int | None = None, page: int = 1) -> Page[PublicPerson]:
    """The honour roll, the latest first."""
    query = _people().where(Nomination.state == State.CONFERRED.value, Nomination.story != "")
    if category:
        query = query.where(Nomination.category == category)
    if year is not None:
        begins, ends = start_of_day(date(year, 1, 1)), start_of_day(date(year + 1, 1, 1))
        query = query.where(Nomination.conferred_at >= begins, Nomination.conferred_at < ends)
    order = (Nomination.conferred_at.desc(), Nomination.number, Nomination.id)
    found = page_of(query.order_by(*order), number=page)
    return Page(seen(list(found.items)), found.number, found.size, found.total)


def story(nomination_id: UUID) -> PublicPerson:
    """One person of the roll; a revoked one is not found."""
    row = session.get(Nomination, nomination_id)
    if row is None or row.state != State.CONFERRED.value or not row.story:
        raise NotFound
    return seen([row])[0]


def has_public_picture(nomination_id: UUID, attachment_id: UUID) -> bool:
    """Whether a photo stands on a story's page."""
    return attachment_id in story(nomination_id).pictures


def _people() -> Select[Nomination]:
    return select(Nomination).execution_options(populate_existing=True)


def seen(rows: list[Nomination]) -> list[PublicPerson]:
    """These people as everybody may see them."""
    campaigns = {
        one.id: one
        for one in session.scalars(
            select(Campaign).where(Campaign.id.in_({row.campaign_id for row in rows}))
        )
    }
    where = places.places([row.place_id for row in rows])
    pictures = pictures_of([row.id for row in rows if row.show_photos])
    return [
        PublicPerson(
            id=row.id,
            number=row.number,
            name=shown_name(row),
            unit=row.unit if row.show_name and row.age >= ADULT_YEARS else "",
            community=where[row.place_id].short_name,
            category=row.category,
            headline=row.headline,
            story=row.story,
            campaign_id=row.campaign_id,
            campaign=campaigns[row.campaign_id].title,
            kind=campaigns[row.campaign_id].kind,
            conferred_at=row.conferred_at,
            pictures=tuple(pictures.get(row.id, ())[:PICTURES_SHOWN]),
        )
        for row in rows
    ]


def pictures_of(ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """The photos that came with cases, whoever may see them."""
    found: dict[UUID, list[UUID]] = {}
    rows = session.execute(
        select(NominationVoice.nomination_id, NominationPicture.attachment_id)
        .join(NominationPicture, NominationPicture.voice_id == NominationVoice.id)
        .where(NominationVoice.nomination_id.in_(ids))
        .order_by(NominationPicture.attachment_id)
    )
    for nomination_id, attachment_id in rows:
        found.setdefault(nomination_id, []).append(attachment_id)
    return found


@dataclass(frozen=True)
class Reply:
    """How an objection stands, for who kept its address; says nothing of who or what."""

    said_at: datetime
    answer: str | None
    upheld: bool | None


def reply(objection_id: UUID) -> Reply:
    """The answer to an objection, by the address its author was given."""
    row = row_with(NominationObjection, objection_id)
    return Reply(row.said_at, row.answer, row.upheld)
