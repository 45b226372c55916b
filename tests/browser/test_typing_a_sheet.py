"""A sheet typed in by keys alone, its photo made smaller on the way, confirmed one level up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.attachments.models import Attachment
from app.domain.hours.models import BackFillLine, HourRecord
from app.kernel.database import session
from tests import world
from tests.authenticator import code_now
from tests.browser.window import Window
from tests.stories.house import House

NEXT_DAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
PASSWORD = "Sunshine-2026-walk"


def sit_down(browser: Browser, house: House, username: str) -> Window:
    """At the console, signed in with both factors."""
    desk = Window(browser, (1280, 900), base_url=house.app_url)
    desk.page.goto("/console/sign-in")
    desk.page.get_by_label("用户名").fill(username)
    desk.page.get_by_label("密码").fill(PASSWORD)
    desk.page.get_by_role("button", name="登录").click()
    desk.page.wait_for_url("**/console/sign-in/code*")
    desk.page.get_by_label("验证码").fill(code_now(house.environment))
    desk.page.get_by_role("button", name="登录").click()
    desk.page.wait_for_url("**/console/")
    return desk


@pytest.fixture
def large_photo(tmp_path: Path) -> Path:
    """Twelve million pixels of noise and lines: some megabytes, as a phone makes them."""
    noise = Image.effect_noise((1000, 750), 60).resize((4000, 3000)).convert("RGB")
    path = tmp_path / "sheet.jpg"
    noise.save(path, quality=95)
    assert path.stat().st_size > 1_000_000
    return path


def test_from_the_sheet_to_the_hour(house: House, browser: Browser, large_photo: Path) -> None:
    house.set_clock(NEXT_DAY)
    office = world.an_office()
    station = world.a_station(office)
    world.staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    world.staff_who_signs_in("lizhuren", PASSWORD, role=Role.OFFICE_MANAGER, at=office)
    nine = NEXT_DAY - timedelta(hours=25)
    position = world.an_open_position(station, state="ended", starts_at=nine)
    for name in ("张桂英", "李明"):
        world.signed_up(world.a_volunteer(station, name=name), position)
    world.a_volunteer(station, name="没报名的人")

    clerk = sit_down(browser, house, "wangli")
    type_it_in(clerk, f"/console/sessions/{position.session_id}/back-fill", large_photo)
    session.rollback()  # reads what the house has written since
    assert sorted(session.scalars(select(BackFillLine.minutes))) == [90, 120]
    (kept,) = session.scalars(select(Attachment))
    assert (kept.width, kept.height) == (2000, 1500)

    above = sit_down(browser, house, "lizhuren")
    above.page.get_by_role("link", name="补录", exact=False).first.click()
    above.page.get_by_role("link", name="社区环境清洁").click()
    above.page.once("dialog", lambda dialog: dialog.accept())
    above.page.get_by_role("button", name="核对属实").click()
    expect(above.page.get_by_text("2 人的时长已入账")).to_be_visible()
    session.rollback()  # reads what the house has written since
    assert session.scalars(select(HourRecord.state)).all() == ["approved", "approved"]
    assert clerk.complaints + above.complaints == []


def type_it_in(desk: Window, path: str, photo: Path) -> None:
    """Enter goes from field to field; who did not come is passed by."""
    desk.page.goto(path)
    keyboard = desk.page.keyboard
    desk.page.get_by_label("第 1 行到场时间").focus()
    for text in ("0900", "1100", "", "", ""):
        keyboard.type(text)
        keyboard.press("Enter")
    for text in ("没报名的人", "=", "10：30"):
        keyboard.insert_text(text)
        keyboard.press("Enter")
    expect(desk.page.get_by_label("第 4 行姓名或编号")).to_be_focused()
    desk.page.set_input_files("#pictures", photo)
    expect(desk.page.locator("[data-pictures-status]")).to_contain_text("已选 1 张")
    sent = "Array.from(document.querySelector('#pictures').files, (file) => file.size)"
    assert desk.page.evaluate(sent)[0] < photo.stat().st_size
    desk.page.get_by_label("为什么没有扫码").fill("广场没有信号")
    desk.page.get_by_role("button", name="提交补录").last.click()
    expect(desk.page.get_by_text("已提交，等上级核对后入账")).to_be_visible()
