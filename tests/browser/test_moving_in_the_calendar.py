"""Moved in the calendar: a draft by keys alone, said at each step; by mouse what residents see."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from playwright.sync_api import Browser, Locator, expect
from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.activities.models import ActivitySession
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.browser.test_typing_a_sheet import PASSWORD, sit_down
from tests.browser.window import Window
from tests.stories.house import House

MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday, 10:00 in Shanghai
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_a_draft_by_keys_and_what_residents_see_by_mouse(house: House, browser: Browser) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    world.staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    draft = planned(station, "教老人用手机", MORNING + 23 * HOUR, state="draft")
    walk = planned(station, "健步走", MORNING + 25 * HOUR)
    planned(station, "跳蚤市场", MORNING + 3 * DAY + 2 * HOUR)
    position = session.scalars(
        select(world.Position).join(ActivitySession).where(ActivitySession.activity_id == walk)
    ).one()
    world.signed_up(world.a_volunteer(station), position)

    desk = sit_down(browser, house, "wangli")
    by_keys(desk, "教老人用手机")
    assert begins(draft) == MORNING + 47 * HOUR
    by_mouse(desk, "健步走")
    assert begins(walk) == MORNING + 3 * DAY + HOUR
    assert desk.complaints == []


def by_keys(desk: Window, title: str) -> None:
    """In the week: taken up, carried, left; then carried at once and put down."""
    desk.page.goto("/console/calendar?view=week")
    said, keyboard = desk.page.locator("[data-calendar-live]"), desk.page.keyboard
    desk.page.get_by_role("link", name=title).focus()
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


def by_mouse(desk: Window, title: str) -> None:
    """In the month: dragged to Friday, where something else is; asked once more, then done."""
    page = desk.page
    page.goto("/console/calendar?view=month")
    drag(page.get_by_role("link", name=title), page.locator('td[data-day="2026-11-27"]'))
    expect(page.get_by_role("heading", name="改到 11月27日 周五 11:00–13:00？")).to_be_visible()
    expect(page.get_by_text("会通知 1 人")).to_be_visible()
    expect(page.get_by_text("地点相同：跳蚤市场")).to_be_visible()
    page.get_by_role("button", name="改时间并通知").click()
    expect(page.get_by_text("已改到 11月27日 周五 11:00–13:00，通知 1 人")).to_be_visible()
    expect(
        page.locator('td[data-day="2026-11-27"]').get_by_role("link", name=title)
    ).to_be_visible()


def drag(entry: Locator, to: Locator) -> None:
    """Pressed, moved and let go as a hand does; where it would land is marked on the way."""
    entry.hover()
    entry.page.mouse.down()
    to.hover()
    to.hover()  # Chromium begins to drag with the first movement and is over the target by this one
    expect(to).to_have_class(re.compile("cal-target"))
    entry.page.mouse.up()


def planned(station: Place, title: str, starts_at: datetime, state: str = "published") -> UUID:
    """An activity of two hours with one position."""
    one = world.an_activity(station, state=state, title=title, starts_at=starts_at)
    world.a_position(world.a_session(one))
    return one.id


def begins(activity_id: UUID) -> datetime:
    """When its only session begins now: what the house has written since is read."""
    session.rollback()
    its = select(ActivitySession.starts_at).where(ActivitySession.activity_id == activity_id)
    return session.scalars(its).one()
