"""A worker as a process of its own, for tests that stop or kill it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import test_environment

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 30


@contextmanager
def a_worker(database_url: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`flask worker` over this database; killed at the end if it still runs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "worker"],
        cwd=ROOT,
        env={**kept, **test_environment(database_url, **environment)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(true: Callable[[], bool]) -> None:
    """Look again and again, for half a minute at most."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)
