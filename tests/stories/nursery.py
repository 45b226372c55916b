"""The processes of a house, forked off one that has imported everything.

To import the app takes two seconds of a processor, and a house has five processes: forked, they
are there at once, and run what `python -m` would run. Each has its own environment, log and group.
What must be a new interpreter (a variable that a library reads while it is imported) is started
the usual way: `Machines` does.
"""

import json
import os
import runpy
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
IMPORTED = ("app", "flask.cli", "granian.cli", "granian.server", "wechat.simulator.__main__")


def can_tell_that_one_has_ended() -> bool:
    """Of a process that is not our own child: Linux can, where nobody forbids it."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


CAN_FORK = can_tell_that_one_has_ended()


class Child:
    """A process that the nursery has forked, as far as `subprocess.Popen` is asked for here."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self.nursery = nursery
        self.pid = pid
        self._ended = os.pidfd_open(pid)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended; raises TimeoutExpired."""
        ended, _, _ = select.select([self._ended], [], [], timeout)
        if not ended:
            raise subprocess.TimeoutExpired("python", timeout or 0)
        os.close(self._ended)
        return self.nursery.ask({"ended": self.pid})


class Nursery:
    """The process that forks, for as long as the tests of this process run."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # an interrupted run ends it by closing its line
        )

    def start(self, words: Sequence[str], environment: Mapping[str, str], log: IO[bytes]) -> Child:
        """What `python -m WORDS` would be, in a group of its own."""
        order = {"words": list(words), "environment": dict(environment), "log": log.name}
        return Child(self, self.ask(order))

    def ask(self, order: Mapping[str, object]) -> int:
        """One line there, one number back."""
        there, back = self._process.stdin, self._process.stdout
        assert there
        assert back
        there.write(json.dumps(order) + "\n")
        there.flush()
        return int(back.readline())


@cache
def nursery() -> Nursery:
    """This process's one."""
    return Nursery()


def attend() -> list[str] | None:
    """Do what the lines say until there are none; in a child, what it is to run."""
    for line in iter(sys.stdin.readline, ""):
        order = json.loads(line)
        if "ended" in order:
            _, status = os.waitpid(order["ended"], 0)
            answer(os.waitstatus_to_exitcode(status))
        elif pid := fork_begun(order):
            answer(pid)
        else:
            return list(order["words"])
    return None


def fork_begun(order: Mapping[str, object]) -> int:
    """In the parent the pid of a child that leads its own group; 0 in the child."""
    read, write = os.pipe()
    if pid := os.fork():
        os.close(write)
        os.read(read, 1)
        os.close(read)
        return pid
    begin(order)
    os.close(read)
    os.write(write, b".")
    os.close(write)
    return 0


def answer(number: int) -> None:
    """One line back."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def begin(order: Mapping[str, object]) -> None:
    """Stand on one's own: a group, an environment, nothing to read and a log to write to."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(str(order["log"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as it runs


def main() -> None:
    """Import, then attend."""
    for name in IMPORTED:
        __import__(name)
    words = attend()
    if words:
        sys.argv = words
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
