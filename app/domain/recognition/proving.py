"""What the ledger must be able to prove of points and stars; whose they are, is committed to."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.recognition.models import StarAward, StarBatch, StarCandidate

POINTS = ("earned", "revoked", "honour", "unhonoured", "expired", "held", "given_back")
POINT_ACTIONS = (*(f"points.{kind}" for kind in POINTS), "points.taken_over")
STAR_ACTIONS = ("stars.award", "stars.taken_over")
POINT_FACTS = (
    *("kind", "points", "owed", "record_id", "activity_id", "service_date", "minutes"),
    *("capped", "rule_id", "redemption_id", "nomination_id", "expires_on"),
)
STAR_FACTS = ("batch_id", "level", "minutes")


def point_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of points; what it does not say is null."""
    said = {name: _plain(row.get(name)) for name in POINT_FACTS}
    return said | {"capped": bool(row.get("capped"))}


def star_facts(award: StarAward) -> dict[str, Any]:
    """A star in a person's record."""
    return {name: _plain(getattr(award, name)) for name in STAR_FACTS}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def prove_points(row: Mapping[str, Any], *, by: Actor = SYSTEM) -> UUID:
    """Write a row of points into the trail, within the action that moves them: the row's id."""
    return trail.prove(
        by,
        f"points.{row['kind']}",
        "point_entry",
        None,
        now=row["at"],
        person_id=row["volunteer_id"],
        facts=point_facts(row),
    )


def proven_star(batch: StarBatch, row: StarCandidate, *, by: Actor, now: datetime) -> StarAward:
    """A candidate's star, written into the trail within the action that confirms the batch."""
    award = StarAward(
        volunteer_id=row.volunteer_id,
        batch_id=row.batch_id,
        level=row.level,
        minutes=row.minutes,
        given_at=now,
    )
    award.id = trail.prove(
        by,
        "stars.award",
        "star_award",
        None,
        now=now,
        place_id=batch.place_id,
        person_id=row.volunteer_id,
        facts=star_facts(award),
    )
    return award
