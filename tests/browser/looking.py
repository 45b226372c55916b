"""Look at a page as somebody sees it, at a phone's and at a desk's width: what is wrong with it?

A page is loaded once, at the width of those it is for, and then stands in a window of the other.
SCREENSHOTS=folder keeps a picture of each.
"""

import gzip
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from flask import Flask, url_for
from playwright.sync_api import Browser, Response

from tests.authenticator import code_now
from tests.browser.answers import EVERY_ANSWER, Answered, send
from tests.browser.district import District
from tests.browser.pages import EVERY_PAGE, Shown
from tests.browser.window import Window
from tests.stories.house import House

PHONE, DESK = (375, 740), (1280, 800)
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


def window_of(
    who: str, browser: Browser, house: House, size: tuple[int, int] | None = None
) -> Window:
    """Their browser: inside WeChat, signed in at the console, or a stranger's; of their width."""
    if who in IN_WECHAT:
        headers = {"X-Simulator-Follower": str(IN_WECHAT[who])}
        return Window(
            browser,
            size or PHONE,
            base_url=house.browser_url,
            extra_http_headers=headers,
            is_mobile=True,
        )
    window = Window(browser, size or widths(who)[0], base_url=house.app_url)
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


def widths(who: str) -> list[tuple[int, int]]:
    """Both, first the one that they have."""
    return [DESK, PHONE] if who in USERNAMES else [PHONE, DESK]


def by_person(*, staff: bool) -> list[tuple[str, list[Shown]]]:
    """The pages of each kind of person: of the staff, or of everybody else."""
    ordered = sorted(EVERY_PAGE, key=lambda page: page.who)
    grouped = [(who, list(pages)) for who, pages in groupby(ordered, key=lambda page: page.who)]
    return [(who, pages) for who, pages in grouped if (who in USERNAMES) == staff]


def who_answers(*, staff: bool) -> list[str]:
    """Whose forms are sent."""
    return [
        one for one in sorted({each.who for each in EVERY_ANSWER}) if (one in USERNAMES) == staff
    ]


def look_at_pages(
    window: Window, who: str, pages: list[Shown], paths: dict[Shown, str]
) -> Iterator[str]:
    """What is wrong with their pages; what residents load must be light as well."""
    window.bring_axe()
    sizes: dict[str, int] = {}
    for page in pages:
        answer = window.page.goto(paths[page])
        assert answer is not None
        if who not in USERNAMES and not page.endpoint.startswith("console."):
            weight = bytes_of(window, answer, sizes)
            if weight > MOST_BYTES:
                yield f"{picture_name(page)} {paths[page]}: {weight} bytes"
        yield from faults_at_both_widths(window, page, paths[page], answer)


def look_at_answers(
    window: Window, who: str, application: Flask, district: District
) -> Iterator[str]:
    """What is wrong with what their forms are answered with."""
    window.bring_axe()
    for one in EVERY_ANSWER:
        if one.who == who:
            with application.test_request_context():
                path = url_for(one.endpoint, **one.values(district))
            window.page.goto(path)
            yield from faults_at_both_widths(window, one, path, send(window.page, one))


def faults_at_both_widths(
    window: Window, page: Shown | Answered, path: str, answer: Response
) -> Iterator[str]:
    """What is wrong with what the window shows now, and shows when it is as wide as the other."""
    name = f"{picture_name(page)} {path}"
    if answer.status != page.status:
        yield f"{name}: status {answer.status}"
    own, other = widths(page.who)
    for size in (own, other):
        window.resize(size)
        keep_picture(window, page)
        if window.overhang() > 0:
            yield f"{name}: {window.overhang()} px too wide for {size[0]}"
        console = page.endpoint.startswith("console.")
        if console == (size == DESK):
            yield from (f"{name}: {barrier}" for barrier in window.barriers())
    window.resize(own)


def keep_picture(window: Window, page: Shown | Answered) -> None:
    """If pictures are wanted."""
    if SCREENSHOTS:
        window.photograph(Path(SCREENSHOTS) / f"{picture_name(page)}-{window.width}.png")


def picture_name(page: Shown | Answered) -> str:
    """What a page's pictures are called."""
    return f"{page.endpoint.partition('.')[0]}-{page.name}"


def bytes_of(window: Window, answer: Response, sizes: dict[str, int]) -> int:
    """What a first visit transfers, compressed, with everything the page draws in.

    `sizes` remembers what files weigh.
    """
    page, *drawn_in = window.files()
    for address in set(drawn_in) - set(sizes):
        sizes[address] = len(gzip.compress(window.context.request.get(address).body()))
    others = sum(sizes[address] for address in set(drawn_in) - {page})
    return len(gzip.compress(answer.body())) + others
