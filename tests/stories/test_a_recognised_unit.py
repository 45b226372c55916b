"""A recognised unit: named and public at once, its review announced in time, kept, and its history.

Who decides on units hears of the review on her phone, weeks before it is due.
"""

from datetime import timedelta

from app.domain.access.models import StaffMember
from app.domain.access.rules import Role
from app.kernel.database import session
from tests import world
from tests.stories.house import House
from tests.stories.people import Browser
from tests.stories.served import a_served_district, follows

NAMED = {
    "kind": "campus",
    "name": "阳光小学",
    "level": "city",
    "on": "2026-11-20",
    "awarded_by": "市精神文明建设委员会",
    "review_due_on": "2027-03-01",
    "is_public": "y",
}


def test_a_recognised_unit(house: House) -> None:
    served = a_served_district(house)  # on 24 November 2026
    person = world.a_volunteer(served.station, name="李主任")
    phone = follows(house, person)
    row = session.get_one(StaffMember, served.manager.id)
    row.volunteer_id = person.id
    world.saved(row)

    desk, anybody = served.desk(Role.OFFICE_MANAGER), Browser(house.app_url)
    desk.open("/console/units/new")
    named = desk.send('name="awarded_by"', **NAMED, place_id=served.station.id)
    assert "市级文明校园" in named.text
    assert "前要复查" not in named.text
    assert "阳光小学 市级文明校园 2026年11月" in anybody.open("/units").text

    phone.wait_for_notices(1)  # of her sign-in: weeks later it would no longer be sent
    house.turn_clock(timedelta(days=40))  # 57 days before the review
    assert "1 个文明单位需要复查" in phone.wait_for_notices(2)[-1]
    desk = served.desk(Role.OFFICE_MANAGER)
    page = desk.open("/console/units", review="due")
    page = desk.open(page.link("/console/units/0"))
    assert "2027年3月1日前要复查" in page.text
    desk.open(page.link("/decisions/keep"))
    kept = desk.send(
        'name="on"', on="2027-01-03", review_due_on="2030-03-01", reason="现场复查合格"
    )
    assert "前要复查" not in kept.text
    for words in ("复查保留", "现场复查合格", "认定（市级）", "2030年3月1日"):
        assert words in kept.text
    assert "阳光小学 市级文明校园 2026年11月" in anybody.open("/units").text
