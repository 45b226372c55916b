"""Who takes part in an order, and orders brought as far as a test needs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.messaging.models import OutboxMessage
from app.domain.orders import dispatching, offering, requesting, serving, timing, verifying
from app.domain.orders.models import ServiceOrder
from app.domain.orders.serving import Service
from app.domain.orders.wanted import Item, Wish
from app.domain.people import queries as people
from app.domain.people.models import Volunteer
from app.domain.people.queries import VolunteerView
from app.domain.places.models import Place
from app.domain.teams.models import Team
from app.kernel.database import session
from tests import world
from tests.conftest import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ITEM = Item(
    title="上门理发",
    category="社区服务",
    work_type="其他志愿服务",
    content="为行动不便的老人上门理发。",
    at_home=True,
    when_text="每周三下午",
    for_whom=("老年人",),
)
WISH = Wish(
    title="上门理发",
    category="社区服务",
    wanted_on=date(2026, 11, 25),
    wanted_part="下午",
    group="老年人",
    name="赵桂芳",
    phone="13900007777",
    address="阳光小区 3 号楼 2 单元 501",
    wish="老人坐轮椅，请带推子。",
)
BRIEF = "给一位坐轮椅的老人理发，大约一小时。"
STARTS = NOON + 50 * HOUR


@dataclass(frozen=True)
class House:
    """A station with its clerks, a team of two, and a resident."""

    office: Place
    station: Place
    clerk: Staff
    colleague: Staff
    manager: Staff
    leader: Volunteer
    member: Volunteer
    team: Team
    resident: VolunteerView


def a_house() -> House:
    office = world.an_office()
    station = world.a_station(office)
    leader = world.a_volunteer(station, name="王桂兰")
    member = world.a_volunteer(station, name="李明")
    return House(
        office,
        station,
        world.staff(at=station, name="站里小王"),
        world.staff(at=station, name="站里小李"),
        world.staff(Role.OFFICE_MANAGER, at=office, name="所里老赵"),
        leader,
        member,
        world.a_team(station, leader, member),
        people.volunteer(world.a_volunteer(station, name="刘玉珍").id),
    )


def an_item(house: House, **changes: object) -> UUID:
    """上门理发, on the station's menu."""
    item = replace(ITEM, **{"team_id": house.team.id, **changes})  # type: ignore[arg-type]
    return offering.add_item(house.clerk, item, place_id=house.station.id, now=NOON)


def ordered(house: House, **changes: object) -> UUID:
    """The resident asks freely."""
    return requesting.order(house.resident, replace(WISH, **changes), now=NOON)  # type: ignore[arg-type]


def by_phone(house: House, **changes: object) -> UUID:
    """Somebody without a phone of her own calls the station."""
    wish = replace(WISH, **changes)  # type: ignore[arg-type]
    return requesting.take_request(house.clerk, wish, place_id=house.station.id, now=NOON)


def ready(house: House, order_id: UUID) -> UUID:
    """Verified by the clerk."""
    verifying.take_up(house.clerk, order_id, now=NOON)
    verifying.pass_on(house.clerk, order_id, BRIEF, now=NOON)
    return order_id


def dispatched(house: House, order_id: UUID) -> UUID:
    """Verified, and the team is asked."""
    dispatching.dispatch(house.clerk, ready(house, order_id), house.team.id, now=NOON)
    return order_id


def service(house: House, **changes: object) -> Service:
    """Both come on Wednesday at two, for an hour."""
    both = (house.leader.id, house.member.id)
    return replace(Service(STARTS, 60, both), **changes)  # type: ignore[arg-type]


def accepted(house: House, order_id: UUID) -> UUID:
    """The team comes; the activity's id."""
    dispatched(house, order_id)
    return serving.accept(house.leader.id, order_id, house.team.id, service(house), now=NOON)


def done(house: House, order_id: UUID) -> UUID:
    """The team came and told how it was."""
    accepted(house, order_id)
    timing.advance(now=STARTS)
    serving.finish(house.leader.id, order_id, "理好了，老人很高兴。", now=STARTS + HOUR)
    return order_id


def the_order(order_id: UUID) -> ServiceOrder:
    return session.get_one(ServiceOrder, order_id, populate_existing=True)


def told(kind: str = "order_progress") -> list[str]:
    """What people were told of orders, the first first."""
    query = session.query(OutboxMessage).filter(OutboxMessage.kind == kind)
    return [row.body for row in query.order_by(OutboxMessage.created_at, OutboxMessage.id)]


def nobody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.orders.rules.CALL_SHARE_PERCENT", 0)


def everybody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.orders.rules.CALL_SHARE_PERCENT", 100)
