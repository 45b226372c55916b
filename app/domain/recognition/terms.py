"""The rule table of points, and what a place has switched on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, true

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.recognition.models import PointRule, Switch
from app.domain.recognition.rules import DEFAULTS, Terms, why_not_these_terms
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction
from app.kernel.upsert import insert_into


def in_force() -> tuple[bool, list[Terms]]:
    """Whether the district gives points, and every rule so far; one statement."""
    off = (
        select(func.count().label("off"))
        .select_from(Switch)
        .where(Switch.what == "points", Switch.is_on.is_(False))
        .subquery()
    )
    query = select(off.c.off, PointRule).select_from(off).outerjoin(PointRule, true())
    rows = session.execute(query.order_by(PointRule.valid_from, PointRule.made_at)).all()
    return not rows[0].off, [_terms(row.PointRule) for row in rows if row.PointRule]


@dataclass(frozen=True)
class MadeRule:
    """A rule, when it was made, and by whom."""

    terms: Terms
    made_at: datetime
    made_by_id: UUID


def rules_so_far() -> list[MadeRule]:
    """Every rule, the latest first."""
    query = select(PointRule).order_by(PointRule.valid_from.desc(), PointRule.made_at.desc())
    return [MadeRule(_terms(row), row.made_at, row.made_by_id) for row in session.scalars(query)]


def _terms(row: PointRule) -> Terms:
    return Terms(
        per_hour=row.per_hour,
        per_honour=row.per_honour,
        most_per_activity=row.most_per_activity,
        most_per_day=row.most_per_day,
        lasts_months=row.lasts_months,
        valid_from=row.valid_from,
        rule_id=row.id,
    )


def make_rule(staff: Staff, terms: Terms, *, now: datetime) -> None:
    """From a day on, service is worth this; what was earned before stays as it is."""
    centre = places.centre()
    staff.require(Permission.POINTS_MANAGE, centre.path)
    refusal = why_not_these_terms(terms, today=local_date(now))
    if refusal:
        raise refusal
    with transaction():
        row = PointRule(
            id=new_id(),
            valid_from=terms.valid_from,
            per_hour=terms.per_hour,
            per_honour=terms.per_honour,
            most_per_activity=terms.most_per_activity,
            most_per_day=terms.most_per_day,
            lasts_months=terms.lasts_months,
            made_by_id=staff.id,
            made_at=now,
        )
        session.add(row)
        trail.record(
            staff.actor,
            "points.make_rule",
            "point_rule",
            row.id,
            now=now,
            place_id=centre.id,
            valid_from=terms.valid_from.isoformat(),
            per_hour=terms.per_hour,
            per_honour=terms.per_honour,
            most_per_activity=terms.most_per_activity,
            most_per_day=terms.most_per_day,
            lasts_months=terms.lasts_months,
        )


def switches() -> dict[str, bool]:
    """What the district shows, by what: points, stars, rankings."""
    chosen = {row.what: row.is_on for row in session.scalars(select(Switch))}
    return {what: chosen.get(what, default) for what, default in DEFAULTS.items()}


def turn(staff: Staff, what: str, is_on: bool, *, now: datetime) -> None:
    """Show something in the whole district, or no longer; nothing that was earned is lost."""
    centre = places.centre()
    staff.require(Permission.POINTS_MANAGE, centre.path)
    if what not in DEFAULTS:
        raise BadInput(field="what", problem="请选择要打开或关闭的内容")
    values = {"is_on": is_on, "changed_at": now, "changed_by_id": staff.id}
    with transaction():
        session.execute(
            insert_into(Switch)
            .values(place_id=centre.id, what=what, **values)
            .on_conflict_do_update(index_elements=["place_id", "what"], set_=values)
        )
        trail.record(
            staff.actor,
            "recognition.turn",
            "place",
            centre.id,
            now=now,
            place_id=centre.id,
            what=what,
            is_on=is_on,
        )
