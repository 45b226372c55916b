"""New activities are told to who asked, as she asked, once, in batches; what she can take."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.domain import reactions
from app.domain.activities import suggesting, suggestion_wishes
from app.domain.activities.finding import Taker, Wanted, find
from app.domain.activities.models import Activity
from app.domain.activities.suggestion_models import SuggestedActivity, SuggestionWish
from app.domain.activities.suggestion_rules import (
    Wish,
    is_quiet,
    next_after_a_letter,
    why_not_this_wish,
)
from app.domain.messaging.models import OutboxMessage
from app.domain.people import leaving, optional_consents
from app.domain.people import queries as people
from app.domain.people.models import Consent, Volunteer
from app.domain.people.purposes import ACTIVITY_NEWS
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import Counting
from tests.domain.activities.test_fitting import a_crowd_of_activities, people_who_look

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALL = Wish(reach="all")


@pytest.fixture
def station(database: Flask) -> world.Place:
    reactions.connect()
    return world.a_station()


def asks(person: Volunteer, wish: Wish = ALL, *, at: datetime) -> Volunteer:
    by = people.volunteer(person.id)
    suggestion_wishes.ask_for(person.id, wish, by=by, channel="wechat", now=at)
    return person


def published(at: world.Place, now: datetime, **facts: object) -> Activity:
    """One that was published just now, with a free place."""
    usual = {"starts_at": now + 3 * DAY, "published_at": now}
    activity = world.an_activity(at, **{**usual, **facts})  # type: ignore[arg-type]
    world.a_position(world.a_session(activity))
    return activity


def letters() -> list[OutboxMessage]:
    found = session.query(OutboxMessage).filter(OutboxMessage.kind == "activities_suggested")
    return found.order_by(OutboxMessage.created_at, OutboxMessage.id).populate_existing().all()


@pytest.mark.parametrize(
    ("begins", "ends", "hour", "quiet"),
    [
        (20, 8, 19, False),
        (20, 8, 20, True),
        (20, 8, 7, True),
        (20, 8, 8, False),
        (12, 14, 13, True),
        (12, 14, 14, False),
        (9, 9, 9, False),
    ],
)
def test_quiet_hours_may_reach_over_midnight(
    begins: int, ends: int, hour: int, quiet: bool, now: datetime
) -> None:
    at = now + (hour - 12) * HOUR  # the tests' noon is Shanghai's
    assert is_quiet(replace(ALL, quiet_from=begins, quiet_until=ends), at) is quiet


def test_what_may_be_wished_for(now: datetime) -> None:
    assert why_not_this_wish(ALL) is None
    for wrong in (
        replace(ALL, categories=("天气",)),
        replace(ALL, reach="moon"),
        replace(ALL, most_a_week=0),
        replace(ALL, most_a_week=4),
        replace(ALL, quiet_from=24),
    ):
        assert isinstance(why_not_this_wish(wrong), BadInput)
    assert next_after_a_letter(replace(ALL, most_a_week=2), now) == now + 84 * HOUR


def test_it_is_off_until_asked_for_and_told_once_in_one_letter(
    station: world.Place, now: datetime
) -> None:
    quiet = world.a_volunteer(station, open_id="quiet")
    person = asks(world.a_volunteer(station, open_id="follows"), at=now)
    for _ in range(4):
        published(station, now)
    assert suggesting.suggest(now=now + HOUR) == 1
    (letter,) = letters()
    assert (letter.volunteer_id, letter.channel) == (person.id, "wechat_template")
    assert letter.body.count("·") == 3
    assert "还有 1 个" in letter.body
    assert suggesting.suggest(now=now + 2 * HOUR) == 0
    assert suggesting.suggest(now=now + 8 * DAY) == 0  # the same ones never again
    assert len(letters()) == 1
    assert suggestion_wishes.wish_of(quiet.id) is None
    assert len(suggestion_wishes.told_of(person.id, now=now)) == 4


def test_no_more_often_than_she_said_and_not_at_night(station: world.Place, now: datetime) -> None:
    asks(world.a_volunteer(station), replace(ALL, most_a_week=2), at=now)
    published(station, now)
    assert suggesting.suggest(now=now + 9 * HOUR) == 0  # nine in the evening
    assert suggesting.suggest(now=now + 21 * HOUR) == 1
    published(station, now + 2 * DAY, starts_at=now + 9 * DAY)
    assert suggesting.suggest(now=now + 3 * DAY) == 0  # 84 hours between two letters
    assert suggesting.suggest(now=now + 5 * DAY) == 1


def test_her_categories_and_how_near(station: world.Place, now: datetime) -> None:
    neighbour = world.a_station(session.get_one(world.Place, station.parent_id))
    elsewhere = world.a_station()
    wishes = [
        Wish(reach="community"),
        Wish(reach="office"),
        Wish(reach="km3"),
        Wish(reach="all"),
        Wish(reach="all", categories=("文化艺术",)),
    ]
    who = [asks(world.a_volunteer(station), wish, at=now).id for wish in wishes]
    here, beside = published(station, now), published(neighbour, now)
    far = published(elsewhere, now, category="文化艺术", latitude=37.0, longitude=117.2)
    suggesting.suggest(now=now + HOUR)
    told: dict[UUID, set[UUID]] = {one: set() for one in who}
    for row in session.query(SuggestedActivity):
        told[row.volunteer_id].add(row.activity_id)
    assert [told[one] for one in who] == [
        {here.id},
        {here.id, beside.id},
        {here.id, beside.id},
        {here.id, beside.id, far.id},
        {far.id},
    ]


@pytest.mark.parametrize("seed", range(2))
def test_what_is_told_is_what_she_finds_that_she_can_take(
    station: world.Place, now: datetime, seed: int
) -> None:
    """The same answer as the list "what I can take" (test_fitting compares that with the rules)."""
    chance = random.Random(seed)
    a_crowd_of_activities(station, now, chance)
    needed = world.a_qualification(station)
    with transaction():
        for row in session.query(Activity):
            row.published_at = now
    qualified = world.an_open_position(station, starts_at=now + 9 * DAY, published_at=now)
    qualified.qualification_id = needed.id
    world.saved(qualified)
    looking = people_who_look(station, now, chance)
    for number, person in enumerate(looking):
        asks(session.get_one(Volunteer, person.id), at=now)
        if number % 2:
            world.holds(session.get_one(Volunteer, person.id), needed)
    suggesting.suggest(now=now)
    for person in looking:
        found = find(Wanted(taker=Taker(person)), now=now, size=200).items
        fresh = {card.id for card in found}
        fresh &= {row.id for row in session.query(Activity) if row.published_at == now}
        told = session.query(SuggestedActivity).filter_by(volunteer_id=person.id)
        assert {row.activity_id for row in told} == fresh


def test_stopped_at_once_however_it_is_withdrawn_and_forgotten_when_she_leaves(
    station: world.Place, now: datetime
) -> None:
    person = asks(world.a_volunteer(station), at=now)
    by = people.volunteer(person.id)
    published(station, now)
    suggestion_wishes.stop(person.id, by=by, now=now)
    suggestion_wishes.stop(person.id, by=by, now=now)
    assert suggesting.suggest(now=now + HOUR) == 0
    asks(person, at=now + HOUR)  # again: of what is published from now on
    assert suggesting.suggest(now=now + HOUR) == 0
    optional_consents.withdraw(person.id, ACTIVITY_NEWS.kind, by=by, now=now + HOUR)
    assert suggestion_wishes.wish_of(person.id) is None
    leaving.leave(person.id, now=now + HOUR)
    assert session.query(SuggestionWish).count() == 0


def a_crowd(station: world.Place, count: int, now: datetime) -> None:
    """So many who asked to hear of everything, in few statements."""
    rows: list[object] = []
    for number in range(count):
        person = Volunteer(
            id=new_id(),
            number=f"9{number:09d}",
            name="李明",
            name_pinyin="liming lm",
            phone=f"138{number:08d}",
            birth_date=date(1990, 1, 1),
            community_id=station.id,
            categories=[],
            skills=[],
            free_times=[],
            registered_at=now,
            source="demo",
        )
        rows.append(person)
    with transaction():
        session.add_all(rows)
        session.flush()
        for person in rows:
            assert isinstance(person, Volunteer)
            wish = {"categories": [], "reach": "all", "most_a_week": 1}
            hours = {"quiet_from": 20, "quiet_until": 8, "since": now, "next_at": now}
            session.add(SuggestionWish(volunteer_id=person.id, **wish, **hours))
            session.add(
                Consent(
                    id=new_id(),
                    volunteer_id=person.id,
                    kind=ACTIVITY_NEWS.kind,
                    version="x",
                    text_hash="x",
                    channel="wechat",
                    given_at=now,
                )
            )


def test_three_hundred_people_are_told_in_two_batches_of_as_many_statements_as_three(
    station: world.Place, now: datetime, statements: Counting
) -> None:
    for _ in range(3):
        published(station, now)
    a_crowd(station, 3, now)
    with statements() as few:
        assert suggesting.suggest(now=now) == 3
    with transaction():
        session.query(SuggestedActivity).delete()
        session.query(SuggestionWish).delete()
        session.query(Consent).delete()
        session.query(OutboxMessage).delete()
        session.query(Volunteer).delete()
    a_crowd(station, 300, now)
    with statements() as many:
        assert suggesting.suggest(now=now) == 200
    assert len(many) == len(few) <= 16
    assert suggesting.suggest(now=now) == 100
    assert suggesting.suggest(now=now) == 0
    assert len(letters()) == 300
