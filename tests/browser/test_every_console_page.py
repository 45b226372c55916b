"""Every page of the staff over the demo district, at a desk's and at a phone's width.

None scrolls sideways, complains, or bars anybody (axe).
"""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser import looking
from tests.browser.district import District
from tests.browser.looking import by_person, who_answers, window_of
from tests.browser.pages import Shown
from tests.stories.house import House

PEOPLE = by_person(staff=True)


@pytest.mark.parametrize(("who", "pages"), PEOPLE, ids=[who for who, _ in PEOPLE])
def test_pages_are_sound(
    browser: Browser, demo: House, paths: dict[Shown, str], who: str, pages: list[Shown]
) -> None:
    window = window_of(who, browser, demo)
    faults = list(looking.look_at_pages(window, who, pages, paths))
    window.context.close()
    assert faults + window.complaints == []


@pytest.mark.parametrize("who", who_answers(staff=True))
def test_answers_are_sound(
    browser: Browser, demo: House, addresses: Flask, district: District, who: str
) -> None:
    window = window_of(who, browser, demo)
    faults = list(looking.look_at_answers(window, who, addresses, district))
    window.context.close()
    assert faults + window.complaints == []
