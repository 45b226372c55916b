"""Both doors of the simulator, served on two ports by threads of one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from wechat.simulator.building import create_browser, create_simulator
from wechat.simulator.settings import SimulatorSettings
from wechat.simulator.world import World


class QuietRequests(WSGIRequestHandler):
    """Speaks HTTP/1.1 and keeps the terminal for what matters."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the phone page asks once a second."""


@dataclass(frozen=True)
class RunningSimulator:
    """Where the two doors stand, and the state behind them."""

    url: str
    browser_url: str
    world: World


@contextmanager
def running(settings: SimulatorSettings) -> Iterator[RunningSimulator]:
    """Serve until the block ends. The addresses are known inside the block."""
    simulator = create_simulator(settings)
    world: World = simulator.extensions["wechat_simulator"]
    servers = [
        _server(settings.host, settings.port, simulator),
        _server(settings.host, settings.browser_port, create_browser(simulator)),
    ]
    world.browser_port = servers[1].server_port
    threads = [Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    try:
        yield RunningSimulator(
            f"http://{shown}:{servers[0].server_port}",
            f"http://{shown}:{servers[1].server_port}",
            world,
        )
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
        # The store stays open: a request or a late delivery may still be at its last step.


def _server(host: str, port: int, app: Flask) -> BaseWSGIServer:
    return make_server(host, port, app, threaded=True, request_handler=QuietRequests)
