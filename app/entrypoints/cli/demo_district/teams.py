"""A few teams of one community: two that serve, one led by somebody else, one that waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.people.rules import age_on
from app.domain.teams import founding, joining
from app.domain.teams.rules import LEADER_YEARS
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

TEAMS = (
    ("清风楼道环保队", "卫生环保", "每周六上午清理楼道和绿化带，劝导垃圾分类。"),
    ("暖阳助老服务队", "扶贫帮困", "每周三上门陪独居老人说说话、理理发。"),
    ("红石榴文艺队", "文化文艺", "逢年过节下社区演出，平时周五晚上排练。"),
)
WAITS = ("银发科普队", "科学普及", "退休教师和工程师给孩子们讲科普。")
MEMBERS = 8
SIGNS_UP_HERSELF = 3  # every so many members, one who has not given her leader her word
ASKS = -1  # the last of each team has asked and waits


def enter_teams(crowd: Sequence[Person], staff: Team, *, now: datetime) -> None:
    """At the first one's community; he leads the first team."""
    today = local_date(now)
    grown = [one for one in crowd if age_on(one.born, today) >= LEADER_YEARS]
    for number, facts in enumerate(TEAMS):
        people = grown[number * MEMBERS : (number + 1) * MEMBERS]
        _enter(people, facts, staff, at=crowd[0].station, now=now - timedelta(days=20 - number))
    _found(grown[len(TEAMS) * MEMBERS], WAITS, staff, at=crowd[0].station, now=now)


def _enter(
    people: Sequence[Person],
    facts: tuple[str, str, str],
    staff: Team,
    *,
    at: str,
    now: datetime,
) -> None:
    leader, *others = people
    team_id = _found(leader, facts, staff, at=at, now=now)
    then(founding.recognise, staff.at(staff.sites.stations[at]), team_id, now=now)
    code = joining.invitation_code(team_id, leader.id, now=now)
    for number, one in enumerate(others[:ASKS], start=1):
        agrees = number % SIGNS_UP_HERSELF != 0
        then(joining.join, one.id, code, leader_may_sign_up=agrees, now=now)
    then(joining.ask, others[ASKS].id, team_id, leader_may_sign_up=False, now=now)


def _found(
    leader: Person, facts: tuple[str, str, str], staff: Team, *, at: str, now: datetime
) -> UUID:
    name, kind, purpose = facts
    place = staff.sites.stations[at]
    return then(
        founding.found,
        leader.id,
        name=name,
        kind=kind,
        purpose=purpose,
        place_id=place.id,
        now=now,
    )
