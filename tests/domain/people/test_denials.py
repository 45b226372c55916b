"""One tap parts a WeChat id or a phone from an account; staff find out whose it is."""

import pytest
from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.people import denials, queries
from app.domain.people.denials import Outcome, deny, settle
from app.domain.people.errors import AlreadySettled, DeniedBefore
from app.domain.people.identities import bind, meet
from app.domain.people.models import Denial, Volunteer, WeChatIdentity
from app.domain.places.models import Place
from app.kernel.database import session
from tests.world import NOON, a_pending_record, a_station, a_volunteer, staff


@pytest.fixture
def station(database: object) -> Place:
    return a_station()


@pytest.fixture
def person(station: Place) -> Volunteer:
    somebody = a_volunteer(station, open_id="o-1")
    a_pending_record(somebody, station)
    return somebody


def by_wechat(person: Volunteer) -> None:
    deny(person.id, session.scalars(select(WeChatIdentity.id)).one(), now=NOON)
    session.expire_all()


def by_phone(person: Volunteer) -> None:
    deny(person.id, None, now=NOON)
    session.expire_all()


def settled(by: Staff, outcome: Outcome) -> None:
    settle(by, session.scalars(select(Denial.id)).one(), outcome, now=NOON)
    session.expire_all()


def test_a_wechat_id_opens_the_account_no_more(person: Volunteer) -> None:
    before, phone = person.sign_in_generation, person.phone
    by_wechat(person)
    identity = meet("o-1", now=NOON)
    assert identity.volunteer_id is None
    assert person.sign_in_generation == before + 1
    assert person.phone == phone
    with pytest.raises(DeniedBefore):
        bind(identity.id, person.id, now=NOON)


def test_a_phone_opens_the_account_no_more_and_is_not_called(person: Volunteer) -> None:
    phone = person.phone
    by_phone(person)
    assert queries.volunteers_with_phone(phone) == []
    assert queries.cards([person.id])[person.id].phone == ""


def test_who_settles_it_reads_of_whom_and_by_what(person: Volunteer) -> None:
    by_wechat(person)
    (denial_id,) = session.scalars(denials.open_ids())
    found = denials.denials([denial_id])[denial_id]
    assert (found.name, found.by) == (person.name, "微信")


def test_sent_twice_from_wechat_it_is_one_and_parts_no_phone(person: Volunteer) -> None:
    phone, identity_id = person.phone, session.scalars(select(WeChatIdentity.id)).one()
    first = deny(person.id, identity_id, now=NOON)
    assert deny(person.id, identity_id, now=NOON) == first
    session.expire_all()
    assert person.phone == phone
    assert session.query(Denial).count() == 1


def test_a_mistake_puts_everything_back(person: Volunteer, station: Place) -> None:
    phone = person.phone
    by_phone(person)
    settled(staff(at=station), "mistake")
    assert person.phone == phone
    assert session.scalars(denials.open_ids()).all() == []


def test_after_a_mistake_the_wechat_id_may_come_back(person: Volunteer, station: Place) -> None:
    by_wechat(person)
    settled(staff(at=station), "mistake")
    assert bind(meet("o-1", now=NOON).id, person.id, now=NOON).volunteer_id == person.id


def test_nobodys_account_is_ended_and_its_records_stay(person: Volunteer, station: Place) -> None:
    by_wechat(person)
    settled(staff(at=station), "removed")
    assert (person.state, person.name) == ("left", "张桂英")


def test_it_is_settled_once(person: Volunteer, station: Place) -> None:
    by_wechat(person)
    settled(staff(Role.STATION_CLERK, at=station), "corrected")
    with pytest.raises(AlreadySettled):
        settled(staff(at=station), "removed")
