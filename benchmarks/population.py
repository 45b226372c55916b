"""A district to measure in: places, staff, people by the thousand, activities, sign-ups, stays."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities.seeding import Offered, SeededSignUp, enter_sign_ups, offered
from app.domain.attendance.seeding import SeededStay, enter_stays
from app.domain.hours.seeding import draw_up_all
from app.domain.people import consents
from app.domain.people.application import Application
from app.domain.people.seeding import SeededVolunteer, enter_volunteers
from app.domain.places.queries import PlaceView
from app.domain.places.queries import place as place_view
from benchmarks.crowd import GIVEN, SURNAMES, enter_crowd, id_number
from tests import world

CHECKED = 12_000  # who pass every check of a registration, and take part in what is measured
STATIONS = 40
ACTIVITIES = 200
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class District:
    """What measurements need of it; `people` are those who take part."""

    station: PlaceView
    clerk: Staff
    manager: Staff
    people: list[UUID]


def fill(how_many: int, *, now: datetime) -> District:
    """People, and 200 activities over the next four weeks."""
    centre = world.a_centre()
    office = world.an_office(centre)
    stations = [world.a_station(office, name=f"第{n + 1}社区") for n in range(STATIONS)]
    chance = random.Random(how_many)
    checked = min(how_many, CHECKED)
    people = enter_volunteers([_somebody(chance, stations, each, now) for each in range(checked)])
    enter_crowd(range(checked, how_many), [station.id for station in stations], now=now)
    clerk = world.staff(at=stations[0])
    for number in range(ACTIVITIES):
        starts_at = now + chance.randint(30, 28 * 24) * HOUR
        place = chance.choice(stations)
        activity = world.an_activity(place, by=clerk.id, starts_at=starts_at, number=f"B{number}")
        world.a_position(world.a_session(activity), capacity=20)
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    return District(place_view(stations[0].id), clerk, manager, people)


def _somebody(
    chance: random.Random, stations: Sequence[world.Place], number: int, now: datetime
) -> SeededVolunteer:
    application = Application(
        name=chance.choice(SURNAMES) + chance.choice(GIVEN),
        phone=f"139{number:08d}",
        community_id=chance.choice(stations).id,
        birth_date=None,
        id_number=id_number(number),
        categories=["社区服务"],
        consent_version=consents.VERSION,
    )
    return SeededVolunteer(application, now - timedelta(days=chance.randint(1, 300)))


def an_hour_of(district: District, *, starts_at: datetime, capacity: int) -> Offered:
    """A session of two hours with one position."""
    place = world.session.get_one(world.Place, district.station.id)
    activity = world.an_activity(
        place,
        by=district.clerk.id,
        starts_at=starts_at,
        state="published",
        recruits_until=starts_at + HOUR,
    )
    world.a_position(world.a_session(activity), capacity=capacity)
    return offered([activity.id])[0]


def sign_up_all(place: Offered, people: Sequence[UUID], *, now: datetime) -> list[UUID]:
    """Everybody has a place."""
    return enter_sign_ups([SeededSignUp(place, one, "signed_up", now) for one in people])


def records_waiting(district: District, people: Sequence[UUID], *, now: datetime) -> list[UUID]:
    """A record of each of these people, from yesterday's session, to be approved."""
    place = an_hour_of(district, starts_at=now - 24 * HOUR, capacity=len(people))
    signed_up = sign_up_all(place, people, now=now - 48 * HOUR)
    stays = enter_stays(
        [
            SeededStay(sign_up, place, who, place.starts_at, place.ends_at, "session_code")
            for sign_up, who in zip(signed_up, people, strict=True)
        ],
        now=now,
    )
    return list(draw_up_all(stays).values())
