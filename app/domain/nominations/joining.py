"""One person named twice in different words: suggested, and joined once staff say that she is one.

Both nominators are kept and told; who reviewed either has reviewed both.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations import errors, part_rules, rules
from app.domain.nominations.holding import held_case, locking, move, nominators_of, note, tell
from app.domain.nominations.joining_models import NominationPair
from app.domain.nominations.models import (
    Campaign,
    Nomination,
    NominationVoice,
    NominationWitness,
)
from app.domain.nominations.parts import part_of
from app.domain.nominations.queries import rows_of
from app.domain.nominations.rules import Decision, State
from app.domain.nominations.views import CaseRow
from app.domain.nominations.vocabulary import AGREED, RANKS
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with
from app.kernel.transaction import transaction

OPEN = (State.IN_REVIEW, State.RETURNED)


@dataclass(frozen=True)
class Joins:
    """What a case's page says about others: who may be the same, and what it was joined with."""

    alike: tuple[CaseRow, ...] = ()
    taken_in: tuple[CaseRow, ...] = ()
    into: CaseRow | None = None


def joins_of(nomination_id: UUID, staff: Staff) -> Joins:
    """Suggestions go to who may review; a few statements."""
    case = row_with(Nomination, nomination_id)
    alike = _alike(case) if staff.may(Permission.NOMINATIONS_REVIEW) else []
    seen = [one for one in alike if staff.scope.covers(one.place_path)]
    pairs = session.scalars(
        select(NominationPair).where(
            NominationPair.same.is_(True),
            (NominationPair.nomination_id == case.id) | (NominationPair.other_id == case.id),
        )
    ).all()
    taken = _cases([one.other_id for one in pairs if one.nomination_id == case.id])
    into = _cases([one.nomination_id for one in pairs if one.other_id == case.id])
    return Joins(tuple(rows_of(seen)), tuple(taken), into[0] if into else None)


def _cases(ids: list[UUID]) -> list[CaseRow]:
    if not ids:
        return []
    query = select(Nomination).where(Nomination.id.in_(ids)).order_by(Nomination.id)
    return rows_of(list(session.scalars(query)))


def _alike(case: Nomination) -> list[Nomination]:
    """Cases of the campaign under review that have her name and her unit, place or witness."""
    if State(case.state) not in OPEN:
        return []
    query = select(Nomination).where(
        Nomination.campaign_id == case.campaign_id,
        Nomination.name == case.name,
        Nomination.id != case.id,
        Nomination.state.in_([one.value for one in OPEN]),
    )
    others = session.scalars(query.order_by(Nomination.id).limit(20)).all()
    if not others:
        return []
    told = _told_apart(case.id)
    phones = _witness_phones(case.id)
    return [
        one
        for one in others
        if one.id not in told
        and (
            rules.same_unit(case.unit, one.unit)
            or case.place_id == one.place_id
            or phones & _witness_phones(one.id)
        )
    ]


def _told_apart(nomination_id: UUID) -> set[UUID]:
    query = select(NominationPair).where(
        (NominationPair.nomination_id == nomination_id) | (NominationPair.other_id == nomination_id)
    )
    return {
        each for one in session.scalars(query) for each in (one.nomination_id, one.other_id)
    } - {nomination_id}


def _witness_phones(nomination_id: UUID) -> set[str]:
    query = (
        select(NominationWitness)
        .join(NominationVoice, NominationVoice.id == NominationWitness.voice_id)
        .where(NominationVoice.nomination_id == nomination_id)
    )
    return {one.phone for one in session.scalars(query)}


def join(staff: Staff, nomination_id: UUID, other_id: UUID, *, now: datetime) -> UUID:
    """They are one person: one case goes on with both voices; its id.

    It is the one that has come further; of two as far, the older. Refuses two volunteers' accounts.
    """
    with transaction():
        one, other, campaign = _held(staff, nomination_id, other_id)
        if one.volunteer_id and other.volunteer_id and one.volunteer_id != other.volunteer_id:
            raise errors.TwoVolunteers
        kept, gone = sorted((one, other), key=_how_far, reverse=True)
        told = [*nominators_of(kept.id), *nominators_of(gone.id)]
        _move_voices(gone.id, kept.id)
        _take_over(kept, gone)
        move(gone, Decision.MERGE)
        session.add(
            NominationPair(
                nomination_id=kept.id,
                other_id=gone.id,
                same=True,
                decided_by_id=staff.id,
                decided_at=now,
            )
        )
        note(staff.actor, gone, Decision.MERGE, now=now)
        move(kept, Decision.JOIN)
        note(staff.actor, kept, Decision.JOIN, now=now, words="另一份推荐是同一个人，已并入")
        tell("nomination_joined", kept, campaign, told, now=now)
        if kept.consent == "missing" and kept.volunteer_id is not None:
            kept.consent = "asked"
            tell("nomination_consent", kept, campaign, [kept.volunteer_id], now=now)
    return kept.id


def tell_apart(staff: Staff, nomination_id: UUID, other_id: UUID, *, now: datetime) -> None:
    """They are two people: nobody is asked about these two again."""
    with transaction():
        one, other, _ = _held(staff, nomination_id, other_id)
        first, second = sorted((one.id, other.id))
        if session.get(NominationPair, (first, second)) is None:
            session.add(
                NominationPair(
                    nomination_id=first,
                    other_id=second,
                    same=False,
                    decided_by_id=staff.id,
                    decided_at=now,
                )
            )


def _held(
    staff: Staff, nomination_id: UUID, other_id: UUID
) -> tuple[Nomination, Nomination, Campaign]:
    one, campaign = held_case(nomination_id)
    other = session.scalars(
        locking(
            select(Nomination).where(
                Nomination.id == other_id,
                Nomination.campaign_id == campaign.id,
                Nomination.id != nomination_id,
            )
        )
    ).one_or_none()
    if other is None:
        raise NotFound
    for case in (one, other):
        staff.require(Permission.NOMINATIONS_REVIEW, case.place_path)
        refusal = part_rules.why_not_touched_by(part_of(staff, case)) or rules.why_not(
            State(case.state), Decision.MERGE
        )
        if refusal:
            raise refusal
    return one, other, campaign


def _how_far(case: Nomination) -> tuple[bool, int, float]:
    reviewed = case.state == State.IN_REVIEW.value
    return reviewed, RANKS[case.level], -case.made_at.timestamp()


def _move_voices(gone_id: UUID, kept_id: UUID) -> None:
    """Who named both keeps the words in the case that goes on; the others stay in the history."""
    there = {_who(one) for one in _voices(kept_id)}
    for voice in _voices(gone_id):
        if _who(voice) not in there:
            voice.nomination_id = kept_id
    session.flush()


def _voices(nomination_id: UUID) -> list[NominationVoice]:
    query = select(NominationVoice).where(NominationVoice.nomination_id == nomination_id)
    return list(session.scalars(query.order_by(NominationVoice.id)))


def _who(voice: NominationVoice) -> tuple[str, UUID, str]:
    return voice.by_kind, voice.by_id, voice.for_name


def _take_over(kept: Nomination, gone: Nomination) -> None:
    """What is known of the person, and what she said, goes along."""
    kept.volunteer_id = gone.volunteer_id = kept.volunteer_id or gone.volunteer_id
    if kept.consent not in AGREED and gone.consent in (*AGREED, "asked"):
        kept.consent, kept.consent_at = gone.consent, gone.consent_at
        kept.consent_note = gone.consent_note
        kept.show_name, kept.show_photos = gone.show_name, gone.show_photos
    kept.headline = kept.headline or gone.headline
    kept.story = kept.story or gone.story
