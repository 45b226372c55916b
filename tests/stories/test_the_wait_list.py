"""A place is given back: the first who waits lets the time pass, the second confirms in one tap."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.domain.people.models import WeChatIdentity
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.stories.house import House
from tests.stories.people import Phone

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


def a_volunteer(house: House, station: Place, name: str, number: str) -> Phone:
    """Registered, following, with her WeChat id bound."""
    phone = Phone(house, name, number)
    phone.follow()
    person = world.a_volunteer(station, name=name)
    identity = session.scalars(
        select(WeChatIdentity).where(WeChatIdentity.open_id == phone.open_id)
    ).one()
    identity.volunteer_id = person.id
    world.saved(identity)
    return phone


def sign_up(phone: Phone) -> str:
    page = phone.open("/h5/")
    page = phone.open(page.link("/h5/activities/"))
    phone.open(page.link("/positions/"))
    return phone.send("/positions/").text


def test_a_place_given_back_goes_to_who_confirms_it(house: House) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    world.an_open_position(station, starts_at=MORNING + timedelta(hours=30), capacity=1)
    first, second, third = (
        a_volunteer(house, station, name, f"1381234567{digit}")
        for digit, name in enumerate(("张桂英", "李明", "赵云"))
    )
    assert "报名成功" in sign_up(first)
    assert "候补第 1 位" in sign_up(second)
    assert "候补第 2 位" in sign_up(third)

    page = first.open("/h5/sign-ups")
    page = first.open(page.link("/h5/sign-ups/"))
    first.open(page.link("/cancel"))
    assert "已取消报名" in first.send('name="reason"', reason="").text
    second.wait_for_notices(1)
    assert "请确认" in second.open("/h5/sign-ups").text

    house.turn_clock(timedelta(hours=12, minutes=1))
    assert "已让给下位" in second.wait_for_notices(2)[-1]
    third.wait_for_notices(1)
    page = third.open("/h5/sign-ups")
    third.open(page.link("/h5/sign-ups/"))
    assert "已确认" in third.send("/confirm").text
    assert "请确认" not in third.open("/h5/sign-ups").text
