"""Granting, renewing, revoking; who is told; and what positions answer."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.activities import team_sign_up
from app.domain.activities.finding import Taker, Wanted, find
from app.domain.activities.sign_up import sign_up
from app.domain.activities.switching import change_position
from app.domain.activities.walking_in import sign_up_at_the_door
from app.domain.audit.models import AuditEntry
from app.domain.messaging.models import OutboxMessage
from app.domain.people import queries as people
from app.domain.qualifications import defining, errors, expiring, granting, queries
from app.domain.qualifications.models import QualificationGrant
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import NOON, Counting

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def grants() -> list[QualificationGrant]:
    return list(session.scalars(select(QualificationGrant).order_by(QualificationGrant.id)))


def told() -> list[str]:
    return [one.kind for one in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def trail() -> list[str]:
    return [one.action for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_named_decision_grants_it_until_a_day_and_is_in_the_trail() -> None:
    office = world.an_office()
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    what, person = world.a_qualification(office), world.a_volunteer()
    made = granting.grant(manager, what.id, person.id, basis="持有急救员证", now=NOON)
    held = queries.held_by_people([person.id], now=NOON)[person.id]
    assert [(one.id, one.until, one.standing, one.granted_by) for one in held] == [
        (made, date(2028, 11, 23), "held", manager.name)
    ]
    assert trail() == ["qualification.grant"]
    assert told() == ["qualification_granted"]


def test_a_second_grant_renews_the_first_and_never_ends_sooner() -> None:
    office = world.an_office()
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    what, person = world.a_qualification(office), world.a_volunteer()
    first = world.holds(person, what, until=NOON + 3000 * DAY)
    granting.grant(manager, what.id, person.id, basis="又学了一次", now=NOON)
    states = {one.id: (one.state, one.ends_at) for one in grants()}
    assert states.pop(first.id) == ("renewed", NOON + 3000 * DAY)
    assert list(states.values()) == [("held", NOON + 3000 * DAY)]


def test_nobody_grants_herself_one_nor_without_the_permission_nor_elsewhere() -> None:
    office = world.an_office()
    what, person = world.a_qualification(office), world.a_volunteer()
    own = world.staff(Role.OFFICE_MANAGER, at=office, volunteer_id=person.id)
    with pytest.raises(errors.OwnQualification):
        granting.grant(own, what.id, person.id, basis="我会", now=NOON)
    auditor = world.staff(Role.AUDITOR, at=office)
    with pytest.raises(NotAllowed):
        granting.grant(auditor, what.id, person.id, basis="持有证", now=NOON)
    other = world.staff(Role.OFFICE_MANAGER, at=world.an_office())
    with pytest.raises(NotFound):
        granting.grant(other, what.id, person.id, basis="持有证", now=NOON)
    assert grants() == []


def test_a_retired_one_is_granted_no_more_and_stays_with_who_holds_it() -> None:
    office = world.an_office()
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    what, holder = world.a_qualification(office), world.a_volunteer()
    world.holds(holder, what)
    defining.retire(manager, what.id, now=NOON)
    with pytest.raises(errors.Retired):
        granting.grant(manager, what.id, world.a_volunteer().id, basis="持有证", now=NOON)
    assert queries.held_by_people([holder.id], now=NOON)[holder.id][0].standing == "held"
    assert queries.usable_at(office.path) == []


def test_revoking_says_why_and_only_once() -> None:
    office = world.an_office()
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    what, person = world.a_qualification(office), world.a_volunteer(open_id="o1")
    given = world.holds(person, what)
    granting.revoke(manager, given.id, reason="证书是假的", now=NOON)
    session.expire_all()
    assert (given.state, given.revoke_reason) == ("revoked", "证书是假的")
    assert "qualification_revoked" in told()
    with pytest.raises(errors.NotHeld):
        granting.revoke(manager, given.id, reason="再撤一次", now=NOON)
    assert trail() == ["qualification.revoke"]


def test_a_place_has_one_of_a_name() -> None:
    office = world.an_office()
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    facts = {"place_id": office.id, "about": "会急救", "valid_months": None}
    defining.define(manager, name="急救员", now=NOON, **facts)  # type: ignore[arg-type]
    with pytest.raises(errors.NameTaken):
        defining.define(manager, name=" 急救员 ", now=NOON, **facts)  # type: ignore[arg-type]


def test_a_station_uses_its_own_and_those_above_it() -> None:
    centre = world.a_centre()
    office = world.an_office(centre)
    station, other = world.a_station(office), world.a_station(office)
    for place, name in ((centre, "讲解员"), (office, "急救员"), (station, "安全员"), (other, "x")):
        world.a_qualification(place, name=name)
    assert {one.name for one in queries.usable_at(station.path)} == {"讲解员", "急救员", "安全员"}


def test_signing_up_needs_it_until_the_session_and_costs_others_nothing(
    statements: Counting,
) -> None:
    station = world.a_station()
    what = world.a_qualification(station)
    position = world.an_open_position(station)
    asking = world.an_open_position(station, starts_at=NOON + 72 * HOUR)
    asking.qualification_id = what.id
    world.saved(asking)
    person = world.a_volunteer(station)
    with pytest.raises(errors.QualificationNeeded):
        sign_up(person.id, asking.id, now=NOON)
    given = world.holds(person, what, until=NOON + 48 * HOUR)
    with pytest.raises(errors.QualificationRunsOut):
        sign_up(person.id, asking.id, now=NOON)
    given.ends_at = NOON + 96 * HOUR
    world.saved(given)
    assert sign_up(person.id, asking.id, now=NOON).state == "signed_up"
    with statements() as seen:
        sign_up(person.id, position.id, now=NOON)
    assert not [one for one in seen if "qualification_grant" in one]


def test_no_other_way_in_is_open_without_it() -> None:
    station = world.a_station()
    what = world.a_qualification(station)
    part = world.a_session(world.an_activity(station))
    free = world.a_position(part)
    asking = world.a_position(part, qualification_id=what.id)
    person, leader = world.a_volunteer(station), world.a_volunteer(station)
    mine = world.signed_up(person, free)
    with pytest.raises(errors.QualificationNeeded):
        change_position(person.id, mine.id, asking.id, now=NOON)
    team = world.a_team(station, leader, person)
    other = world.an_open_position(station, starts_at=NOON + 90 * HOUR)
    other.qualification_id = what.id
    world.saved(other)
    outcome = team_sign_up.sign_up_team(
        leader.id, team.id, other.id, member_ids=[leader.id, person.id], now=NOON
    )
    assert {type(one) for one in outcome.refused.values()} == {errors.QualificationNeeded}
    with pytest.raises(errors.QualificationNeeded):
        sign_up_at_the_door(person.id, other.session_id, now=NOON + 90 * HOUR)


def test_what_she_can_take_leaves_out_what_she_is_not_qualified_for() -> None:
    station = world.a_station()
    what = world.a_qualification(station)
    asking = world.an_open_position(station, starts_at=NOON + 72 * HOUR)
    asking.qualification_id = what.id
    world.saved(asking)
    person = world.a_volunteer(station)
    wanted = Wanted(taker=Taker(people.volunteer(person.id)))
    assert find(wanted, now=NOON).items == []
    given = world.holds(person, what, until=NOON + 72 * HOUR)
    assert find(wanted, now=NOON).items == []
    given.ends_at = NOON + 72 * HOUR + DAY
    world.saved(given)
    assert len(find(wanted, now=NOON).items) == 1


def test_who_holds_one_that_runs_out_is_told_once_also_after_missed_ticks() -> None:
    station = world.a_station()
    what = world.a_qualification(station)
    world.holds(world.a_volunteer(open_id="o1"), what, until=NOON + 40 * DAY)
    world.holds(world.a_volunteer(open_id="o2"), what)
    world.holds(world.a_volunteer(open_id="o3"), what, until=NOON + 5 * DAY)
    assert expiring.tell_expiring(now=NOON) == 1
    assert expiring.tell_expiring(now=NOON) == 0
    assert expiring.tell_expiring(now=NOON + 25 * DAY) == 1
    assert told() == ["qualification_expiring"] * 2
    assert {one.told_at is None for one in grants() if one.ends_at} == {False}


def test_what_ran_out_while_nobody_ticked_is_not_told() -> None:
    what = world.a_qualification(world.a_station())
    world.holds(world.a_volunteer(), what, until=NOON - DAY)
    assert expiring.tell_expiring(now=NOON) == 0
    assert told() == []
    assert grants()[0].told_at == NOON
