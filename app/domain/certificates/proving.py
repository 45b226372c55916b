"""What the ledger must be able to prove of a certificate, and nothing that names a person."""

from datetime import datetime
from typing import Any

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.certificates.models import Certificate
from app.domain.certificates.rules import shown_number


def standing(row: Certificate) -> dict[str, Any]:
    """Everything that a certificate is worth; `sha256` is of what its paper says."""
    # Said only where there is something to say: entries from before honours agree with it, too.
    honours = {"revoked_honours": row.revoked_honours} if row.revoked_honours else {}
    return {
        "number": row.number,
        "sha256": row.sha256,
        "state": row.state,
        "minutes": row.minutes,
        "revoked_minutes": row.revoked_minutes,
        "since": row.since.isoformat() if row.since else None,
        "until": row.until.isoformat(),
        **honours,
    }


def note(row: Certificate, word: str, *, by: Actor, now: datetime) -> None:
    """Write into the ledger how a certificate stands now: issue, outdate, replace, revoke."""
    trail.prove(
        by,
        f"certificate.{word}",
        "certificate",
        row.id,
        now=now,
        facts={"decision": word, **standing(row)},
        place_id=row.place_id,
        person_id=row.volunteer_id,
        detail={"number": shown_number(row.number), "reason": row.reason},
    )
