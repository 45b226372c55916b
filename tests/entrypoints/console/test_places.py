"""The tree of places in the console."""

from io import BytesIO

from app.adapters.sheet_forms import sheet_form
from app.domain.access.rules import Role
from app.domain.places import queries, sheet
from app.entrypoints.console.importing import packed
from app.kernel.sheets import SheetRow
from tests.entrypoints.console.conftest import Desk
from tests.world import a_centre, a_station, an_office, staff


def test_the_tree_shows_the_subtree_only(desk: Desk) -> None:
    centre = a_centre()
    office = an_office(centre, name="阳光街道新时代文明实践所")
    a_station(office, name="阳光社区新时代文明实践站")
    an_office(centre, name="北集坡街道新时代文明实践所")
    page = desk(staff(Role.OFFICE_MANAGER, at=office)).get("/console/places").text
    assert "阳光社区新时代文明实践站" in page
    assert "北集坡街道" not in page


def test_a_manager_opens_a_station_below_her_office(desk: Desk) -> None:
    office = an_office()
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    typed = {"name": "凤凰社区新时代文明实践站", "latitude": "36.12", "longitude": "117.12"}
    answer = browser.post(f"/console/places/{office.id}/new", data=typed)
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "凤凰社区新时代文明实践站已设立" in page
    assert "北纬 36.12000，东经 117.12000" in page


def test_a_name_twice_is_refused_and_kept(desk: Desk) -> None:
    office = an_office()
    a_station(office, name="凤凰社区新时代文明实践站")
    answer = desk(staff(Role.OFFICE_MANAGER, at=office)).post(
        f"/console/places/{office.id}/new", data={"name": "凤凰社区新时代文明实践站"}
    )
    assert answer.status_code == 409
    assert "已经有一个叫“凤凰社区新时代文明实践站”的阵地" in answer.text
    assert 'value="凤凰社区新时代文明实践站"' in answer.text


def test_half_a_position_is_said_beside_its_field(desk: Desk) -> None:
    office = an_office()
    answer = desk(staff(Role.OFFICE_MANAGER, at=office)).post(
        f"/console/places/{office.id}/edit", data={"name": office.name, "latitude": "36.12"}
    )
    assert answer.status_code == 422
    assert 'id="longitude-error"' in answer.text


def test_swapped_degrees_are_noticed(desk: Desk) -> None:
    office = an_office()
    answer = desk(staff(Role.OFFICE_MANAGER, at=office)).post(
        f"/console/places/{office.id}/edit",
        data={"name": office.name, "latitude": "117.12", "longitude": "36.12"},
    )
    assert answer.status_code == 422
    assert "填反了" in answer.text


def test_a_place_is_changed(desk: Desk) -> None:
    office = an_office()
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    assert 'value="36.1234"' in browser.get(f"/console/places/{office.id}/edit").text
    answer = browser.post(
        f"/console/places/{office.id}/edit",
        data={"name": "阳光街道新时代文明实践所", "address": "科技路 8 号"},
    )
    assert answer.status_code == 303
    assert queries.place(office.id).address == "科技路 8 号"


def test_below_a_station_nothing_is_opened(desk: Desk) -> None:
    office = an_office()
    station = a_station(office)
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    assert "这里不能设立下级" in browser.get(f"/console/places/{station.id}/new").text
    answer = browser.post(f"/console/places/{station.id}/new", data={"name": "某某小区"})
    assert answer.status_code == 422


def test_places_are_brought_in_after_a_dry_run(desk: Desk) -> None:
    centre = a_centre()
    a_station(an_office(centre))
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre))

    def checked(content: bytes) -> str:
        sent = {"file": (BytesIO(content), "places.xlsx")}
        return browser.post("/console/places/import", data=sent).text

    assert "没有变化" in checked(browser.get("/console/places/export.xlsx").data)
    new = {"级别": "实践所", "名称": "河畔街道新时代文明实践所", "上级": centre.name}
    assert "导入 1 行" in checked(sheet_form("阵地", sheet.COLUMNS, [new]))
    rows = {"rows": packed([SheetRow(2, new)])}
    assert browser.post("/console/places/import/write", data=rows).status_code == 303
    assert "河畔街道" in browser.get("/console/places").text
    assert browser.get("/console/places/blank.xlsx").status_code == 200
