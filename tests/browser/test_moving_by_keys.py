"""A draft moved in the calendar by keys alone: taken up, carried, put down; said at each step."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.activities.models import ActivitySession
from app.kernel.database import session
from tests import world
from tests.browser.test_typing_a_sheet import PASSWORD, sit_down
from tests.stories.house import House

MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday, 10:00 in Shanghai


def test_a_draft_is_moved_by_keys(house: House, browser: Browser) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    world.staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    begins = MORNING + timedelta(hours=23)
    draft = world.an_activity(station, state="draft", title="教老人用手机", starts_at=begins)
    world.a_position(world.a_session(draft))

    desk = sit_down(browser, house, "wangli")
    desk.page.goto("/console/calendar?view=week")
    said, keyboard = desk.page.locator("[data-calendar-live]"), desk.page.keyboard
    desk.page.get_by_role("link", name="教老人用手机").focus()
    keyboard.press("m")
    expect(said).to_contain_text("现在是 11月25日 周三 09:00")
    keyboard.press("ArrowRight")
    keyboard.press("ArrowDown")
    expect(said).to_have_text("移到 11月26日 周四 10:00")
    keyboard.press("Escape")
    expect(said).to_have_text("没有改动")
    keyboard.press("Alt+ArrowRight")
    keyboard.press("Enter")
    expect(desk.page.get_by_text("已改到 11月26日 周四 09:00–11:00")).to_be_visible()
    session.rollback()  # reads what the house has written since
    part = session.scalars(select(ActivitySession)).one()
    assert part.starts_at == begins + timedelta(days=1)
    assert desk.complaints == []
