"""Whether rows that are only added follow from the ledger: each stands under its entry's id.

A room says how a row and its entry may differ; rows that were altered, inserted or removed are
named.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.domain.audit import queries
from app.domain.audit.findings import Finding
from app.domain.audit.queries import EntryView
from app.kernel.database import session

BATCH = 500


@dataclass(frozen=True)
class Proven:
    """A table whose rows have an entry each, by one of `actions`.

    `unlike` names what a row and its entry say otherwise.
    """

    model: Any
    actions: tuple[str, ...]
    unlike: Callable[[Any, EntryView], list[str]]

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)


def findings(table: Proven) -> Iterator[Finding]:
    """Everything in the table that does not follow from the ledger."""
    for rows in in_batches(select(table.model), table.model.id):
        entries = queries.entries_by_id([row.id for row in rows])
        for row in rows:
            yield from _row(table, row, entries.get(row.id))
    for ids in queries.ids_in_batches(table.actions, size=BATCH):
        rows_there = there(table.model.id, ids)
        for entry_id in ids:
            if entry_id not in rows_there:
                yield Finding("table", f"{table.name} {entry_id} was removed")


def _row(table: Proven, row: Any, entry: EntryView | None) -> Iterator[Finding]:
    if entry is None or entry.action not in table.actions:
        yield Finding("table", f"{table.name} {row.id} was inserted: no entry tells of it")
        return
    names = table.unlike(row, entry)
    if names:
        yield Finding("table", f"{table.name} {row.id} was altered: {', '.join(names)}")


def in_batches(query: Select[Any], key: Any) -> Iterator[Sequence[Any]]:
    """All rows of a query ordered by its key; what was read before is forgotten."""
    ordered = query.order_by(key).limit(BATCH).execution_options(populate_existing=True)
    rows = session.scalars(ordered).all()
    while rows:
        yield rows
        last = rows[-1].id
        session.expunge_all()
        rows = session.scalars(ordered.where(key > last)).all()


def there(column: Any, ids: Sequence[UUID] | set[UUID]) -> set[UUID]:
    """Which of these values a column holds."""
    return set(session.scalars(select(column).where(column.in_(ids))))
