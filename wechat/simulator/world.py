"""Everything one running simulator holds, handed to whoever needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import requests
from flask import current_app, request

from wechat.simulator.clock import Clock
from wechat.simulator.settings import SimulatorSettings
from wechat.simulator.store import Store


@dataclass
class World:
    """The account's settings, the memory and the clock; ports are known once the servers listen."""

    settings: SimulatorSettings
    store: Store
    clock: Clock
    browser_port: int = 0
    sending: Lock = field(default_factory=Lock)

    def now(self) -> float:
        return self.clock.now()


def world() -> World:
    """The world of the request being served."""
    found: World = current_app.extensions["wechat_simulator"]
    return found


def direct_session() -> requests.Session:
    """A session to the app next door, whatever proxies this machine knows."""
    session = requests.Session()
    session.trust_env = False
    return session


def body_fields() -> Mapping[str, Any]:
    """The JSON object of the request, {} when there is none."""
    content = request.get_json(force=True, silent=True)
    return content if isinstance(content, dict) else {}
