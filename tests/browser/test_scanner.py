"""The scanner in a real Chromium: with the network cut, and with the server stopped."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.activities.models import ActivitySession
from app.domain.attendance.devices import make_for_session, revoke
from app.domain.attendance.models import Attendance, Scan, ScanDevice
from app.domain.people.card import card_code
from app.domain.people.models import Volunteer
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.browser.window import Window
from tests.stories.house import House

# Not the browser's own time: its clock is wrong, and nothing must come of it.
MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
PHONE, TABLET = (375, 740), (1024, 768)
SOON_MS = 15_000
SCREENSHOTS = os.environ.get("SCREENSHOTS")
KEPT_BY_THE_BROWSER = """async () => {
    const open = await new Promise((resolve) => {
        const request = indexedDB.open('haoren-scanner');
        request.onsuccess = () => resolve(request.result);
    });
    const all = (name) => new Promise((resolve) => {
        const request = open.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result);
    });
    const rows = await Promise.all([...open.objectStoreNames].map(all));
    return JSON.stringify(rows);
}"""


@dataclass
class Cleaning:
    """A session that has begun, with three people who signed up."""

    clerk: Staff
    session: ActivitySession
    people: dict[str, Volunteer]

    def card(self, name: str) -> str:
        """What her phone shows at this moment."""
        return card_code(self.people[name].id, now=clock.now())


@pytest.fixture
def cleaning(house: House) -> Cleaning:
    house.set_clock(MORNING)
    station = world.a_station()
    clerk = world.staff(at=station)
    starts_at = MORNING - timedelta(minutes=10)
    its_session = world.a_session(
        world.an_activity(station, starts_at=starts_at, state="running", by=clerk.id)
    )
    position = world.a_position(its_session)
    people = {name: world.a_volunteer(station, name=name) for name in ("张桂英", "李明", "王芳")}
    for person in people.values():
        world.signed_up(person, position)
    return Cleaning(clerk, its_session, people)


class ScannerWindow(Window):
    """A device with a token."""

    def __init__(
        self,
        browser: Browser,
        house: House,
        cleaning: Cleaning,
        name: str,
        size: tuple[int, int] = PHONE,
        *,
        takes_walk_ins: bool = False,
    ) -> None:
        super().__init__(browser, size)
        self.cleaning = cleaning
        self.device_id, token = make_for_session(
            cleaning.clerk,
            cleaning.session.id,
            name=name,
            takes_walk_ins=takes_walk_ins,
            now=MORNING,
        )
        self.page.goto(f"{house.app_url}/scanner/#{token}")
        expect(self.page.get_by_role("heading", name="社区环境清洁")).to_be_visible()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        expect(self.page.locator("[data-net]")).to_have_text("在线")
        expect(self.page.locator("[data-list]")).to_contain_text("已备好", timeout=SOON_MS)

    def type(self, text: str) -> None:
        """A reader types and presses Enter; so do fingers."""
        self.page.get_by_role("tab", name="扫码").click()
        self.page.locator("[data-text]").fill(text)
        self.page.locator("[data-text]").press("Enter")

    def show(self, name: str) -> None:
        """Somebody holds her card before it."""
        self.type(self.cleaning.card(name))

    def expect_told(self, title: str, *words: str) -> None:
        """The answer, in colour and words."""
        expect(self.page.locator("[data-told-title]")).to_have_text(title, timeout=SOON_MS)
        for one in words:
            expect(self.page.locator("[data-told]")).to_contain_text(one)

    def expect_network(self, words: str) -> None:
        expect(self.page.locator("[data-net]")).to_have_text(words, timeout=70_000)

    def kept(self) -> str:
        """All that the device keeps."""
        return str(self.page.evaluate(KEPT_BY_THE_BROWSER))

    def photograph(self, name: str) -> None:
        if SCREENSHOTS:
            file = Path(SCREENSHOTS) / f"scanner-{name}-{self.width}.png"
            self.page.screenshot(path=file, full_page=True)

    def own_complaints(self) -> list[str]:
        """What is wrong with the page itself; that nobody answers is what we are about."""
        return [one for one in self.complaints if "net::ERR" not in one and "503" not in one]


def stays() -> dict[str, Attendance]:
    """The attendances by name."""
    session.rollback()
    session.expire_all()
    names = {row.id: row.name for row in session.scalars(select(Volunteer))}
    return {names[row.volunteer_id]: row for row in session.scalars(select(Attendance))}


def test_a_card_a_name_and_a_slip(house: House, browser: Browser, cleaning: Cleaning) -> None:
    window = ScannerWindow(browser, house, cleaning, "东门")
    assert "#" not in window.page.url
    window.show("张桂英")
    window.expect_told("签到成功", "张桂英", "08:30")
    window.photograph("taken")
    window.show("张桂英")
    window.expect_told("已经签到过", "无需重复")
    window.type(cleaning.people["李明"].phone[-4:])
    window.page.locator("[data-found] button").filter(has_text="李明").click()
    window.expect_told("签到成功", "李明")
    expect(window.page.locator("[data-count-in]")).to_have_text("2")
    assert set(stays()) == {"张桂英", "李明"}
    window.page.get_by_role("tab", name="记录").click()
    window.photograph("scans")
    window.page.locator("[data-scans] li").filter(has_text="李明").get_by_role("button").click()
    expect(window.page.locator("[data-scans]")).to_contain_text("已撤销签到")
    assert set(stays()) == {"张桂英"}
    window.page.get_by_role("tab", name="名单").click()
    window.page.get_by_role("radio", name="未到").check()
    expect(window.page.locator("[data-people]")).to_contain_text("王芳")
    expect(window.page.locator("[data-people]")).not_to_contain_text("张桂英")
    window.photograph("people")
    assert window.overhang() == 0
    assert window.barriers() == []
    assert window.complaints == []


def test_without_a_server_it_goes_on_and_sends_later(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    window = ScannerWindow(browser, house, cleaning, "东门")
    window.show("张桂英")
    window.expect_told("签到成功")
    house.kill("web")
    window.show("李明")
    window.expect_told("已记下签到", "李明", "联网后自动上传")
    window.expect_network("离线，1 条待上传")
    window.photograph("offline")

    window.page.reload()  # everything comes from the device now
    expect(window.page.get_by_role("heading", name="社区环境清洁")).to_be_visible()
    window.expect_network("离线，1 条待上传")
    window.show("李明")
    window.expect_told("已经签到过", "李明")
    window.type(f"王芳 {cleaning.people['王芳'].phone[-4:]}")
    window.page.get_by_role("button", name="没有网络：记下").click()
    window.expect_told("已记下签到", "联网后核对")
    window.expect_network("离线，2 条待上传")
    # Lost now, it tells of those whose cards it saw, and of what was typed into it.
    kept = window.kept()
    assert "李明" in kept
    assert cleaning.people["王芳"].number not in kept
    assert set(stays()) == {"张桂英"}

    house.start("web")
    window.expect_network("在线")
    found = stays()
    assert {name: row.in_way for name, row in found.items()} == {
        "张桂英": "card",
        "李明": "card_offline",
        "王芳": "list_offline",
    }
    assert len(session.scalars(select(Scan)).all()) == 3
    window.page.get_by_role("tab", name="记录").click()
    expect(window.page.locator("[data-scans]")).not_to_contain_text("待上传")
    assert window.own_complaints() == []


def test_two_devices_offline_with_the_same_person(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    east = ScannerWindow(browser, house, cleaning, "东门")
    west = ScannerWindow(browser, house, cleaning, "西门", TABLET)
    for window in (east, west):
        window.context.set_offline(True)
        window.expect_network("离线")
    east.show("张桂英")
    east.expect_told("已记下签到", "张桂英")
    house.turn_clock(timedelta(seconds=1))
    east.page.wait_for_timeout(1500)
    west.show("张桂英")
    west.expect_told("已记下签到", "张桂英")
    west.context.set_offline(False)
    west.expect_network("在线")
    later = stays()["张桂英"].in_at
    east.context.set_offline(False)
    east.expect_network("在线")
    for window in (east, west):
        window.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(window.page.locator("[data-count-in]")).to_have_text("1", timeout=SOON_MS)
    [(_, stay)] = stays().items()
    assert stay.in_at < later
    assert stay.note is not None
    assert "较早的离线扫码" in stay.note or "以较早的为准" in stay.note
    assert west.overhang() == 0
    west.photograph("tablet")
    assert west.own_complaints() + east.own_complaints() == []


def test_a_device_taken_back_stops_and_forgets(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    window = ScannerWindow(browser, house, cleaning, "东门")
    window.show("张桂英")
    window.expect_told("签到成功")
    revoke(cleaning.clerk, window.device_id, now=clock.now())
    window.page.reload()
    expect(window.page.get_by_role("alert").first).to_contain_text("“东门”已被停用")
    window.page.get_by_role("tab", name="名单").click()
    expect(window.page.locator("[data-people]")).not_to_contain_text("张桂英")
    assert cleaning.people["张桂英"].number not in window.kept()
    window.photograph("revoked")


def test_a_device_taken_back_takes_no_new_scans_and_keeps_what_it_has(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    window = ScannerWindow(browser, house, cleaning, "东门")
    window.context.set_offline(True)
    window.expect_network("离线")
    window.show("张桂英")
    window.expect_told("已记下签到", "张桂英")
    window.expect_network("离线，1 条待上传")
    revoke(cleaning.clerk, window.device_id, now=clock.now())
    window.context.set_offline(False)
    window.expect_network("已停用，1 条未上传")
    window.show("李明")
    window.expect_told("没有签到", "“东门”已被停用", "重新生成链接")
    # Without network, and after a restart, it still knows.
    window.context.set_offline(True)
    window.page.reload()
    window.expect_network("已停用，1 条未上传")
    expect(window.page.locator("[data-dead]")).to_contain_text("还有 1 条没有上传")
    window.show("王芳")
    window.expect_told("没有签到", "重新生成链接")
    window.expect_network("已停用，1 条未上传")
    window.photograph("taken-back")
    assert stays() == {}


def test_a_scan_made_just_after_it_was_taken_back_is_said_to_be_refused(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    window = ScannerWindow(browser, house, cleaning, "东门")
    revoke(cleaning.clerk, window.device_id, now=clock.now())
    window.show("张桂英")
    window.expect_told("没有签到", "“东门”已被停用", "重新生成链接")
    window.expect_network("已停用")
    window.page.get_by_role("tab", name="记录").click()
    expect(window.page.locator("[data-scans]")).to_contain_text("还没有扫过")
    assert stays() == {}


def test_a_device_that_ended_takes_no_new_scans_without_network_either(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    window = ScannerWindow(browser, house, cleaning, "东门")
    session.get_one(ScanDevice, window.device_id).ends_at = clock.now() - timedelta(minutes=1)
    session.commit()
    window.page.reload()
    window.expect_told("已经结束", "“东门”已到期")
    window.context.set_offline(True)
    window.expect_network("离线")
    window.show("张桂英")
    window.expect_told("没有签到", "“东门”已到期", "为新的场次生成链接")
    window.expect_network("离线")


def a_token_for_something_else() -> str:
    station = world.a_station()
    other = world.an_activity(station, starts_at=MORNING, state="running", title="社区义诊")
    clerk, its_session = world.staff(at=station), world.a_session(other)
    return make_for_session(clerk, its_session.id, name="义诊", now=clock.now())[1]


def test_what_a_revoked_link_left_is_sent_by_a_new_one_with_its_moments(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    window = ScannerWindow(browser, house, cleaning, "东门")
    window.context.set_offline(True)
    window.expect_network("离线")
    for name in ("张桂英", "李明"):
        window.show(name)
        window.expect_told("已记下签到", name)
    scanned = {name: clock.now() for name in ("张桂英", "李明")}
    revoke(cleaning.clerk, window.device_id, now=clock.now())
    window.context.set_offline(False)
    dead = window.page.locator("[data-dead]")
    expect(dead).to_contain_text("还有 2 条没有上传", timeout=70_000)
    expect(dead).to_contain_text("重新生成链接")

    # A link for something else may not send them: they stay, and the page says why.
    window.page.goto(f"{house.app_url}/scanner/#{a_token_for_something_else()}")
    expect(window.page.get_by_role("heading", name="社区义诊")).to_be_visible(timeout=SOON_MS)
    left = window.page.locator("[data-left]")
    expect(left).to_contain_text("还有 2 条")
    left.get_by_role("button", name="用现在的链接上传 2 条").click()
    expect(left).to_contain_text("2 条是别的场次的", timeout=SOON_MS)
    assert stays() == {}

    _, token = make_for_session(cleaning.clerk, cleaning.session.id, name="东门二", now=clock.now())
    window.page.goto(f"{house.app_url}/scanner/#{token}")
    expect(window.page.get_by_role("heading", name="社区环境清洁")).to_be_visible(timeout=SOON_MS)
    window.photograph("left-behind")
    assert (window.barriers(), window.overhang()) == ([], 0)
    left.get_by_role("button", name="用现在的链接上传 2 条").click()
    expect(left).to_be_hidden(timeout=SOON_MS)
    expect(window.page.locator("[data-count-in]")).to_have_text("2", timeout=70_000)
    found = stays()
    assert {name: row.in_way for name, row in found.items()} == dict.fromkeys(
        scanned, "card_offline"
    )
    late = max(abs(found[name].in_at - at) for name, at in scanned.items())
    assert late < timedelta(minutes=1), "as of the scan, not the sending"


@pytest.mark.parametrize("size", [PHONE, TABLET])
def test_who_has_not_signed_up_joins_in_one_tap(
    house: House, browser: Browser, cleaning: Cleaning, size: tuple[int, int]
) -> None:
    cleaning.people["赵敏"] = world.a_volunteer(world.a_station(), name="赵敏")
    world.a_position(cleaning.session, name="引导岗", capacity=2)
    window = ScannerWindow(browser, house, cleaning, "东门", size, takes_walk_ins=True)
    found = window.page.locator("[data-found]")
    window.show("赵敏")
    window.expect_told("没有签到", "没有报名")
    expect(found.get_by_role("button")).to_have_count(2)
    window.photograph("walk-in-offered")
    assert (window.barriers(), window.overhang()) == ([], 0)

    window.context.set_offline(True)
    found.get_by_role("button", name="现场加入：引导岗").click()
    window.expect_told("还没有加入", "现场加入需要网络", "不会重复")
    assert stays() == {}
    window.context.set_offline(False)
    found.get_by_role("button", name="现场加入：引导岗").click()
    window.expect_told("已加入并签到", "赵敏", "引导岗")
    expect(found.get_by_role("button")).to_have_count(0)
    expect(window.page.locator("[data-count-in]")).to_have_text("1", timeout=SOON_MS)
    assert set(stays()) == {"赵敏"}
    window.photograph("walked-in")

    # A slip is undone as ever, and leaves no place behind.
    window.page.get_by_role("tab", name="记录").click()
    mine = window.page.locator("[data-scans] li").filter(has_text="赵敏")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("现场加入“引导岗”")
    mine.get_by_role("button", name="撤销").click()
    expect(window.page.locator("[data-scans]")).to_contain_text("已撤销签到")
    assert stays() == {}
    assert window.own_complaints() == []


def test_without_network_it_says_that_joining_waits_for_it(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    cleaning.people["赵敏"] = world.a_volunteer(world.a_station(), name="赵敏")
    window = ScannerWindow(browser, house, cleaning, "东门", takes_walk_ins=True)
    window.context.set_offline(True)
    window.expect_network("离线")
    window.show("赵敏")
    window.expect_told("已记下签到", "联网后核对", "现场加入要有网络才能办理")
    expect(window.page.locator("[data-found]").get_by_role("button")).to_have_count(0)
    window.context.set_offline(False)
    window.expect_network("在线")
    assert stays() == {}
    window.page.get_by_role("tab", name="记录").click()
    expect(window.page.locator("[data-scans]")).to_contain_text("办理“现场加入”", timeout=SOON_MS)


def test_a_device_for_scanning_only_offers_nothing(
    house: House, browser: Browser, cleaning: Cleaning
) -> None:
    cleaning.people["赵敏"] = world.a_volunteer(world.a_station(), name="赵敏")
    window = ScannerWindow(browser, house, cleaning, "东门")
    window.show("赵敏")
    window.expect_told("没有签到", "没有报名", "由现场工作人员办理“现场加入”")
    expect(window.page.locator("[data-found]").get_by_role("button")).to_have_count(0)


def test_a_device_without_a_token_says_what_to_do(house: House, browser: Browser) -> None:
    window = Window(browser, PHONE)
    window.page.goto(f"{house.app_url}/scanner/")
    expect(window.page.get_by_role("heading", name="打开这台设备")).to_be_visible()
    window.page.get_by_label("设备链接").fill(f"{house.app_url}/scanner/#wrong")
    window.page.get_by_role("button", name="打开").click()
    expect(window.page.get_by_text("这台设备没有登记")).to_be_visible()
    assert window.barriers() == []
    assert window.overhang() == 0
