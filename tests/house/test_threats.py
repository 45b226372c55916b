"""docs/threats.md names tests that are there, and says of each attack what comes of it."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| T-\d+ \|", line)]
FEWEST = 30
OUTCOMES = {"refused", "flagged", "found", "open"}
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split(" | ")]


def test_at_least_thirty_attacks_are_listed() -> None:
    assert len(ROWS) >= FEWEST


def test_they_are_numbered_without_a_gap() -> None:
    numbers = [int(re.findall(r"T-(\d+)", row)[0]) for row in ROWS]
    assert numbers == list(range(1, len(ROWS) + 1))


def test_every_test_named_is_there() -> None:
    named = NAMED.findall(PAGE)
    missing = [f"{path}::{name}" for path, name in named if name not in names_in(path)]
    assert named
    assert missing == []


def test_every_attack_is_played_or_said_to_be_open() -> None:
    for row in ROWS:
        number, _, outcome, tests, remains = cells(row)
        word = outcome.split()[0].rstrip(",:;.")
        assert word in OUTCOMES, f"{number}: {outcome}"
        assert NAMED.search(tests) or word == "open", f"{number} names no test"
        assert remains, f"{number} does not say what remains"


def test_a_test_that_is_gone_would_be_missed() -> None:
    assert "test_no_such_thing" not in names_in("house/test_threats.py")
    assert "test_a_test_that_is_gone_would_be_missed" in names_in("house/test_threats.py")
