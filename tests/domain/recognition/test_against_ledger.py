"""A star that was altered, given or taken behind everybody's back is named."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from app.domain.access.rules import Role
from app.domain.recognition import against_ledger, star_batches
from app.domain.recognition.models import StarAward
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from tests import world
from tests.guards import behind_the_guards
from tests.ledger import columns_of
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def star() -> StarAward:
    """A first star, confirmed after its notice."""
    centre = world.a_centre()
    station = world.a_station(world.an_office(centre))
    world.an_approved_record(world.a_volunteer(station), station, minutes=100 * 60)
    administrator, colleague = (world.staff(Role.CENTRE_ADMINISTRATOR, at=centre) for _ in range(2))
    batch = star_batches.compute(administrator, counted_until=local_date(NOON), now=NOON)
    star_batches.review(colleague, batch, now=NOON)
    star_batches.publish(administrator, batch, now=NOON)
    star_batches.end_notices(now=NOON + timedelta(days=9))
    assert star_batches.confirm(administrator, batch, now=NOON + timedelta(days=9)) == 1
    return session.query(StarAward).one()


def found() -> list[str]:
    session.rollback()
    return [finding.sentence for finding in against_ledger.findings()]


def test_a_confirmed_star_follows_from_the_ledger(star: StarAward) -> None:
    assert found() == []


def test_a_higher_star_is_found(star: StarAward) -> None:
    star_id = star.id
    behind_the_guards(update(StarAward).values(level=5))
    assert found() == [f"star_award {star_id} was altered: level"]


def test_a_star_given_by_sql_is_found(star: StarAward) -> None:
    neighbour = world.a_volunteer()
    made = columns_of(star, id=new_id(), volunteer_id=neighbour.id)
    behind_the_guards(insert(StarAward).values(made))
    assert found() == [f"star_award {made['id']} was inserted: no entry tells of it"]


def test_a_star_taken_by_sql_is_found(star: StarAward) -> None:
    star_id = star.id
    behind_the_guards(delete(StarAward))
    assert found() == [f"star_award {star_id} was removed"]
