"""What she can take, asked in SQL, is what the rules say of her and each position."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.domain.activities.finding import Taker, Wanted, days, find
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.rules import Candidate, Offer, why_not_sign_up
from app.domain.people import queries as people
from app.domain.people.free_time import FREE_TIMES, is_free
from app.domain.people.queries import VolunteerView
from app.kernel.calendar import local_date
from app.kernel.database import session
from tests import world

HOUR = timedelta(hours=1)
SKILLS = ["理发", "手语", "驾驶"]


@pytest.fixture
def station(database: Flask) -> world.Place:
    return world.a_station()


def a_crowd_of_activities(station: world.Place, now: datetime, chance: random.Random) -> None:
    by = world.staff(at=station).id
    for _ in range(60):
        activity = world.an_activity(
            station,
            by=by,
            state=chance.choice(["published", "published", "running", "ended", "approved"]),
            starts_at=now + chance.randint(-5, 24 * 20) * HOUR,
            lasts=chance.choice([1, 2, 5]) * HOUR,
            risk_level=chance.choice(["none", "none", "high"]),
            recruits_from=now + chance.choice([-48, -48, -48, 1]) * HOUR,
        )
        for later in range(chance.randint(1, 2)):
            starts_at = activity.starts_at + later * 24 * HOUR
            part = world.a_session(activity, starts_at=starts_at)
            world.a_position(
                part,
                capacity=1,
                taken=chance.choice([0, 0, 1]),
                youngest=chance.choice([None, None, 16, 18, 66]),
                oldest=chance.choice([None, None, 17, 65]),
                skills=chance.sample(SKILLS, chance.choice([0, 0, 1, 2])),
            )


def people_who_look(
    station: world.Place, now: datetime, chance: random.Random
) -> list[VolunteerView]:
    birthdays = [None, date(1960, 5, 1), date(2008, 12, 1), date(1960, 12, 1), date(2008, 2, 29)]
    found = []
    for born in birthdays:
        row = world.a_volunteer(station, born=born)
        row.skills = chance.sample(SKILLS, chance.randint(0, 3))
        row.free_times = sorted(chance.sample(FREE_TIMES, chance.choice([0, 12, 18])))
        world.saved(row)
        for _ in range(2):
            busy = world.an_open_position(
                station, starts_at=now + chance.randint(1, 24 * 14) * HOUR, by=None
            )
            world.signed_up(row, busy, state=chance.choice(["signed_up", "waiting"]))
        found.append(people.volunteer(row.id))
    return found


def sessions_by_the_rules(person: VolunteerView, now: datetime, *, full: bool) -> set[UUID]:
    """Asked of one position after the other, as signing up does."""
    rows = session.query(Activity, ActivitySession, Position).filter(
        ActivitySession.activity_id == Activity.id, Position.session_id == ActivitySession.id
    )
    own = session.query(SignUp).filter(SignUp.volunteer_id == person.id).all()
    return {
        part.id
        for activity, part, position in rows
        if (full or position.taken < position.capacity)
        and is_free(person.free_times, part.starts_at, part.ends_at)
        and not any(one.starts_at < part.ends_at and one.ends_at > part.starts_at for one in own)
        and why_not_sign_up(
            Candidate(person.state, person.birth_date, person.skills),
            Offer(
                activity.state,
                activity.risk_level,
                activity.recruits_from,
                activity.recruits_until,
                part.starts_at,
                position.youngest,
                position.oldest,
                position.skills,
            ),
            now=now,
        )
        is None
    }


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("full", [False, True])
def test_the_database_decides_as_the_rules_do(
    station: world.Place, now: datetime, seed: int, full: bool
) -> None:
    chance = random.Random(seed)
    a_crowd_of_activities(station, now, chance)
    answered = 0
    for person in people_who_look(station, now, chance):
        wanted = Wanted(taker=Taker(person, full))
        fitting = sessions_by_the_rules(person, now, full=full)
        expected = {session.get_one(ActivitySession, each).activity_id for each in fitting}
        assert {card.id for card in find(wanted, now=now, size=200).items} == expected
        answered += len(expected)
        check_days(wanted, fitting, now)
    assert answered > 10


def check_days(wanted: Wanted, fitting: set[UUID], now: datetime) -> None:
    parts = [session.get_one(ActivitySession, each) for each in fitting]
    for each in days(wanted, now=now):
        expected = {part.activity_id for part in parts if local_date(part.starts_at) == each.day}
        assert each.count == len(expected), each.day
        of_the_day = find(replace(wanted, day=each.day), now=now, size=200)
        assert {card.id for card in of_the_day.items} == expected
