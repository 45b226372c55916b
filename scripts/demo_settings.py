"""The settings of a demo on one machine: ports, addresses, and secrets made once and kept."""

import base64
import hashlib
import json
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT, give_up

INSTANCE = ROOT / "instance"
SECRETS = INSTANCE / "dev.env"
HOST = "127.0.0.1"
FIRST_PORT = 5000
LAST_PORT = 65533
# As app/adapters/wechat_templates.py names them: a test compares the two.
TEMPLATES = (
    *("sign_up", "reminder", "activity_changed", "activity_cancelled", "hours"),
    *("progress", "certificate", "star", "account"),
)


@dataclass(frozen=True)
class Ports:
    """Three neighbours: the app, the simulator, and the simulator's browser."""

    app: int
    simulator: int
    browser: int

    def url(self, port: int) -> str:
        return f"http://{HOST}:{port}"


def free_ports() -> Ports:
    """PORT and the two after it; gives up with a sentence when one is taken."""
    wanted = os.environ.get("PORT", "") or str(FIRST_PORT)
    if not wanted.isdecimal() or not 1024 <= int(wanted) <= LAST_PORT:
        give_up(
            f"PORT={wanted} 不是可用的端口号，请用 1024 到 65533 之间的数字，例如 PORT=5010。",
            f"PORT={wanted} is no usable port. Take a number from 1024 to 65533, say PORT=5010.",
        )
    first = int(wanted)
    if (port := taken_one(first)) is not None:
        other = next((n for n in range(first + 10, LAST_PORT, 10) if taken_one(n) is None), 7000)
        give_up(
            f"端口 {port} 已被占用（也许演示已在运行）。请先停掉它，"
            f"或换一组端口：PORT={other} make run",
            f"Port {port} is taken (is the demo running already?). Stop what uses it, "
            f"or take other ports: PORT={other} make run",
        )
    return Ports(first, first + 1, first + 2)


def taken_one(first: int) -> int | None:
    """The first of three neighbouring ports that somebody uses already."""
    return next((port for port in range(first, first + 3) if is_taken(port)), None)


def is_taken(port: int) -> bool:
    """Whether somebody listens there; a port that a server has just left is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def settings(ports: Ports) -> dict[str, str]:
    """The environment of every process of the demo."""
    INSTANCE.mkdir(exist_ok=True)
    simulator = ports.url(ports.simulator)
    database = os.environ.get("DATABASE_URL") or f"sqlite:///{INSTANCE / 'haoren.sqlite3'}"
    return {
        **os.environ,
        **kept_secrets(SECRETS),
        "FLASK_APP": "app",
        "HAOREN_ENV": "development",
        "HAOREN_CLOCK_FILE": str(INSTANCE / "clock"),
        "HAOREN_FRAME_ANCESTORS": f"'self' {simulator}",
        "DATABASE_URL": database,
        "PUBLIC_URL": ports.url(ports.app),
        "WECHAT_MESSAGE_MODE": "safe",
        "WECHAT_API_BASE_URL": f"{simulator}/",
        "WECHAT_OAUTH_BASE_URL": f"{simulator}/open/",
        "WECHAT_TEMPLATE_IDS": json.dumps(template_ids()),
        "SMS_PROVIDER": "simulator",
        "SMS_URL": f"{simulator}/sms/send",
        "PYTHONUNBUFFERED": "1",
    }


def template_ids() -> dict[str, str]:
    """An id for each template, as WeChat would have given it: 43 characters."""
    return {name: template_id(name) for name in TEMPLATES}


def template_id(name: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).decode().rstrip("=")


def aes_key() -> str:
    """43 letters and digits that decode to 32 bytes, as WeChat's console makes them."""
    while not (key := base64.b64encode(secrets.token_bytes(32)).decode()[:43]).isalnum():
        pass
    return key


GENERATED: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_hex(32),
    "ID_ENCRYPTION_KEYS": lambda: f"dev:{base64.b64encode(secrets.token_bytes(32)).decode()}",
    "ID_INDEX_KEY": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    "WECHAT_APP_ID": lambda: f"wx{secrets.token_hex(8)}",
    "WECHAT_APP_SECRET": lambda: secrets.token_hex(16),
    "WECHAT_TOKEN": lambda: secrets.token_hex(16),
    "WECHAT_ENCODING_AES_KEY": aes_key,
}


def kept_secrets(path: Path) -> dict[str, str]:
    """The secrets of this copy of the demo, made on first use; the data is unreadable without."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    complete = kept | {name: make() for name, make in GENERATED.items() if not kept.get(name)}
    if complete != kept:
        text = (
            "# Made by make run for this copy of the demo. Deleting it makes its data unreadable.\n"
        )
        path.touch(mode=0o600)
        path.write_text(text + "".join(f"{k}={v}\n" for k, v in complete.items()), encoding="utf-8")
    return complete
