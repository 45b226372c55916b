"""A team signs up as a team: who agreed has a place or waits, the others are called."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain import reactions
from app.domain.activities import errors, events, place_errors
from app.domain.activities.models import Position, SignUp
from app.domain.activities.sign_up import cancel_sign_up, sign_up
from app.domain.activities.team_sign_up import TeamOutcome, sign_up_team
from app.domain.messaging import queries as messages
from app.domain.teams import founding, joining
from app.kernel import happenings
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.activities.conftest import Heard

HOUR = timedelta(hours=1)


class Squad:
    """A leader with four members who have agreed, and a position for three."""

    def __init__(self, now: datetime, *, members: int = 4, capacity: int = 3) -> None:
        self.now = now
        self.station = world.a_station()
        self.leader = world.a_volunteer(self.station, name="王队长")
        self.members = [world.a_volunteer(self.station) for _ in range(members)]
        self.team = world.a_team(self.station, self.leader, *self.members)
        self.position = world.an_open_position(
            self.station, capacity=capacity, starts_at=now + 72 * HOUR
        )

    def ids(self) -> list[UUID]:
        return [one.id for one in (self.leader, *self.members)]

    def come(self, *ids: UUID, by: UUID | None = None) -> TeamOutcome:
        return sign_up_team(
            by or self.leader.id,
            self.team.id,
            self.position.id,
            member_ids=ids or self.ids(),
            now=self.now,
        )

    def taken(self) -> int:
        return session.get_one(Position, self.position.id, populate_existing=True).taken


@pytest.fixture
def squad(database: Flask, heard: Heard, now: datetime) -> Squad:
    return Squad(now)


def test_places_go_in_the_leaders_order_and_the_rest_wait(squad: Squad, heard: Heard) -> None:
    outcome = squad.come()
    assert outcome.with_a_place == 3
    assert [one.state for one in outcome.signed_up.values()] == ["signed_up"] * 3 + ["waiting"] * 2
    assert [one.place_in_queue for one in outcome.signed_up.values()] == [None, None, None, 1, 2]
    assert (outcome.refused, squad.taken()) == ({}, 3)
    (event,) = heard
    assert isinstance(event, events.TeamSignedUp)
    assert [place for _, place in event.places] == [None, None, None, 1, 2]
    assert event.called == ()


def test_asked_again_the_first_answers(squad: Squad, heard: Heard) -> None:
    first = squad.come()
    heard.clear()
    again = squad.come()
    assert {who: one.sign_up_id for who, one in again.signed_up.items()} == {
        who: one.sign_up_id for who, one in first.signed_up.items()
    }
    assert (squad.taken(), heard) == (3, [])


def test_a_team_waits_behind_who_waited_before(squad: Squad, now: datetime) -> None:
    for _ in range(4):
        sign_up(world.a_volunteer(squad.station).id, squad.position.id, now=now)
    outcome = squad.come(*squad.ids()[:2])
    assert [one.place_in_queue for one in outcome.signed_up.values()] == [2, 3]
    assert squad.taken() == 3


def test_a_chosen_part_comes(squad: Squad) -> None:
    outcome = squad.come(squad.members[1].id)
    assert list(outcome.signed_up) == [squad.members[1].id]
    assert squad.taken() == 1


def test_who_has_not_agreed_is_called_and_not_signed_up(squad: Squad, heard: Heard) -> None:
    free = squad.members[0]
    joining.let_leader_sign_up(free.id, squad.team.id, may=False, now=squad.now)
    outcome = squad.come(squad.leader.id, free.id)
    assert isinstance(outcome.refused[free.id], place_errors.SignsUpHerself)
    assert list(outcome.signed_up) == [squad.leader.id]
    (event,) = heard
    assert isinstance(event, events.TeamSignedUp)
    assert event.called == (free.id,)


def test_each_who_cannot_come_is_told_why(squad: Squad, now: datetime) -> None:
    frozen, child, busy, stranger = (*squad.members[:3], world.a_volunteer())
    frozen.state = "frozen"
    child.birth_date = date(2012, 1, 1)
    world.saved(frozen, child)
    other = world.an_open_position(squad.station, starts_at=now + 73 * HOUR)
    sign_up(busy.id, other.id, now=now)
    outcome = squad.come(frozen.id, child.id, busy.id, stranger.id, squad.leader.id)
    assert {who: type(why) for who, why in outcome.refused.items()} == {
        frozen.id: errors.AccountFrozen,
        child.id: errors.GuardianNeeded,
        busy.id: errors.BusyThen,
        stranger.id: place_errors.NotOfTheTeam,
    }
    assert list(outcome.signed_up) == [squad.leader.id]
    assert squad.taken() == 1


def test_only_the_leader_of_a_recognised_team(squad: Squad, now: datetime) -> None:
    with pytest.raises(NotFound):
        squad.come(by=squad.members[0].id)
    founding.dissolve(world.staff(at=squad.station), squad.team.id, reason="不再活动", now=now)
    with pytest.raises(NotFound):
        squad.come()
    with pytest.raises(place_errors.HowManyOfATeam):
        sign_up_team(squad.leader.id, squad.team.id, squad.position.id, member_ids=[], now=now)
    assert squad.taken() == 0


def test_what_the_leader_took_is_declined_without_a_note_at_any_time(
    squad: Squad, now: datetime
) -> None:
    outcome = squad.come()
    late = now + 71 * HOUR
    member = squad.members[0].id
    done = cancel_sign_up(member, outcome.signed_up[member].sign_up_id, now=late)
    assert not done.late
    assert squad.taken() == 3  # the first who waited has it
    leader = outcome.signed_up[squad.leader.id].sign_up_id
    assert cancel_sign_up(squad.leader.id, leader, now=late).late


def test_nothing_happened_when_telling_breaks(
    squad: Squad, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_event: object) -> None:
        raise RuntimeError

    monkeypatch.setitem(happenings._followers, events.TeamSignedUp, (broken,))
    with pytest.raises(RuntimeError):
        squad.come()
    assert squad.taken() == 0
    assert session.scalars(select(SignUp)).all() == []


def test_each_is_told_once_and_the_leader_not_at_all(database: Flask, now: datetime) -> None:
    reactions.connect()
    squad = Squad(now)
    called = squad.members[3]
    joining.let_leader_sign_up(called.id, squad.team.id, may=False, now=now)
    squad.come()
    squad.come()
    assert messages.inbox(squad.leader.id).items == []
    (notice,) = messages.inbox(squad.members[0].id).items
    assert "一键谢绝" in notice.body
    (notice,) = messages.inbox(called.id).items
    assert "请点开自己报名" in notice.body
    assert str(squad.position.id) in notice.url


def test_forty_members_take_as_many_statements_as_four(
    database: Flask, now: datetime, statements: Counting
) -> None:
    reactions.connect()
    counted = []
    for size in (4, 40):
        squad = Squad(now, members=size - 1, capacity=size // 2)
        ids = squad.ids()
        with statements() as seen:
            squad.come(*ids)
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert counted[0] <= 12, counted
