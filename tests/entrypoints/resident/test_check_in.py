"""Checking in by the code on the screen."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.domain.activities.models import Activity, Position
from app.domain.attendance.codes import session_code
from app.domain.attendance.models import Attendance
from app.domain.messaging import credentials
from app.domain.messaging.credentials import SharedCredential
from app.domain.people.models import Volunteer
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.world import HOUR, NOON, a_station, a_volunteer, an_open_position, signed_up

SOON = NOON + timedelta(minutes=10)


def a_place_taken(by: Volunteer, **facts: object) -> Position:
    position = an_open_position(a_station(), starts_at=SOON, **facts)
    signed_up(by, position)
    return position


def code(position: Position, direction: str = "in", now: datetime = NOON) -> str:
    return f"/c/{session_code(position.session_id, direction, now=now).text}"  # type: ignore[arg-type]


def attendances() -> int:
    return session.scalar(select(func.count()).select_from(Attendance)) or 0


def test_a_scan_checks_in_and_says_when(visitor: Visitor) -> None:
    person = a_volunteer()
    position = a_place_taken(person)
    page = visitor.sign_in(person).open(code(position), follow=True)
    assert "点这里签到" in page.text
    assert "data-locate" not in page.text
    done = visitor.send("/h5/check-in", follow=True).text
    assert "签到成功" in done
    assert "12:00" in done
    assert attendances() == 1


def test_a_second_scan_shows_the_first_moment(
    visitor: Visitor, at: Callable[[datetime], None]
) -> None:
    person = a_volunteer()
    position = a_place_taken(person)
    visitor.sign_in(person)
    for minutes in (0, 7):
        now = NOON + timedelta(minutes=minutes)
        at(now)
        visitor.open(code(position, now=now), follow=True)
        page = visitor.send("/h5/check-in", follow=True).text
    assert "已于 12:00 签到，无需重复" in page
    assert attendances() == 1


def test_a_scan_waits_while_one_signs_in(visitor: Visitor, at: Callable[[datetime], None]) -> None:
    person = a_volunteer()
    position = a_place_taken(person)
    to_sign_in = visitor.open(code(position), follow=True)
    assert "/h5/sign-in?next=/h5/check-in" in to_sign_in.request.url.replace("%2F", "/")
    at(NOON + timedelta(minutes=5))  # longer than the code lives
    visitor.sign_in(person).open("/h5/check-in")
    page = visitor.send("/h5/check-in", follow=True).text
    assert "签到成功" in page
    assert "12:00" in page


def test_an_old_code_asks_to_scan_the_screen_again(visitor: Visitor) -> None:
    person = a_volunteer()
    position = a_place_taken(person)
    page = visitor.sign_in(person).open(code(position, now=NOON - timedelta(minutes=5)))
    assert page.status_code == 410
    assert "二维码已更新" in page.text
    assert "请重新扫描现场屏幕上的码" in page.text


def test_any_other_code_is_refused_in_words(visitor: Visitor) -> None:
    page = visitor.open("/c/nonsense")
    assert page.status_code == 422
    assert "不是本平台的签到码" in page.text


def test_who_did_not_sign_up_is_shown_where_to(visitor: Visitor) -> None:
    position = an_open_position(a_station(), starts_at=SOON)
    visitor.sign_in(a_volunteer()).open(code(position), follow=True)
    page = visitor.send("/h5/check-in")
    assert page.status_code == 409
    assert "没有报名" in page.text
    activity_id = session.scalars(select(Activity.id)).one()
    assert f"/h5/activities/{activity_id}" in page.text


def test_the_scan_still_waits_after_signing_up_on_the_spot(visitor: Visitor) -> None:
    position = an_open_position(a_station(), starts_at=SOON)
    visitor.sign_in(a_volunteer()).open(code(position), follow=True)
    visitor.send("/h5/check-in")
    activity_id = session.scalars(select(Activity.id)).one()
    visitor.open(f"/h5/activities/{activity_id}/positions/{position.id}")
    page = visitor.send(f"/h5/activities/{activity_id}/positions/{position.id}", follow=True)
    assert "用刚才扫的码签到" in page.text
    visitor.open("/h5/check-in")
    assert "签到成功" in visitor.send("/h5/check-in", follow=True).text


def test_where_the_place_is_checked_the_position_is_asked_for(visitor: Visitor) -> None:
    person = a_volunteer()
    position = a_place_taken(person, latitude=36.1234, longitude=117.1234, check_radius_metres=200)
    page = visitor.sign_in(person).open(code(position), follow=True)
    assert "data-locate" in page.text
    refused = visitor.send("/h5/check-in")
    assert "没有收到您的位置" in refused.text
    assert "再试一次" in refused.text
    far = visitor.send("/h5/check-in", latitude="36.2", longitude="117.1234", coordinates="gcj02")
    assert "距离活动地点约" in far.text
    near = {"latitude": "36.1236", "longitude": "117.1234", "coordinates": "gcj02"}
    assert "签到成功" in visitor.send("/h5/check-in", follow=True, **near).text


def test_leaving_is_thanked_for(visitor: Visitor, at: Callable[[datetime], None]) -> None:
    person = a_volunteer()
    position = a_place_taken(person)
    visitor.sign_in(person).open(code(position), follow=True)
    visitor.send("/h5/check-in")
    later = SOON + 2 * HOUR
    at(later)
    visitor.open(code(position, "out", later), follow=True)
    page = visitor.send("/h5/check-in", follow=True).text
    assert "签退成功" in page
    assert "谢谢您的付出" in page


def test_somebody_elses_result_is_not_found(visitor: Visitor) -> None:
    person = a_volunteer()
    position = a_place_taken(person)
    visitor.sign_in(person).open(code(position), follow=True)
    where = visitor.send("/h5/check-in").location
    visitor.sign_in(a_volunteer())
    assert visitor.open(where).status_code == 404


def test_without_a_scan_the_page_leads_to_the_scanner(visitor: Visitor) -> None:
    visitor.sign_in(a_volunteer())
    assert visitor.open("/h5/check-in").location == "/h5/scan"


def test_the_scanner_opens_inside_wechat_once_a_ticket_is_known(
    visitor: Visitor, wechat_visitor: Visitor
) -> None:
    assert "请打开微信" in visitor.open("/h5/scan").text
    assert "用微信的扫一扫" in wechat_visitor.open("/h5/scan").text
    credentials.put("jsapi_ticket", SharedCredential("t1cket", NOON + HOUR))
    page = wechat_visitor.open("/h5/scan").text
    assert "wx-config" in page
    assert "data-wx-scan" in page
