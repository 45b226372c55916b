"""Every page of the staff over the demo district, at a desk's and at a phone's width.

None scrolls sideways, complains, or bars anybody (axe).
"""

import pytest
from flask import Flask

from tests.browser import looking
from tests.browser.district import District
from tests.browser.looking import by_person, who_answers
from tests.browser.pages import Shown
from tests.browser.window import Window

PEOPLE = by_person(staff=True)


@pytest.mark.parametrize(("who", "pages"), PEOPLE, ids=[who for who, _ in PEOPLE])
def test_pages_are_sound(
    window: Window, who: str, pages: list[Shown], paths: dict[Shown, str]
) -> None:
    assert [*looking.look_at_pages(window, who, pages, paths), *window.complaints] == []


@pytest.mark.parametrize("who", who_answers(staff=True))
def test_answers_are_sound(window: Window, who: str, addresses: Flask, district: District) -> None:
    assert [*looking.look_at_answers(window, who, addresses, district), *window.complaints] == []
