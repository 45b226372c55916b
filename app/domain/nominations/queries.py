"""Reading cases: the queue of reviewers, one case with all behind it, objections."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access import queries as access
from app.domain.nominations.models import (
    Campaign,
    Nomination,
    NominationObjection,
    NominationPicture,
    NominationStep,
    NominationVoice,
    NominationWitness,
)
from app.domain.nominations.nominee_rules import Witness
from app.domain.nominations.rules import Decision, State
from app.domain.nominations.views import CaseRow, CaseView, ObjectionView, Step, Voice
from app.domain.people import queries as people
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.masking import masked_name
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with


def rows_of(items: list[Nomination]) -> list[CaseRow]:
    """Lines for several cases; two statements however many."""
    where = places.places([one.place_id for one in items])
    titles = dict(
        session.execute(
            select(Campaign.id, Campaign.title).where(
                Campaign.id.in_({one.campaign_id for one in items})
            )
        ).all()
    )
    return [
        CaseRow(
            id=one.id,
            campaign_id=one.campaign_id,
            campaign=titles[one.campaign_id],
            name=one.name,
            unit=one.unit,
            age=one.age,
            category=one.category,
            place=where[one.place_id],
            state=State(one.state),
            level=one.level,
            waits_since=one.waits_since,
            due_on=one.due_on,
            consent=one.consent,
            volunteer_id=one.volunteer_id,
        )
        for one in items
    ]


def cases(
    within: Scope,
    *,
    state: str = "",
    level: str = "",
    campaign_id: UUID | None = None,
    page: int = 1,
) -> Page[CaseRow]:
    """Cases of a subtree, those first that are due first."""
    query = _within(select(Nomination), within)
    if state in set(State):
        query = query.where(Nomination.state == state)
    if level:
        query = query.where(Nomination.level == level)
    if campaign_id is not None:
        query = query.where(Nomination.campaign_id == campaign_id)
    found = page_of(query.order_by(Nomination.due_on, Nomination.id), number=page)
    return Page(rows_of(list(found.items)), found.number, found.size, found.total)


def count_waiting(within: Scope, level: str) -> int:
    """How many cases wait for a level's decision."""
    query = _within(select(func.count(Nomination.id)), within)
    return (
        session.scalar(
            query.where(Nomination.state == State.IN_REVIEW.value, Nomination.level == level)
        )
        or 0
    )


def _within(query: Select[Any], within: Scope) -> Select[Any]:
    return query.where(Nomination.place_path.startswith(within.path, autoescape=True))


def next_waiting(within: Scope, level: str, after: UUID) -> UUID | None:
    """The next case that waits for this level, for who goes through them one by one."""
    query = _within(select(Nomination.id), within).where(
        Nomination.state == State.IN_REVIEW.value,
        Nomination.level == level,
        Nomination.id != after,
    )
    found: UUID | None = session.scalars(
        query.order_by(Nomination.due_on, Nomination.id).limit(1)
    ).first()
    return found


def row(nomination_id: UUID, within: Scope) -> CaseRow:
    """One case's line; outside the scope it is not found."""
    return rows_of([_found(nomination_id, within)])[0]


def _found(nomination_id: UUID, within: Scope) -> Nomination:
    found = session.get(Nomination, nomination_id)
    if found is None or not within.covers(found.place_path):
        raise NotFound
    return found


def case(nomination_id: UUID, within: Scope) -> CaseView:
    """One case with voices, history and objections; outside the scope it is not found."""
    found = _found(nomination_id, within)
    return CaseView(
        row=rows_of([found])[0],
        consent_note=found.consent_note,
        consent_at=found.consent_at,
        show_name=found.show_name,
        show_photos=found.show_photos,
        headline=found.headline,
        story=found.story,
        number=found.number,
        conferred_at=found.conferred_at,
        revoked_at=found.revoked_at,
        voices=tuple(voices_of(found.id)),
        steps=tuple(_steps(found.id)),
        objections=tuple(_objections(found)),
    )


def voices_of(nomination_id: UUID) -> list[Voice]:
    """Everybody who named this person, with witnesses and photos; four statements."""
    query = select(NominationVoice).where(NominationVoice.nomination_id == nomination_id)
    spoken = session.scalars(query.order_by(NominationVoice.said_at, NominationVoice.id)).all()
    ids = [one.id for one in spoken]
    witnesses = session.scalars(
        select(NominationWitness)
        .where(NominationWitness.voice_id.in_(ids))
        .order_by(NominationWitness.id)
    ).all()
    pictures = session.scalars(
        select(NominationPicture)
        .where(NominationPicture.voice_id.in_(ids))
        .order_by(NominationPicture.attachment_id)
    ).all()
    names = _names([(one.by_kind, one.by_id) for one in spoken])
    return [
        Voice(
            id=one.id,
            by=names.get(one.by_id, ""),
            by_kind=one.by_kind,
            by_id=one.by_id,
            for_name=one.for_name,
            as_kind=one.as_kind,
            as_name=one.as_name,
            deed=one.deed,
            deed_on=one.deed_on,
            said_at=one.said_at,
            witnesses=tuple(Witness(w.name, w.phone) for w in witnesses if w.voice_id == one.id),
            pictures=tuple(p.attachment_id for p in pictures if p.voice_id == one.id),
        )
        for one in spoken
    ]


def _names(people_by_kind: Collection[tuple[str, UUID | None]]) -> dict[UUID, str]:
    staff = {one for kind, one in people_by_kind if kind == "staff" and one}
    residents = {one for kind, one in people_by_kind if kind == "volunteer" and one}
    cards = people.cards(residents)
    return access.names(staff) | {one.id: one.name for one in cards.values()}


def _steps(nomination_id: UUID) -> list[Step]:
    query = select(NominationStep).where(NominationStep.nomination_id == nomination_id)
    rows = session.scalars(query.order_by(NominationStep.at, NominationStep.id)).all()
    names = _names([(one.by_kind, one.by_id) for one in rows])
    return [
        Step(
            one.at,
            names.get(one.by_id or one.id, "有关单位" if one.by_kind == "authority" else "系统"),
            Decision(one.decision),
            one.level,
            one.words,
        )
        for one in rows
    ]


def _objections(found: Nomination) -> list[ObjectionView]:
    query = select(NominationObjection).where(NominationObjection.nomination_id == found.id)
    rows = session.scalars(query.order_by(NominationObjection.said_at, NominationObjection.id))
    return [_objection(one, found) for one in rows]


def _objection(one: NominationObjection, found: Nomination) -> ObjectionView:
    said_by = people.cards([one.volunteer_id]) if one.volunteer_id else {}
    name = next((card.name for card in said_by.values()), one.name)
    answered = access.names({one.answered_by_id}) if one.answered_by_id else {}
    return ObjectionView(
        id=one.id,
        nomination_id=found.id,
        nominee=found.name,
        name=name,
        phone=one.phone,
        text=one.text,
        said_at=one.said_at,
        due_on=one.due_on,
        answer=one.answer,
        upheld=one.upheld,
        answered_by=next(iter(answered.values()), None),
    )


def objection(objection_id: UUID, within: Scope) -> ObjectionView:
    """One objection; outside the scope it is not found."""
    one = row_with(NominationObjection, objection_id)
    return _objection(one, _found(one.nomination_id, within))


def has_picture(nomination_id: UUID, attachment_id: UUID) -> bool:
    """Whether a photo came with this case."""
    query = (
        select(NominationPicture.attachment_id)
        .join(NominationVoice, NominationVoice.id == NominationPicture.voice_id)
        .where(
            NominationVoice.nomination_id == nomination_id,
            NominationPicture.attachment_id == attachment_id,
        )
    )
    return session.scalars(query.limit(1)).first() is not None


def shown_name(found: Nomination) -> str:
    """The name as everybody may read it: whole when she (or her guardian) said so."""
    return found.name if found.show_name else masked_name(found.name)
