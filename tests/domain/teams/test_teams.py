"""Teams: founded, recognised, joined of one's own will, led by who agreed, left at any time."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.audit import queries as audit
from app.domain.people.leaving import leave as leave_platform
from app.domain.places.queries import place
from app.domain.teams import errors, events, founding, joining, leading, queries
from app.domain.teams.models import TeamMember
from app.domain.teams.rules import why_not_join, why_not_lead, why_not_these_facts
from app.kernel import happenings
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world

DAY = timedelta(days=1)
Heard = list[events.TeamNews]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What people of teams are told; what follows from leaving is kept."""
    seen: Heard = []
    monkeypatch.setitem(happenings._followers, events.TeamNews, (seen.append,))
    return seen


@pytest.fixture
def station(database: Flask, heard: Heard) -> world.Place:
    return world.a_station()


def found(person: world.Volunteer, at: world.Place, now: datetime, name: str = "暖阳队") -> UUID:
    return founding.found(
        person.id, name=name, kind="卫生环保", purpose="", place_id=at.id, now=now
    )


def standing(team_id: UUID) -> dict[UUID, str]:
    return {one.volunteer_id: one.state for one in queries.members(team_id)}


@pytest.mark.parametrize(
    ("name", "kind", "purpose", "refused"),
    [
        ("暖阳", "卫生环保", "", None),
        ("暖" * 30, "其他特色服务", "好" * 200, None),
        ("暖", "卫生环保", "", errors.TeamNameNeeded),
        ("暖" * 31, "卫生环保", "", errors.TeamNameNeeded),
        ("暖阳", "打牌", "", errors.UnknownKind),
        ("暖阳", "卫生环保", "好" * 201, errors.PurposeTooLong),
    ],
)
def test_what_a_team_says_of_itself(
    name: str, kind: str, purpose: str, refused: type | None
) -> None:
    why = why_not_these_facts(name, kind, purpose)
    assert isinstance(why, refused) if refused else why is None


def test_who_may_lead(now: datetime) -> None:
    born = date(2008, 11, 23)  # 18 today
    assert why_not_lead(state="active", birth_date=born, leads=4, now=now) is None
    cases = (
        (("active", date(2008, 11, 24), 0), errors.LeaderOfAge),
        (("frozen", born, 0), errors.NotActive),
        (("active", born, 5), errors.LeadsEnough),
    )
    for (state, birth_date, leads), refused in cases:
        why = why_not_lead(state=state, birth_date=birth_date, leads=leads, now=now)
        assert isinstance(why, refused)


def test_who_may_join() -> None:
    assert why_not_join(state="active", team_state="recognised", members=499) is None
    cases = (
        (("active", "recognised", 500), errors.TeamFull),
        (("active", "pending", 1), errors.TeamNotOpen),
        (("active", "dissolved", 1), errors.TeamNotOpen),
        (("frozen", "recognised", 1), errors.NotActive),
    )
    for (state, team_state, members), refused in cases:
        why = why_not_join(state=state, team_state=team_state, members=members)
        assert isinstance(why, refused)


def test_a_resident_founds_and_staff_recognise(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    person, clerk = world.a_volunteer(station), world.staff(at=station)
    team_id = found(person, station, now)
    assert (queries.team(team_id).state, standing(team_id)) == ("pending", {person.id: "member"})
    assert queries.count_pending(clerk.scope) == 1
    assert queries.led_by(person.id) == []
    founding.recognise(clerk, team_id, now=now)
    founding.recognise(clerk, team_id, now=now)
    assert [one.id for one in queries.led_by(person.id)] == [team_id]
    assert [(one.kind, one.volunteer_ids) for one in heard] == [("team_recognised", (person.id,))]
    assert [one.action for one in audit.story_of("team", team_id)] == [
        "team.found",
        "team.recognise",
    ]


def test_a_name_is_taken_once_at_a_place(station: world.Place, now: datetime) -> None:
    person = world.a_volunteer(station)
    found(person, station, now)
    with pytest.raises(errors.NameTaken):
        found(person, station, now)
    found(person, world.a_station(), now)


def test_dissolved_with_a_reason_and_never_again(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    person, clerk = world.a_volunteer(station), world.staff(at=station)
    team_id = found(person, station, now)
    with pytest.raises(errors.TeamReasonNeeded):
        founding.dissolve(clerk, team_id, reason="", now=now)
    founding.dissolve(clerk, team_id, reason="名称不合适", now=now)
    assert (heard[-1].kind, heard[-1].reason) == ("team_dissolved", "名称不合适")
    for decide in (
        lambda: founding.dissolve(clerk, team_id, reason="名称不合适", now=now),
        lambda: founding.recognise(clerk, team_id, now=now),
    ):
        with pytest.raises(errors.TeamNotThere):
            decide()


def test_staff_elsewhere_and_auditors_decide_nothing(station: world.Place, now: datetime) -> None:
    team_id = found(world.a_volunteer(station), station, now)
    with pytest.raises(NotFound):
        founding.recognise(world.staff(at=world.a_station()), team_id, now=now)
    centre = world.a_centre()
    auditor = world.staff(Role.AUDITOR, at=centre)
    station.path = f"{centre.path}{station.path}"
    session.commit()
    with pytest.raises(NotAllowed):
        founding.dissolve(auditor, team_id, reason="不合适", now=now)


def test_staff_found_and_the_leader_has_to_agree(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    person, clerk = world.a_volunteer(station), world.staff(at=station)

    def by_staff(number: str, name: str = "蓝天队") -> UUID:
        return founding.found_by_staff(
            clerk,
            name=name,
            kind="文化文艺",
            purpose="",
            place_id=station.id,
            leader_number=number,
            now=now,
        )

    with pytest.raises(errors.NoLeaderKnown):
        by_staff("3799999999")
    team_id = by_staff(person.number)
    assert (heard[-1].kind, heard[-1].volunteer_ids) == ("team_lead_offered", (person.id,))
    assert standing(team_id) == {}
    with pytest.raises(errors.TeamNotThere):
        founding.recognise(clerk, team_id, now=now)
    leading.take_lead(person.id, team_id, now=now)
    assert (queries.team(team_id).state, standing(team_id)) == (
        "recognised",
        {person.id: "member"},
    )
    other = by_staff(person.number, "红日队")
    leading.decline_lead(person.id, other)
    with pytest.raises(errors.NobodyAsked):
        leading.take_lead(person.id, other, now=now)


def test_one_joins_by_the_leaders_invitation(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    leader, person = world.a_volunteer(station), world.a_volunteer(station, name="李明")
    team = world.a_team(station, leader)
    code = joining.invitation_code(team.id, leader.id, now=now)
    assert joining.join(person.id, code, leader_may_sign_up=False, now=now + 7 * DAY) == team.id
    joining.join(person.id, code, leader_may_sign_up=True, now=now)
    assert standing(team.id) == {leader.id: "member", person.id: "member"}
    assert queries.who_agreed(team.id, [person.id]) == {person.id: False}
    assert [(one.kind, one.who) for one in heard] == [("team_joined", "李明")]


def test_an_invitation_is_void_when_old_forged_or_of_a_former_leader(
    station: world.Place, now: datetime
) -> None:
    leader, person = world.a_volunteer(station), world.a_volunteer(station)
    team = world.a_team(station, leader, person)
    code = joining.invitation_code(team.id, leader.id, now=now)
    with pytest.raises(errors.InvitationPast):
        joining.invited_to(code, now=now + 7 * DAY + timedelta(seconds=1))
    with pytest.raises(NotFound):
        joining.invited_to(f"{code[:-4]}AAAA", now=now)
    leading.offer_lead(leader.id, team.id, person.id, now=now)
    leading.take_lead(person.id, team.id, now=now)
    with pytest.raises(errors.InvitationPast):
        joining.invited_to(code, now=now)


def test_one_asks_and_the_leader_answers(station: world.Place, heard: Heard, now: datetime) -> None:
    leader, first, second = (world.a_volunteer(station) for _ in range(3))
    team = world.a_team(station, leader)
    joining.ask(first.id, team.id, leader_may_sign_up=True, now=now)
    joining.ask(first.id, team.id, leader_may_sign_up=True, now=now)
    joining.ask(second.id, team.id, leader_may_sign_up=False, now=now)
    assert queries.who_agreed(team.id, [first.id]) == {}
    with pytest.raises(NotFound):
        joining.answer(first.id, team.id, first.id, welcome=True, now=now)
    joining.answer(leader.id, team.id, first.id, welcome=True, now=now)
    joining.answer(leader.id, team.id, second.id, welcome=False, now=now)
    assert standing(team.id) == {leader.id: "member", first.id: "member"}
    assert queries.who_agreed(team.id, [first.id]) == {first.id: True}
    assert [one.kind for one in heard] == [
        *("team_asked", "team_asked", "team_welcomed", "team_declined"),
    ]
    with pytest.raises(errors.NotAMember):
        joining.answer(leader.id, team.id, second.id, welcome=True, now=now)


def test_one_leaves_at_any_time_and_takes_ones_word_back(
    station: world.Place, now: datetime
) -> None:
    leader, person = world.a_volunteer(station), world.a_volunteer(station)
    team = world.a_team(station, leader, person)
    joining.let_leader_sign_up(person.id, team.id, may=False, now=now)
    assert queries.who_agreed(team.id, [person.id]) == {person.id: False}
    joining.let_leader_sign_up(person.id, team.id, may=True, now=now)
    joining.leave(person.id, team.id, now=now)
    joining.leave(person.id, team.id, now=now)
    assert standing(team.id) == {leader.id: "member"}
    with pytest.raises(errors.NotAMember):
        joining.let_leader_sign_up(person.id, team.id, may=True, now=now)
    with pytest.raises(errors.LeaderStays):
        joining.leave(leader.id, team.id, now=now)
    joining.ask(person.id, team.id, leader_may_sign_up=False, now=now)
    query = select(TeamMember).where(TeamMember.state == "asked")
    assert session.scalars(query).one().leader_may_sign_up_since is None


def test_leading_is_handed_over_to_who_agrees(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    leader, member, stranger = (world.a_volunteer(station) for _ in range(3))
    team = world.a_team(station, leader, member)
    with pytest.raises(errors.NotAMember):
        leading.offer_lead(leader.id, team.id, stranger.id, now=now)
    leading.offer_lead(leader.id, team.id, member.id, now=now)
    leading.offer_lead(leader.id, team.id, member.id, now=now)
    assert queries.team(team.id).leader_id == leader.id
    with pytest.raises(errors.NobodyAsked):
        leading.take_lead(stranger.id, team.id, now=now)
    leading.take_lead(member.id, team.id, now=now)
    leading.take_lead(member.id, team.id, now=now)
    assert queries.team(team.id).leader_id == member.id
    assert [one.kind for one in heard] == ["team_lead_offered", "team_lead_taken"]
    joining.leave(leader.id, team.id, now=now)


def test_who_leaves_the_platform_leaves_her_teams(station: world.Place, now: datetime) -> None:
    leader, member = world.a_volunteer(station), world.a_volunteer(station)
    led, joined = world.a_team(station, leader, member), world.a_team(station, member, leader)
    leave_platform(leader.id, now=now)
    assert queries.team(led.id).leader_id is None
    assert standing(led.id) == standing(joined.id) == {member.id: "member"}


@pytest.mark.usefixtures("database")
def test_residents_find_the_teams_of_their_community_and_above() -> None:
    office = world.an_office()
    here, there = world.a_station(office), world.a_station(office)
    leader = world.a_volunteer(here)
    for at, name in ((here, "一队"), (there, "二队"), (office, "三队")):
        world.a_team(at, leader, name=name)
    near = world.a_volunteer(here)
    assert [one.name for one in queries.to_join(place(near.community_id))] == ["一队", "三队"]
