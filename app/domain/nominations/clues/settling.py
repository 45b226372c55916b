"""A clerk looks at a clue: a nomination, the same as one there is, kept, or kindly not enough."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.nominations import nominating
from app.domain.nominations import rules as case_rules
from app.domain.nominations.clues import errors, rules
from app.domain.nominations.clues.events import ClueKind, ClueNews
from app.domain.nominations.clues.models import Clue
from app.domain.nominations.clues.rules import KEPT_FOR, NEXT_CLUE, ClueDecision, ClueState
from app.domain.nominations.holding import locking
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.nominating import Nominated
from app.domain.nominations.nominee_rules import Application
from app.domain.people import queries as people
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction


def nominate(
    staff: Staff,
    clue_id: UUID,
    campaign_id: UUID | None,
    application: Application,
    *,
    now: datetime,
) -> Nominated:
    """Make a nomination of it; its giver is the nominator. Who writes it down reviews it not."""
    if campaign_id is None:
        raise BadInput(field="campaign_id", problem="请选择推选")
    if application.place_id is None:
        raise BadInput(field="place_id", problem="请选择社区")
    staff.require(Permission.NOMINATIONS_ENTER, places.place(application.place_id).path)
    with transaction():
        row = _handled(staff, clue_id, ClueDecision.NOMINATE, now=now)
        done = nominating.named_by(_giver(row, staff), campaign_id, application, now=now)
        row.nomination_id = done.id
        title = session.get_one(Campaign, campaign_id).title
        _close(staff, row, "clue_nominated", now=now, about=title)
    return done


def same_as(staff: Staff, clue_id: UUID, nomination_id: UUID | None, *, now: datetime) -> None:
    """The person has a case already; the giver hears that she is not the only one."""
    if nomination_id is None:
        raise BadInput(field="nomination_id", problem="请选择是哪一份推荐")
    with transaction():
        case = session.get(Nomination, nomination_id)
        if case is None or not staff.scope.covers(case.place_path):
            raise NotFound
        row = _handled(staff, clue_id, ClueDecision.SAME, now=now)
        row.nomination_id = case.id
        title = session.get_one(Campaign, case.campaign_id).title
        _close(staff, row, "clue_same", now=now, about=title)


def decline(staff: Staff, clue_id: UUID, words: str, *, now: datetime) -> None:
    """Not enough to go on, in words its giver reads."""
    refusal = case_rules.why_not_these_words(words, field="words", what="怎样答复")
    if refusal:
        raise refusal
    with transaction():
        row = _handled(staff, clue_id, ClueDecision.DECLINE, now=now)
        row.answer = words.strip()
        _close(staff, row, "clue_not_enough", now=now, words=row.answer)


def keep(staff: Staff, clue_id: UUID, *, now: datetime) -> None:
    """Worth a nomination, once a campaign takes some; the giver is told that it is kept."""
    with transaction():
        row = _handled(staff, clue_id, ClueDecision.KEEP, now=now)
        _close(staff, row, "clue_kept", now=now)


def _handled(staff: Staff, clue_id: UUID, decision: ClueDecision, *, now: datetime) -> Clue:
    """The held clue in its next state, for who may handle it and did not give it."""
    row: Clue | None = session.scalars(
        locking(select(Clue).where(Clue.id == clue_id))
    ).one_or_none()
    if row is None:
        raise NotFound
    staff.require(Permission.NOMINATIONS_ENTER, row.place_path)
    if staff.volunteer_id is not None and staff.volunteer_id == row.volunteer_id:
        raise errors.OwnClue
    refusal = rules.why_not_clue(ClueState(row.state), decision)
    if refusal:
        raise refusal
    row.state = NEXT_CLUE[ClueState(row.state), decision].value
    row.handled_by_id, row.handled_at = staff.id, now
    return row


def _giver(row: Clue, staff: Staff) -> Actor:
    """Who gave it, or the clerk where she has left since."""
    try:
        giver = people.volunteer(row.volunteer_id)
    except NotFound:
        return staff.actor
    return Actor("volunteer", giver.id, giver.name)


def _close(
    staff: Staff, row: Clue, kind: ClueKind, *, now: datetime, about: str = "", words: str = ""
) -> None:
    session.flush()
    word = kind.removeprefix("clue_")
    trail.record(staff.actor, f"clues.{word}", "clue", row.id, now=now, place_id=row.place_id)
    happened(ClueNews(kind, row.volunteer_id, row.text, now, about, words))


def forget_old(*, now: datetime) -> int:
    """Clues that led nowhere are deleted after a year; how many."""
    led_nowhere = [ClueState.SAME.value, ClueState.NOT_ENOUGH.value]
    old = (Clue.state.in_(led_nowhere)) & (Clue.handled_at <= now - KEPT_FOR)
    gone = session.scalars(select(Clue.id).where(old)).all()
    if not gone:
        return 0
    with transaction():
        session.execute(
            delete(Clue).where(Clue.id.in_(gone)).execution_options(synchronize_session=False)
        )
    return len(gone)
