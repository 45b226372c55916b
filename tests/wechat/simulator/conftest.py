"""One simulator and one account per test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.wechat.simulator.phone import Phone
from tests.wechat.simulator.starting import an_account


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Start a simulator with settings of the test's own; stopped when the test ends."""
    with an_account(tmp_path) as begin:
        yield begin


@pytest.fixture
def phone(start: Callable[..., Phone]) -> Phone:
    return start()
