"""A centre with its administrator, and what it takes to register an endpoint."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.messaging import system_letters
from app.domain.messaging.system_letters import Delivery
from app.domain.places.models import Place
from app.domain.webhooks.registering import Wanted, register
from app.domain.webhooks.rules import EVENTS
from tests import world
from tests.conftest import NOON


@dataclass(frozen=True)
class Centre:
    """A centre, a station below it, and who administers it."""

    place: Place
    station: Place
    administrator: Staff

    def endpoint(self, *events: str, name: str = "市级数据平台", now: datetime = NOON) -> UUID:
        """An endpoint that is told some events, or all."""
        return register(self.administrator, wanted(*events, name=name), now=now)[0]


def wanted(
    *events: str, name: str = "市级数据平台", url: str = "https://data.example.gov.cn/hooks"
) -> Wanted:
    return Wanted(name=name, url=url, events=events or tuple(EVENTS), only_public=True)


def written_to(endpoint_id: UUID) -> list[Delivery]:
    """What stands in the outbox for an endpoint, the oldest first."""
    return list(reversed(system_letters.deliveries(endpoint_id.hex).items))


@pytest.fixture
def centre(database: object) -> Centre:
    place = world.a_centre()
    station = world.a_station(world.an_office(place))
    return Centre(place, station, world.staff(Role.CENTRE_ADMINISTRATOR, at=place))
