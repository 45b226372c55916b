"""A browser, and the houses it looks at."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.window import chromium
from tests.stories.conftest import house, quiet_house

__all__ = ["browser", "house", "quiet_house"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for as long as the tests of one file need it."""
    with chromium() as running:
        yield running
