"""Check style, types and the rules of the house; go on after a failure, so that one run tells all.

.venv/bin/python scripts/check.py
"""

import subprocess
import sys

from environment import PYTHON, ROOT, say

CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "mypy --strict": ["mypy"],
    "tests/house": ["pytest", "-q", "tests/house"],
}


def main() -> None:
    """Run every check and close with one line for each."""
    results = {name: run(name, command) for name, command in CHECKS.items()}
    say("\n== make check ==")
    for name, passed in results.items():
        say(f"  {'通过 passed' if passed else '未通过 FAILED'}  {name}")
    if not results["ruff format"]:
        say("  格式可由 make format 整理 / make format mends the format")
    sys.exit(0 if all(results.values()) else 1)


def run(name: str, command: list[str]) -> bool:
    say(f"-- {name}")
    words = [str(PYTHON), "-m", *command]
    return subprocess.run(words, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    main()
