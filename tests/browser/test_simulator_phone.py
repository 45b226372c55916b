"""The simulator's phone, held in a real Chromium at desk and at phone width."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
import qrcode
from playwright.sync_api import Page, expect, sync_playwright

from tests.wechat.simulator.account_app import ACCOUNT
from tests.wechat.simulator.phone import Phone
from tests.wechat.simulator.starting import an_account

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SIZES = [(1280, 800), (375, 740)]
Walk = Callable[[Page, Phone, Path], None]


def walk_with(walk: Walk, folder: Path, size: tuple[int, int]) -> list[str]:
    """Walk with a phone in the hand; what the browser's console complained about."""
    complaints: list[str] = []
    with an_account(folder) as begin, sync_playwright() as playwright:
        phone = begin()
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            permissions=["clipboard-read", "clipboard-write"],
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.goto(f"{phone.simulator.url}/")
        # The phone has drawn itself: what happens from here on, it sees happen.
        page.get_by_role("button", name="关注公众号").wait_for()
        walk(page, phone, folder)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= size[0], "the page must not scroll sideways"
        chromium.close()
    return complaints


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
@pytest.mark.parametrize("walk_name", ["chat", "texts", "pages", "clock"])
def test_a_walk_with_the_phone(tmp_path: Path, walk_name: str, size: tuple[int, int]) -> None:
    # A thread of its own: Playwright's loops do not nest, whoever else has one open.
    with ThreadPoolExecutor(1) as thread:
        complaints = thread.submit(walk_with, WALKS[walk_name], tmp_path, size).result()
    assert complaints == []


def walk_through_the_chat(page: Page, phone: Phone, _folder: Path) -> None:
    """Follow, read the welcome, press the menu, write."""
    click = {"type": "click", "name": "我的时长", "key": "HOURS"}
    menu = {"button": [{"name": "我的", "sub_button": [click]}]}
    phone.call("/cgi-bin/menu/create", menu)
    phone.account.say = '您好，<a href="/there">看这里</a>'
    page.get_by_role("button", name="关注公众号").click()
    expect(page.locator(".bubble")).to_have_text("您好，看这里")
    page.get_by_role("button", name="我的", exact=True).click()
    page.get_by_role("button", name="我的时长").click()
    expect(page.locator(".bubble")).to_have_count(2)
    page.get_by_role("button", name="切换菜单和键盘").click()
    page.get_by_label("输入消息").fill("<b>在吗</b>")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".mine .bubble")).to_have_text("<b>在吗</b>")
    phone.account.raw = "not for a phone"
    page.get_by_label("输入消息").fill("还在吗")
    page.get_by_label("输入消息").press("Enter")
    expect(page.locator(".event.trouble")).to_contain_text("暂时无法提供服务")
    assert phone.account.events() == ["subscribe", "click", "text", "text"]


def walk_through_texts(page: Page, phone: Phone, _folder: Path) -> None:
    """A code by SMS is copied from its banner; a template message shows as a card."""
    page.get_by_role("button", name="关注公众号").click()
    page.locator("#screen-chat .event").wait_for()
    phone.raw_call("/sms/send", {"phone": "13800001001", "text": "验证码 482913，请勿告诉他人"})
    page.get_by_role("button", name="复制 482913").click()
    assert page.evaluate("navigator.clipboard.readText()") == "482913"
    values = {"thing1": {"value": "周末清洁行动"}}
    notice = {"touser": phone.open_id(), "template_id": "T" * 43, "data": values}
    notice["url"] = f"{phone.app_url}/there"
    phone.call("/cgi-bin/message/template/send", notice)
    page.locator(".card.template").click()
    expect(page.locator("#web-title")).to_have_text("there & 更多")


def walk_through_pages(page: Page, phone: Phone, folder: Path) -> None:
    """Authorise on the way, scan a picture for the page, tell the place, follow the code."""
    phone.account.ticket = phone.call("/cgi-bin/ticket/getticket", type="jsapi")["ticket"]
    phone.do("follow")
    page.locator("#screen-profile").get_by_role("button", name="进入公众号").click()
    query = f"appid={ACCOUNT['app_id']}&redirect_uri={quote(phone.app_url + '/back', safe='')}"
    address = f"/connect/oauth2/authorize?{query}&response_type=code&scope=snsapi_base&state=s"
    phone.account.say = f'<a href="{phone.simulator.url}/open{address}#wechat_redirect">登录</a>'
    phone.do("text", text="登录")
    page.get_by_role("link", name="登录").click()
    expect(page.locator("#web-title")).to_have_text("back & 更多")
    page.get_by_role("button", name="关闭").and_(page.locator("#web-close")).click()
    phone.account.say = f'<a href="{phone.app_url}/sdk">签到</a>'
    phone.do("text", text="签到")
    page.get_by_role("link", name="签到").click()
    frame = page.frame_locator("#web-frame")
    frame.get_by_role("button", name="定位").click()
    expect(frame.locator("#said")).to_have_text("36.7086 119.1425")
    frame.get_by_role("button", name="扫码").click()
    qrcode.make(f"{phone.app_url}/c/abc").save(folder / "code.png")
    page.set_input_files("#camera-file", folder / "code.png")
    expect(frame.locator("#said")).to_have_text("扫到 /c/abc")
    frame.get_by_role("button", name="扫码").click()
    page.locator("#camera-close").click()
    expect(frame.locator("#said")).to_have_text("没扫")


def walk_through_the_clock(page: Page, phone: Phone, _folder: Path) -> None:
    """Move the time from the status bar; take another phone; go to another place."""
    page.get_by_title("调时间").click()
    page.locator("#clock-sheet").get_by_role("button", name="＋1 天").click()
    expect(page.locator("#clock.moved")).to_be_visible()
    assert phone.see("/clock")["offset_seconds"] == 86400
    opener = page.get_by_role("button", name="换一部手机")
    if opener.is_visible():
        opener.click()
    page.get_by_role("button", name="李明").click()
    expect(page.locator("#home-owner")).to_have_text("李明的手机")
    page.locator(".apps").get_by_role("button", name="位置").click()
    page.get_by_role("button", name="图书馆").click()
    expect(page.get_by_role("button", name="图书馆")).to_have_attribute("aria-pressed", "true")
    assert phone.see("/followers/2")["place"] == "图书馆"


WALKS: dict[str, Walk] = {
    "chat": walk_through_the_chat,
    "texts": walk_through_texts,
    "pages": walk_through_pages,
    "clock": walk_through_the_clock,
}
