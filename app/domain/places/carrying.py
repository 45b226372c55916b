"""Carry over what belongs to a closed place: rows that move, and paths that are kept in rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, Uuid, bindparam, func, select, text, update

from app.domain.places.fates import FATE, PATH_OF, Fate
from app.kernel.database import Base, UtcDateTime, session

_TYPES: dict[str, Any] = {"successor": Uuid(), "closed": Uuid(), "now": UtcDateTime()}


@dataclass(frozen=True)
class Count:
    """How many rows of a kind there are at a place, and how many of them move."""

    what: str
    rows: int
    moving: int


def fated() -> Iterator[tuple[Column[Any], Fate]]:
    """Every column of every table that says what becomes of it."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if FATE in column.info:
                yield column, column.info[FATE]


def counted(closed_id: UUID, successor_id: UUID, *, now: datetime) -> list[Count]:
    """What there is at a place, by kind, for the preview."""
    facts = {"closed": closed_id, "successor": successor_id, "now": now}
    found = []
    for column, fate in fated():
        if not fate.what:
            continue
        there = select(func.count()).select_from(column.table).where(column == closed_id)
        rows = session.scalar(there) or 0
        moving = rows if fate.moves else 0
        if rows and fate.moves and fate.where:
            moving = session.scalar(there.where(_condition(fate.where, facts))) or 0
        if rows:
            found.append(Count(fate.what, rows, moving))
    return found


def going_on(place_id: UUID, *, now: datetime) -> dict[str, int]:
    """What of its own is not over at a place, by kind: how many."""
    facts = {"closed": place_id, "successor": place_id, "now": now}
    found = {}
    for column, fate in fated():
        if fate.moves and fate.what:
            there = select(func.count()).select_from(column.table).where(column == place_id)
            if condition := fate.holds or fate.where:
                there = there.where(_condition(condition, facts))
            if rows := session.scalar(there):
                found[fate.what] = rows
    return found


def carry_over(
    closed_id: UUID, successor_id: UUID, paths: Sequence[tuple[str, str]], *, now: datetime
) -> None:
    """Rows that move do, then every copy of a path follows. Doing it again changes nothing.

    `paths` are old and new ones, what lies deeper first; the last is the closed place's own.
    """
    facts = {"closed": closed_id, "successor": successor_id, "now": now}
    for column, fate in fated():
        if fate.moves:
            change = update(_table(column)).where(column == closed_id)
            if fate.where:
                change = change.where(_condition(fate.where, facts))
            session.execute(change.values({column.name: successor_id}))
    follow(paths)
    for column in _copies():
        if column.info[PATH_OF]:
            _stand_at(column, successor_id, closed=paths[-1][1])


def follow(paths: Sequence[tuple[str, str]]) -> None:
    """Every copy of a path, and of the paths below it, is as it is now; old and new ones."""
    for column in _copies():
        for old, new in paths:
            rest = func.substr(column, len(old) + 1)
            session.execute(
                update(_table(column))
                .where(column.startswith(old))
                .values({column.name: new + rest})
            )


def _copies() -> Iterator[Column[Any]]:
    """Every column that holds a place's path."""
    for table in Base.metadata.sorted_tables:
        yield from (one for one in table.columns if one.info.get(PATH_OF) is not None)


def _stand_at(column: Column[Any], successor_id: UUID, *, closed: str) -> None:
    """The rows that moved have the successor's path, which lies right above the closed one's."""
    table = _table(column)
    successor = closed[: closed.rstrip("/").rindex("/") + 1]
    moved = (table.c[column.info[PATH_OF]] == successor_id) & (column == closed)
    session.execute(update(table).where(moved).values({column.name: successor}))


def _table(column: Column[Any]) -> Table:
    found = column.table
    if not isinstance(found, Table):
        raise TypeError("a column of a table")
    return found


def _condition(where: str, facts: dict[str, Any]) -> Any:
    named = [name for name in facts if f":{name}" in where]
    return text(where).bindparams(
        *(bindparam(name, facts[name], type_=_TYPES[name]) for name in named)
    )
