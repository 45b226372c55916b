"""Certificates for tests: somebody with hours, and a wish."""

from datetime import date, timedelta

from app.domain.audit.actors import Actor
from app.domain.certificates.models import Certificate
from app.domain.certificates.rules import Wish
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.conftest import NOON

TODAY = date(2026, 11, 23)
ALL = Wish(TODAY)


def hers(person: Volunteer) -> Actor:
    return Actor("volunteer", person.id, person.name)


def with_hours(at: Place, *, times: int = 1, name: str = "张桂英") -> Volunteer:
    """Somebody with so many approved records of two hours, a day apart."""
    person = world.a_volunteer(at, name=name)
    for number in range(times):
        world.an_approved_record(person, at, starts_at=NOON - timedelta(days=2 + number))
    return person


def row(certificate_id: object) -> Certificate:
    return session.get_one(Certificate, certificate_id, populate_existing=True)
