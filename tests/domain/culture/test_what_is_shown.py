"""A long programme and a full calendar as everybody sees them: the next first, a page at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.culture import publication, queries, sheet
from app.kernel.paging import PAGE_SIZE
from app.kernel.refusal import NotFound
from app.kernel.sheets import SheetRow
from tests.conftest import NOON
from tests.domain.culture.house import OPEN_AIR, a_clerk, a_programme, a_published
from tests.domain.culture.sheets import screenings

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


def test_what_is_to_come_stands_before_a_year_of_screenings() -> None:
    clerk = a_clerk()
    programme_id = a_programme(clerk)
    with pytest.raises(NotFound):
        queries.shown_programme(programme_id)
    rows = screenings(clerk.place.short_name, PAGE_SIZE + 1)
    sheet.bring_in(clerk, programme_id, rows, now=NOON)
    later = replace(OPEN_AIR, starts_at=OPEN_AIR.starts_at + DAY, ends_at=OPEN_AIR.ends_at + DAY)
    coming = [a_published(clerk, one, programme_id=programme_id) for one in (later, OPEN_AIR)]
    assert queries.shown_programme(programme_id).id == programme_id
    first = queries.shown_events(programme_id, now=NOON)
    assert (first.total, first.last, len(first.items)) == (PAGE_SIZE + 3, 2, PAGE_SIZE)
    assert [one.id for one in first.items[:2]] == coming[::-1]
    rest = queries.shown_events(programme_id, page=2, now=NOON)
    assert len(rest.items) == 3
    over = [*first.items[2:], *rest.items]
    assert [one.title for one in over] == [row.text("名称") for row in rows]


def test_all_that_is_coming_is_found_page_by_page() -> None:
    clerk = a_clerk()
    programme_id = a_programme(clerk)
    rows = screenings(clerk.place.short_name, PAGE_SIZE + 1, day="2026-12-05")
    sheet.bring_in(clerk, programme_id, rows, now=NOON)
    a_published(clerk, OPEN_AIR, programme_id=programme_id)
    first, rest = (queries.coming(page=number, now=NOON) for number in (1, 2))
    assert (first.total, len(first.items), len(rest.items)) == (PAGE_SIZE + 2, PAGE_SIZE, 2)
    assert first.items[0].title == OPEN_AIR.title
    assert queries.coming(kind="讲座", now=NOON).total == 0
    publication.advance(now=OPEN_AIR.ends_at)
    assert queries.coming(now=OPEN_AIR.ends_at).total == PAGE_SIZE + 1


def test_a_sheet_is_over_when_nothing_of_it_is_to_come() -> None:
    past, coming = screenings("阳光社区", 2), screenings("阳光社区", 1, day="2026-12-05")
    assert sheet.all_over(past, now=NOON)
    assert not sheet.all_over([*past, *coming], now=NOON)
    until_monday = {"日期": "2026-11-22", "开始": "22:00", "结束": "13:00"}
    night = SheetRow(2, {**past[0].cells, **until_monday})
    assert not sheet.all_over([night], now=NOON)
