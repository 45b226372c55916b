"""Leaving: said clearly, done once, and nothing of the person is left in the cookie."""

from sqlalchemy import select

from app.domain.people.models import Volunteer
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.world import a_pending_record, a_station, a_volunteer


def test_leaving_says_what_stays_and_signs_out(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    a_pending_record(person, station)
    visitor.sign_in(person)
    assert "注销账号" in visitor.open("/h5/account").text
    assert "志愿服务条例" in visitor.open("/h5/account/leave").text
    page = visitor.send("/h5/account/leave", follow=True)
    assert "账号已注销" in page.text
    assert session.scalars(select(Volunteer.state)).one() == "left"
    assert "/h5/sign-in" in visitor.open("/h5/me").location


def test_a_cookie_from_before_opens_nothing(visitor: Visitor) -> None:
    person = a_volunteer(state="left")
    assert "/h5/sign-in" in visitor.sign_in(person).open("/h5/me").location
