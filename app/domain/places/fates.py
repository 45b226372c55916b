"""What becomes of a row that names a place when that place is merged into another one.

Every column that refers to a place says it, beside its foreign key: `info=stays("活动")`. A test
fails on a table that says nothing, so that no room is forgotten.

- `stays`: the row keeps the place it was made at, closed now and below its successor in the tree:
  whoever sees the successor's subtree sees it. For what has happened.
- `moves`: the row is the successor's from then on (`where`: only some rows, in SQL over the table;
  `:successor`, `:closed` and `:now` may be named). For what goes on. While it does, a point is not
  closed by itself (`holds`: only some rows; unless said, those that would move).
- `by_hand`: a follower of `PlacesMerged` does it, or merging itself.
- `path_of(column)`: a copy of the path of the place that another column names; "" when none does.
"""

from dataclasses import dataclass
from typing import Any

FATE, PATH_OF = "merging_fate", "merging_path_of"


@dataclass(frozen=True)
class Fate:
    """`what`: the rows in the words of the console; empty ones are not counted in the preview."""

    what: str
    moves: bool = False
    where: str = ""
    holds: str = ""


def stays(what: str = "") -> dict[str, Any]:
    """The row keeps its place."""
    return {FATE: Fate(what)}


def moves(what: str, where: str = "", *, holds: str = "") -> dict[str, Any]:
    """The row is the successor's from then on."""
    return {FATE: Fate(what, moves=True, where=where, holds=holds)}


def by_hand(what: str = "") -> dict[str, Any]:
    """Somebody else sees to it."""
    return {FATE: Fate(what)}


def path_of(column: str) -> dict[str, Any]:
    """A copy of a path; it follows the place, or the row when that moves."""
    return {PATH_OF: column}


def path_of_then() -> dict[str, Any]:
    """A path as it was: it follows nothing."""
    return {PATH_OF: None}
