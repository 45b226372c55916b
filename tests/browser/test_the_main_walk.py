"""The main walk in a real Chromium: a phone in one window, a desk in the other.

As over HTTP in tests/stories, but with eyes and fingers: codes are photographed from the screen
they are shown on, hours approved by keys alone.
"""

import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, expect

from app.domain.access.rules import Role
from app.domain.places.models import Place
from tests import world
from tests.authenticator import code_now
from tests.browser.window import Window
from tests.stories.house import House

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
SECONDS_OF_A_CODE = 30
PASSWORD = "Sunshine-2026-walk"


def a_district() -> Place:
    """A station with a clerk and a cleaning at nine with two places."""
    station = world.a_station()
    world.staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    nine = MORNING + timedelta(minutes=30)
    # Over when she leaves: however slow the machine, what counts is the plan.
    world.an_open_position(station, starts_at=nine, lasts=timedelta(minutes=90), capacity=2)
    return station


class PhoneWindow(Window):
    """The simulator's page: 张桂英 holds her phone."""

    def __init__(self, browser: Browser, house: House) -> None:
        clipboard = ["clipboard-read", "clipboard-write"]
        super().__init__(browser, (1280, 900), permissions=clipboard)
        self.page.goto(f"{house.simulator_url}/")

    @property
    def web(self) -> FrameLocator:
        """The page inside the phone."""
        return self.page.frame_locator("#web-frame")

    def press(self, name: str) -> None:
        """A button of the phone itself."""
        self.page.get_by_role("button", name=name, exact=True).locator("visible=true").click()

    def tap(self, name: str) -> None:
        """A link or a button of the page inside the phone."""
        button, link = (self.web.get_by_role(role, name=name) for role in ("button", "link"))  # type: ignore[arg-type]
        button.or_(link).first.click()

    def scan(self, picture: Path) -> None:
        """Hold the camera before a screen."""
        self.page.locator(".home-bar").click()
        self.page.locator(".apps").get_by_role("button", name="扫一扫").click()
        self.page.set_input_files("#camera-file", picture)


def register(phone: PhoneWindow, station: Place) -> None:
    """The one page, with the code that comes by SMS."""
    web = phone.web
    web.get_by_label("姓名").fill("张桂英")
    web.get_by_label("手机号").fill("13800001001")
    web.get_by_role("button", name="获取验证码").click()
    phone.page.get_by_role("button", name=re.compile(r"复制 \d{6}")).click()
    web.get_by_label("验证码", exact=False).and_(web.locator("input")).fill(
        phone.page.evaluate("navigator.clipboard.readText()")
    )
    web.get_by_label("所在社区").select_option(str(station.id))
    web.get_by_label("出生日期或身份证号").fill("19600501")
    web.get_by_text("社区服务", exact=True).click()
    web.locator("input[name=consent]").check()
    web.get_by_role("button", name="注册").click()
    expect(web.get_by_role("heading", name="张桂英，欢迎您")).to_be_visible()


def sit_down(browser: Browser, house: House) -> Window:
    """The clerk signs in."""
    desk = Window(browser, (1280, 800))
    desk.page.goto(f"{house.app_url}/console/")
    desk.page.get_by_label("用户名").fill("wangli")
    desk.page.get_by_label("密码").fill(PASSWORD)
    desk.page.get_by_role("button", name="登录").click()
    desk.page.get_by_label("验证码").fill(code_now(house.environment))
    desk.page.get_by_role("button", name="登录").click()
    expect(desk.page.get_by_role("navigation", name="主导航")).to_be_visible()
    return desk


def photograph(desk: Window, folder: Path) -> Path:
    """What a camera sees of the clerk's screen."""
    image = desk.page.locator("[data-rotating-image]")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    picture = folder / "screen.png"
    desk.page.screenshot(path=picture)
    return picture


def photograph_the_next(desk: Window, folder: Path) -> Path:
    """Wait until the screen shows another code."""
    first = text_on(photograph(desk, folder))
    deadline = time.monotonic() + SECONDS_OF_A_CODE + 10
    while text_on(picture := photograph(desk, folder)) == first:
        assert time.monotonic() < deadline, "the code on the screen must change"
        desk.page.wait_for_timeout(500)
    return picture


def text_on(picture: Path) -> str:
    with Image.open(picture) as opened:
        return str(zxingcpp.read_barcodes(opened)[0].text)


def test_from_following_to_an_approved_hour(house: House, browser: Browser, tmp_path: Path) -> None:
    house.set_clock(MORNING)
    station = a_district()
    house.run("wechat", "menu", "push")
    house.simulator("PUT", "/templates", json.loads(house.run("wechat", "templates")))
    phone = PhoneWindow(browser, house)

    follow_and_sign_up(phone, station)
    # Shortly before the code changes, so that one need not wait long to see it.
    house.set_clock(MORNING + timedelta(seconds=SECONDS_OF_A_CODE - 6))
    desk = sit_down(browser, house)
    check_in_by_the_screen(phone, desk, tmp_path)

    house.turn_clock(timedelta(hours=2))  # 10:30; after so long the clerk is signed out
    later = sit_down(browser, house)
    later.page.goto(f"{house.app_url}/console/sessions/{world.only_session().id}/screen/out")
    phone.scan(photograph(later, tmp_path))
    expect(phone.web.get_by_role("heading", name="签退成功")).to_be_visible()

    approve_by_keys(later)
    read_the_story(phone)
    assert desk.complaints + later.complaints + phone.complaints == []


def follow_and_sign_up(phone: PhoneWindow, station: Place) -> None:
    """From the account's profile to a place in the cleaning."""
    phone.press("关注公众号")
    expect(phone.page.locator(".bubble").first).to_contain_text("志愿")
    phone.page.locator(".bubble a").first.click()
    register(phone, station)
    for words in ("去看看活动", "社区环境清洁", "报名", "确定报名"):
        phone.tap(words)
    expect(phone.web.get_by_text("报名成功")).to_be_visible()


def check_in_by_the_screen(phone: PhoneWindow, desk: Window, folder: Path) -> None:
    """The clerk opens the screen; it counts who scans it."""
    desk.page.get_by_role("link", name="活动", exact=True).click()
    desk.page.get_by_role("link", name="社区环境清洁").click()
    desk.page.get_by_role("link", name="签到和名单").first.click()
    desk.page.get_by_role("link", name="签到码").click()
    phone.scan(photograph_the_next(desk, folder))
    expect(phone.web.get_by_role("heading", name="签到成功")).to_be_visible()
    expect(desk.page.locator("[data-turnout-came]")).to_have_text("1", timeout=10_000)


def approve_by_keys(desk: Window) -> None:
    """To the first row, choose it, approve."""
    desk.page.get_by_role("link", name="退出").click()
    desk.page.get_by_role("link", name="服务时长").click()
    expect(desk.page.get_by_role("row", name="张桂英")).to_contain_text("1 小时 30 分钟")
    for key in ("j", "x", "y"):
        desk.page.keyboard.press(key)
    expect(desk.page.get_by_text("1 条已认定")).to_be_visible()


def read_the_story(phone: PhoneWindow) -> None:
    """From the notice in the chat to how the hour came about."""
    phone.page.locator(".home-bar").click()
    phone.page.locator(".apps").get_by_role("button", name="微信").click()
    phone.page.locator(".card.template").filter(has_text="认定").click()
    story = phone.web.get_by_role("main")
    # On a slow machine a minute passes between the clock's turn and the scan.
    for words in ("已认定", re.compile("08:3[0-9]"), re.compile("10:3[0-9]"), "1 小时 30 分钟"):
        expect(story).to_contain_text(words)
