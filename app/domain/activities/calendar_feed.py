"""A volunteer's own sign-ups as a calendar that her phone reads by an address of its own.

Whoever has the address reads it without signing in: it cannot be guessed, shows nothing but her
sign-ups, and is void the moment she gives it up or takes a new one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from app.domain.activities.models import (
    Activity,
    CalendarEntry,
    CalendarFeed,
    Position,
    SignUp,
)
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.messaging import pages
from app.domain.people import queries as people
from app.domain.people.holding import hold
from app.kernel.crypto import read_signed_code, signed_code
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

SHOWN_AFTERWARDS = timedelta(days=60)
MOST_ENTRIES = 300
_PURPOSE = "calendar feed"
_GONE = ("cancelled", "released")


@dataclass(frozen=True)
class CalendarFacts:
    """What a calendar shows of something. `standing`: CONFIRMED | TENTATIVE | CANCELLED."""

    starts_at: datetime
    ends_at: datetime
    title: str
    position: str
    venue: str
    contact_name: str
    contact_phone: str
    of_id: UUID
    standing: str


@dataclass(frozen=True)
class CalendarLine:
    """One entry: of a sign-up, a session, an event for audiences or a ticket.

    `sequence` is higher than whatever differed before; `page` is where it leads, `told` what its
    description says before that.
    """

    id: UUID
    facts: CalendarFacts
    sequence: int
    changed_at: datetime
    page: str
    told: tuple[str, ...] = ()


def token(volunteer_id: UUID) -> str | None:
    """The secret part of her calendar's address; None while she has none."""
    feed_id = session.scalar(
        select(CalendarFeed.id).where(CalendarFeed.volunteer_id == volunteer_id)
    )
    return signed_code(feed_id.bytes, purpose=_PURPOSE) if feed_id else None


def take_address(volunteer_id: UUID, *, now: datetime) -> str:
    """Make an address, or a new one in place of the old, which is void at once."""
    with transaction():
        _remove(volunteer_id)
        feed = CalendarFeed(id=uuid4(), volunteer_id=volunteer_id, made_at=now)
        session.add(feed)
        session.flush()
        _write_down("volunteer.take_calendar_address", volunteer_id, now)
        return signed_code(feed.id.bytes, purpose=_PURPOSE)


def give_address_up(volunteer_id: UUID, *, now: datetime) -> None:
    """Nobody reads the calendar any more; asked again, nothing happens."""
    with transaction():
        if _remove(volunteer_id):
            _write_down("volunteer.give_calendar_up", volunteer_id, now)


def lines_of(volunteer_id: UUID, *, now: datetime) -> list[CalendarLine]:
    """Her sign-ups as entries, in order of time; raises NotFound.

    Nothing is written unless something has changed since the last time.
    """
    known = _known(volunteer_id, now)
    if any(entry is None or entry.digest != _digest(facts) for _, facts, entry in known):
        with transaction():
            if volunteer_id not in hold([volunteer_id]):
                raise NotFound
            known = _known(volunteer_id, now)
            _tell(known, now)
            known = _known(volunteer_id, now)
    return [
        CalendarLine(
            sign_up_id,
            facts,
            entry.sequence,
            entry.changed_at,
            page=pages.activity(facts.of_id),
            told=(
                f"岗位：{facts.position}",
                f"联系人：{facts.contact_name} {facts.contact_phone}",
            ),
        )
        for sign_up_id, facts, entry in known
        if entry is not None
    ]


Known = tuple[UUID, CalendarFacts, CalendarEntry | None]


def whose(asked: str) -> UUID:
    """The volunteer behind an address's token; raises NotFound."""
    feed_id = read_signed_code(asked, purpose=_PURPOSE)
    volunteer_id = None
    if feed_id is not None and len(feed_id) == 16:
        volunteer_id = session.scalar(
            select(CalendarFeed.volunteer_id).where(CalendarFeed.id == UUID(bytes=feed_id))
        )
    if volunteer_id is None or people.cards([volunteer_id])[volunteer_id].state == "left":
        raise NotFound
    return volunteer_id


def _known(volunteer_id: UUID, now: datetime) -> list[Known]:
    query = (
        select(SignUp, Activity, Position.name, CalendarEntry)
        .join(Activity, Activity.id == SignUp.activity_id)
        .join(Position, Position.id == SignUp.position_id)
        .outerjoin(CalendarEntry, CalendarEntry.sign_up_id == SignUp.id)
        .where(SignUp.volunteer_id == volunteer_id, SignUp.ends_at > now - SHOWN_AFTERWARDS)
        .order_by(SignUp.starts_at.desc(), SignUp.id)
        .limit(MOST_ENTRIES)
        .execution_options(populate_existing=True)
    )
    rows = session.execute(query).all()
    return [(own.id, _facts(own, its, name), entry) for own, its, name, entry in reversed(rows)]


def _facts(own: SignUp, its: Activity, position: str) -> CalendarFacts:
    standing = "TENTATIVE" if own.state == "waiting" else "CONFIRMED"
    if own.state in _GONE:
        standing = "CANCELLED"
    return CalendarFacts(
        starts_at=own.starts_at,
        ends_at=own.ends_at,
        title=its.title,
        position=position,
        venue=its.venue,
        contact_name=its.contact_name,
        contact_phone=its.contact_phone,
        of_id=its.id,
        standing=standing,
    )


def _digest(facts: CalendarFacts) -> str:
    return hashlib.sha256("\0".join(str(fact) for fact in astuple(facts)).encode()).hexdigest()


def _tell(known: Sequence[Known], now: datetime) -> None:
    fresh = [
        {"sign_up_id": sign_up_id, "digest": _digest(facts), "sequence": 0, "changed_at": now}
        for sign_up_id, facts, entry in known
        if entry is None
    ]
    changed = [
        {"sign_up_id": sign_up_id, "digest": _digest(facts), "sequence": entry.sequence + 1}
        | {"changed_at": now}
        for sign_up_id, facts, entry in known
        if entry is not None and entry.digest != _digest(facts)
    ]
    if fresh:
        session.execute(insert(CalendarEntry), fresh)
    if changed:
        session.execute(update(CalendarEntry), changed)


def _remove(volunteer_id: UUID) -> bool:
    person = hold([volunteer_id])
    if not person:
        raise NotFound
    removed = session.execute(
        delete(CalendarFeed)
        .where(CalendarFeed.volunteer_id == volunteer_id)
        .returning(CalendarFeed.id)
        .execution_options(synchronize_session=False)
    )
    return removed.first() is not None


def _write_down(action: str, volunteer_id: UUID, now: datetime) -> None:
    who = people.cards([volunteer_id])[volunteer_id]
    actor = Actor("volunteer", volunteer_id, who.name)
    trail.record(actor, action, "volunteer", volunteer_id, now=now)
