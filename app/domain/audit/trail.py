"""Write into the trail, inside the action that decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.audit import leaves
from app.domain.audit.actors import Actor
from app.domain.audit.models import AuditEntry, AuditWords
from app.kernel.canonical import as_stored, commitment
from app.kernel.database import session
from app.kernel.ids import new_id


def record(
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: UUID | None,
    *,
    now: datetime,
    place_id: UUID | None = None,
    **detail: Any,
) -> UUID:
    """Add one entry; `detail` holds plain values and no personal numbers. Returns its id."""
    return prove(
        actor, action, object_kind, object_id, now=now, place_id=place_id, facts={}, detail=detail
    )


def prove(
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: UUID | None,
    *,
    now: datetime,
    facts: Mapping[str, Any],
    place_id: UUID | None = None,
    person_id: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> UUID:
    """Add one entry with what must be provable for ever; returns its id.

    `facts` are plain values and whole numbers: no names, no free text, no ids of volunteers. Those
    are `person_id` (by default the volunteer who is the object), which is committed to. `detail` is
    for readers, and forgotten with the person.
    """
    entry = AuditEntry(
        id=new_id(),
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        person_id=object_id if object_kind == "volunteer" else person_id,
        place_id=place_id,
        facts=as_stored(dict(facts)),
        salt=leaves.new_salt(),
    )
    _commit_to(entry, AuditWords(actor_name=actor.name, detail=as_stored(dict(detail or {}))))
    session.add(entry)
    return entry.id


def _commit_to(entry: AuditEntry, told: AuditWords) -> None:
    told.salt = leaves.new_salt()
    entry.persons = commitment(entry.salt, leaves.persons_opened(entry))
    entry.words = commitment(told.salt, leaves.words_opened(told.actor_name, told.detail))
    entry.told = told
