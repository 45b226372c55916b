"""Two of a session exchange positions: one asks, the other accepts within the time, or not.

Both keep a place all the while. Every step holds both people, then both positions, so that a place
given back, a plan changed or a second answer comes before or after, never in between.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities import place_errors as errors
from app.domain.activities import race_window
from app.domain.activities.asked import asked, candidate, offered
from app.domain.activities.events import ExchangeAsked, ExchangeOver, PositionChanged
from app.domain.activities.locks import hold_both_positions
from app.domain.activities.models import Activity, Position, PositionExchange, SignUp
from app.domain.activities.queue import place_told
from app.domain.activities.rules import exchange_answered_by, why_not_change_position
from app.domain.people.holding import HeldVolunteer, hold
from app.domain.qualifications import checking
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.masking import masked_name
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction

AT_ONCE = 200


@dataclass(frozen=True)
class _Side:
    """One of the two: who, her sign-up and her position, all held."""

    person: HeldVolunteer
    sign_up: SignUp
    position: Position


@dataclass(frozen=True)
class _Pair:
    asker: _Side
    other: _Side
    activity: Activity


def ask(volunteer_id: UUID, sign_up_id: UUID, other_sign_up_id: UUID, *, now: datetime) -> UUID:
    """Ask another of the same session to exchange positions; asked again, the first request."""
    with transaction():
        pair = _held(sign_up_id, other_sign_up_id)
        if pair.asker.person.id != volunteer_id:
            raise NotFound
        earlier = _open_of(sign_up_id, now)
        if earlier is not None:
            if earlier.other_id == other_sign_up_id:
                return earlier.id
            raise errors.AskedSomebodyElse(expires_at=earlier.expires_at)
        refusal = _why_not(pair, reader=volunteer_id, now=now)
        if refusal:
            raise refusal
        row = PositionExchange(
            id=new_id(),
            asker_id=sign_up_id,
            other_id=other_sign_up_id,
            asker_position_id=pair.asker.position.id,
            other_position_id=pair.other.position.id,
            state="asked",
            asked_at=now,
            expires_at=exchange_answered_by(pair.asker.sign_up.starts_at, now=now),
        )
        session.add(row)
        session.flush()
        happened(
            ExchangeAsked(
                exchange_id=row.id,
                place=place_told(pair.other.sign_up, pair.activity, pair.other.position),
                asker=masked_name(pair.asker.person.name),
                position=pair.asker.position.name,
                expires_at=row.expires_at,
                now=now,
            )
        )
        return row.id


def accept(volunteer_id: UUID, exchange_id: UUID, *, now: datetime) -> None:
    """Exchange the two positions. Said again, nothing changes."""
    with transaction():
        row, pair = _answered(volunteer_id, exchange_id, asker=False)
        if row.state == "accepted":
            return
        _refuse_what_is_over(row, now)
        if _moved_since(row, pair):
            raise errors.ExchangeOutOfDate
        refusal = _why_not(pair, reader=volunteer_id, now=now)
        if refusal:
            raise refusal
        race_window.pass_through()
        mine, hers = pair.other, pair.asker
        mine.sign_up.position_id, hers.sign_up.position_id = hers.position.id, mine.position.id
        # Who agrees to another position says that she comes.
        mine.sign_up.confirm_by = hers.sign_up.confirm_by = None
        row.state, row.answered_at = "accepted", now
        session.flush()
        for side, new in ((mine, hers.position), (hers, mine.position)):
            told = place_told(side.sign_up, pair.activity, new)
            happened(PositionChanged(told, side.position.name, now))


def refuse(volunteer_id: UUID, exchange_id: UUID, *, now: datetime) -> None:
    """The other would rather not; who asked is told. Said again, nothing changes."""
    _end(volunteer_id, exchange_id, "refused", now=now)


def withdraw(volunteer_id: UUID, exchange_id: UUID, *, now: datetime) -> None:
    """Who asked thinks better of it. Said again, nothing changes."""
    _end(volunteer_id, exchange_id, "withdrawn", now=now)


def expire(*, now: datetime) -> int:
    """Requests nobody answered in time end, and who asked is told; how many. For the clock."""
    due = session.execute(
        select(PositionExchange.id, PositionExchange.asker_id, PositionExchange.other_id)
        .where(PositionExchange.state == "asked", PositionExchange.expires_at <= now)
        .order_by(PositionExchange.expires_at)
        .limit(AT_ONCE)
    ).all()
    return sum(_expire(exchange_id, asker, other, now) for exchange_id, asker, other in due)


def _expire(exchange_id: UUID, asker: UUID, other: UUID, now: datetime) -> int:
    with transaction():
        pair = _held(asker, other)
        row = session.get_one(PositionExchange, exchange_id, populate_existing=True)
        if row.state != "asked":
            return 0
        _over(row, pair, "expired", now)
        return 1


def _end(volunteer_id: UUID, exchange_id: UUID, state: str, *, now: datetime) -> None:
    with transaction():
        row, pair = _answered(volunteer_id, exchange_id, asker=state == "withdrawn")
        if row.state == state:
            return
        _refuse_what_is_over(row, now)
        _over(row, pair, state, now)


def _over(row: PositionExchange, pair: _Pair, state: str, now: datetime) -> None:
    row.state, row.answered_at = state, now
    session.flush()
    if state == "withdrawn" or pair.asker.sign_up.state != "signed_up":
        return
    told = place_told(pair.asker.sign_up, pair.activity, pair.asker.position)
    happened(ExchangeOver(row.id, told, refused=state == "refused", now=now))


def _held(asker_id: UUID, other_id: UUID) -> _Pair:
    """Both people held, then both positions; rows read under these locks."""
    rows = {row.id: row for row in _sign_ups(asker_id, other_id)}
    if len(rows) != 2:
        raise NotFound
    people = hold({row.volunteer_id for row in rows.values()})
    positions = hold_both_positions(*(row.position_id for row in rows.values()))
    rows = {row.id: row for row in _sign_ups(asker_id, other_id)}
    if {row.position_id for row in rows.values()} - set(positions):
        raise errors.ExchangeOutOfDate  # she changed while we waited for the locks
    sides = [
        _Side(people[row.volunteer_id], row, positions[row.position_id])
        for row in (rows[asker_id], rows[other_id])
    ]
    activity = session.get_one(Activity, rows[asker_id].activity_id, populate_existing=True)
    return _Pair(sides[0], sides[1], activity)


def _sign_ups(*ids: UUID) -> list[SignUp]:
    query = select(SignUp).where(SignUp.id.in_(ids)).order_by(SignUp.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _answered(
    volunteer_id: UUID, exchange_id: UUID, *, asker: bool
) -> tuple[PositionExchange, _Pair]:
    row = session.get(PositionExchange, exchange_id, populate_existing=True)
    if row is None:
        raise NotFound
    pair = _held(row.asker_id, row.other_id)
    session.refresh(row)
    side = pair.asker if asker else pair.other
    if side.person.id != volunteer_id:
        raise NotFound
    return row, pair


def _open_of(sign_up_id: UUID, now: datetime) -> PositionExchange | None:
    """Her request that waits for an answer; one whose time is over ends here."""
    query = select(PositionExchange).where(
        PositionExchange.asker_id == sign_up_id, PositionExchange.state == "asked"
    )
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is not None and row.expires_at <= now:
        row.state, row.answered_at = "expired", now
        session.flush()
        return None
    return row


def _refuse_what_is_over(row: PositionExchange, now: datetime) -> None:
    if row.state == "expired" or (row.state == "asked" and row.expires_at <= now):
        raise errors.ExchangeExpired(expires_at=row.expires_at)
    if row.state != "asked":
        raise {
            "accepted": errors.ExchangeDone,
            "refused": errors.ExchangeRefused,
            "withdrawn": errors.ExchangeWithdrawn,
        }[row.state]


def _moved_since(row: PositionExchange, pair: _Pair) -> bool:
    return (pair.asker.position.id, pair.other.position.id) != (
        row.asker_position_id,
        row.other_position_id,
    )


def _why_not(pair: _Pair, *, reader: UUID, now: datetime) -> Refusal | None:
    """Both have places in the session, and each may take the other's position."""
    mine, hers = pair.asker, pair.other
    if mine.position.session_id != hers.position.session_id:
        return errors.OtherSession()
    if mine.position.id == hers.position.id:
        return errors.SamePosition()
    if (mine.sign_up.state, hers.sign_up.state) != ("signed_up", "signed_up"):
        return errors.ExchangeOutOfDate()
    for side, wanted in ((mine, hers.position), (hers, mine.position)):
        what = asked(wanted)
        refusal = why_not_change_position(
            candidate(side.person), offered(what), now=now
        ) or checking.why_not(
            side.person.id, wanted.qualification_id, at=what.its_session.starts_at, now=now
        )
        if refusal:
            # What she lacks is between her and the platform.
            return refusal if side.person.id == reader else errors.OtherDoesNotFit()
    return None
