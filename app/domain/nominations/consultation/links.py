"""A letter's link: unguessable, for so long, opened with a code told apart, and taken back.

Only keyed digests are kept: nobody reads link or code out of the database.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.audit.actors import Actor
from app.domain.nominations.consultation import errors, rules
from app.domain.nominations.consultation.listing import held
from app.domain.nominations.consultation.models import ConsultationLetter, ConsultationLine
from app.domain.nominations.holding import locking, note_campaign
from app.domain.nominations.models import Campaign
from app.kernel.calendar import end_of_day
from app.kernel.crypto import blind_index
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction

TOKEN_BYTES = 24  # 192 bits


@dataclass(frozen=True)
class Link:
    """Shown once to who made it: the address's last part, and the code to tell apart from it."""

    token: str = field(repr=False)
    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True)
class Visit:
    """Somebody let in by link and code; `digest` ends the visit when the link is made anew."""

    letter_id: UUID
    digest: str


def held_letter(staff: Staff, letter_id: UUID) -> tuple[ConsultationLetter, Campaign]:
    """A letter's row, held after its campaign's; raises NotFound."""
    campaign_id = session.scalar(
        select(ConsultationLetter.campaign_id).where(ConsultationLetter.id == letter_id)
    )
    if campaign_id is None:
        raise NotFound
    campaign = held(staff, campaign_id)
    query = locking(select(ConsultationLetter).where(ConsultationLetter.id == letter_id))
    return session.scalars(query).one(), campaign


def issue(staff: Staff, letter_id: UUID, *, now: datetime) -> Link:
    """A new link with a new code, until the letter's last day; the one before opens no more."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    code = "".join(secrets.choice("0123456789") for _ in range(rules.CODE_DIGITS))
    with transaction():
        letter, campaign = held_letter(staff, letter_id)
        until = end_of_day(letter.due_on)
        if until <= now:
            raise errors.LetterOverdue
        if not awaits(letter.id):
            raise errors.LetterAnswered
        letter.link_digest, letter.link_until = _digest(token), until
        letter.code_digest, letter.wrong_codes = _code_digest(token, code), 0
        note_campaign(staff.actor, campaign, "link_letter", now=now, count=letter.number)
    return Link(token, code, until)


def take_back(staff: Staff, letter_id: UUID, *, now: datetime) -> None:
    """The link opens no more, from this moment."""
    with transaction():
        letter, campaign = held_letter(staff, letter_id)
        _close(letter)
        note_campaign(staff.actor, campaign, "unlink_letter", now=now, count=letter.number)


def prolong(staff: Staff, letter_id: UUID, due_on: date | None, *, now: datetime) -> None:
    """More time for an answer; a link that is open stays open until then."""
    with transaction():
        letter, campaign = held_letter(staff, letter_id)
        latest = rules.answer_due(now, rules.MOST_DAYS)
        if due_on is None or not letter.due_on < due_on <= latest:
            problem = f"请选择 {letter.due_on:%Y-%m-%d} 以后、{latest:%Y-%m-%d} 以前的日期"
            raise BadInput(field="due_on", problem=problem)
        letter.due_on, letter.warned = due_on, 0
        if letter.link_digest is not None:
            letter.link_until = end_of_day(due_on)
        note_campaign(staff.actor, campaign, "prolong_letter", now=now, count=letter.number)


def note_call(staff: Staff, letter_id: UUID, *, now: datetime) -> None:
    """Staff reminded the authority by telephone."""
    with transaction():
        letter, campaign = held_letter(staff, letter_id)
        letter.reminded_at = now
        note_campaign(staff.actor, campaign, "remind_letter", now=now, count=letter.number)


def enter(token: str, code: str, *, now: datetime) -> Visit:
    """Let in who has the link and its code; five wrong codes close the link for good.

    Whatever is wrong gets one answer: NoSuchLink.
    """
    digest = _digest(token)
    with transaction():
        query = select(ConsultationLetter).where(ConsultationLetter.link_digest == digest)
        letter = session.scalars(locking(query)).one_or_none()
        let_in = letter is not None and _let_in(letter, token, code, now)
    if letter is None or not let_in:
        raise errors.NoSuchLink
    return Visit(letter.id, digest)


def _let_in(letter: ConsultationLetter, token: str, code: str, now: datetime) -> bool:
    if letter.link_until is None or letter.link_until <= now:
        return False
    typed = _code_digest(token, "".join(code.split()))
    if secrets.compare_digest(letter.code_digest, typed):
        letter.wrong_codes = 0
        letter.opened_at = letter.opened_at or now
        return True
    letter.wrong_codes += 1
    if letter.wrong_codes >= rules.WRONG_CODES:
        _close(letter)
    return False


def behind(visit: Visit, *, now: datetime) -> ConsultationLetter:
    """The letter of a visit that goes on; NoSuchLink once its link is over."""
    letter = session.get(ConsultationLetter, visit.letter_id, populate_existing=True)
    open_now = letter is not None and letter.link_until is not None and letter.link_until > now
    if letter is None or not open_now or letter.link_digest != visit.digest:
        raise errors.NoSuchLink
    return letter


def awaits(letter_id: UUID) -> bool:
    """Whether something of a letter is still to be answered."""
    query = select(ConsultationLine.id).where(
        ConsultationLine.letter_id == letter_id,
        ConsultationLine.verdict.is_(None),
        ConsultationLine.ended_at.is_(None),
    )
    return session.scalars(query.limit(1)).first() is not None


def authority(letter: ConsultationLetter) -> Actor:
    """Who answers by a link, in the trail."""
    return Actor("authority", letter.id, letter.addressee)


def _close(letter: ConsultationLetter) -> None:
    letter.link_digest = letter.link_until = None
    letter.code_digest, letter.wrong_codes = "", 0


def _digest(token: str) -> str:
    return blind_index(token, column="consultation_letter.link")


def _code_digest(token: str, code: str) -> str:
    return blind_index(f"{token}\0{code}", column="consultation_letter.code")
