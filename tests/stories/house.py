"""The whole house as real processes: simulator, web server, worker, over one database."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import requests

from app.adapters.wechat_templates import TEMPLATES
from tests.conftest import test_environment
from tests.stories.nursery import CAN_FORK, Child, nursery

Process = subprocess.Popen[bytes] | Child
ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
START_SECONDS = 60
WECHAT = {
    "WECHAT_APP_ID": "wx0123456789abcdef",
    "WECHAT_APP_SECRET": "a-secret-of-the-account",
    "WECHAT_TOKEN": "callbacktoken",
    "WECHAT_ENCODING_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "WECHAT_MESSAGE_MODE": "safe",
}


class House:
    """Processes over one database, on free ports; `with` leaves nobody running."""

    forks = True  # its processes need not be new interpreters

    def __init__(self, database_url: str, folder: Path) -> None:
        self.folder = folder
        self.clock_file = folder / "clock"
        self.app_port, self.simulator_port, self.browser_port = free_ports(3)
        self.app_url = f"http://{HOST}:{self.app_port}"
        self.simulator_url = f"http://{HOST}:{self.simulator_port}"
        self.browser_url = f"http://{HOST}:{self.browser_port}"
        self.environment = {**inherited(), **self._settings(database_url)}
        self.processes: dict[str, Process] = {}

    def _settings(self, database_url: str) -> dict[str, str]:
        return test_environment(
            database_url,
            **WECHAT,
            FLASK_APP="app",
            PUBLIC_URL=self.app_url,
            HAOREN_CLOCK_FILE=str(self.clock_file),
            HAOREN_FRAME_ANCESTORS=f"'self' {self.simulator_url}",
            WECHAT_API_BASE_URL=f"{self.simulator_url}/",
            WECHAT_OAUTH_BASE_URL=f"{self.simulator_url}/open/",
            WECHAT_TEMPLATE_IDS=json.dumps(template_ids()),
            SMS_PROVIDER="simulator",
            SMS_URL=f"{self.simulator_url}/sms/send",
        )

    def __enter__(self) -> "House":
        try:
            self.start("simulator")
            self.start("web")
            self.start("worker")
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self, name: str) -> None:
        """Start one of simulator, web, worker."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = self.begin(self.words(name), self.environment_of(name), log)

    def begin(self, words: list[str], environment: dict[str, str], log: IO[bytes]) -> Process:
        """`python -m WORDS` in a group of its own."""
        if CAN_FORK and self.forks:
            return nursery().start(words, environment, log)
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def words(self, name: str) -> list[str]:
        """What follows `python -m`."""
        if name == "web":
            ports = ["--host", HOST, "--port", str(self.app_port)]
            served = ["--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers"]
            return [
                "granian",
                "--interface",
                "wsgi",
                "--factory",
                *ports,
                *served,
                "app:create_app",
            ]
        if name.startswith("worker"):
            return ["flask", "worker"]
        return [
            "wechat.simulator",
            *("--host", HOST, "--port", str(self.simulator_port)),
            *("--browser-port", str(self.browser_port), "--app-url", self.app_url),
            *("--data", str(self.folder / "simulator"), "--clock-file", str(self.clock_file)),
        ]

    def environment_of(self, name: str) -> dict[str, str]:
        """The settings of one process."""
        return self.environment

    def kill(self, name: str) -> None:
        """`kill -9` of a process and all it started."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End everything that runs."""
        for process in self.processes.values():
            signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + 10
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                signal_group(process, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def wait_until_ready(self) -> None:
        """Until the app says that database, migrations and worker are there."""
        wait_for(lambda: answers(f"{self.simulator_url}/simulator/api/health"), "simulator")
        wait_for(lambda: answers(f"{self.app_url}/readyz"), "app", self.log)

    def log(self) -> str:
        """What the processes said last."""
        files = sorted(self.folder.glob("*.log"))
        return "\n".join(
            f"== {file.name}\n{file.read_text(errors='replace')[-3000:]}" for file in files
        )

    def run(self, *words: str) -> str:
        """One of the app's commands; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def turn_clock(self, forward: timedelta) -> None:
        """Move everyone's clock forward from where it stands."""
        self.simulator("POST", "/clock", {"add_seconds": round(forward.total_seconds())})

    def set_clock(self, to: datetime) -> None:
        """Set everyone's clock."""
        self.simulator("POST", "/clock", {"to": to.isoformat()})

    def simulator(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict:  # type: ignore[type-arg]
        """One call of the simulator's JSON API."""
        url = f"{self.simulator_url}/simulator/api{path}"
        answer = requests.request(method, url, json=body, timeout=40)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        return dict(answer.json())


def signal_group(process: Process, number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def inherited() -> dict[str, str]:
    """What a process needs of ours, and no setting of the machine's."""
    names = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in names if name in os.environ}


def template_ids() -> dict[str, str]:
    """An id of 43 characters for each template."""
    return {name: name.ljust(43, "x") for name in TEMPLATES}


def free_ports(how_many: int) -> list[int]:
    """Ports nobody listens on at this moment."""
    probes = [socket.socket() for _ in range(how_many)]
    try:
        for probe in probes:
            probe.bind((HOST, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=3).status_code == 200
    except requests.RequestException:
        return False


def wait_for(
    true: object, what: str, explain: object = str, seconds: float = START_SECONDS
) -> None:
    """Poll a claim until it holds; fails with what is known when it does not."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come in {seconds} s\n{explain()}")
        time.sleep(0.1)
