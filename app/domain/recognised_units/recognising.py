"""Enter a unit, decide on it, change what is no decision. One action a function."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.places.holding import hold_place
from app.domain.recognised_units import errors, rules
from app.domain.recognised_units.models import RecognisedUnit, UnitPaper, UnitStep
from app.domain.recognised_units.queries import standing_of
from app.domain.recognised_units.rules import KINDS, Decided, Decision, Standing
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True, kw_only=True)
class About:
    """What is said about a unit and is no decision: where it lies, whom to call, who may see it."""

    place_id: UUID
    contact_name: str = ""
    contact_phone: str = ""
    is_public: bool = True
    consent: str = ""


def enter(
    staff: Staff,
    kind: str,
    about: About,
    facts: Decided,
    *,
    pictures: Sequence[UUID] = (),
    now: datetime,
) -> UUID:
    """Enter a unit with the decision that recognised it; its id."""
    facts = facts.trimmed()
    refusal = (
        rules.why_not_this_unit(kind, facts.name)
        or rules.why_not_these_facts(Decision.RECOGNISE, facts, today=local_date(now))
        or rules.why_not_public(kind, about.is_public, about.consent)
    )
    if refusal:
        raise refusal
    with transaction():
        staff.require(Permission.UNITS_MANAGE, places.place(about.place_id).path)
        hold_place(places.centre().id)  # numbers are given one after the other
        _refuse_known(kind, facts.name, about.place_id, itself=None)
        row = RecognisedUnit(
            id=new_id(), number=_next_number(), kind=kind, told_for=None, created_at=now
        )
        _say(row, about)
        _keep(row, rules.standing([(Decision.RECOGNISE, facts)]))
        session.add(row)
        session.flush()
        _add_step(staff, row, (Decision.RECOGNISE, facts), pictures, now=now)
        return row.id


def decide(
    staff: Staff,
    unit_id: UUID,
    decision: Decision,
    facts: Decided,
    *,
    pictures: Sequence[UUID] = (),
    now: datetime,
) -> None:
    """Add a decision; refuses what its state does not allow and facts that say too little."""
    facts = facts.trimmed()
    with transaction():
        row = _held(staff, unit_id)
        before = standing_of(row)
        refusal = rules.why_not_decide(before, decision, facts, today=local_date(now))
        if refusal:
            raise refusal
        then = rules.after(before, decision, facts)
        if then.name != before.name or decision is Decision.RECOGNISE:
            _refuse_known(row.kind, then.name, row.place_id, itself=row.id)
        _keep(row, then)
        _add_step(staff, row, (decision, facts), pictures, now=now)


def rewrite(staff: Staff, unit_id: UUID, about: About, *, now: datetime) -> None:
    """Say anew where it lies, whom to call and whether it is public."""
    with transaction():
        row = _held(staff, unit_id)
        staff.require(Permission.UNITS_MANAGE, places.place(about.place_id).path)
        refusal = rules.why_not_public(row.kind, about.is_public, about.consent)
        if refusal:
            raise refusal
        if about.place_id != row.place_id:
            _refuse_known(row.kind, row.name, about.place_id, itself=row.id)
        _say(row, about)
        trail.record(
            staff.actor,
            "recognised_unit.rewrite",
            "recognised_unit",
            row.id,
            now=now,
            place_id=row.place_id,
            name=_name_for_the_trail(row),
            public=row.is_public,
        )


def _held(staff: Staff, unit_id: UUID) -> RecognisedUnit:
    row = session.get(RecognisedUnit, unit_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    staff.require(Permission.UNITS_MANAGE, places.place(row.place_id).path)
    return row


def _refuse_known(kind: str, name: str, place_id: UUID, *, itself: UUID | None) -> None:
    query = select(RecognisedUnit).where(
        RecognisedUnit.place_id == place_id,
        RecognisedUnit.kind == kind,
        RecognisedUnit.name == name,
    )
    found = session.scalars(query.where(RecognisedUnit.id != itself) if itself else query).first()
    if found is not None:
        raise errors.UnitKnown(
            place=places.place(place_id).short_name,
            kind=KINDS[kind],
            name=name,
            number=found.number,
        )


def _next_number() -> int:
    return (session.scalar(select(func.max(RecognisedUnit.number))) or 0) + 1


def _say(row: RecognisedUnit, about: About) -> None:
    row.place_id = about.place_id
    row.contact_name = about.contact_name.strip()
    row.contact_phone = about.contact_phone.strip()
    row.is_public, row.consent = about.is_public, about.consent.strip()


def _keep(row: RecognisedUnit, now: Standing) -> None:
    row.name, row.level, row.state, row.since = now.name, now.level, now.state.value, now.since
    row.awarded_by, row.document = now.awarded_by, now.document
    row.review_due_on = now.review_due_on


def _add_step(
    staff: Staff,
    row: RecognisedUnit,
    decided: tuple[Decision, Decided],
    pictures: Sequence[UUID],
    *,
    now: datetime,
) -> None:
    decision, facts = decided
    step = UnitStep(
        id=new_id(),
        unit_id=row.id,
        decision=decision.value,
        on=facts.on,
        name=facts.name,
        level=facts.level,
        awarded_by=facts.awarded_by,
        document=facts.document,
        reason=facts.reason,
        review_due_on=facts.review_due_on,
        staff_id=staff.id,
        at=now,
    )
    session.add(step)
    session.flush()
    for picture in keeping.attach(staff.actor, pictures, now=now):
        session.add(UnitPaper(step_id=step.id, attachment_id=picture))
    trail.prove(
        staff.actor,
        f"recognised_unit.{decision.value}",
        "recognised_unit",
        row.id,
        now=now,
        facts={"kind": row.kind, "level": row.level, "state": row.state, "step": str(step.id)},
        place_id=row.place_id,
        detail={"name": _name_for_the_trail(row), "reason": facts.reason},
    )


def _name_for_the_trail(row: RecognisedUnit) -> str:
    """A household's name is a person's: the trail has its number."""
    return f"{KINDS[row.kind]} {row.number}" if row.kind == "household" else row.name
