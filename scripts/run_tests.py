"""Run every test in its parts, and say plainly what ran and what could not.

    .venv/bin/python scripts/run_tests.py

REQUIRE_ALL_PARTS=1 makes a part that could not run a failure. CHROMIUM names a browser,
TEST_DATABASE_URL a PostgreSQL server whose user may create databases.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from environment import PYTHON, ROOT, say

sys.path.insert(0, str(ROOT))
from tests import postgres

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WORKERS = os.environ.get("TEST_WORKERS", "2")


@dataclass(frozen=True)
class Result:
    """How one part went; `skipped_because` is empty when it ran."""

    part: str
    passed: bool
    seconds: float = 0.0
    closing_line: str = ""
    skipped_because: str = ""


def main() -> None:
    """Run the parts one after another and close with a summary."""
    everything = os.environ.get("REQUIRE_ALL_PARTS") == "1"
    results = [on_sqlite(), on_postgresql(), in_browser()]
    say("\n== make test ==")
    for result in results:
        say(line_about(result))
    skipped = [result for result in results if result.skipped_because]
    if skipped and everything:
        say("  REQUIRE_ALL_PARTS=1：以上部分必须全部运行 / every part above must run")
    failed = any(not result.passed for result in results) or bool(skipped and everything)
    say("  未通过 / FAILED" if failed else "  通过 / passed")
    sys.exit(1 if failed else 0)


def line_about(result: Result) -> str:
    if result.skipped_because:
        return f"  跳过 SKIPPED  {result.part}: {result.skipped_because}"
    verdict = "通过 passed " if result.passed else "未通过 FAILED"
    return f"  {verdict}  {result.part}: {result.closing_line} ({result.seconds:.0f} s)"


def on_sqlite() -> Result:
    """Everything but the browser."""
    return part("SQLite", ["-n", WORKERS, "tests", "--ignore=tests/browser"])


def on_postgresql() -> Result:
    """The tests that touch the database once more, on PostgreSQL."""
    name = "PostgreSQL"
    try:
        with postgres.server() as url:
            chosen = ["-n", WORKERS, "-m", "database", "tests", "--ignore=tests/browser"]
            return part(name, chosen, TEST_DATABASE_URL=url)
    except postgres.CannotStart as reason:
        return Result(name, passed=True, skipped_because=str(reason))


def in_browser() -> Result:
    """The pages in a real Chromium."""
    name = "Chromium"
    browser = os.environ.get("CHROMIUM") or first_found(BROWSERS, shutil.which)
    if not browser:
        reason = "no Chromium found (Debian: apt install chromium fonts-noto-cjk; or CHROMIUM=…)"
        return Result(name, passed=True, skipped_because=reason)
    if not any((ROOT / "tests" / "browser").glob("test_*.py")):
        return Result(name, passed=True, skipped_because="no tests in tests/browser")
    # A file's tests share a house and stay together; two files run side by side.
    chosen = ["-n", WORKERS, "--dist", "loadfile", "tests/browser"]
    return part(name, chosen, CHROMIUM=browser)


def first_found(names: tuple[str, ...], find: Callable[[str], str | None]) -> str | None:
    return next((found for name in names if (found := find(name))), None)


def part(name: str, arguments: list[str], **settings: str) -> Result:
    """Run pytest on one part. SQLite is what tests use when no server is named."""
    say(f"\n-- {name}")
    environment = {**os.environ, "TEST_DATABASE_URL": "", **settings}
    # Where nothing may be kept, every process compiles the app and every test file again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.monotonic()
    command = [str(PYTHON), "-m", "pytest", "-q", *arguments]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    last = ""
    for line in running.stdout or ():
        print(line, end="", flush=True)
        last = line.strip() or last
    passed = running.wait() == 0
    return Result(name, passed, time.monotonic() - began, last.strip("= "))


if __name__ == "__main__":
    main()
