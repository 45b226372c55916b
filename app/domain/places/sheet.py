"""Places as a table: the tree of a subtree, a dry run, and all of it at once.

A row with a code changes that place; without one it is found by its name below the one above, and
is opened when there is none. Places above may be opened by rows of the same table.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places import queries
from app.domain.places.describing import describe
from app.domain.places.opening import change_place, open_place
from app.domain.places.rules import LEVEL_NAMES
from app.domain.places.scope import Scope
from app.domain.places.sheet_lines import (
    CODE,
    COLUMNS,
    NAME,
    SAYS_NOTHING,
    Line,
    There,
    cells_of,
)
from app.domain.places.site_queries import descriptions
from app.kernel.sheets import DryRun, Fault, SheetHasFaults, SheetRow, read_lines, same_twice
from app.kernel.transaction import transaction

__all__ = ["COLUMNS", "bring_in", "dry_run", "take_out"]


def take_out(actor: Actor, scope: Scope, *, now: datetime) -> list[Mapping[str, Any]]:
    """The open places of a subtree, as the table has them; who took them away is in the trail."""
    with transaction():
        found = queries.sites(scope)
        trail.record(
            actor,
            "place.export",
            "place",
            found[0].id if found else None,
            now=now,
            place_id=found[0].id if found else None,
            count=len(found),
        )
    names = queries.places({one.parent_id for one in found if one.parent_id})
    said = descriptions([one.id for one in found])
    return [cells_of(one, said.get(one.id, SAYS_NOTHING), names) for one in found]


def dry_run(scope: Scope, rows: Sequence[SheetRow]) -> DryRun:
    """What bringing them in would do; writes nothing."""
    lines, faults = _looked_through(scope, rows)
    new = sum(one.place is None for one in lines)
    changed = sum(one.changes for one in lines)
    return DryRun(new, changed, len(lines) - new - changed, tuple(sorted(faults)))


def bring_in(actor: Actor, scope: Scope, rows: Sequence[SheetRow], *, now: datetime) -> int:
    """Write all rows that say something new, in one action; how many. Refuses when any is wrong."""
    with transaction():
        lines, faults = _looked_through(scope, rows)
        if faults:
            raise SheetHasFaults(count=len(faults))
        found = queries.sites(scope)
        top = found[0].id if found else None
        ids = {one.name: one.id for one in found}
        count = 0
        for line in sorted(lines, key=lambda one: list(LEVEL_NAMES).index(one.level)):
            count += _bring_in(line, ids, actor=actor, scope=scope, now=now)
        trail.record(actor, "place.import", "place", top, now=now, place_id=top, count=count)
        return count


def _bring_in(
    line: Line, ids: dict[str, UUID], *, actor: Actor, scope: Scope, now: datetime
) -> bool:
    facts: dict[str, Any] = {
        "name": line.name,
        "address": line.address,
        "contact_phone": line.contact_phone,
        "point": line.point,
        "kind": line.kind,
    }
    if line.place is None:
        above = ids[line.above]
        opened = open_place(
            actor=actor, scope=scope, parent_id=above, level=line.level, now=now, **facts
        )
        ids[line.name] = opened.id
    else:
        ids[line.name] = line.place.id
        if line.renews:
            change_place(line.place.id, actor=actor, scope=scope, now=now, **facts)
    if line.describes:
        describe(ids[line.name], line.said, actor=actor, scope=scope, now=now)
    return line.place is None or line.changes


def _looked_through(scope: Scope, rows: Sequence[SheetRow]) -> tuple[list[Line], list[Fault]]:
    there = There(scope, rows)
    lines, faults = read_lines(rows, there.line)
    known = {one.row.line: one.place.id if one.place else None for one in lines}
    names = {one.row.line: (one.above, one.name) for one in lines}
    faults += same_twice(rows, known, CODE) + same_twice(rows, names, NAME)
    return lines, faults
