"""What processes do when they race for places: sign up, cancel, change, exchange, lower."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from app.domain.access.queries import Staff
from app.domain.activities import (
    asking,
    exchanges,
    lowering,
    publication,
    switching,
    team_sign_up,
)
from app.domain.activities import sign_up as sign_ups
from app.domain.activities.models import ActivitySession, Position
from app.domain.people import holding
from app.domain.people.models import Volunteer
from app.kernel.database import session
from tests.racing import Race, look_at_people


@dataclass(frozen=True)
class Move:
    """One thing somebody does; what is given says which."""

    volunteer_id: UUID | None
    position_id: UUID | None = None
    sign_up_id: UUID | None = None
    activity_id: UUID | None = None
    staff: Staff | None = None
    capacity: int | None = None
    confirmed: tuple[UUID, ...] = ()
    exchange_id: UUID | None = None
    team_id: UUID | None = None
    member_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came of it: a state, `cancelled`, `called_off`, a refusal's code or an error's name."""

    volunteer_id: UUID | None
    outcome: str
    place_in_queue: int | None = None


def _look_at_position(position_id: UUID) -> Position:
    return session.get_one(Position, position_id, populate_existing=True)


def _look_at_both(*ids: UUID) -> dict[UUID, Position]:
    return {each: _look_at_position(each) for each in ids}


def _look_at_positions(activity_id: UUID) -> list[Position]:
    sessions = select(ActivitySession.id).where(ActivitySession.activity_id == activity_id)
    query = select(Position).where(Position.session_id.in_(sessions))
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _unlocked() -> dict[tuple[Any, str], object]:
    return {
        (sign_ups, "hold_position"): _look_at_position,
        (asking, "_HELD"): asking._LOOKED_AT,
        (sign_ups, "hold"): look_at_people,
        (holding, "_ONE"): holding._LOOKED_AT.where(Volunteer.id == bindparam("one")),
        (team_sign_up, "hold_position"): _look_at_position,
        (team_sign_up, "hold"): look_at_people,
        (lowering, "hold_positions"): _look_at_positions,
        (switching, "hold_both_positions"): _look_at_both,
        (switching, "hold"): look_at_people,
        (exchanges, "hold_both_positions"): _look_at_both,
        (exchanges, "hold"): look_at_people,
    }


def _failed(move: Move, why: str) -> Answer:
    return Answer(move.volunteer_id, why)


def _act(move: Move, now: datetime) -> Answer:
    if move.staff is not None and move.activity_id is not None:
        publication.cancel(move.staff, move.activity_id, reason="大雨", now=now)
        return Answer(None, "called_off")
    if move.staff is not None and move.position_id and move.capacity:
        lowering.lower(
            move.staff,
            move.position_id,
            capacity=move.capacity,
            reason="场地太小",
            confirmed=move.confirmed,
            who_is_in=lambda _session_id: (),
            now=now,
        )
        return Answer(None, "lowered")
    assert move.volunteer_id is not None
    if move.team_id is not None and move.position_id is not None:
        outcome = team_sign_up.sign_up_team(
            move.volunteer_id,
            move.team_id,
            move.position_id,
            member_ids=move.member_ids,
            now=now,
        )
        return Answer(move.volunteer_id, f"team of {len(outcome.signed_up)}")
    if move.exchange_id is not None:
        exchanges.accept(move.volunteer_id, move.exchange_id, now=now)
        return Answer(move.volunteer_id, "exchanged")
    if move.position_id is not None and move.sign_up_id is not None:
        switching.change_position(move.volunteer_id, move.sign_up_id, move.position_id, now=now)
        return Answer(move.volunteer_id, "changed")
    if move.position_id is not None:
        done = sign_ups.sign_up(move.volunteer_id, move.position_id, now=now)
        return Answer(move.volunteer_id, done.state, done.place_in_queue)
    assert move.sign_up_id is not None
    sign_ups.cancel_sign_up(move.volunteer_id, move.sign_up_id, now=now)
    return Answer(move.volunteer_id, "cancelled")


PLACES: Race[Move, Answer] = Race(_act, _failed, _unlocked)
