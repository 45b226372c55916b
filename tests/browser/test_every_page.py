"""Every page of residents, merchants and strangers over the demo district, at two widths.

None scrolls sideways, complains, or bars anybody (axe); what residents load stays light. The
staff's pages are test_every_console_page.py's, so that both can be looked at side by side.
"""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser import looking
from tests.browser.answers import EVERY_ANSWER
from tests.browser.district import District
from tests.browser.looking import by_person, picture_name, who_answers, window_of
from tests.browser.pages import EVERY_PAGE, NO_PAGES, Shown
from tests.browser.window import Window
from tests.stories.house import House

SMALLEST = (320, 640)
PEOPLE = by_person(staff=False)


def test_the_list_names_every_page(addresses: Flask) -> None:
    opened = {
        rule.endpoint for rule in addresses.url_map.iter_rules() if "GET" in (rule.methods or set())
    }
    assert opened == {page.endpoint for page in EVERY_PAGE} | set(NO_PAGES)


def test_names_are_given_once() -> None:
    names = [picture_name(page) for page in (*EVERY_PAGE, *EVERY_ANSWER)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("who", "pages"), PEOPLE, ids=[who for who, _ in PEOPLE])
def test_pages_are_sound(
    window: Window, who: str, pages: list[Shown], paths: dict[Shown, str]
) -> None:
    assert [*looking.look_at_pages(window, who, pages, paths), *window.complaints] == []


@pytest.mark.parametrize("who", who_answers(staff=False))
def test_answers_are_sound(window: Window, who: str, addresses: Flask, district: District) -> None:
    assert [*looking.look_at_answers(window, who, addresses, district), *window.complaints] == []


def test_large_type_fits_the_smallest_phone(
    browser: Browser, demo: House, paths: dict[Shown, str]
) -> None:
    window = window_of("resident", browser, demo, SMALLEST)
    window.page.goto("/h5/")
    window.page.get_by_role("button", name="大字版").click()
    window.page.get_by_role("button", name="标准字").wait_for()
    too_wide = []
    for page, path in paths.items():
        if page.who == "resident":
            window.page.goto(path)
            looking.keep_picture(window, page)
            if window.overhang() > 0:
                too_wide.append((page.name, window.overhang()))
    window.page.goto("/h5/")
    window.page.get_by_role("button", name="标准字").click()
    window.context.close()
    assert too_wide == []
