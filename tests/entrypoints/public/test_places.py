"""Places for everybody."""

from datetime import timedelta

import pytest
from flask import Flask

from app.domain.audit.actors import SYSTEM
from app.domain.places import describing
from app.domain.places.opening_hours import OpeningHours
from app.domain.places.scope import EVERYWHERE
from app.domain.places.site_queries import Description
from app.entrypoints.display import show_date
from app.kernel import clock
from app.kernel.calendar import local_date
from tests.conftest import Counting
from tests.domain.culture.house import a_published
from tests.world import HOUR, NOON, a_point, a_station, an_activity, saved, staff

WEEK = (((540, 1020),),) * 7


def test_a_point_says_what_it_is_whether_it_is_open_and_how_to_get_there(
    application: Flask,
) -> None:
    station = a_station()
    hall = a_point(station)
    an_activity(station, starts_at=clock.now() + 24 * HOUR)
    said = Description(
        introduction="老物件一百多件。", head_name="王丽", hours=OpeningHours(week=WEEK)
    )
    describing.describe(hall.id, said, actor=SYSTEM, scope=EVERYWHERE, now=NOON)
    page = application.test_client().get(f"/places/{hall.id}").text
    assert "村史馆" in page
    assert "周一至周日" in page
    assert "社区环境清洁" in page  # of the station that looks after it
    assert "https://apis.map.qq.com/uri/v1/marker?marker=coord%3A36.123400%2C117.123400" in page
    assert "王丽" not in page


def test_the_hours_say_the_days_closed_and_the_weekends_worked(application: Flask) -> None:
    hall, today = a_point(), local_date(clock.now())
    days = tuple(today + timedelta(days=step) for step in (-1, 0, 3))
    hours = OpeningHours(week=WEEK, holidays="office", closed_on=days)
    said = Description(hours=hours)
    describing.describe(hall.id, said, actor=SYSTEM, scope=EVERYWHERE, now=NOON)
    page = application.test_client().get(f"/places/{hall.id}").text
    assert "法定节假日不开放，调休上班的周末按周一的时间开放。" in page
    assert f"这些天不开放：{show_date(days[1])}、{show_date(days[2])}。" in page
    assert show_date(days[0]) not in page


def test_a_merged_place_has_no_hours_of_its_own(application: Flask) -> None:
    station = a_station()
    said = Description(hours=OpeningHours(week=(((0, 1440),),) * 7))
    describing.describe(station.id, said, actor=SYSTEM, scope=EVERYWHERE, now=NOON)
    client = application.test_client()
    assert "现在开放" in client.get(f"/places/{station.id}").text
    successor = a_station(name="河畔社区新时代文明实践站")
    station.closed_at, station.merged_into_id = NOON, successor.id
    saved(station)
    page = client.get(f"/places/{station.id}").text
    assert "这里已不再单独开放" in page
    assert "现在开放" not in page
    assert "开放时间" not in page


def test_the_list_by_kind_and_by_the_phones_position(
    application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    station = a_station()
    hall, park = a_point(station), a_point(station, name="德园", kind="moral_park")
    park.latitude = 36.3
    saved(park)
    page = application.test_client().get("/places?kind=moral_park").text
    assert "德园" in page
    assert hall.name not in page
    near = (
        application.test_client()
        .post("/places/near", data={"latitude": "36.3", "longitude": "117.1234"})
        .text
    )
    assert near.index("德园") < near.index(hall.name)


def test_an_unknown_place_is_not_found(application: Flask) -> None:
    assert (
        application.test_client().get("/places/00000000-0000-0000-0000-000000000000").status_code
        == 404
    )


def test_what_is_on_for_audiences_is_shown_where_it_is_and_at_the_points_below(
    application: Flask, statements: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    station = a_station()
    hall = a_point(station)
    event_id = a_published(staff(at=station))
    client = application.test_client()
    shown = f'href="/culture/{event_id}"'
    assert shown in client.get(f"/places/{hall.id}").text
    with statements() as seen:
        page = client.get(f"/places/{station.id}").text
    assert shown in page
    assert f"/places/{station.id}/calendar.ics" in page
    assert len(seen) <= 25
    assert shown not in client.get(f"/places/{a_station().id}").text
    own = f'href="/culture/{a_published(staff(at=station), at=hall)}"'
    page = client.get(f"/places/{hall.id}").text
    assert own in page
    assert shown not in page
