"""What of an entry is hashed: everything that decides, and of people only commitments.

docs/ledger.md describes it for those who check without this program.
"""

import secrets
from typing import Any
from uuid import UUID

from app.domain.audit.models import AuditEntry
from app.kernel.canonical import canonical, commitment, moment
from app.kernel.merkle import leaf_hash

FORMAT = "haoren-entry-1"
SALT_BYTES = 16


def new_salt() -> str:
    """Random, in hex."""
    return secrets.token_hex(SALT_BYTES)


def persons_opened(entry: AuditEntry) -> dict[str, str | None]:
    """What `persons` commits to: the ids of volunteers that the leaf itself does not show."""
    return {
        "actor": _text(entry.actor_id) if entry.actor_kind == "volunteer" else None,
        "object": _text(entry.object_id) if entry.object_kind == "volunteer" else None,
        "person": _text(entry.person_id),
    }


def words_opened(actor_name: str, detail: dict[str, Any]) -> dict[str, Any]:
    """What `words` commits to."""
    return {"actor_name": actor_name, "detail": detail}


def shown(entry: AuditEntry) -> dict[str, Any]:
    """An entry as it stands in the tree and in a bundle."""
    return {
        "format": FORMAT,
        "id": str(entry.id),
        "at": moment(entry.at),
        "actor_kind": entry.actor_kind,
        "actor_id": None if entry.actor_kind == "volunteer" else _text(entry.actor_id),
        "action": entry.action,
        "object_kind": entry.object_kind,
        "object_id": None if entry.object_kind == "volunteer" else _text(entry.object_id),
        "place_id": _text(entry.place_id),
        "facts": entry.facts,
        "persons": entry.persons,
        "words": entry.words,
    }


def leaf_of(entry: AuditEntry) -> bytes:
    """The entry's hash in the tree."""
    return leaf_hash(canonical(shown(entry)))


def opens(entry: AuditEntry) -> bool:
    """Whether ids, and words where they are kept, are those committed to."""
    if commitment(entry.salt, persons_opened(entry)) != entry.persons:
        return False
    told = entry.told
    return (
        told is None
        or commitment(told.salt, words_opened(told.actor_name, told.detail)) == entry.words
    )


def _text(one: UUID | None) -> str | None:
    return None if one is None else str(one)
