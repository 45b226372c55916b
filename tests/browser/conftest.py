"""A browser, and the houses it looks at."""

from collections.abc import Iterator

import pytest
from flask import Flask, url_for
from playwright.sync_api import Browser

import app as haoren
from config import Settings
from tests.browser.district import District, demo_house
from tests.browser.looking import window_of
from tests.browser.pages import EVERY_PAGE, Shown
from tests.browser.window import Window, chromium
from tests.stories.conftest import house, migrated, quiet_house
from tests.stories.house import House

__all__ = ["browser", "house", "migrated", "quiet_house"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for as long as the tests of one file need it."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo district, running."""
    with demo_house(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def window(who: str, browser: Browser, demo: House) -> Iterator[Window]:
    """The browser of whom a test is about."""
    found = window_of(who, browser, demo)
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def district(demo: House) -> Iterator[District]:
    """What is in it."""
    found = District(demo)
    yield found
    found.close()


@pytest.fixture(scope="module")
def addresses(demo: House) -> Flask:
    """An application for its map of addresses only."""
    return haoren.create_app(Settings.from_environment(demo.environment))


@pytest.fixture(scope="module")
def paths(district: District, addresses: Flask) -> dict[Shown, str]:
    """The address of each page."""
    with addresses.test_request_context():
        return {page: url_for(page.endpoint, **page.values(district)) for page in EVERY_PAGE}
