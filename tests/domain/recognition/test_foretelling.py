"""Whose points soon run out hears it once, a month before, also when the clock comes late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.messaging import queries as messages
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.domain.recognition import expiring, foretelling
from app.domain.recognition.foretelling import foretell
from app.domain.recognition.models import ExpiryNotice
from app.domain.recognition.terms import turn
from app.kernel.database import session
from tests import world
from tests.conftest import Counting
from tests.domain.recognition.points import served
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
# Earned on 23 November 2026 for 24 months: they can be spent until 30 November 2028.
MONTH_BEFORE = datetime(2028, 10, 31, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def person(station: Place) -> Volunteer:
    return world.a_volunteer(station, open_id="o-zhang")


def told(person: Volunteer) -> list[str]:
    found = messages.inbox(person.id).items
    return [one.body for one in found if one.kind == "points_expiring"]


def test_she_hears_it_once_a_month_before(person: Volunteer, station: Place) -> None:
    served(person, station)
    assert foretell(now=MONTH_BEFORE - DAY) == 0
    assert told(person) == []
    assert foretell(now=MONTH_BEFORE) == 1
    assert foretell(now=MONTH_BEFORE + DAY) == 0
    (body,) = told(person)
    assert "20 积分可以用到 2028年11月30日" in body


def test_the_letter_fills_its_template_and_leads_to_her_points(
    person: Volunteer, station: Place
) -> None:
    served(person, station)
    foretell(now=MONTH_BEFORE)
    letter = session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind == "points_expiring")
    ).one()
    assert letter.payload["values"] == ["积分到期提醒", "20 积分即将到期", "2028年11月30日"]
    assert letter.url == "/h5/points"


def test_a_clock_that_comes_late_catches_up_once(person: Volunteer, station: Place) -> None:
    served(person, station)
    assert foretell(now=MONTH_BEFORE + 29 * DAY) == 1
    assert foretell(now=MONTH_BEFORE + 29 * DAY + timedelta(hours=1)) == 0


def test_what_is_gone_is_not_foretold(person: Volunteer, station: Place) -> None:
    served(person, station)
    after = MONTH_BEFORE + 31 * DAY
    expiring.run_out(now=after)
    assert foretell(now=after) == 0
    assert told(person) == []


def test_only_what_cannot_be_spent_later_is_counted(person: Volunteer, station: Place) -> None:
    served(person, station, hours=3)
    served(person, station, hours=1, now=NOON + 31 * DAY)
    foretell(now=MONTH_BEFORE)
    assert "您有 30 积分" in told(person)[0]
    assert foretell(now=MONTH_BEFORE + 31 * DAY) == 1
    assert len(told(person)) == 2


def test_nobody_hears_of_points_while_they_are_switched_off(
    person: Volunteer, station: Place, administrator: Staff
) -> None:
    served(person, station)
    turn(administrator, "points", False, now=NOON)
    assert foretell(now=MONTH_BEFORE) == 0
    turn(administrator, "points", True, now=NOON)
    assert foretell(now=MONTH_BEFORE + DAY) == 1


def test_broken_off_in_the_middle_it_tells_the_rest(
    station: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = [world.a_volunteer(station) for _ in range(5)]
    for one in crowd:
        served(one, station)
    monkeypatch.setattr(foretelling, "AT_ONCE", 2)
    real, calls = foretelling.happened, iter((True, False))

    def breaks_the_second_time(event: object) -> None:
        if not next(calls):
            raise RuntimeError("the worker was killed")
        real(event)

    monkeypatch.setattr(foretelling, "happened", breaks_the_second_time)
    with pytest.raises(RuntimeError):
        foretell(now=MONTH_BEFORE)
    monkeypatch.setattr(foretelling, "happened", real)
    foretell(now=MONTH_BEFORE)
    assert [len(told(one)) for one in crowd] == [1] * 5
    assert session.get_one(ExpiryNotice, date(2028, 11, 30)).people == 5


def test_when_nothing_is_due_it_asks_once(
    person: Volunteer, station: Place, statements: Counting
) -> None:
    served(person, station)
    foretell(now=MONTH_BEFORE)
    with statements() as seen:
        foretell(now=MONTH_BEFORE + DAY)
    assert len(seen) == 1
