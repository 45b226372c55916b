"""Head counts that replace each other, the year's figures, sheets of events, tour plans."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.attachments import keeping
from app.domain.culture import (
    count_queries,
    counting,
    errors,
    figures,
    planning,
    publication,
    queries,
    sheet,
    tours,
)
from app.domain.culture.counting import Counted
from app.domain.culture.figures import Heads, heads_of
from app.domain.culture.rules import State
from app.domain.places.models import Place
from app.kernel.calendar import SHANGHAI
from app.kernel.database import session
from app.kernel.refusal import BadInput
from app.kernel.sheets import SheetHasFaults, SheetRow
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import (
    ENDS,
    HOUR,
    OPEN_AIR,
    PROGRAMME,
    a_clerk,
    a_programme,
    a_published,
)
from tests.domain.culture.sheets import screening
from tests.photographs import a_photo

pytestmark = pytest.mark.usefixtures("database")
LATER = ENDS + HOUR
DAY = timedelta(days=1)


def a_picture(clerk: Staff) -> UUID:
    return keeping.keep(clerk.actor, a_photo(), now=NOON)


def held_event(clerk: Staff, *, programme_id: UUID | None = None, at: Place | None = None) -> UUID:
    event_id = a_published(clerk, OPEN_AIR, programme_id=programme_id, at=at)
    publication.advance(now=LATER)
    return event_id


def test_three_numbers_stand_beside_each_other_and_corrections_replace() -> None:
    clerk = a_clerk()
    event_id = held_event(clerk)
    by_hand = Counted("hand", 320, LATER)
    first = counting.add_count(clerk, event_id, by_hand, pictures=[a_picture(clerk)], now=LATER)
    views = Counted("online", 9000, LATER, source="抖音", link="https://example.cn/1")
    counting.add_count(clerk, event_id, views, now=LATER)
    counting.add_count(clerk, event_id, replace(views, source="微博", number=500), now=LATER)
    with pytest.raises(errors.CountedAlready):
        counting.add_count(clerk, event_id, by_hand, pictures=[a_picture(clerk)], now=LATER)
    right = replace(by_hand, number=300)
    with pytest.raises(BadInput):
        counting.correct_count(clerk, first, right, reason="", now=LATER)
    counting.correct_count(clerk, first, right, reason="重数了照片", now=LATER)
    with pytest.raises(errors.ReplacedAlready):
        counting.correct_count(clerk, first, right, reason="再数一次", now=LATER)
    assert heads_of([event_id])[event_id] == Heads(scanned=None, hand=300, online=9500)
    there = [(one.number, one.replaced) for one in count_queries.counts_of(event_id)]
    assert there == [(300, False), (500, False), (9000, False), (320, True)]
    with pytest.raises(DBAPIError):
        session.execute(text("UPDATE culture_head_count SET number = 1"))
    session.rollback()


def test_what_is_not_held_yet_or_without_a_photo_is_not_counted() -> None:
    clerk = a_clerk()
    event_id = a_published(clerk, OPEN_AIR)
    picture = a_picture(clerk)
    with pytest.raises(errors.NotHeldYet):
        counting.add_count(clerk, event_id, Counted("hand", 3, NOON), pictures=[picture], now=NOON)
    with pytest.raises(BadInput, match="照片"):
        counting.add_count(clerk, event_id, Counted("hand", 3, NOON), now=NOON)


LINE = ("2026-11-20", "19:00", "21:00", "{place}", "村口广场", "《地道战》", "86")


def table(*lines: tuple[str, ...], place: str) -> list[SheetRow]:
    return [
        screening(number, *(cell.format(place=place) for cell in line))
        for number, line in enumerate(lines, start=2)
    ]


def test_a_sheet_of_screenings_is_looked_through_then_taken_once() -> None:
    clerk = a_clerk()
    programme_id, name = a_programme(clerk), clerk.place.short_name
    coming = ("2026/12/05", "19:00", "21:00", "{place}", "村口广场", "《上甘岭》", "")
    rows = table(LINE, coming, place=name)
    dry = sheet.dry_run(clerk, programme_id, rows, now=NOON)
    assert (dry.to_write, dry.faults) == (2, ())
    assert not queries.events_of(clerk.scope, tab="ended").items
    assert sheet.bring_in(clerk, programme_id, rows, now=NOON) == 2
    (ended,) = queries.events_of(clerk.scope, tab="ended").items
    assert (ended.event.title, ended.heads) == ("《地道战》", Heads(hand=86))
    (open_one,) = queries.events_of(clerk.scope).items
    assert open_one.event.state is State.PUBLISHED
    with pytest.raises(SheetHasFaults):
        sheet.bring_in(clerk, programme_id, rows, now=NOON)


@pytest.mark.parametrize(
    ("column", "cell", "fault"),
    [
        ("种类", "戏曲", "种类请填：演出、放映"),
        ("日期", "昨天", "不是日期，请写成"),
        ("日期", "", "请填写日期"),
        ("开始", "25:00", "不是时间，请写成"),
        ("结束", "", "请填写时间"),
        ("社区", "月亮社区", "没有找到社区"),
        ("地点", "", "请填写地点"),
        ("名称", "", "请填写名称"),
        ("现场人数", "很多", "请填数字"),
        ("现场人数", "1000000", "请填整数，最多 6 位"),
    ],
)
def test_each_line_tells_its_fault(column: str, cell: str, fault: str) -> None:
    clerk = a_clerk()
    (row,) = table(LINE, place=clerk.place.short_name)
    wrong = SheetRow(2, {**row.cells, column: cell})
    (one,) = sheet.dry_run(clerk, a_programme(clerk), [wrong], now=NOON).faults
    assert (one.line, one.column, one.found) == (2, column, cell)
    assert fault in one.problem


@pytest.mark.parametrize(
    ("day", "now", "faults"),
    [
        ("2026-12-20", NOON, [("现场人数", "还没有办的场次不能填现场人数")]),
        ("2026-11-23", LATER, []),
        ("2026-11-23", LATER - 2 * HOUR, [("日期", "这一场正在进行，请等结束以后再导入")]),
    ],
)
def test_a_number_is_told_of_what_is_over_only(
    day: str, now: datetime, faults: list[tuple[str, str]]
) -> None:
    clerk = a_clerk()
    rows = table((day, *LINE[1:]), place=clerk.place.short_name)
    found = sheet.dry_run(clerk, a_programme(clerk), rows, now=now).faults
    assert [(one.column, one.problem) for one in found] == faults


def test_what_a_spreadsheet_makes_of_days_and_times_is_read() -> None:
    clerk = a_clerk()
    as_moments = ("2026-11-20 00:00:00", "19:00:00", "1899-12-31 21:00:00", *LINE[3:])
    rows = table(as_moments, place=clerk.place.short_name)
    assert sheet.bring_in(clerk, a_programme(clerk), rows, now=NOON) == 1
    (ended,) = queries.events_of(clerk.scope, tab="ended").items
    began = datetime(2026, 11, 20, 19, tzinfo=SHANGHAI)
    assert (ended.event.starts_at, ended.event.ends_at) == (began, began + 2 * HOUR)


def test_one_event_twice_in_a_sheet_is_told_by_its_line() -> None:
    clerk = a_clerk()
    rows = table(LINE, LINE, place=clerk.place.short_name)
    (one,) = sheet.dry_run(clerk, a_programme(clerk), rows, now=NOON).faults
    assert (one.line, one.problem) == (3, "与第 2 行重复，请删掉其中一行")


def test_nobody_has_counted_what_is_still_to_come() -> None:
    clerk = a_clerk()
    event_id = held_event(clerk)
    views = Counted("online", 9000, LATER + HOUR, source="抖音", link="https://example.cn/1")
    with pytest.raises(BadInput, match="还没有到") as refused:
        counting.add_count(clerk, event_id, views, now=LATER)
    assert refused.value.field == "counted_at"
    first = counting.add_count(clerk, event_id, replace(views, counted_at=LATER), now=LATER)
    with pytest.raises(BadInput, match="还没有到"):
        counting.correct_count(clerk, first, views, reason="重看了", now=LATER)


def test_a_tour_says_who_waits_and_who_had_its_show() -> None:
    office = world.an_office()
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    done, planned, waits = (world.a_station(office) for _ in range(3))
    programme_id = planning.add_programme(manager, PROGRAMME, place_id=office.id, now=NOON)
    ids = [done.id, planned.id, waits.id]
    assert tours.plan_tour(manager, programme_id, ids, target=1, now=NOON) == 3
    held_event(manager, programme_id=programme_id, at=done)
    later = replace(OPEN_AIR, starts_at=OPEN_AIR.starts_at + DAY, ends_at=OPEN_AIR.ends_at + DAY)
    a_published(manager, later, programme_id=programme_id, at=planned)
    tour = tours.tour(programme_id, within=manager.scope)
    assert [(one.place.id, one.standing) for one in tour.stops] == [
        (waits.id, "waits"),
        (planned.id, "planned"),
        (done.id, "done"),
    ]
    assert (tour.done, tour.target, tour.percent) == (1, 3, 33)
    with pytest.raises(errors.OutsideProgramme):
        tours.plan_tour(manager, programme_id, [world.a_station().id], target=1, now=NOON)
    with pytest.raises(BadInput):
        tours.plan_tour(manager, programme_id, ids, target=0, now=NOON)


def test_a_clerk_holds_an_event_of_a_programme_from_above() -> None:
    office = world.an_office()
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    programme_id = a_programme(manager)
    clerk = world.staff(at=world.a_station(office))
    assert held_event(clerk, programme_id=programme_id)
    assert [one.id for one in queries.to_choose_from(clerk.scope)] == [programme_id]
    stranger = a_clerk()
    with pytest.raises(errors.OutsideProgramme):
        held_event(stranger, programme_id=programme_id)


def test_a_year_sums_by_programme_and_kind_with_the_numbers_apart() -> None:
    clerk = a_clerk()
    programme_id = a_programme(clerk)
    rows = table(LINE, (*LINE[:5], "《英雄儿女》", ""), place=clerk.place.short_name)
    sheet.bring_in(clerk, programme_id, rows, now=NOON)
    a_published(clerk, programme_id=programme_id)  # not held yet
    found = figures.take_out(clerk, 2026, now=NOON)
    (line,) = figures.summed(found)
    assert (line.events, line.scanned, line.hand, line.online, line.uncounted) == (2, 0, 86, 0, 1)
    assert not figures.events_of_year(clerk.scope, 2025)
