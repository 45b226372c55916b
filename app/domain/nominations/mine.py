"""A resident's own: whom she named, what was said of her, and her place on the roll."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.nominations.consenting import why_not_answer
from app.domain.nominations.models import Campaign, Nomination, NominationStep, NominationVoice
from app.domain.nominations.nominee_rules import Witness
from app.domain.nominations.queries import rows_of, voices_of
from app.domain.nominations.rules import Decision, State
from app.domain.nominations.views import CaseRow
from app.domain.people.queries import VolunteerView
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal
from app.kernel.rows import row_with

STILL_TO_ANSWER = (State.IN_REVIEW, State.RETURNED, State.PASSED, State.CONSULTING)


@dataclass(frozen=True)
class MyNomination:
    """A person I named: where it stands, what is missing, and what I wrote."""

    row: CaseRow
    missing: str
    deed: str
    deed_on: date
    witnesses: tuple[Witness, ...]
    pictures: int


@dataclass(frozen=True)
class MyHonour:
    """A place on the roll, or one that was taken back, with the reason."""

    id: UUID
    campaign_id: UUID
    title: str
    category: str
    conferred_at: datetime
    revoked_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Asked:
    """What somebody is asked about being named; `refusal`: why she cannot answer herself."""

    row: CaseRow
    show_name: bool
    show_photos: bool
    may_decline: bool
    may_agree: bool
    refusal: Refusal | None


def nominations_by(volunteer_id: UUID) -> list[CaseRow]:
    """Whom she named, the latest first."""
    query = (
        select(Nomination)
        .join(NominationVoice, NominationVoice.nomination_id == Nomination.id)
        .where(NominationVoice.by_kind == "volunteer", NominationVoice.by_id == volunteer_id)
        .order_by(NominationVoice.said_at.desc(), Nomination.id)
    )
    return rows_of(list(session.scalars(query)))


def nomination_by(volunteer_id: UUID, nomination_id: UUID) -> MyNomination:
    """One of hers; anybody else's is not found."""
    found = session.get(Nomination, nomination_id)
    mine = [
        one
        for one in (voices_of(nomination_id) if found else [])
        if one.by_kind == "volunteer" and one.by_id == volunteer_id
    ]
    if found is None or not mine:
        raise NotFound
    return MyNomination(
        row=rows_of([found])[0],
        missing=_last_words(found.id, Decision.RETURN) if found.state == "returned" else "",
        deed=mine[0].deed,
        deed_on=mine[0].deed_on,
        witnesses=mine[0].witnesses,
        pictures=len(mine[0].pictures),
    )


def named(volunteer_id: UUID) -> list[CaseRow]:
    """Where she was named and her word is awaited or may still be taken back."""
    query = select(Nomination).where(
        Nomination.volunteer_id == volunteer_id,
        Nomination.state.in_([*STILL_TO_ANSWER, State.IN_NOTICE, State.NOTICE_OVER]),
    )
    return rows_of(list(session.scalars(query.order_by(Nomination.made_at.desc()))))


def honours_of(volunteer_id: UUID) -> list[MyHonour]:
    """What she was named for in public, the latest first."""
    rows = session.execute(
        select(Nomination, Campaign.title)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .where(
            Nomination.volunteer_id == volunteer_id,
            Nomination.state.in_([State.CONFERRED, State.REVOKED]),
        )
        .order_by(Nomination.conferred_at.desc(), Nomination.id)
    )
    return [
        MyHonour(
            row.id,
            row.campaign_id,
            title,
            row.category,
            row.conferred_at or row.made_at,
            row.revoked_at,
            _last_words(row.id, Decision.REVOKE) if row.revoked_at else "",
        )
        for row, title in rows
    ]


def honours_in_force(volunteer_ids: Collection[UUID]) -> dict[UUID, list[MyHonour]]:
    """What each of these people holds now, the first first; who holds nothing is missing."""
    rows = session.execute(
        select(Nomination, Campaign.title)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .where(
            Nomination.volunteer_id.in_(volunteer_ids),
            Nomination.state == State.CONFERRED.value,
        )
        .order_by(Nomination.conferred_at, Nomination.id)
    )
    found: dict[UUID, list[MyHonour]] = {}
    for row, title in rows:
        given = row.conferred_at or row.made_at
        facts = (row.id, row.campaign_id, title, row.category, given)
        one = MyHonour(*facts, row.revoked_at, "")
        if row.volunteer_id is not None:
            found.setdefault(row.volunteer_id, []).append(one)
    return found


def titles_of(nomination_ids: Collection[UUID]) -> dict[UUID, str]:
    """The campaigns of several cases, by case."""
    if not nomination_ids:
        return {}
    query = select(Nomination.id, Campaign.title).join(
        Campaign, Campaign.id == Nomination.campaign_id
    )
    rows = session.execute(query.where(Nomination.id.in_(nomination_ids)))
    return {row.id: row.title for row in rows}


def asked(by: VolunteerView, nomination_id: UUID) -> Asked:
    """What she (or whose guardian she is) is asked; not found for strangers."""
    found = row_with(Nomination, nomination_id)
    refusal = why_not_answer(by, found)
    still = State(found.state)
    return Asked(
        row=rows_of([found])[0],
        show_name=found.show_name,
        show_photos=found.show_photos,
        may_agree=still in STILL_TO_ANSWER,
        may_decline=still in (*STILL_TO_ANSWER, State.IN_NOTICE, State.NOTICE_OVER),
        refusal=refusal,
    )


def _last_words(nomination_id: UUID, decision: Decision) -> str:
    query = select(NominationStep.words).where(
        NominationStep.nomination_id == nomination_id,
        NominationStep.decision == decision.value,
    )
    order = (NominationStep.at.desc(), NominationStep.id.desc())
    return session.scalars(query.order_by(*order).limit(1)).first() or ""
