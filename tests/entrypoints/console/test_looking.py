"""Flagged hours in the console: seen in the list, not approved in bulk, approved with a note."""

from uuid import UUID

from app.domain.access.rules import Role
from app.domain.attendance.models import Scan
from app.domain.hours import weighing
from app.domain.hours.models import HourRecord
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.ids import new_id
from tests.conftest import NOON
from tests.domain.hours.typing import a_back_fill, a_past_position
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    HOUR,
    a_pending_record,
    a_station,
    a_volunteer,
    an_approved_record,
    an_office,
    saved,
    staff,
)

HOURS = "/console/hours"
NOTE = "问过带队的李师傅，本人到场"


def far_away(record: HourRecord) -> HourRecord:
    """Nobody has weighed it yet, and its scan was far from the place."""
    scan = Scan(
        id=new_id(),
        at=record.counted_from,
        session_id=record.session_id,
        volunteer_id=record.volunteer_id,
        direction="in",
        way="session_code",
        sentence="签到成功",
        distance_metres=900,
    )
    return saved(record, scan)


def a_flagged_record(here: Place) -> HourRecord:
    return far_away(a_pending_record(a_volunteer(here), here, to_weigh=True))


def fresh(record_id: UUID) -> HourRecord:
    return session.get_one(HourRecord, record_id, populate_existing=True)


def test_the_list_says_what_was_noticed_and_shows_only_that(desk: Desk) -> None:
    here = a_station()
    a_flagged_record(here)
    a_pending_record(a_volunteer(here, name="没有提示的人"), here)
    browser = desk(staff(at=here))
    page = browser.get(HOURS).text
    assert "距离较远" in page
    assert "有 1 条记录有风险提示" in page
    assert "没有提示的人" not in browser.get(f"{HOURS}?flagged=1").text


def test_in_bulk_a_flagged_record_is_left_with_the_reason(desk: Desk) -> None:
    here = a_station()
    flagged, plain = a_flagged_record(here), a_pending_record(a_volunteer(here), here)
    ids = [str(flagged.id), str(plain.id)]
    page = desk(staff(at=here)).post(HOURS, data={"action": "approve", "ids": ids}).text
    assert "有 1 条风险提示，不能批量认定" in page
    assert (fresh(flagged.id).state, fresh(plain.id).state) == ("pending", "approved")


def test_a_look_and_a_note_approve_it(desk: Desk) -> None:
    here = a_station()
    record = a_flagged_record(here)
    browser = desk(staff(at=here))
    browser.get(HOURS)  # opening the list weighs what waits
    look = f"{HOURS}/{record.id}/look"
    assert look in browser.get(f"{HOURS}/{record.id}").text
    assert "离活动地点 900 米" in browser.get(look).text
    assert browser.post(look, data={"note": ""}).status_code == 422
    assert browser.post(look, data={"note": NOTE}).status_code == 303
    assert fresh(record.id).state == "approved"
    assert NOTE in browser.get(f"{HOURS}/{record.id}").text
    assert "没有待核实的风险提示" in browser.get(look).text


def test_what_came_to_light_after_the_approval_is_looked_at_from_above(desk: Desk) -> None:
    office = an_office()
    here = a_station(office)
    record = far_away(an_approved_record(a_volunteer(here), here, to_weigh=True))
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    assert browser.get(f"{HOURS}?state=approved").status_code == 200
    weighing.weigh_due(now=NOON)
    assert "距离较远" in browser.get(f"{HOURS}?state=approved&flagged=1").text
    dismiss = f"{HOURS}/{record.id}/dismiss"
    assert "认定不变" in browser.get(dismiss).text
    assert browser.post(dismiss, data={"note": NOTE}).status_code == 303
    assert (fresh(record.id).state, fresh(record.id).open_flags) == ("approved", 0)


def test_a_flagged_back_fill_is_confirmed_with_a_note(desk: Desk) -> None:
    office = an_office()
    here = a_station(office)
    clerk = staff(at=here)
    for hours in (24, 48):
        position = a_past_position(here, ended=hours * HOUR)
        found = a_back_fill(clerk, position, [a_volunteer(here)], picture=8)
    url = f"/console/back-fills/{found}"
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    assert "照片在别的补录里用过" in browser.get(url).text
    assert browser.post(f"{url}/confirm").status_code == 422
    assert browser.post(f"{url}/confirm", data={"note": NOTE}).status_code == 303
    assert NOTE in browser.get(url).text
