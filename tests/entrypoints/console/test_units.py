"""Recognised units at the desk, their table brought in, and the list everybody reads."""

from io import BytesIO

from app.adapters.sheet_forms import sheet_form
from app.domain.access.rules import Role
from app.domain.recognised_units import queries, sheet
from app.domain.recognised_units.queries import Wanted
from app.entrypoints.console.importing import packed
from app.kernel.sheets import SheetRow
from tests.domain.recognised_units.test_unit_sheet import NEW
from tests.domain.recognised_units.units import a_unit
from tests.entrypoints.console.conftest import Desk
from tests.photographs import a_photo
from tests.world import NOON, a_station, staff


def test_a_unit_is_entered_reviewed_and_shown_with_its_papers(desk: Desk) -> None:
    station = a_station()
    browser = desk(staff(Role.OFFICE_MANAGER, at=station))
    sent = {
        "kind": "campus",
        "name": "阳光小学",
        "level": "city",
        "on": "2023-12-01",
        "awarded_by": "市文明委",
        "review_due_on": "2026-12-01",
        "place_id": str(station.id),
        "is_public": "y",
    }
    assert browser.post("/console/units/new", data={**sent, "name": ""}).status_code == 422
    papers = {"pictures": (BytesIO(a_photo()), "plaque.jpg")}
    made = browser.post("/console/units/new", data={**sent, **papers})
    assert made.status_code == 303
    page = browser.get(made.location).text
    assert "前要复查" in page
    picture = page.partition('<img src="')[2].partition('"')[0]
    assert browser.get(picture).mimetype == "image/jpeg"
    decision = f"{made.location}/decisions"
    assert "登记复查" in page
    kept = {"on": "2026-11-20", "review_due_on": "2029-12-01"}
    assert browser.post(f"{decision}/keep", data=kept).status_code == 303
    assert (
        browser.post(f"{decision}/recognise", data={**sent, "on": "2026-11-20"}).status_code == 409
    )
    assert browser.get(f"{decision}/nothing").status_code == 404
    assert "复查保留" in browser.get(made.location).text
    rows = browser.get("/console/units?kind=campus&review=due&place=x").text
    assert "没有符合条件的单位" in rows
    public = browser.get("/units?kind=campus").text
    assert "市级文明校园" in public
    assert "2023年12月" in public


def test_a_table_is_looked_through_and_written(desk: Desk) -> None:
    station = a_station()
    manager = staff(Role.OFFICE_MANAGER, at=station)
    a_unit(manager, station.id)
    browser = desk(manager)
    out = browser.get("/console/units/export.xlsx").data

    def checked(content: bytes) -> str:
        sent = {"file": (BytesIO(content), "units.xlsx")}
        return browser.post("/console/units/import", data=sent).text

    assert "没有变化" in checked(out)
    assert "不是 xlsx" in checked(b"no table")
    wrong = checked(sheet_form("x", sheet.COLUMNS, [{**NEW, "级别": "县级"}]))
    assert "第 2 行" in wrong
    assert "导入 1 行" not in wrong
    assert "导入 1 行" in checked(sheet_form("x", sheet.COLUMNS, [NEW]))
    rows = {"rows": packed([SheetRow(2, NEW)])}
    assert browser.post("/console/units/import/write", data=rows).status_code == 303
    found = queries.all_units(manager.scope, Wanted(), today=NOON.date())
    assert [one.name for one in found] == ["阳光小学", "阳光医院"]
    again = browser.post("/console/units/import/write", data={"rows": "eA=="})
    assert again.location.endswith("/console/units/import")
    assert browser.get("/console/units/blank.xlsx").status_code == 200
