"""The processes of the demo: started together, watched, stopped together."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from environment import ROOT

STOP_SECONDS = 10
TAIL_LINES = 15


@dataclass(frozen=True)
class Child:
    """One process and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def tail(self) -> str:
        """What it said last."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])


class Children:
    """A context: whatever happens inside, nobody is left running behind it."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self.environment = environment
        self.logs = logs
        self.running: list[Child] = []

    def __enter__(self) -> "Children":
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A second Ctrl-C, pressed in impatience, must not leave anybody behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.stop()

    def start(self, name: str, command: list[str]) -> None:
        """Start one in a session of its own: Ctrl-C comes to us alone, and we pass it on."""
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(Child(name, process, log))

    def dead(self) -> Child | None:
        """The first one that is no longer running, if any."""
        return next((child for child in self.running if child.process.poll() is not None), None)

    def stop(self) -> None:
        """Ask politely, the last started first; after a while, insist."""
        for child in reversed(self.running):
            signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.running:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                signal_group(child, signal.SIGKILL)
                child.process.wait()
        self.running.clear()


def signal_group(child: Child, number: signal.Signals) -> None:
    """To the process and to those it started: a server's workers must not outlive it."""
    try:
        os.killpg(child.process.pid, number)
    except ProcessLookupError:
        return
