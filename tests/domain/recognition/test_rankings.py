"""Who stands in the ranking, in which order, by which name; and who never does."""

from datetime import date, timedelta

import pytest

from app.domain.access.rules import Role
from app.domain.hours.back_fill_decisions import confirm
from app.domain.hours.models import HourRecord
from app.domain.people import optional_consents
from app.domain.people import queries as people
from app.domain.people.errors import NotOfAge
from app.domain.people.models import Volunteer
from app.domain.people.purposes import OPEN_NAME, RANKING, Purpose
from app.domain.people.rules import of_age_if_born_by
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE, Scope
from app.domain.recognition import rankings, terms
from app.domain.recognition.rankings import Period, days_of
from app.kernel.calendar import local_date
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import Counting
from tests.domain.hours.typing import a_back_fill, a_past_position
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
TODAY = local_date(NOON)  # Monday, 23 November 2026


@pytest.fixture
def station(database: object) -> Place:
    return world.a_station(world.an_office(world.a_centre()))


def decides(person: Volunteer, purpose: Purpose = RANKING, *, yes: bool = True) -> None:
    her = people.volunteer(person.id)
    if yes:
        optional_consents.agree(person.id, purpose.kind, by=her, channel="wechat", now=NOON)
    else:
        optional_consents.withdraw(person.id, purpose.kind, by=her, now=NOON)


def somebody(
    at: Place, hours: float = 2, *, days_ago: int = 2, name: str = "张桂英", **facts: object
) -> Volunteer:
    """Who agreed, with so many approved hours of one day."""
    person = world.a_volunteer(at, name=name, **facts)  # type: ignore[arg-type]
    served(person, at, hours, days_ago=days_ago)
    decides(person)
    return person


def served(person: Volunteer, at: Place, hours: float = 2, *, days_ago: int = 2) -> HourRecord:
    begins = NOON - timedelta(days=days_ago)
    position = world.an_open_position(
        at, state="ended", starts_at=begins, lasts=timedelta(hours=hours)
    )
    return world.an_approved_record(person, at, position=position, starts_at=begins)


def seen(
    reader: Volunteer, period: Period = Period.MONTH, within: Scope = EVERYWHERE
) -> list[tuple[int, str, int]]:
    found = rankings.ranking(period, within, reader_id=reader.id, today=TODAY)
    return [(one.rank, one.name, one.minutes) for one in found.lines]


def test_it_is_off_until_the_centre_switches_it_on(station: Place) -> None:
    assert not terms.switches()["rankings"]


def test_the_most_first_equal_ones_at_one_rank(station: Place) -> None:
    reader = world.a_volunteer(station)
    somebody(station, 2, name="张一")
    somebody(station, 4, name="王二")
    somebody(station, 2, name="李三")
    assert seen(reader) == [(1, "王*", 240), (2, "张*", 120), (2, "李*", 120)]


def test_who_did_not_agree_is_not_in_it_and_who_withdrew_is_out_at_once(station: Place) -> None:
    person = somebody(station)
    served(world.a_volunteer(station, name="王二"), station)
    assert seen(person) == [(1, "张**", 120)]
    decides(person, yes=False)
    assert seen(person) == []


def test_the_whole_name_only_where_she_said_so(station: Place) -> None:
    person = somebody(station)
    decides(person, OPEN_NAME)
    assert seen(person) == [(1, "张桂英", 120)]


def test_nobody_under_eighteen_can_agree_or_stands_in_it(station: Place) -> None:
    child = world.a_volunteer(station, born=date(2008, 11, 24))  # eighteen tomorrow
    served(child, station)
    with pytest.raises(NotOfAge):
        decides(child)
    grown = somebody(station, born=date(2008, 11, 23), name="王二")  # eighteen today
    assert seen(grown) == [(1, "王*", 120)]
    with transaction():
        world.session.get_one(Volunteer, grown.id).birth_date = date(2010, 1, 1)  # put right
    assert seen(grown) == []


def test_staff_are_not_in_it_by_account_or_by_phone(station: Place) -> None:
    linked, by_phone = somebody(station), somebody(station, name="王二")
    assert len(seen(linked)) == 2
    world.staff(at=station, volunteer_id=linked.id)
    world.staff(at=station, phone=by_phone.phone)
    assert seen(linked) == []


@pytest.mark.parametrize("state", ["pending", "frozen", "revoked", "superseded"])
def test_what_is_not_approved_does_not_count(station: Place, state: str) -> None:
    person = somebody(station)
    record = served(person, station, days_ago=3)
    with transaction():
        world.session.get_one(HourRecord, record.id).state = state
    assert seen(person) == [(1, "张**", 120)]


def test_what_was_typed_in_does_not_count(station: Place) -> None:
    """However many confirmed it: a ranking invites to type more."""
    person = somebody(station)
    clerk = world.staff(at=station)
    office = world.session.get_one(Place, station.parent_id)
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    found = a_back_fill(clerk, a_past_position(station), [person])
    assert confirm(manager, found, now=NOON).credited == 1
    assert seen(person) == [(1, "张**", 120)]


def test_a_month_the_last_one_and_the_year(station: Place) -> None:
    person = somebody(station, 1, days_ago=2)
    served(person, station, 2, days_ago=30)  # October
    served(person, station, 3, days_ago=200)  # May
    served(person, station, 4, days_ago=400)  # last year
    assert [seen(person, one)[0][2] for one in Period] == [60, 120, 360]


def test_the_days_of_a_period() -> None:
    january = date(2027, 1, 10)
    assert days_of(Period.MONTH, today=january) == (date(2027, 1, 1), january)
    assert days_of(Period.YEAR, today=january) == (date(2027, 1, 1), january)
    assert days_of(Period.LAST_MONTH, today=january) == (date(2026, 12, 1), date(2026, 12, 31))


def test_of_one_community_what_was_recorded_there(station: Place) -> None:
    other = world.a_station()
    person = somebody(station, 1)
    served(person, other, 3, days_ago=5)
    assert seen(person, within=Scope(station.path)) == [(1, "张**", 60)]
    assert seen(person) == [(1, "张**", 240)]


def test_who_is_far_down_reads_her_own_rank(
    station: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rankings, "RANKS_SHOWN", 2)
    for hours in (4, 3, 2):
        last = somebody(station, hours)
    found = rankings.ranking(Period.MONTH, EVERYWHERE, reader_id=last.id, today=TODAY)
    assert [one.rank for one in found.lines] == [1, 2]
    assert found.mine is not None
    assert (found.mine.rank, found.mine.hers) == (3, True)


def test_it_costs_the_same_for_few_and_many(station: Place, statements: Counting) -> None:
    costs = []
    for count in (2, 6):
        for _ in range(count):
            reader = somebody(station)
        world.session.remove()
        with statements() as told:
            rankings.ranking(Period.MONTH, EVERYWHERE, reader_id=reader.id, today=TODAY)
        costs.append(len(told))
    assert costs[0] == costs[1] <= 6


def test_the_29th_of_february() -> None:
    assert of_age_if_born_by(date(2028, 2, 29)) == date(2010, 2, 28)
    assert of_age_if_born_by(TODAY) == date(2008, 11, 23)
