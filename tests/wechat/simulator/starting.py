"""A simulator and the account behind it, both on real ports."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from werkzeug.serving import make_server

from tests.wechat.simulator.account_app import ACCOUNT, Account, account_app
from tests.wechat.simulator.phone import Phone
from wechat.simulator import SimulatorSettings, running


@contextmanager
def an_account(folder: Path) -> Iterator[Callable[..., Phone]]:
    """Serve the account and hand out what starts its simulator, with other settings if wished."""
    account = Account()
    server = make_server("127.0.0.1", 0, account_app(account), threaded=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    app_url = f"http://127.0.0.1:{server.server_port}"
    with ExitStack() as opened:

        def begin(**changes: Any) -> Phone:
            wanted = {**ACCOUNT, "app_url": app_url, "data_folder": folder, **changes}
            simulator = opened.enter_context(running(SimulatorSettings(**wanted)))
            return Phone(simulator, account, app_url)

        yield begin
    server.shutdown()
    server.server_close()
