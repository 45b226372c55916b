"""Forget what the trail says of a person in words; what was decided stays, and stays provable."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM
from app.domain.audit.models import AuditEntry, AuditWords
from app.kernel.database import session

ERASE = "trail.erase"


def erase_words(person_id: UUID, *, now: datetime) -> int:
    """Names and free text of every entry about or by a volunteer go; how many. Within an action.

    The salts go with them, so that what is left cannot be guessed back. How many went is an entry
    itself: words that vanish without one are found by the ledger's check.
    """
    session.flush()
    about = select(AuditEntry.id).where(
        or_(AuditEntry.person_id == person_id, AuditEntry.actor_id == person_id)
    )
    gone = session.execute(
        delete(AuditWords)
        .where(AuditWords.entry_id.in_(about))
        .execution_options(synchronize_session=False)
    )
    count = int(gone.rowcount)  # type: ignore[attr-defined]
    if count:
        trail.prove(SYSTEM, ERASE, "trail", None, now=now, facts={"count": count})
    return count
