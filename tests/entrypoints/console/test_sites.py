"""A place's page at the desk."""

from io import BytesIO

from app.domain.access.rules import Role
from app.domain.places import queries, site_queries
from app.domain.places.scope import Scope
from app.kernel.geo import Point, distance_metres
from tests.entrypoints.console.conftest import Desk
from tests.photographs import a_photo
from tests.world import a_point, a_station, an_office, staff


def test_a_manager_opens_a_point_by_a_position_of_baidu(desk: Desk) -> None:
    office = an_office()
    station = a_station(office)
    typed = {
        "name": "凤凰村史馆",
        "kind": "history_hall",
        "system": "bd09",
        "latitude": "36.1294",
        "longitude": "117.1299",
    }
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    answer = browser.post(f"/console/places/{station.id}/points/new", data=typed)
    assert answer.status_code == 303
    (made,) = [one for one in queries.sites(Scope(station.path)) if one.level == "point"]
    assert (made.kind_title, made.parent_id) == ("村史馆", station.id)
    assert made.point is not None
    assert distance_metres(made.point, Point(36.1234, 117.1234)) < 100


def test_a_position_far_off_is_kept_and_doubted(desk: Desk) -> None:
    office = an_office()
    station = a_station(office)
    typed = {"name": station.name, "latitude": "36.1234", "longitude": "107.1234"}
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    answer = browser.post(f"/console/places/{station.id}/edit", data=typed)
    assert "请核对经纬度" in browser.get(answer.location).text


def test_a_clerk_says_when_it_is_open_and_what_cannot_be_is_shown_at_its_day(desk: Desk) -> None:
    station = a_station()
    browser = desk(staff(at=station))
    address = f"/console/places/{station.id}/page"
    typed = {"day_0": "9:00-8:00", "holidays": "office", "head_shown": "nothing"}
    refused = browser.post(address, data=typed)
    assert refused.status_code == 422
    assert "结束时间要晚于开始时间" in refused.text
    assert browser.post(address, data={**typed, "day_0": "8:30-12:00"}).status_code == 303
    assert site_queries.description(station.id).hours.week[0] == ((510, 720),)
    assert 'value="8:30-12:00"' in browser.get(address).text


def test_photos_go_up_and_down(desk: Desk) -> None:
    station = a_station()
    browser = desk(staff(at=station))
    address = f"/console/places/{station.id}/photos"
    sent = {"alt": "大厅", "pictures": (BytesIO(a_photo(size=(64, 48))), "a.jpg")}
    assert browser.post(address, data=sent).status_code == 303
    (photo,) = site_queries.description(station.id).photos
    assert photo.alt == "大厅"
    assert browser.get(f"{address}/{photo.id}").mimetype == "image/jpeg"
    browser.post(f"{address}/{photo.id}/remove")
    assert site_queries.description(station.id).photos == ()


def test_the_poster_is_for_whom_the_place_is_in_reach(desk: Desk) -> None:
    station = a_station()
    point = a_point(station)
    browser = desk(staff(at=station))
    assert browser.get(f"/console/places/{point.id}/poster.pdf").data[:5] == b"%PDF-"
    assert browser.get(f"/console/places/{a_point().id}/poster.pdf").status_code == 404
