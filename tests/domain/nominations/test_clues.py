"""Clues: given in a line, a few a day; looked at by a clerk, who makes something of each."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.domain import clockwork
from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.messaging.models import OutboxMessage
from app.domain.nominations import errors as cases
from app.domain.nominations import queries as case_queries
from app.domain.nominations import reviewing
from app.domain.nominations.clues import errors, giving, queries, rules, settling
from app.domain.nominations.clues.giving import Given
from app.domain.nominations.clues.models import Clue
from app.domain.nominations.clues.rules import (
    CLUE_TITLES,
    NEXT_CLUE,
    ClueDecision,
    ClueState,
)
from app.domain.nominations.models import Nomination
from app.domain.people import leaving
from app.domain.people import queries as people
from app.domain.people.models import Volunteer
from app.domain.people.queries import LEFT_NAME
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    CLOSED,
    House,
    an_application,
    an_open_campaign,
    nominated,
)

pytestmark = pytest.mark.usefixtures("database")
TEXT = "阳光社区的陈秀兰，给楼上独居老人送了三年饭"


def given(house: House, text: str = TEXT, *, by: Volunteer | None = None) -> Given:
    who = people.volunteer((by or house.neighbour).id)
    return giving.give(who, house.station.id, text, now=NOON)


def state_of(clue_id: UUID) -> str:
    return session.get_one(Clue, clue_id, populate_existing=True).state


def told(kind: str) -> list[str]:
    query = select(OutboxMessage.body).where(OutboxMessage.kind == kind)
    return list(session.scalars(query))


def count(what: type) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


@pytest.mark.parametrize(("state", "decision"), tuple(product(ClueState, ClueDecision)))
def test_each_state_and_decision_is_allowed_or_told_why_not(
    state: ClueState, decision: ClueDecision
) -> None:
    refusal = rules.why_not_clue(state, decision)
    if (state, decision) in NEXT_CLUE:
        assert refusal is None
    else:
        assert isinstance(refusal, errors.ClueNotNow)
        assert CLUE_TITLES[state] in refusal.sentence


@pytest.mark.parametrize(
    ("text", "fits"), [("好" * 7, False), ("好" * 8, True), ("好" * 70, True), ("好" * 71, False)]
)
def test_a_clue_is_one_line(text: str, fits: bool) -> None:
    assert (rules.why_not_this_clue(f" {text} ") is None) is fits


def test_a_line_waits_for_the_clerk_of_its_community(house: House) -> None:
    done = given(house)
    assert done.due_on == date(2026, 11, 30)  # five working days
    [row] = queries.clues(house.clerk.scope, state="waiting").items
    assert (row.text, row.by, row.phone) == (TEXT, "热心邻居", house.neighbour.phone)
    assert queries.count_waiting(house.clerk.scope) == 1
    elsewhere = world.staff(at=world.a_station(house.office))
    assert queries.count_waiting(elsewhere.scope) == 0
    with pytest.raises(NotFound):
        queries.clue(done.id, elsewhere.scope)


def test_the_same_line_twice_is_one_and_the_fourth_waits_for_tomorrow(house: House) -> None:
    first = given(house)
    assert given(house, f" {TEXT} ") == Given(first.id, first.due_on, again=True)
    given(house, "另一位好人，在路口扶老人过马路")
    given(house, "第三位好人，在河边救起了一个孩子")
    with pytest.raises(errors.TooManyClues):
        given(house, "第四位好人，每天清晨扫雪")
    assert count(Clue) == 3
    who = people.volunteer(house.neighbour.id)
    tomorrow = NOON + timedelta(days=1)
    giving.give(who, house.station.id, "第四位好人，每天清晨扫雪", now=tomorrow)
    assert count(Clue) == 4


def test_a_place_that_is_no_station_is_refused(house: House) -> None:
    who = people.volunteer(house.neighbour.id)
    for place_id in (None, house.office.id):
        with pytest.raises(BadInput):
            giving.give(who, place_id, TEXT, now=NOON)


def test_it_becomes_a_nomination_whose_nominator_is_the_giver(house: House) -> None:
    campaign_id, clue_id = an_open_campaign(house), given(house).id
    wanted = an_application(house)
    done = settling.nominate(house.clerk, clue_id, campaign_id, wanted, now=NOON)
    [voice] = case_queries.case(done.id, EVERYWHERE).voices
    assert (voice.by_kind, voice.by_id) == ("volunteer", house.neighbour.id)
    assert state_of(clue_id) == "nominated"
    [words] = told("clue_nominated")
    assert TEXT in words
    assert "身边好人推选" in words
    with pytest.raises(cases.OwnCase):  # she has written it down
        reviewing.pass_on(house.clerk, done.id, "", now=NOON)
    reviewing.pass_on(house.manager, done.id, "", now=NOON)
    with pytest.raises(errors.ClueNotNow):
        settling.nominate(house.clerk, clue_id, campaign_id, wanted, now=NOON)


def test_about_somebody_named_before_it_is_joined(house: House) -> None:
    campaign_id = an_open_campaign(house)
    other = world.a_volunteer(house.station, name="先说的人")
    first = nominated(house, campaign_id, other)
    clue_id = given(house).id
    done = settling.nominate(house.clerk, clue_id, campaign_id, an_application(house), now=NOON)
    assert (done.id, done.joined) == (first.id, True)


def test_what_the_campaign_refuses_leaves_the_clue_waiting(house: House) -> None:
    campaign_id, clue_id = an_open_campaign(house), given(house).id
    short = an_application(house, deed="太短")
    with pytest.raises(BadInput):
        settling.nominate(house.clerk, clue_id, campaign_id, short, now=NOON)
    with pytest.raises(cases.NotTakingNominations):
        settling.nominate(house.clerk, clue_id, campaign_id, an_application(house), now=CLOSED)
    with pytest.raises(BadInput):
        settling.nominate(house.clerk, clue_id, None, an_application(house), now=NOON)
    assert state_of(clue_id) == "waiting"
    assert (count(Nomination), told("clue_nominated")) == (0, [])


def test_the_same_as_another_case_not_enough_or_kept(house: House) -> None:
    campaign_id = an_open_campaign(house)
    first = nominated(house, campaign_id, world.a_volunteer(house.station, name="先说的人"))
    row = queries.clue(given(house).id, EVERYWHERE)
    assert [one.id for one in queries.may_be_the_same(row, house.clerk.scope)] == [first.id]
    settling.same_as(house.clerk, row.id, first.id, now=NOON)
    assert state_of(row.id) == "same"
    thin = given(house, "听说有一位好人，不知道名字").id
    with pytest.raises(BadInput):
        settling.decline(house.clerk, thin, " ", now=NOON)
    settling.decline(house.clerk, thin, "请再告诉我们他住在哪里", now=NOON)
    kept = given(house, "河边的老张，常年义务打捞落水的人").id
    settling.keep(house.clerk, kept, now=NOON)
    settling.nominate(
        house.clerk, kept, campaign_id, an_application(house, name="张大河"), now=NOON
    )
    assert [len(told(f"clue_{one}")) for one in ("same", "not_enough", "kept", "nominated")] == [
        *(1, 1, 1, 1)
    ]
    assert "住在哪里" in told("clue_not_enough")[0]
    assert [one.answer for one in queries.clues_by(house.neighbour.id)].count("") == 2


def test_nobody_handles_her_own_or_from_elsewhere(house: House) -> None:
    clue_id = given(house).id
    herself = world.staff(at=house.station, volunteer_id=house.neighbour.id)
    with pytest.raises(errors.OwnClue):
        settling.keep(herself, clue_id, now=NOON)
    with pytest.raises(NotAllowed):
        settling.keep(world.staff(Role.AUDITOR, at=house.centre), clue_id, now=NOON)
    with pytest.raises(NotFound):
        settling.keep(world.staff(at=world.a_station(house.office)), clue_id, now=NOON)
    with pytest.raises(NotFound):
        settling.same_as(house.clerk, clue_id, UUID(int=1), now=NOON)
    assert state_of(clue_id) == "waiting"


def test_what_a_person_said_who_has_left_is_the_clerks(house: House) -> None:
    campaign_id, clue_id = an_open_campaign(house), given(house).id
    leaving.leave(house.neighbour.id, now=NOON)
    assert queries.clue(clue_id, EVERYWHERE).by == LEFT_NAME
    done = settling.nominate(house.clerk, clue_id, campaign_id, an_application(house), now=NOON)
    assert case_queries.case(done.id, EVERYWHERE).voices[0].by_kind == "staff"


def test_clues_that_led_nowhere_are_gone_after_a_year(house: House) -> None:
    settling.decline(house.clerk, given(house).id, "请再告诉我们他住在哪里", now=NOON)
    waiting = given(house, "另一位好人，在路口扶老人过马路").id
    year = timedelta(days=365)
    assert settling.forget_old(now=NOON + year - timedelta(minutes=1)) == 0
    assert clockwork.tick(NOON + year)
    assert list(session.scalars(select(Clue.id))) == [waiting]
