"""One simulator and one account per test, both on real ports."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.wechat.simulator.account_app import ACCOUNT, Account, account_app
from tests.wechat.simulator.phone import Phone
from wechat.simulator import SimulatorSettings, running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Start a simulator with settings of the test's own; stopped when the test ends."""
    account = Account()
    server = make_server("127.0.0.1", 0, account_app(account), threaded=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    app_url = f"http://127.0.0.1:{server.server_port}"
    opened = []

    def begin(**changes: Any) -> Phone:
        wanted = {**ACCOUNT, "app_url": app_url, "data_folder": tmp_path, **changes}
        context = running(SimulatorSettings(**wanted))
        opened.append(context)
        return Phone(context.__enter__(), account, app_url)

    yield begin
    for context in opened:
        context.__exit__(None, None, None)
    server.shutdown()
    server.server_close()


@pytest.fixture
def phone(start: Callable[..., Phone]) -> Phone:
    return start()
