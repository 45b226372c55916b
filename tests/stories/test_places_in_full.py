"""Places from the table to the door: brought in, opened by the poster's code, merged by two people.

An office's manager brings two points in with their hours (one cell is wrong at first); a passer-by
reads the poster at the door before and after opening; two communities become one, and whoever has
the old address, or an activity of the old one, comes to the successor.
"""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import zxingcpp
from PIL import Image

from app.adapters.sheet_forms import sheet_form
from app.domain.access.rules import Role
from app.domain.activities.models import ActivitySession
from app.domain.places import sheet
from app.domain.places.models import Place
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.stories.house import House
from tests.stories.people import Browser, Desk, Page
from tests.stories.served import PASSWORD, Served, a_served_district

HALL, SQUARE = "阳光村史馆", "阳光文化广场"
HOURS = "周一至周五 9:00-11:30,14:00-17:30；周六 9:00-12:00"
SUCCESSOR = "河畔社区新时代文明实践站"


def test_places_in_full(house: House) -> None:
    served = a_served_district(house)  # a Tuesday, 8:30
    manager, anybody = served.desk(Role.OFFICE_MANAGER), Browser(house.app_url)

    two_points_are_brought_in(manager, served.station.name)
    page = anybody.open(by_the_poster(manager, HALL))
    assert "9:00 开放" in page.text
    assert "周一至周五 9:00–11:30、14:00–17:30" in page.text
    house.turn_clock(timedelta(hours=1))
    assert "现在开放，11:30 关门" in anybody.open(page.url).text

    ahead, over = activities_of(served)
    second = world.a_station(session.get_one(Place, served.station.parent_id), SUCCESSOR)
    two_people_merge(served, into=str(second.id))
    old = anybody.open(f"/places/{served.station.id}")
    assert "这里已不再单独开放" in old.text
    assert SUCCESSOR in anybody.open(old.link(f"/places/{second.id}")).text
    assert SUCCESSOR in anybody.open(f"/activities/{ahead}").text
    assert f"/places/{second.id}" in anybody.open(f"/activities/{over}").link(str(second.id))
    assert f"管理单位 {SUCCESSOR}" in anybody.open(page.url).text
    calendar = anybody.open(f"/places/{served.station.id}/calendar.ics")
    assert str(ahead) in calendar.html.replace("\r\n ", "")


def two_points_are_brought_in(manager: Desk, station: str) -> None:
    """The dry run shows one fault with what was expected; mended, both are there."""
    hall = {"级别": "实践点", "名称": HALL, "上级": station, "种类": "村史馆", "开放时间": HOURS}
    square = {**hall, "名称": SQUARE, "种类": "文化广场", "开放时间": "9:00-21:00"}
    refused = sent(manager, hall, square)
    assert "有 1 处要改，还不能导入" in refused.text
    assert "第 3 行 开放时间 9:00-21:00" in refused.text
    assert HOURS in refused.text
    checked = sent(manager, hall, {**square, "开放时间": "每天 9:00-21:00"})
    assert "2 行新增" in checked.text
    assert "已导入 2 行" in manager.send('name="rows"').text


def sent(desk: Desk, *rows: dict[str, str]) -> Page:
    """A table as she fills it in and sends it."""
    page = desk.open("/console/places/import")
    answer = desk.session.post(
        page.url,
        data=page.form('type="file"'),
        files={"file": ("阵地.xlsx", sheet_form("阵地", sheet.COLUMNS, rows))},
        headers={"Referer": page.url},
        timeout=30,
    )
    desk.page = Page(answer)
    return desk.page


def by_the_poster(desk: Desk, name: str) -> str:
    """The address that a camera reads on a place's poster."""
    page = desk.open("/console/places", q=name)
    page = desk.open(page.link("/console/places/0"))
    with Image.open(BytesIO(desk.open(page.link("/poster.png")).content)) as picture:
        (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


def activities_of(served: Served) -> tuple[UUID, UUID]:
    """One of the station's that is still to come, and one that is over."""
    now = clock.now()
    ahead = world.an_activity(served.station, starts_at=now + timedelta(days=3), published_at=now)
    world.a_session(ahead)
    over = session.get_one(ActivitySession, served.position.session_id)
    return ahead.id, over.activity_id


def two_people_merge(served: Served, *, into: str) -> None:
    """Proposed by one administrator, done by the other."""
    centre = session.get_one(Place, served.administrator.place.id)
    world.staff_who_signs_in("liumin", PASSWORD, role=Role.CENTRE_ADMINISTRATOR, at=centre)
    one, other = served.desk(Role.CENTRE_ADMINISTRATOR), Desk(served.house, "liumin", PASSWORD)
    name = served.station.name
    one.open(f"/console/places/{served.station.id}/merge", into=into)
    made = one.send('name="typed"', reason="区划调整", typed=name)
    assert "请另一位中心管理员确认" in made.text
    other.open(made.url)
    assert f"已并入{SUCCESSOR[:4]}" in other.send('name="typed"', typed=name).text
