"""Units are entered and decided on, their rows follow from their history, and reviews are told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.messaging.models import OutboxMessage
from app.domain.places.scope import EVERYWHERE
from app.domain.recognised_units import errors, queries, reviewing, rules
from app.domain.recognised_units.models import RecognisedUnit, UnitStep
from app.domain.recognised_units.queries import Wanted
from app.domain.recognised_units.recognising import About, decide, rewrite
from app.domain.recognised_units.rules import Decided, Decision
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.recognised_units.units import FACTS, a_unit

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOON.date()


def test_a_row_follows_from_its_decisions_and_each_is_in_the_trail() -> None:
    station = world.a_station()
    manager = world.staff(Role.OFFICE_MANAGER, at=station)
    made = a_unit(manager, station.id)
    raised = Decided(on=date(2025, 3, 1), level="provincial", awarded_by="省文明委")
    decide(manager, made, Decision.RAISE, raised, now=NOON)
    warned = Decided(on=date(2026, 3, 1), reason="发生安全事故")
    decide(manager, made, Decision.WARN, warned, now=NOON)
    one = queries.unit(made, within=EVERYWHERE)
    steps = session.scalars(select(UnitStep).order_by(UnitStep.id)).all()
    told = rules.standing(
        [
            (
                Decision(step.decision),
                Decided(
                    on=step.on,
                    name=step.name,
                    level=step.level,
                    awarded_by=step.awarded_by,
                    document=step.document,
                    reason=step.reason,
                    review_due_on=step.review_due_on,
                ),
            )
            for step in steps
        ]
    )
    assert told == queries.standing_of(session.get_one(RecognisedUnit, made))
    assert (one.number, one.title, one.state.title) == (1, "省级文明校园", "警示中")
    assert [one.decision for one in queries.history(made)] == ["warn", "raise", "recognise"]
    actions = [
        entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]
    assert actions == [f"recognised_unit.{word}" for word in ("recognise", "raise", "warn")]
    assert queries.counts(EVERYWHERE) == {("campus", "provincial"): 1}


def test_who_may_not_and_what_is_known_changes_nothing() -> None:
    station = world.a_station()
    manager = world.staff(Role.OFFICE_MANAGER, at=station)
    made = a_unit(manager, station.id)
    with pytest.raises(errors.UnitKnown):
        a_unit(manager, station.id)
    with pytest.raises(NotFound):
        a_unit(world.staff(Role.OFFICE_MANAGER, at=world.an_office()), station.id)
    clerk = world.staff(at=station)
    kept = Decided(on=TODAY, review_due_on=date(2029, 1, 1))
    with pytest.raises(NotAllowed):
        decide(clerk, made, Decision.KEEP, kept, now=NOON)
    with pytest.raises(BadInput):
        decide(manager, made, Decision.KEEP, Decided(on=TODAY), now=NOON)
    with pytest.raises(BadInput):
        a_unit(manager, station.id, name="别的", on=TODAY + timedelta(days=1))
    assert len(session.scalars(select(UnitStep)).all()) == 1


def test_a_household_stands_on_the_public_list_once_it_has_agreed() -> None:
    station = world.a_station()
    manager = world.staff(Role.OFFICE_MANAGER, at=station)
    made = a_unit(manager, station.id, kind="household", name="李明家庭")
    a_unit(manager, station.id, name="阳光小学")
    assert [one.name for one in queries.public_units().items] == ["阳光小学"]
    about = About(place_id=station.id, is_public=True, consent="2026年11月李明签字同意")
    rewrite(manager, made, about, now=NOON)
    assert {one.name for one in queries.public_units().items} == {"阳光小学", "李明家庭"}
    told = [entry.told.detail.get("name") for entry in session.scalars(select(AuditEntry))]
    assert "李明家庭" not in told


def test_a_review_is_told_once_to_whoever_decides_there() -> None:
    station = world.a_station()
    person = world.a_volunteer(station)
    manager = world.staff(Role.OFFICE_MANAGER, at=station, volunteer_id=person.id)
    a_unit(manager, station.id)
    a_unit(manager, station.id, name="远着呢", review_due_on=NOON.date() + timedelta(days=61))
    assert queries.count_due(EVERYWHERE, today=TODAY) == 1
    assert [reviewing.remind(now=NOON), reviewing.remind(now=NOON)] == [1, 0]
    letters = session.scalars(select(OutboxMessage)).all()
    assert {(one.kind, one.volunteer_id) for one in letters} == {("unit_reviews_near", person.id)}
    assert "1 个文明单位需要复查" in letters[0].body


def test_lists_are_cut_down() -> None:
    office = world.an_office()
    first, second = world.a_station(office), world.a_station(office, name="河畔社区")
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    a_unit(manager, first.id)
    gone = a_unit(manager, second.id, kind="unit", name="河畔医院", review_due_on=None)
    decide(manager, gone, Decision.WITHDRAW, Decided(on=TODAY, reason="不合格"), now=NOON)
    a_unit(manager, second.id, kind="unit", name="河畔银行", level="national", review_due_on=None)

    def named(**wanted: object) -> list[str]:
        found = queries.units(manager.scope, Wanted(**wanted), today=TODAY)  # type: ignore[arg-type]
        return sorted(one.name for one in found.items)

    assert named() == ["河畔银行", "阳光小学"]
    assert named(kind="campus") == named(review="due") == named(text="小学") == ["阳光小学"]
    assert named(place_id=second.id) == named(level="national") == ["河畔银行"]
    assert named(state="withdrawn") == ["河畔医院"]
    assert named(review="over") == []
    assert FACTS.name in named(state="")
