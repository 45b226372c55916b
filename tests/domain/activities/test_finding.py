"""Finding by words, by sound, by distance and by day, in how many statements."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.domain.activities.finding import Taker, Wanted, days, find, near
from app.domain.people import queries as people
from app.kernel.geo import Point
from tests import world
from tests.conftest import Counting

HOUR = timedelta(hours=1)


@pytest.fixture
def station(database: Flask) -> world.Place:
    return world.a_station()


def found(text: str, now: datetime) -> set[UUID]:
    return {card.id for card in find(Wanted(text), now=now).items}


def test_one_character_finds_titles_venues_categories_and_places(
    now: datetime, database: Flask
) -> None:
    lake = world.a_station(name="湖滨社区新时代文明实践站")
    at_lake = world.an_activity(lake, title="读书会")
    trees = world.an_activity(world.a_station(), title="义务植树", content="到湖边去种树")
    art = world.an_activity(world.a_station(), category="文化艺术", venue="剧场")
    assert found("湖", now) == {at_lake.id}
    assert found("湖边", now) == {trees.id}
    assert found("树", now) == {trees.id}
    assert found("艺", now) == {art.id}


def test_every_word_must_be_there(station: world.Place, now: datetime) -> None:
    haircut = world.an_activity(station, title="助老理发", venue="活动室")
    world.an_activity(station, title="助老送餐")
    assert found("助老 活动室", now) == {haircut.id}
    assert found("助老\u3000理发", now) == {haircut.id}


def test_signs_of_the_search_language_are_letters(station: world.Place, now: datetime) -> None:
    percent = world.an_activity(station, title="100% 清洁")
    world.an_activity(station, title="清洁家园")
    assert found("%", now) == {percent.id}
    assert found("_", now) == set()
    assert found("\\", now) == set()


def test_latin_letters_find_by_sound_and_in_any_case(station: world.Place, now: datetime) -> None:
    trees = world.an_activity(station, title="义务植树")
    rescue = world.an_activity(station, title="CPR 急救培训")
    assert found("zhishu", now) == found("YWZS", now) == {trees.id}
    assert found("cpr", now) == {rescue.id}


def test_a_new_title_is_found_by_its_own_sound(station: world.Place, now: datetime) -> None:
    activity = world.an_activity(station, title="义务植树")
    activity.title = "清洁家园"
    world.saved(activity)
    assert found("qingjie", now) == {activity.id}
    assert found("zhishu", now) == set()


def test_the_nearest_on_the_ground_comes_first(station: world.Place, now: datetime) -> None:
    origin = Point(36.1234, 117.1234)
    far = world.an_activity(station, latitude=36.1634, longitude=117.1234)
    close = world.an_activity(station, latitude=36.1234, longitude=117.1334)
    at_its_place = world.an_activity(station, starts_at=now + 72 * HOUR)
    world.an_activity(station, latitude=36.5, longitude=117.1234)
    answer = near(Wanted(), origin, now=now)
    assert [one.card.id for one in answer] == [at_its_place.id, close.id, far.id]
    assert [one.metres for one in answer] == [0, 898, 4448]


def test_east_and_north_weigh_alike(station: world.Place, now: datetime) -> None:
    """A hundredth of a degree to the east is shorter than one to the north."""
    origin = Point(36.1234, 117.1234)
    north = world.an_activity(station, latitude=36.1324, longitude=117.1234)
    east = world.an_activity(station, latitude=36.1234, longitude=117.1334)
    assert [one.card.id for one in near(Wanted(), origin, now=now)] == [east.id, north.id]


def test_days_count_activities_not_sessions(station: world.Place, now: datetime) -> None:
    twice = world.an_activity(station, starts_at=now + HOUR)
    for _ in range(2):
        world.a_position(world.a_session(twice))
    world.an_open_position(station, starts_at=now + 25 * HOUR)
    world.an_open_position(station, starts_at=now + timedelta(days=14))
    counted = days(Wanted(), now=now)
    assert [(one.day, one.count) for one in counted[:3]] == [
        (date(2026, 11, 23), 1),
        (date(2026, 11, 24), 1),
        (date(2026, 11, 25), 0),
    ]
    assert len(counted) == 14
    assert sum(one.count or 0 for one in counted) == 2


def test_days_are_cut_at_midnight_in_shanghai(station: world.Place, now: datetime) -> None:
    for moment in ("2026-11-24T23:59+08:00", "2026-11-25T00:00+08:00"):
        world.an_open_position(station, starts_at=datetime.fromisoformat(moment))
    counts = {one.day: one.count for one in days(Wanted(), now=now)}
    assert counts[date(2026, 11, 24)] == counts[date(2026, 11, 25)] == 1


def test_statements_are_the_same_for_one_and_for_many(
    station: world.Place, now: datetime, statements: Counting
) -> None:
    person = world.a_volunteer(station, born=date(1990, 1, 1))
    world.signed_up(person, world.an_open_position(station, starts_at=now + 99 * HOUR))
    wanted = Wanted(text="清洁", taker=Taker(people.volunteer(person.id)))
    seen_counts = []
    for _ in range(2):
        for _ in range(6):
            world.an_open_position(station)
        with statements() as seen:
            find(wanted, now=now)
            days(wanted, now=now)
            near(wanted, Point(36.1234, 117.1234), now=now)
        seen_counts.append(len(seen))
    assert seen_counts == [9, 9]


def test_the_work_is_bounded_and_says_what_it_has_not_counted(
    station: world.Place, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.domain.activities.finding.LOOKED_AT", 3)
    for hours in (1, 2, 25, 26, 49):
        world.an_open_position(station, starts_at=now + hours * HOUR)
    assert [one.count for one in days(Wanted(), now=now)][:4] == [2, None, None, None]
    assert find(Wanted(), now=now).total == 3
    tomorrow = Wanted(day=date(2026, 11, 24))
    assert find(tomorrow, now=now).total == 2


def test_counting_stops_where_nobody_turns_the_page(
    station: world.Place, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.domain.activities.finding.COUNTED_AT_MOST", 3)
    for _ in range(5):
        world.an_activity(station)
    assert find(Wanted(), now=now, size=2).total == 3
