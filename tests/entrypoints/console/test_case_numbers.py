"""The year in numbers at the desk, and the table that is taken away, opened again."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from app.domain import reactions
from app.domain.access.rules import Role
from app.entrypoints.console.case_numbers import took
from tests import world
from tests.domain.nominations.house import House, a_house, an_open_campaign, nominated
from tests.domain.nominations.test_upward import on_the_roll
from tests.entrypoints.console.conftest import Desk


@pytest.fixture
def house(desk: Desk) -> House:
    reactions.connect()
    return a_house()


def test_the_page_and_the_table_say_the_same(desk: Desk, house: House) -> None:
    on_the_roll(house)
    nominated(house, an_open_campaign(house, title="=HYPERLINK()"), name="王建国")
    browser = desk(house.administrator)
    page = browser.get("/console/case-numbers").text
    assert "2 人" in page
    assert "各环节用时" in page
    answer = browser.get("/console/case-numbers/export?year=2026")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    assert book.sheet_names == ["种类", "类别", "审核级别", "实践站", "各环节用时", "谁推荐的"]
    rows = book.get_sheet_by_name("种类").to_python()
    assert rows[0][:2] == ["种类", "推荐人数"]
    assert [rows[1][0], rows[1][1], rows[1][5]] == ["身边好人", 2.0, 1.0]
    assert rows[-1][0] == "合计"
    stages = {row[0]: row[1:] for row in book.get_sheet_by_name("各环节用时").to_python()}
    assert stages["公示"][0] == 1.0
    assert stages["公示"][1] == stages["公示"][2] > 5
    [resident, *_] = book.get_sheet_by_name("谁推荐的").to_python()[1:]
    assert resident == ["居民推荐", 2.0, "份"]


def test_a_year_without_anybody_says_so(desk: Desk, house: House) -> None:
    page = desk(house.clerk).get("/console/case-numbers?year=2021").text
    assert "2026 年还没有人" not in page
    assert "2021 年还没有人被推荐" in page
    assert "2026 年还没有人" in desk(house.clerk).get("/console/case-numbers?year=1999").text


def test_an_auditor_reads_and_exports(desk: Desk, house: House) -> None:
    on_the_roll(house)
    browser = desk(world.staff(Role.AUDITOR, at=house.centre))
    assert browser.get("/console/case-numbers").status_code == 200
    assert browser.get("/console/case-numbers/export").status_code == 200


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 分钟"),
        (59.6, "1 小时"),
        (150, "2 小时"),
        (1440, "1 天"),
        (1500.4, "1 天 1 小时"),
    ],
)
def test_times_in_words(minutes: float, words: str) -> None:
    assert took(minutes) == words
