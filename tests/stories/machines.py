"""Two groups of web processes and two workers over one database, behind the shipped nginx."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.stories.front import Front
from tests.stories.house import HOST, House, answers, free_ports, wait_for

GROUPS = ("web-1", "web-2")
WORKERS = ("worker-1", "worker-2")


class Machines(House):
    """A house whose web processes and workers are several, started as systemd starts them."""

    forks = False  # prometheus_client reads its folder from the environment while it is imported

    def __init__(self, database_url: str, folder: Path) -> None:
        super().__init__(database_url, folder)
        self.ports = dict(zip(GROUPS, free_ports(2), strict=True))
        self.front = Front(folder / "front", list(self.ports.values()))
        # WeChat's callback goes to one group; what matters here comes through the front.
        self.app_port = self.ports["web-1"]
        self.app_url = f"http://{HOST}:{self.app_port}"
        self.environment |= {"PUBLIC_URL": self.front.url, "TRUSTED_PROXIES": "1"}

    @contextmanager
    def running(self) -> Iterator["Machines"]:
        """Everything runs and answers."""
        try:
            with self.front:
                for name in ("simulator", *GROUPS, *WORKERS):
                    self.start(name)
                self.wait_until_ready()
                for group in GROUPS:
                    self.wait_for_group(group)
                yield self
        finally:
            self.stop()

    def words(self, name: str) -> list[str]:
        served = super().words("web" if name in GROUPS else name)
        if name in GROUPS:
            served[served.index("--port") + 1] = str(self.ports[name])
        return served

    def environment_of(self, name: str) -> dict[str, str]:
        if name not in GROUPS:
            return self.environment
        counts = self.folder / f"counts-{name}"
        counts.mkdir(exist_ok=True)
        return self.environment | {"PROMETHEUS_MULTIPROC_DIR": str(counts)}

    def wait_for_group(self, name: str) -> None:
        url = f"http://{HOST}:{self.ports[name]}/readyz"
        wait_for(lambda: answers(url), name, self.log)

    def start_anew(self, name: str) -> None:
        """After `kill`: start it, and for a group wait until it answers."""
        self.start(name)
        if name in GROUPS:
            self.wait_for_group(name)

    def end_politely(self, name: str) -> None:
        """As systemd stops a service."""
        process = self.processes.pop(name)
        os.kill(process.pid, signal.SIGTERM)
        process.wait(30)

    def metrics(self, name: str) -> dict[str, float]:
        """What a group tells Prometheus."""
        text = requests.get(f"http://{HOST}:{self.ports[name]}/metrics", timeout=10).text
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return {key: float(value) for key, _, value in (line.rpartition(" ") for line in lines)}
