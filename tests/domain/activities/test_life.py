"""An activity's life: drafted, handed in, reviewed, published, cancelled or ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities import errors, events, planning, publication, queries, review
from app.domain.activities.models import Activity
from app.domain.activities.rules import NEXT_STATE, Decision, State
from app.domain.audit.models import AuditEntry
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.activities.conftest import Heard
from tests.domain.activities.plans import a_plan, a_session

HOUR = timedelta(hours=1)


class District:
    """A station below its office below the centre, with somebody in each."""

    def __init__(self) -> None:
        self.centre = world.a_centre()
        self.office = world.an_office(self.centre)
        self.station = world.a_station(self.office)
        self.clerk = world.staff(at=self.station)
        self.manager = world.staff(Role.OFFICE_MANAGER, at=self.office)
        self.administrator = world.staff(Role.CENTRE_ADMINISTRATOR, at=self.centre)
        self.auditor = world.staff(Role.AUDITOR, at=self.centre)


@pytest.fixture
def district(database: Flask) -> District:
    return District()


def drafted(district: District, now: datetime, **changes: object) -> UUID:
    plan = a_plan(now, **changes)
    return planning.draft(district.clerk, plan, place_id=district.station.id, now=now)


def published(district: District, now: datetime, **changes: object) -> UUID:
    activity_id = drafted(district, now, **changes)
    planning.submit(district.clerk, activity_id, now=now)
    review.approve(district.manager, activity_id, now=now)
    publication.publish(district.clerk, activity_id, now=now)
    return activity_id


def put(activity_id: UUID, state: State) -> None:
    session.get_one(Activity, activity_id).state = state
    session.commit()


def state_of(activity_id: UUID) -> str:
    return queries.activity(activity_id).state


def test_a_plan_becomes_a_draft_and_reads_back_the_same(district: District, now: datetime) -> None:
    later = replace(a_session(now + 48 * HOUR, youngest=18, skills=("理发",)))
    plan = a_plan(now, sessions=(a_session(now + 24 * HOUR), later), check_radius_metres=200)
    activity_id = planning.draft(district.clerk, plan, place_id=district.station.id, now=now)
    kept, version = planning.plan_of_activity(district.clerk, activity_id)
    assert version == 1
    assert kept.moved_by(timedelta(0)) == plan
    found = queries.activity(activity_id)
    assert (found.state, found.capacity, found.taken) == ("draft", 20, 0)
    assert (found.starts_at, found.ends_at) == (plan.starts_at, plan.ends_at)
    assert found.number.startswith("HD261123")
    assert len(found.number) == 14


def test_positions_keep_the_order_of_the_form(district: District, now: datetime) -> None:
    position = a_session(now).positions[0]
    named = tuple(replace(position, name=f"岗位{number}") for number in range(12))
    plan = a_plan(now, sessions=(replace(a_session(now + 24 * HOUR), positions=named),))
    activity_id = planning.draft(district.clerk, plan, place_id=district.station.id, now=now)
    (part,) = queries.activity(activity_id).sessions
    assert [each.name for each in part.positions] == [each.name for each in named]


def test_a_draft_that_cannot_be_kept_leaves_nothing(district: District, now: datetime) -> None:
    with pytest.raises(errors.NoSessions):
        drafted(district, now, sessions=())
    assert session.query(Activity).count() == 0


def test_only_those_who_may_plan_there_draft(district: District, now: datetime) -> None:
    elsewhere = world.a_station(district.office)
    with pytest.raises(NotFound):
        planning.draft(district.clerk, a_plan(now), place_id=elsewhere.id, now=now)
    with pytest.raises(NotAllowed):
        planning.draft(district.auditor, a_plan(now), place_id=elsewhere.id, now=now)


def test_the_way_to_the_public(district: District, now: datetime) -> None:
    activity_id = drafted(district, now)
    for step, act in (
        ("submitted", lambda: planning.submit(district.clerk, activity_id, now=now)),
        ("approved", lambda: review.approve(district.manager, activity_id, now=now)),
        ("published", lambda: publication.publish(district.clerk, activity_id, now=now)),
    ):
        with pytest.raises(NotFound):
            queries.published_activity(activity_id)
        act()
        assert state_of(activity_id) == step
    found = queries.published_activity(activity_id)
    assert found.published_at == now
    assert (found.submitted_by_id, found.reviewed_by_id) == (
        district.clerk.id,
        district.manager.id,
    )
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert sorted(actions) == [
        "activity.approve",
        "activity.draft",
        "activity.publish",
        "activity.submit",
    ]


Act = Callable[[District, UUID, datetime], object]
ACTS: dict[Decision, Act] = {
    Decision.REVISE: lambda d, i, now: planning.revise(
        d.clerk, i, planning.plan_of_activity(d.clerk, i)[0], version=1, now=now
    ),
    Decision.SUBMIT: lambda d, i, now: planning.submit(d.clerk, i, now=now),
    Decision.WITHDRAW: lambda d, i, now: planning.withdraw(d.clerk, i, reason="不办了", now=now),
    Decision.APPROVE: lambda d, i, now: review.approve(d.manager, i, now=now),
    Decision.RETURN: lambda d, i, now: review.return_(d.manager, i, reason="请补充", now=now),
    Decision.PUBLISH: lambda d, i, now: publication.publish(d.clerk, i, now=now),
    Decision.CANCEL: lambda d, i, now: publication.cancel(d.clerk, i, reason="大雨", now=now),
}


@pytest.mark.parametrize(("state", "decision"), list(product(State, ACTS)))
def test_every_decision_in_every_state(
    district: District, now: datetime, state: State, decision: Decision
) -> None:
    activity_id = drafted(district, now)
    put(activity_id, state)
    following = NEXT_STATE.get((state, decision))
    if following is None:
        with pytest.raises(errors.ActivityNotThere):
            ACTS[decision](district, activity_id, now)
        assert state_of(activity_id) == state
    else:
        ACTS[decision](district, activity_id, now)
        assert state_of(activity_id) == following


@pytest.mark.parametrize("decision", list(ACTS))
def test_no_decision_reaches_out_of_a_scope(
    district: District, now: datetime, decision: Decision
) -> None:
    activity_id = drafted(district, now)
    stranger = world.a_station(world.an_office(district.centre))
    others = District.__new__(District)
    others.clerk = world.staff(at=stranger)
    others.manager = world.staff(Role.OFFICE_MANAGER, at=stranger)
    if decision is Decision.REVISE:
        plan = a_plan(now)
        with pytest.raises(NotFound):
            planning.revise(others.clerk, activity_id, plan, version=1, now=now)
        return
    with pytest.raises(NotFound):
        ACTS[decision](others, activity_id, now)


def test_review_wants_the_permission_another_person_and_one_level_up(
    district: District, now: datetime
) -> None:
    activity_id = drafted(district, now)
    planning.submit(district.clerk, activity_id, now=now)
    with pytest.raises(NotAllowed):
        review.approve(district.clerk, activity_id, now=now)
    same_level = world.staff(Role.OFFICE_MANAGER, at=district.station)
    with pytest.raises(errors.NotOneLevelUp):
        review.approve(same_level, activity_id, now=now)
    own = planning.draft(district.manager, a_plan(now), place_id=district.station.id, now=now)
    planning.submit(district.manager, own, now=now)
    with pytest.raises(errors.OwnPlan):
        review.approve(district.manager, own, now=now)
    review.approve(district.administrator, own, now=now)
    assert state_of(own) == "approved"


def test_the_centre_reviews_its_own_by_another_person(district: District, now: datetime) -> None:
    plan, place = a_plan(now), district.centre
    own = planning.draft(district.administrator, plan, place_id=place.id, now=now)
    planning.submit(district.administrator, own, now=now)
    with pytest.raises(errors.OwnPlan):
        review.approve(district.administrator, own, now=now)
    review.approve(world.staff(Role.CENTRE_ADMINISTRATOR, at=place), own, now=now)
    assert state_of(own) == "approved"


def test_returned_with_the_reason_and_handed_in_again(district: District, now: datetime) -> None:
    activity_id = drafted(district, now)
    planning.submit(district.clerk, activity_id, now=now)
    with pytest.raises(errors.ReasonNeeded):
        review.return_(district.manager, activity_id, reason=" ", now=now)
    review.return_(district.manager, activity_id, reason="集合地点不清楚", now=now)
    assert queries.activity(activity_id).state_reason == "集合地点不清楚"
    plan, version = planning.plan_of_activity(district.clerk, activity_id)
    better = replace(plan, venue="阳光社区广场北门")
    planning.revise(district.clerk, activity_id, better, version=version, now=now)
    planning.submit(district.clerk, activity_id, now=now)
    found = queries.activity(activity_id)
    assert (found.state, found.state_reason, found.venue) == ("submitted", None, better.venue)


@pytest.mark.parametrize("decision", [Decision.SUBMIT, Decision.APPROVE, Decision.PUBLISH])
def test_what_has_started_goes_no_further(
    district: District, now: datetime, decision: Decision
) -> None:
    activity_id = drafted(district, now)
    before = {
        Decision.SUBMIT: State.DRAFT,
        Decision.APPROVE: State.SUBMITTED,
        Decision.PUBLISH: State.APPROVED,
    }[decision]
    put(activity_id, before)
    with pytest.raises(errors.StartsInThePast):
        ACTS[decision](district, activity_id, now + 24 * HOUR)
    assert state_of(activity_id) == before


def test_what_is_not_volunteering_is_not_submitted(district: District, now: datetime) -> None:
    activity_id = drafted(district, now, title="十月服务时长补录")
    with pytest.raises(errors.NotVolunteering):
        planning.submit(district.clerk, activity_id, now=now)
    assert state_of(activity_id) == "draft"


def test_a_stale_form_is_refused(district: District, now: datetime) -> None:
    activity_id = drafted(district, now)
    plan, version = planning.plan_of_activity(district.clerk, activity_id)
    planning.revise(district.clerk, activity_id, plan, version=version, now=now)
    other = replace(plan, venue="别处")
    with pytest.raises(errors.StaleForm):
        planning.revise(district.manager, activity_id, other, version=version, now=now)
    assert queries.activity(activity_id).venue == plan.venue


def test_a_draft_s_sessions_are_written_anew(district: District, now: datetime) -> None:
    activity_id = drafted(district, now)
    plan, version = planning.plan_of_activity(district.clerk, activity_id)
    more = replace(plan, sessions=(*plan.sessions, a_session(now + 72 * HOUR)))
    planning.revise(district.clerk, activity_id, more, version=version, now=now)
    found = queries.activity(activity_id)
    assert len(found.sessions) == 2
    assert found.ends_at == now + 74 * HOUR


def test_a_copy_is_a_new_draft_whole_weeks_later(district: District, now: datetime) -> None:
    activity_id = published(district, now)
    moment = now + timedelta(days=20)
    copied = planning.copy(district.manager, activity_id, now=moment)
    old, new = queries.activity(activity_id), queries.activity(copied)
    assert (new.state, new.title, new.number == old.number) == ("draft", old.title, False)
    assert new.starts_at == old.starts_at + timedelta(weeks=3)
    assert new.starts_at >= moment + timedelta(days=1)
    assert new.sessions[0].id != old.sessions[0].id
    assert new.created_by_id == district.manager.id


def test_a_cancelled_activity_releases_its_places_and_tells_all(
    district: District, heard: Heard, now: datetime
) -> None:
    activity_id = published(district, now, sessions=(a_session(now + 24 * HOUR, capacity=1),))
    position = position_of(activity_id)
    has, waits, left = (world.a_volunteer(district.station) for _ in range(3))
    world.signed_up(has, position)
    world.signed_up(waits, position, state="waiting")
    world.signed_up(left, position, state="cancelled")
    with pytest.raises(errors.ReasonNeeded):
        publication.cancel(district.clerk, activity_id, reason="", now=now)
    assert publication.cancel(district.clerk, activity_id, reason="暴雨预警", now=now) == 2
    (told,) = heard
    assert isinstance(told, events.ActivityCancelled)
    assert told.reason == "暴雨预警"
    assert set(told.volunteer_ids) == {has.id, waits.id}
    assert queries.published_activity(activity_id).taken == 0
    assert not queries.my_sign_ups(has.id, upcoming=True, now=now)
    (past,) = queries.my_sign_ups(has.id, upcoming=False, now=now)
    assert past.state == "released"


def test_who_is_in_a_session_when_it_is_called_off_keeps_her_place(
    district: District, heard: Heard, now: datetime
) -> None:
    days = (a_session(now + 24 * HOUR), a_session(now + 48 * HOUR), a_session(now + 72 * HOUR))
    activity_id = published(district, now, sessions=days)
    person = world.a_volunteer(district.station)
    rows = [
        world.signed_up(person, world.session.get_one(world.Position, part.positions[0].id))
        for part in queries.activity(activity_id).sessions
    ]
    publication.advance(now=now + 24 * HOUR)
    told = publication.cancel(district.clerk, activity_id, reason="高温", now=now + 49 * HOUR)
    assert told == 2
    states = [queries.active_sign_up(row.session_id, person.id) is not None for row in rows]
    assert states == [True, True, False]


def position_of(activity_id: UUID) -> world.Position:
    (part,) = queries.activity(activity_id).sessions
    return session.get_one(world.Position, part.positions[0].id)


def test_the_clock_starts_and_ends(district: District, now: datetime) -> None:
    activity_id = published(district, now)
    assert publication.advance(now=now + 24 * HOUR - timedelta(microseconds=1)) == 0
    assert publication.advance(now=now + 24 * HOUR) == 1
    assert state_of(activity_id) == "running"
    assert publication.advance(now=now + 26 * HOUR - timedelta(microseconds=1)) == 0
    assert publication.advance(now=now + 26 * HOUR) == 1
    assert state_of(activity_id) == "ended"
    assert publication.advance(now=now + 26 * HOUR) == 0


def test_a_clock_that_stood_still_catches_up(district: District, now: datetime) -> None:
    activity_id, draft = published(district, now), drafted(district, now)
    publication.advance(now=now + 100 * HOUR)
    assert (state_of(activity_id), state_of(draft)) == ("ended", "draft")


def test_the_clock_takes_few_statements(
    district: District, statements: Counting, now: datetime
) -> None:
    for _ in range(5):
        published(district, now)
    with statements() as seen:
        publication.advance(now=now + 100 * HOUR)
    assert len(seen) <= 4, seen


def reviewer_sees(staff: Staff, now: datetime) -> list[UUID]:
    return [card.id for card in queries.waiting_for_review(staff, now=now).items]


def test_what_waits_for_review_is_what_she_may_review(district: District, now: datetime) -> None:
    handed_in = drafted(district, now)
    planning.submit(district.clerk, handed_in, now=now)
    own = planning.draft(district.manager, a_plan(now), place_id=district.office.id, now=now)
    planning.submit(district.manager, own, now=now)
    drafted(district, now)
    assert reviewer_sees(district.manager, now) == [handed_in]
    assert set(reviewer_sees(district.administrator, now)) == {handed_in, own}
    assert reviewer_sees(district.clerk, now) == []
    assert queries.count_waiting_for_review(district.administrator) == 2
