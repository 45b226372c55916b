"""A merchant's phone redeems a coupon once; a scanner at an event's door lets a family in once."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from playwright.sync_api import Browser, Page, Route, expect

from app.domain.access.queries import Staff
from app.domain.attendance import devices
from app.domain.coupons import devices as devices_of_merchants
from app.domain.coupons.codes import coupon_code
from app.domain.culture.figures import heads_of
from app.domain.culture.ticket_codes import ticket_code
from app.domain.people.card import card_code
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.browser.window import Window
from tests.domain.coupons.season import a_fair, taken
from tests.domain.culture.house import SHOW, STARTS, a_published, a_ticket, the_ticket
from tests.stories.house import House

PHONE = (375, 740)
SOON_MS = 15_000
SCREENSHOTS = os.environ.get("SCREENSHOTS")
LONG_AGO = UUID("01800000-0000-7000-8000-000000000001")  # no ticket that was taken since the list

# A camera before which `heldBefore` is held, and a browser that reads codes by itself.
A_CAMERA = """() => {
    window.BarcodeDetector = class {
        static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
        async detect() { return window.heldBefore ? [{ rawValue: window.heldBefore }] : []; }
    };
    const canvas = document.createElement("canvas");
    const brush = canvas.getContext("2d");
    const stream = canvas.captureStream(10);
    navigator.mediaDevices.getUserMedia = async () => stream;
    const draw = () => { brush.fillRect(0, 0, 9, 9); requestAnimationFrame(draw); };
    draw();
}"""


def expect_told(page: Page, part: str, *words: str) -> None:
    for word in words:
        expect(page.locator(f"[data-{part}]")).to_contain_text(word, timeout=SOON_MS)


def test_a_coupon_is_redeemed_once(house: House, browser: Browser) -> None:
    house.set_clock(STARTS)
    fair = a_fair(world.a_centre())
    coupon = taken(world.a_volunteer(), fair)
    till = Window(browser, PHONE, base_url=house.app_url)
    page = till.page
    page.goto(f"/merchant/#{fair.token}")

    def look(spent: str) -> None:
        page.get_by_label("本单消费").fill(spent)
        page.get_by_label("用扫码枪").fill(coupon_code(coupon, now=clock.now()))
        page.get_by_role("button", name="查看").click()

    look("48.5")
    expect_told(page, "told", "不能核销", "还差 1.50 元")
    look("68.5")
    expect_told(page, "told", "减 20 元，顾客付 48.50 元")
    assert till.barriers() == []
    page.get_by_role("button", name="确认核销").click()
    expect_told(page, "told", "核销成功", "请收顾客 48.50 元")
    look("68.5")
    expect_told(page, "told", "不能核销", "一张券只能用一次")
    assert (till.overhang(), till.complaints) == (0, [])
    till.context.close()


def test_a_phone_keeps_its_token_through_a_bad_minute(house: House, browser: Browser) -> None:
    house.set_clock(STARTS)
    fair = a_fair(world.a_centre())
    till = Window(browser, PHONE, base_url=house.app_url)
    page = till.page
    busy = {"code": "too_many", "message": "操作太频繁", "next_step": "请稍后再试。"}
    page.route("**/merchant/till", lambda route: route.fulfill(status=429, json=busy))
    page.goto(f"/merchant/#{fair.token}")
    expect_told(page, "told", "操作太频繁")
    page.unroute("**/merchant/till")
    page.reload()
    expect(page.locator("[data-merchant]")).to_have_text("老街面馆", timeout=SOON_MS)
    devices_of_merchants.revoke(fair.administrator, fair.till.id, now=clock.now())
    page.reload()
    expect_told(page, "dead", "核销权限已收回")
    page.reload()
    expect(page.get_by_label("设备链接")).to_be_visible(timeout=SOON_MS)
    till.context.close()


def test_what_was_redeemed_stays_said_when_the_list_does_not_come(
    house: House, browser: Browser
) -> None:
    house.set_clock(STARTS)
    fair = a_fair(world.a_centre())
    coupon = taken(world.a_volunteer(), fair)
    till = Window(browser, PHONE, base_url=house.app_url)
    page = till.page
    page.goto(f"/merchant/#{fair.token}")
    expect(page.locator("[data-merchant]")).to_have_text("老街面馆", timeout=SOON_MS)
    page.get_by_label("本单消费").fill("68.5")
    page.get_by_label("用扫码枪").fill(coupon_code(coupon, now=clock.now()))
    page.get_by_role("button", name="查看").click()
    expect_told(page, "told", "顾客付 48.50 元")
    asked: list[str] = []

    def cut(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/merchant/till", cut)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="确认核销").click()
    expect_told(page, "told", "核销成功", "请收顾客 48.50 元")
    page.evaluate("() => new Promise((done) => setTimeout(done))")  # what it says then, it says now
    assert page.locator("[data-told-title]").text_content() == "核销成功"
    assert len(asked) == 1
    till.context.close()


def read(page: Page, number: str) -> None:
    page.get_by_label("输入票号").fill(number)
    page.get_by_role("button", name="入场", exact=True).click()


def read_nobodys(page: Page) -> None:
    """Something else in between: a ticket held before the reader counts as one look."""
    read(page, "00000000")
    expect_told(page, "event-told", "不能入场")


def at_the_door(house: House, browser: Browser, clerk: Staff, now: datetime) -> Window:
    """A scanner of the place, at the door of its event."""
    ends = now + timedelta(hours=4)
    _, token = devices.make_for_place(clerk, clerk.place.id, name="门口", ends_at=ends, now=now)
    door = Window(browser, PHONE, base_url=house.app_url)
    door.page.goto(f"/scanner/#{token}")
    door.page.get_by_role("button", name="戏曲专场").click()
    return door


def test_a_family_comes_in_by_its_ticket_once(house: House, browser: Browser) -> None:
    now = STARTS - timedelta(minutes=20)
    house.set_clock(now)
    clerk = world.staff(at=world.a_station())
    ticket = the_ticket(a_ticket(a_published(clerk), world.a_volunteer(), seats=3))
    door = at_the_door(house, browser, clerk, now)
    page = door.page

    read(page, ticket.number)
    expect_told(page, "event-told", "请进", "3 人")
    page.get_by_role("button", name="只来了 2 人").click()
    expect(page.locator("[data-event-scanned]")).to_have_text("2", timeout=SOON_MS)
    assert door.barriers() == []
    read_nobodys(page)
    read(page, ticket.number)
    expect_told(page, "event-told", "请进", "1 人")
    read_nobodys(page)
    read(page, ticket.number)
    expect_told(page, "event-told", "不能入场", "座位都已用完")
    assert door.overhang() == 0
    door.context.close()


def test_without_network_families_come_in_once_and_are_counted_later(
    house: House, browser: Browser
) -> None:
    now = STARTS - timedelta(minutes=20)
    house.set_clock(now)
    clerk = world.staff(at=world.a_station())
    # No more tickets are taken: what the list lacks is of another event.
    event_id = a_published(clerk, replace(SHOW, tickets_until=now - timedelta(hours=1)))
    first, second = (a_ticket(event_id, world.a_volunteer(), seats=seats) for seats in (3, 2))
    door = at_the_door(house, browser, clerk, now)
    page = door.page
    expect_told(page, "event-list", "没有网络也能验票")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    door.context.set_offline(True)
    expect_told(page, "net", "离线")

    two_families_come_in(door, first, second)
    page.reload()  # everything comes from the device now
    expect_told(page, "net", "离线，2 条待上传")
    expect(page.locator("[data-event-scanned]")).to_have_text("4")
    what_is_refused_is_said(page, first)
    read(page, the_ticket(first).number)  # of whom nobody here knows: a family let in twice
    expect_told(page, "event-told", "还没有核对")
    assert (door.barriers(), door.overhang()) == ([], 0)

    door.context.set_offline(False)
    expect(page.locator("[data-net]")).to_have_text("在线", timeout=70_000)
    expect_told(page, "event-problems", "没有算进人数", "已于 18:40 入场 3 人")
    photograph(door, "one-too-many")
    session.rollback()
    assert heads_of([event_id])[event_id].scanned == 4
    door.context.close()


def before_the_camera(page: Page, text: str) -> None:
    """Hold a code there until something else is held."""
    page.evaluate("text => { window.heldBefore = text; }", text)
    page.clock.run_for(500)


def test_a_ticket_held_while_the_network_goes_is_read_once(house: House, browser: Browser) -> None:
    now = STARTS - timedelta(minutes=20)
    house.set_clock(now)
    clerk = world.staff(at=world.a_station())
    ticket = a_ticket(a_published(clerk), world.a_volunteer())
    door = at_the_door(house, browser, clerk, now)
    page = door.page
    expect_told(page, "event-list", "没有网络也能验票")
    page.clock.install()
    page.evaluate(A_CAMERA)
    page.get_by_role("button", name="打开或关上摄像头").click()
    expect_told(page, "event-camera-status", "对准画面中间")
    page.route("**/scans", lambda _: None)  # nobody answers

    with page.expect_request("**/scans"):
        before_the_camera(page, ticket_code(ticket, now=clock.now()))
    page.clock.run_for(7_000)  # the camera tells it a second time before patience is over
    expect_told(page, "event-told", "请进，3 人")
    page.get_by_role("button", name="只来了 2 人").click()
    expect_told(page, "event-told", "请进，2 人", "联网后自动上传")

    # A card as old as its holder, whose ticket may be newer than the list.
    read(page, card_code(world.a_volunteer().id, now=clock.now()))
    expect_told(page, "event-told", "还没有核对")
    door.context.close()


def test_what_was_put_right_without_network_is_handed_to_the_next_token(
    house: House, browser: Browser
) -> None:
    now = STARTS - timedelta(minutes=20)
    house.set_clock(now)
    clerk = world.staff(at=world.a_station())
    event_id = a_published(clerk)
    ticket = the_ticket(a_ticket(event_id, world.a_volunteer()))
    door = at_the_door(house, browser, clerk, now)
    page = door.page
    read(page, ticket.number)
    expect_told(page, "event-told", "请进，3 人")
    page.route("**/people", lambda route: route.abort())
    page.get_by_role("button", name="只来了 1 人").click()
    expect_told(page, "event-told", "请进，1 人", "联网后自动上传")

    ends = now + timedelta(hours=4)
    _, token = devices.make_for_place(clerk, clerk.place.id, name="新的", ends_at=ends, now=now)
    page.unroute("**/people")
    page.goto(f"{house.app_url}/scanner/#{token}")
    page.get_by_role("button", name="戏曲专场").click()
    page.get_by_role("button", name="用现在的链接上传 1 条").click()
    expect(page.locator("[data-left]")).to_be_hidden(timeout=SOON_MS)
    session.rollback()
    assert heads_of([event_id])[event_id].scanned == 1
    door.context.close()


def two_families_come_in(door: Window, first: UUID, second: UUID) -> None:
    """The second is one fewer than its ticket says, which is put right at once."""
    read(door.page, ticket_code(first, now=clock.now()))
    expect_told(door.page, "event-told", "请进，3 人", "联网后自动上传")
    photograph(door, "let-in")
    read(door.page, ticket_code(second, now=clock.now()))
    expect_told(door.page, "event-told", "请进，2 人")
    door.page.get_by_role("button", name="只来了 1 人").click()
    expect_told(door.page, "event-told", "请进，1 人")


def what_is_refused_is_said(page: Page, first: UUID) -> None:
    read(page, ticket_code(first, now=clock.now()))
    expect_told(page, "event-told", "已经入场", "3 个座位都已用完")
    read(page, ticket_code(LONG_AGO, now=clock.now()))
    expect_told(page, "event-told", "不是本场的票")


def photograph(door: Window, name: str) -> None:
    if SCREENSHOTS:
        door.page.screenshot(path=f"{SCREENSHOTS}/door-{name}.png", full_page=True)
