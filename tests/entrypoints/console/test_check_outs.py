"""Requests of those who forgot to check out, at the desk."""

from datetime import timedelta

from app.domain.hours.late_check_out import say_when_left
from app.domain.hours.models import HourRecord
from app.domain.places.models import Place
from app.kernel.database import session
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import Attendance, a_pending_record, a_station, a_volunteer, saved, staff

HOURS = "/console/hours"
BEGAN = NOON - timedelta(hours=5)


def a_request(here: Place) -> HourRecord:
    """She came at seven, never checked out, and says she left at half past eight."""
    record = a_pending_record(
        a_volunteer(here),
        here,
        starts_at=BEGAN,
        state="returned",
        minutes=0,
        counted_until=BEGAN,
        created_at=NOON - timedelta(hours=1),
    )
    stay = session.get_one(Attendance, record.attendance_id)
    stay.out_at, stay.out_way = None, "missed"
    saved(stay)
    say_when_left(
        record.volunteer_id,
        record.id,
        left_at=BEGAN + timedelta(minutes=90),
        note="打扫完一起走的",
        now=NOON,
    )
    return record


def test_a_request_waits_on_the_home_page_and_is_confirmed(desk: Desk) -> None:
    here = a_station()
    record = a_request(here)
    browser = desk(staff(at=here))
    assert "条补签退待确认" in browser.get("/console/").text
    assert "1 条补签退申请等待确认" in browser.get(f"{HOURS}?state=returned").text
    assert "打扫完一起走的" in browser.get(f"{HOURS}/check-outs").text
    page = browser.get(f"{HOURS}/{record.id}/check-out").text
    assert "确认 08:30 离开" in page
    answer = browser.post(f"{HOURS}/{record.id}/check-out/confirm")
    assert answer.location.endswith("/check-outs")
    assert "没有等待确认的申请" in browser.get(answer.location).text
    assert session.get_one(HourRecord, record.id, populate_existing=True).minutes == 90
    page = browser.get(f"{HOURS}/{record.id}").text
    assert "补签退，由王丽确认" in page


def test_refusing_needs_a_reason_and_one_does_not_decide_ones_own(desk: Desk) -> None:
    here = a_station()
    record = a_request(here)
    browser = desk(staff(at=here))
    path = f"{HOURS}/{record.id}/check-out"
    assert browser.post(f"{path}/refuse", data={"reason": ""}).status_code == 422
    mine = desk(staff(at=here, volunteer_id=record.volunteer_id))
    assert mine.post(f"{path}/confirm").status_code == 403
    assert browser.post(f"{path}/refuse", data={"reason": "早走了"}).status_code == 303
    assert "没有确认这个时间" in browser.get(path).text


def test_a_record_without_a_request_has_no_such_page(desk: Desk) -> None:
    here = a_station()
    record = a_pending_record(a_volunteer(here), here)
    assert desk(staff(at=here)).get(f"{HOURS}/{record.id}/check-out").status_code == 404
