"""A programme with an evening's event, as its tests need it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.culture import planning, publication, tickets
from app.domain.culture.models import CultureEvent, CultureScan, CultureTicket
from app.domain.culture.plan_rules import Event, Programme
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.conftest import NOON

HOUR = timedelta(hours=1)
STARTS = NOON + 7 * HOUR  # 19:00 in Shanghai
ENDS = STARTS + 2 * HOUR
PROGRAMME = Programme(
    "文化节", "金秋文化节", "三场演出，欢迎全家来看。", date(2026, 11, 1), date(2026, 11, 30)
)
SHOW = Event(
    kind="演出",
    title="戏曲专场",
    about="吕剧《姊妹易嫁》。",
    venue="阳光社区文化广场",
    starts_at=STARTS,
    ends_at=ENDS,
    entry="ticket",
    capacity=10,
    seats_most=5,
    tickets_from=NOON - 24 * HOUR,
    tickets_until=STARTS,
)
OPEN_AIR = replace(
    SHOW, title="露天电影", kind="放映", entry="open", capacity=None, tickets_from=None,
    tickets_until=None,
)  # fmt: skip


def a_programme(clerk: Staff, asked: Programme = PROGRAMME) -> UUID:
    return planning.add_programme(clerk, asked, place_id=clerk.place.id, now=NOON)


def a_published(
    clerk: Staff, asked: Event = SHOW, *, programme_id: UUID | None = None, at: Place | None = None
) -> UUID:
    """A published event, of a programme of its own unless said."""
    event_id = planning.add_event(
        clerk,
        programme_id or a_programme(clerk),
        asked,
        place_id=at.id if at else clerk.place.id,
        now=NOON,
    )
    publication.publish(clerk, event_id, now=NOON)
    return event_id


def a_ticket(event_id: UUID, holder: Volunteer, *, seats: int = 3) -> UUID:
    return tickets.take(holder.id, event_id, seats=seats, now=NOON).ticket_id


def the_event(event_id: UUID) -> CultureEvent:
    return session.get_one(CultureEvent, event_id, populate_existing=True)


def the_ticket(ticket_id: UUID) -> CultureTicket:
    return session.get_one(CultureTicket, ticket_id, populate_existing=True)


def scans(event_id: UUID) -> list[Any]:
    query = select(CultureScan.people, CultureScan.refusal, CultureScan.way)
    rows = session.execute(query.where(CultureScan.event_id == event_id).order_by(CultureScan.id))
    return [tuple(row) for row in rows]


def letters(kind: str) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)))


def a_clerk() -> Staff:
    return world.staff(at=world.a_station())
