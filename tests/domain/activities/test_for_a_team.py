"""What only one team's members can take part in."""

from datetime import timedelta

import pytest

from app.domain.activities import finding, in_series, timetable
from app.domain.activities.clashes import clashes
from app.domain.activities.finding import Taker, Wanted
from app.domain.activities.place_errors import ForTheTeam
from app.domain.activities.sign_up import sign_up
from app.domain.activities.team_sign_up import sign_up_team
from app.domain.activities.walking_in import sign_up_at_the_door
from app.domain.people import queries as people
from app.domain.places.scope import Scope
from tests import world
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("database")


def test_a_team_s_own_activity_is_for_its_members(database: object) -> None:
    station = world.a_station()
    leader, member, stranger = (world.a_volunteer(station) for _ in range(3))
    team = world.a_team(station, leader, member)
    others = world.a_team(station, stranger, name="别的队")
    position = world.an_open_position(station, team_id=team.id)
    assert finding.published(now=NOON).total == 0
    wanted = Wanted(taker=Taker(people.volunteer(member.id)))
    assert finding.find(wanted, now=NOON).total == 0
    with pytest.raises(ForTheTeam):
        sign_up(stranger.id, position.id, now=NOON)
    outcome = sign_up_team(stranger.id, others.id, position.id, member_ids=[stranger.id], now=NOON)
    assert isinstance(outcome.refused[stranger.id], ForTheTeam)
    with pytest.raises(ForTheTeam):
        sign_up_at_the_door(stranger.id, position.session_id, now=NOON + timedelta(days=1))
    assert sign_up(member.id, position.id, now=NOON).state == "signed_up"
    outcome = sign_up_team(leader.id, team.id, position.id, member_ids=[leader.id], now=NOON)
    assert outcome.with_a_place == 1


def test_who_dispatched_is_no_contact_that_two_activities_share() -> None:
    station = world.a_station()
    team = world.a_team(station, world.a_volunteer(station))
    contact = {"contact_name": "站里小王", "contact_phone": "0538-1234567"}
    hers = world.an_activity(station, venue="广场", **contact)
    served = world.an_activity(station, venue="上门", team_id=team.id, **contact)
    for one in (hers, served):
        world.a_session(one, starts_at=one.starts_at, lasts=one.ends_at - one.starts_at)
    here, day = Scope(station.path), hers.starts_at.date()
    (shown,) = timetable.days(timetable.Wanted(here), day, day, most_a_day=3)
    assert len(shown.entries) == 2
    assert timetable.clashing(shown.entries) == set()
    for one in (hers, served):
        plan = in_series.plan_as_it_stands(one.id)
        assert clashes(plan, place_id=station.id, within=here, besides=[one.id]) == []
