"""Whether the person wants it: asked by a notice, or noted by staff with how it was said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit.actors import Actor
from app.domain.nominations import errors, part_rules, rules
from app.domain.nominations.holding import held_case, move, note
from app.domain.nominations.models import Nomination
from app.domain.nominations.parts import part_of
from app.domain.nominations.rules import ADULT_YEARS, Decision
from app.domain.people import families
from app.domain.people.queries import VolunteerView
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Word:
    """What the person (for the young: the guardian) said, and what may be shown."""

    agreed: bool
    show_name: bool = False
    show_photos: bool = False


def answer(by: VolunteerView, nomination_id: UUID, word: Word, *, now: datetime) -> None:
    """The person's own word, or her guardian's; a later "no" ends the case until it is published.

    A person under 18 does not answer for herself.
    """
    with transaction():
        case, _ = held_case(nomination_id)
        refusal = why_not_answer(by, case)
        if refusal:
            raise refusal
        _heed(case, word, "given", now=now)
        decision = Decision.CONSENT if word.agreed else Decision.DECLINE
        note(Actor("volunteer", by.id, by.name), case, decision, now=now)


def why_not_answer(by: VolunteerView, case: Nomination) -> errors.GuardiansWord | None:
    """Whose word it is; a stranger does not find it."""
    if case.volunteer_id is None:
        raise NotFound
    if case.volunteer_id == by.id:
        return errors.GuardiansWord() if case.age < ADULT_YEARS else None
    if families.acted_for(by, case.volunteer_id) is None:
        raise NotFound
    return None


def note_word(staff: Staff, nomination_id: UUID, word: Word, how: str, *, now: datetime) -> None:
    """Staff write down what the person said, and how: by telephone, on paper, in whose presence."""
    refusal = rules.why_not_these_words(how, field="how", what="怎样征求的意见")
    if refusal:
        raise refusal
    with transaction():
        case, _ = held_case(nomination_id)
        staff.require(Permission.NOMINATIONS_REVIEW, case.place_path)
        refusal = part_rules.why_not_written_by(part_of(staff, case))
        if refusal:
            raise refusal
        _heed(case, word, "noted", now=now)
        case.consent_note = how.strip()[:200]
        decision = Decision.CONSENT if word.agreed else Decision.DECLINE
        note(staff.actor, case, decision, now=now, words=case.consent_note)


def _heed(case: Nomination, word: Word, agreed_as: str, *, now: datetime) -> None:
    move(case, Decision.CONSENT if word.agreed else Decision.DECLINE)
    case.consent = agreed_as if word.agreed else "declined"
    case.consent_at = now
    case.show_name = word.agreed and word.show_name
    case.show_photos = word.agreed and word.show_photos
    session.flush()
