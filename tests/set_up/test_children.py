"""The demo's processes end together and leave nobody behind."""

import os
import signal
import sys
import time
from pathlib import Path

import children
import pytest

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
IS_STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True);"
    "time.sleep(60)",
]
DIES = [sys.executable, "-c", "print('no more paper'); raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def keep_signal_handlers() -> object:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def test_all_end_when_the_context_ends(tmp_path: Path) -> None:
    with children.Children(os.environ, tmp_path) as family:
        family.start("one", SLEEPS)
        family.start("two", SLEEPS)
        ids = [child.process.pid for child in family.running]
        assert family.dead() is None
    assert not any(map(is_running, ids))


def test_who_does_not_listen_is_stopped_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "STOP_SECONDS", 0.2)
    with children.Children(os.environ, tmp_path) as family:
        family.start("stubborn", IS_STUBBORN)
        process_id = family.running[0].process.pid
        wait_until((tmp_path / "stubborn.log").read_text)
    assert not is_running(process_id)


def test_the_dead_one_is_named_with_its_last_words(tmp_path: Path) -> None:
    with children.Children(os.environ, tmp_path) as family:
        family.start("printer", DIES)
        wait_until(family.dead)
        fallen = family.dead()
        assert fallen is not None
        assert (fallen.name, fallen.process.returncode) == ("printer", 3)
        assert "no more paper" in fallen.tail()


def wait_until(happened: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
