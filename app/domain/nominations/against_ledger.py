"""Whether honours follow from the ledger: given, to whom, and revoked as it says."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.domain.audit import against_table, queries
from app.domain.audit.findings import Finding
from app.domain.audit.queries import EntryView
from app.domain.nominations.models import Nomination
from app.domain.nominations.rules import Decision, State
from app.domain.people.queries import LEFT_NAME
from app.kernel.database import session

GIVEN = (State.CONFERRED.value, State.REVOKED.value)
CONFERRED = f"nominations.{Decision.CONFER}"
REVOKED = f"nominations.{Decision.REVOKE}"


def findings() -> Iterator[Finding]:
    """Honours that were given, altered, brought back or removed in the database."""
    given = select(Nomination).where(Nomination.state.in_(GIVEN))
    for rows in against_table.in_batches(given, Nomination.id):
        stories = queries.stories_of("nomination", [row.id for row in rows])
        for row in rows:
            yield from _honour(row, stories.get(row.id, []))
    for ids in queries.ids_in_batches((CONFERRED,), size=against_table.BATCH):
        told = {one.object_id for one in queries.entries_by_id(ids).values() if one.object_id}
        still = select(Nomination.id).where(Nomination.state.in_(GIVEN), Nomination.id.in_(told))
        for gone in sorted(told - set(session.scalars(still))):
            yield Finding("table", f"honour {gone} was removed")


def _honour(row: Nomination, entries: Sequence[EntryView]) -> Iterator[Finding]:
    by_action = {entry.action: entry for entry in entries}
    conferred, revoked = by_action.get(CONFERRED), by_action.get(REVOKED)
    if conferred is None:
        yield Finding("table", f"honour {row.id} was inserted: no entry tells of it")
        return
    names = _unlike(row, conferred)
    if (row.state == State.REVOKED.value) != (revoked is not None):
        names.append("state")
    if row.revoked_at != (revoked.at if revoked else None):
        names.append("revoked_at")
    if names:
        yield Finding("table", f"honour {row.id} was altered: {', '.join(names)}")


def _unlike(row: Nomination, entry: EntryView) -> list[str]:
    said: dict[str, tuple[object, object]] = {
        "category": (row.category, entry.facts.get("category")),
        "volunteer_id": (row.volunteer_id, entry.person_id),
        "place_id": (row.place_id, entry.place_id),
        "conferred_at": (row.conferred_at, entry.at),
    }
    names = [name for name, (here, there) in said.items() if here != there]
    named = entry.detail.get("name")  # erased when its person has left
    return names + (["name"] if named and row.name not in (named, LEFT_NAME) else [])
