"""What only one team's members can take part in."""

from datetime import timedelta

import pytest

from app.domain.activities import finding
from app.domain.activities.finding import Taker, Wanted
from app.domain.activities.place_errors import ForTheTeam
from app.domain.activities.sign_up import sign_up
from app.domain.activities.team_sign_up import sign_up_team
from app.domain.activities.walking_in import sign_up_at_the_door
from app.domain.people import queries as people
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
