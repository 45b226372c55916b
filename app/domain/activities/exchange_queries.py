"""Reading who could exchange positions, and the requests there are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.domain.activities.models import Activity, Position, PositionExchange, SignUp
from app.domain.people import queries as people
from app.kernel.database import session
from app.kernel.refusal import NotFound

FELLOWS_SHOWN = 60


@dataclass(frozen=True)
class Fellow:
    """Somebody with a place at another position of the session; her name in part."""

    sign_up_id: UUID
    masked_name: str
    position: str


@dataclass(frozen=True)
class ExchangeView:
    """A request as both read it; the other's name in part. `state` as in models."""

    id: UUID
    asker_id: UUID  # the volunteers
    other_id: UUID
    asker_sign_up_id: UUID
    other_sign_up_id: UUID
    asker_name: str
    other_name: str
    asker_position: str
    other_position: str
    activity_id: UUID
    title: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    state: str
    expires_at: datetime

    def open(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return self.state == "asked" and now < self.expires_at


def fellows(sign_up_id: UUID) -> list[Fellow]:
    """Those of the same session with a place at another position, by position."""
    own = session.get(SignUp, sign_up_id, populate_existing=True)
    if own is None:
        raise NotFound
    rows = session.execute(
        select(SignUp.id, SignUp.volunteer_id, Position.name)
        .join(Position, Position.id == SignUp.position_id)
        .where(
            SignUp.session_id == own.session_id,
            SignUp.state == "signed_up",
            SignUp.position_id != own.position_id,
            SignUp.volunteer_id != own.volunteer_id,
        )
        .order_by(Position.id, SignUp.queued_at, SignUp.id)
        .limit(FELLOWS_SHOWN)
    ).all()
    persons = people.cards([row.volunteer_id for row in rows])
    return [Fellow(row.id, persons[row.volunteer_id].masked_name, row.name) for row in rows]


def exchange(exchange_id: UUID) -> ExchangeView:
    """One request; who may read it is asked by its two volunteers."""
    found = _views(PositionExchange.id == exchange_id)
    if not found:
        raise NotFound
    return found[0]


def open_exchanges(sign_up_id: UUID, *, now: datetime) -> list[ExchangeView]:
    """What waits for an answer about a sign-up: asked by her or of her."""
    return [
        one
        for one in _views(
            or_(PositionExchange.asker_id == sign_up_id, PositionExchange.other_id == sign_up_id),
            PositionExchange.state == "asked",
        )
        if one.open(now)
    ]


def _views(*conditions: object) -> list[ExchangeView]:
    mine, hers = aliased(SignUp), aliased(SignUp)
    here, there = aliased(Position), aliased(Position)
    rows = session.execute(
        select(
            PositionExchange,
            Activity,
            mine,
            hers.volunteer_id.label("other"),
            here.name.label("asker_position"),
            there.name.label("other_position"),
        )
        .join(mine, mine.id == PositionExchange.asker_id)
        .join(hers, hers.id == PositionExchange.other_id)
        .join(here, here.id == PositionExchange.asker_position_id)
        .join(there, there.id == PositionExchange.other_position_id)
        .join(Activity, Activity.id == mine.activity_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(PositionExchange.asked_at, PositionExchange.id)
        .execution_options(populate_existing=True)
    ).all()
    persons = people.cards({who for row in rows for who in (row[2].volunteer_id, row.other)})
    return [_view(row, persons) for row in rows]


def _view(row: Any, persons: dict[UUID, people.PersonCard]) -> ExchangeView:
    asked, activity, own = row[:3]
    return ExchangeView(
        id=asked.id,
        asker_id=own.volunteer_id,
        other_id=row.other,
        asker_sign_up_id=asked.asker_id,
        other_sign_up_id=asked.other_id,
        asker_name=persons[own.volunteer_id].masked_name,
        other_name=persons[row.other].masked_name,
        asker_position=row.asker_position,
        other_position=row.other_position,
        activity_id=activity.id,
        title=activity.title,
        venue=activity.venue,
        starts_at=own.starts_at,
        ends_at=own.ends_at,
        state=asked.state,
        expires_at=asked.expires_at,
    )
