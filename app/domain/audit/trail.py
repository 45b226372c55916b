"""Write into the trail, inside the action that decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.audit.actors import Actor
from app.domain.audit.models import AuditEntry
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
) -> None:
    """Add one entry; `detail` holds plain values and no personal numbers."""
    session.add(
        AuditEntry(
            id=new_id(),
            at=now,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            place_id=place_id,
            detail=detail,
        )
    )
