"""Servers for measuring: the program and its floors, each by granian in the same way."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
WORKERS = 2
START_SECONDS = 180  # a busy machine
WECHAT = {
    "WECHAT_APP_ID": "wx0123456789abcdef",
    "WECHAT_TOKEN": "communitytoken",
    "WECHAT_ENCODING_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "WECHAT_MESSAGE_MODE": "safe",
}
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")


def environment(database_url: str) -> dict[str, str]:
    """Settings of the measured installation; the loader signs cookies with the same secret."""
    return {
        "HAOREN_ENV": "test",
        "SECRET_KEY": "a-secret-for-measuring-that-is-long-enough",
        "DATABASE_URL": database_url,
        "PUBLIC_URL": "http://haoren.test",
        "RATE_LIMITS": "off",
        **WECHAT,
    }


@contextmanager
def served(target: str, settings: Mapping[str, str], log: Path) -> Iterator[str]:
    """Serve a factory (`app:create_app`) until the block ends; the address."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", HOST),
        *("--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "1"),
        *("--no-access-log", "--log-level", "warning", target),
    ]
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    with log.open("ab") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**inherited, **settings}, stdout=said, stderr=said
        )
        try:
            _wait_until_answering(f"http://{HOST}:{port}/", process)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_answering(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {' '.join(map(str, process.args))}")  # type: ignore[arg-type]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
