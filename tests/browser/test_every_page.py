"""Every page over the demo district, at a phone's and at a desk's width.

None scrolls sideways, complains, or bars anybody (axe); what residents load stays light.
SCREENSHOTS=folder keeps a picture of each.
"""

import gzip
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from flask import Flask, url_for
from playwright.sync_api import Browser, Response

import app as haoren
from config import Settings
from tests.authenticator import code_now
from tests.browser.answers import EVERY_ANSWER, Answered, send
from tests.browser.district import District, demo_house
from tests.browser.pages import EVERY_PAGE, NO_PAGES, Shown
from tests.browser.window import Window
from tests.stories.house import House

PHONE, DESK, SMALLEST = (375, 740), (1280, 800), (320, 640)
PASSWORD = "Haoren-2026"
IN_WECHAT = {"newcomer": 1, "resident": 2}  # the simulator's followers
USERNAMES = {
    "clerk": "yangguang",
    "manager": "yangguang.suo",
    "centre": "zhongxin",
    "auditor": "shenji",
}
MOST_BYTES = 120 * 1000
SCREENSHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo district, running."""
    with demo_house(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="module")
def application(house: House) -> Flask:
    """For its map of addresses only."""
    return haoren.create_app(Settings.from_environment(house.environment))


@pytest.fixture(scope="module")
def paths(house: House, application: Flask) -> dict[Shown, str]:
    """The address of each page."""
    district = District(house)
    with application.test_request_context():
        found = {page: url_for(page.endpoint, **page.values(district)) for page in EVERY_PAGE}
    district.close()
    return found


def window_of(who: str, browser: Browser, house: House, size: tuple[int, int]) -> Window:
    """Their browser: inside WeChat, signed in at the console, or a stranger's."""
    if who in IN_WECHAT:
        headers = {"X-Simulator-Follower": str(IN_WECHAT[who])}
        return Window(
            browser, size, base_url=house.browser_url, extra_http_headers=headers, is_mobile=True
        )
    window = Window(browser, size, base_url=house.app_url)
    if who in USERNAMES:
        window.page.goto("/console/sign-in")
        window.page.get_by_label("用户名").fill(USERNAMES[who])
        window.page.get_by_label("密码").fill(PASSWORD)
        window.page.get_by_role("button", name="登录").click()
        window.page.wait_for_url("**/console/sign-in/code*")
        window.page.get_by_label("验证码").fill(code_now(house.environment))
        window.page.get_by_role("button", name="登录").click()
        window.page.wait_for_url("**/console/")
    return window


def by_person() -> list[tuple[str, list[Shown]]]:
    """The pages of each kind of person."""
    ordered = sorted(EVERY_PAGE, key=lambda page: page.who)
    return [(who, list(pages)) for who, pages in groupby(ordered, key=lambda page: page.who)]


def test_the_list_names_every_page(application: Flask) -> None:
    opened = {
        rule.endpoint
        for rule in application.url_map.iter_rules()
        if "GET" in (rule.methods or set())
    }
    assert opened == {page.endpoint for page in EVERY_PAGE} | set(NO_PAGES)


def test_names_are_given_once() -> None:
    names = [picture_name(page) for page in (*EVERY_PAGE, *EVERY_ANSWER)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("who", "pages"), by_person(), ids=[who for who, _ in by_person()])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_are_sound(
    browser: Browser,
    house: House,
    paths: dict[Shown, str],
    who: str,
    pages: list[Shown],
    size: tuple[int, int],
) -> None:
    window = window_of(who, browser, house, size)
    faults = [fault for page in pages for fault in look_at(window, page, paths[page])]
    window.context.close()
    assert faults + window.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("who", sorted({one.who for one in EVERY_ANSWER}))
def test_answers_are_sound(
    browser: Browser, house: House, application: Flask, who: str, size: tuple[int, int]
) -> None:
    window, district = window_of(who, browser, house, size), District(house)
    faults: list[str] = []
    for one in EVERY_ANSWER:
        if one.who == who:
            with application.test_request_context():
                path = url_for(one.endpoint, **one.values(district))
            window.page.goto(path)
            faults += faults_of(window, one, path, send(window.page, one))
    district.close()
    window.context.close()
    assert faults + window.complaints == []


def look_at(window: Window, page: Shown, path: str) -> Iterator[str]:
    """What is wrong with a page at this width."""
    answer = window.page.goto(path)
    assert answer is not None
    yield from faults_of(window, page, path, answer)


def faults_of(window: Window, page: Shown | Answered, path: str, answer: Response) -> Iterator[str]:
    """What is wrong with what the window shows now."""
    name = f"{picture_name(page)} {path}"
    if answer.status != page.status:
        yield f"{name}: status {answer.status}"
    keep_picture(window, page)
    if window.overhang() > 0:
        yield f"{name}: {window.overhang()} px too wide"
    console = page.endpoint.startswith("console.")
    if console == (window.width == DESK[0]):
        yield from (f"{name}: {barrier}" for barrier in window.barriers())


def keep_picture(window: Window, page: Shown | Answered) -> None:
    if SCREENSHOTS:
        window.photograph(Path(SCREENSHOTS) / f"{picture_name(page)}-{window.width}.png")


def picture_name(page: Shown | Answered) -> str:
    return f"{page.endpoint.partition('.')[0]}-{page.name}"


def test_large_type_fits_the_smallest_phone(
    browser: Browser, house: House, paths: dict[Shown, str]
) -> None:
    window = window_of("resident", browser, house, SMALLEST)
    window.page.goto("/h5/")
    window.page.get_by_role("button", name="大字版").click()
    window.page.get_by_role("button", name="标准字").wait_for()
    too_wide = []
    for page, path in paths.items():
        if page.who == "resident":
            window.page.goto(path)
            keep_picture(window, page)
            if window.overhang() > 0:
                too_wide.append((page.name, window.overhang()))
    window.page.goto("/h5/")
    window.page.get_by_role("button", name="标准字").click()
    window.context.close()
    assert too_wide == []


@pytest.mark.parametrize("who", ["stranger", "newcomer", "resident"])
def test_what_residents_load_is_light(
    browser: Browser, house: House, paths: dict[Shown, str], who: str
) -> None:
    window = window_of(who, browser, house, PHONE)
    sizes: dict[str, int] = {}
    loaded = {
        page.name: bytes_of(window, path, sizes)
        for page, path in paths.items()
        if page.who == who and not page.endpoint.startswith("console.")
    }
    window.context.close()
    assert loaded
    assert {name: size for name, size in loaded.items() if size > MOST_BYTES} == {}


def bytes_of(window: Window, path: str, sizes: dict[str, int]) -> int:
    """What a first visit transfers, compressed, with everything the page draws in.

    `sizes` remembers what files weigh.
    """
    window.page.goto(path, wait_until="load")
    files = set(window.files())
    for address in files - set(sizes):
        sizes[address] = len(gzip.compress(window.context.request.get(address).body()))
    return sum(sizes[address] for address in files)
