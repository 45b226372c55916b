"""Children in their guardians' care, and the places they take with a guardian's word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from uuid import UUID

from app.domain.activities.minors import Word
from app.domain.activities.rules import ADULT_YEARS
from app.domain.activities.seeding import Offered, offered
from app.domain.activities.with_guardian import sign_up_accompanied, sign_up_family
from app.domain.people import consents, queries
from app.domain.people.guardians import ChildApplication, register_child
from app.domain.people.rules import age_on
from app.domain.places.queries import PlaceView
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.progress import Held
from app.entrypoints.cli.demo_district.steps import then
from app.kernel.calendar import local_date

# The children's ages, family by family; the first is that of the phone with a history.
AGES = ((8, 5), (12, 8), (15,), (9, 6), (16, 12), (11,), (7,), (13, 10, 3))
GIVEN_NAMES = ("小雨", "一诺", "子墨", "可欣", "沐阳", "小禾", "思远", "梓涵")
PARENTS = range(30, 50)  # years
A_YEAR = timedelta(days=365.25)
NEARLY_GROWN = 3  # who registered themselves, and come with somebody
ROOMY = 12  # places


@dataclass(frozen=True)
class Family:
    """A guardian, who is a volunteer, and the children she registered."""

    guardian: Person
    children: tuple[UUID, ...]


def enter_families(
    crowd: list[Person],
    stations: dict[str, PlaceView],
    coming: list[Held],
    full: Offered,
    *,
    now: datetime,
) -> None:
    """Register children, and sign families up for what is coming."""
    families = list(_families(crowd, stations, now=now))
    places = _roomy(offered([each.id for each in coming]), full)
    for family, place in zip(families, cycle(places), strict=False):
        at = now - timedelta(hours=9)
        person = queries.volunteer(family.guardian.id)
        members = [family.guardian.id, *family.children]
        then(sign_up_family, person, members, place.position_id, accompanies=True, now=at)
    _nearly_grown(crowd, places[-1], now=now)


def _families(
    crowd: list[Person], stations: dict[str, PlaceView], *, now: datetime
) -> Iterator[Family]:
    today = local_date(now)
    adults = [
        one
        for one in crowd[2:]
        if age_on(one.born, today) in PARENTS and one.registered_at < now - timedelta(days=100)
    ]
    names = cycle(GIVEN_NAMES)
    for guardian, ages in zip((crowd[0], *adults), AGES, strict=False):
        children = []
        for age in ages:
            application = ChildApplication(
                name=guardian.name[0] + next(names),
                birth_date=today - age * A_YEAR - timedelta(days=60),
                id_number=None,
                relation="父亲" if guardian is crowd[0] else "母亲",
                community_id=stations[guardian.station].id,
                consent_version=consents.GUARDIAN_VERSION,
            )
            at = now - timedelta(days=60)
            done = then(register_child, guardian.id, application, channel="wechat", now=at)
            children.append(done.child.id)
        yield Family(guardian, tuple(children))


def _roomy(places: list[Offered], full: Offered) -> list[Offered]:
    """Positions that take anybody, where a family leaves room for others."""
    return [
        one
        for one in places
        if one.capacity >= ROOMY and one.position_id != full.position_id and takes_anybody(one)
    ]


def takes_anybody(one: Offered) -> bool:
    """No age is named and no skill."""
    return one.youngest is None and one.oldest is None and not one.skills


def _nearly_grown(crowd: list[Person], place: Offered, *, now: datetime) -> None:
    """Some of 16 and 17 come with a grown-up of the family."""
    today = local_date(now)
    minors = [one for one in crowd if age_on(one.born, today) < ADULT_YEARS]
    for minor, number in zip(minors, range(NEARLY_GROWN), strict=False):
        companion = Word(
            "accompanies", minor.name[0] + "秀英", f"1500000199{number}", "祖母", accompanies=True
        )
        person = queries.volunteer(minor.id)
        at = now - timedelta(hours=8)
        then(sign_up_accompanied, person, place.position_id, companion=companion, now=at)
