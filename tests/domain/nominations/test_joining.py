"""One person in different words: suggested, joined once, both nominators kept and told."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from app.domain.access.rules import Role
from app.domain.nominations import (
    consenting,
    errors,
    joining,
    mine,
    nominating,
    queries,
    relating,
    reviewing,
)
from app.domain.nominations.consenting import Word
from app.domain.nominations.nominee_rules import why_not_speak_as
from app.domain.nominations.rules import same_unit
from app.domain.people import queries as people
from app.domain.people.models import Volunteer
from app.domain.places.scope import EVERYWHERE
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    House,
    an_application,
    an_open_campaign,
    nominated,
    the_case,
)
from tests.domain.nominations.test_the_way import told


@dataclass(frozen=True)
class Twice:
    """陈秀兰 by her number, and by name and another word for her unit."""

    house: House
    campaign_id: UUID
    hero: Volunteer
    other: Volunteer
    by_number: UUID
    by_name: UUID


@pytest.fixture
def twice(house: House) -> Twice:
    hero = world.a_volunteer(house.station, name="陈秀兰", open_id="o-hero")
    other = world.a_volunteer(house.station, name="另一位邻居")
    campaign_id = an_open_campaign(house)
    first = nominated(house, campaign_id, number=hero.number, unit="阳光社区居民").id
    second = nominated(house, campaign_id, other).id
    assert first != second
    return Twice(house, campaign_id, hero, other, first, second)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("阳光社区", "阳光社区居民", True),
        ("阳光 社区", "阳光社区", True),
        ("阳光小学", "阳光社区", False),
        ("", "阳光社区", False),
    ],
)
def test_units_that_may_be_one(one: str, other: str, *, same: bool) -> None:
    assert same_unit(one, other) is same


def test_the_same_name_and_unit_are_suggested(twice: Twice) -> None:
    clerk = twice.house.clerk
    assert [one.id for one in joining.joins_of(twice.by_number, clerk).alike] == [twice.by_name]
    assert [one.id for one in joining.joins_of(twice.by_name, clerk).alike] == [twice.by_number]
    elsewhere = world.a_station(twice.house.office, name="春晖社区新时代文明实践站")
    far = {"place_id": elsewhere.id, "unit": "春晖小学", "witnesses": ()}
    stranger = nominated(twice.house, twice.campaign_id, **far).id
    assert joining.joins_of(stranger, twice.house.manager).alike == ()


def test_joined_they_are_one_case_with_both_voices(twice: Twice) -> None:
    clerk = twice.house.clerk
    reviewing.pass_on(clerk, twice.by_number, "", now=NOON)
    kept = joining.join(twice.house.manager, twice.by_name, twice.by_number, now=NOON)
    assert kept == twice.by_number  # it has come further
    case = queries.case(kept, EVERYWHERE)
    assert [voice.by for voice in case.voices] == ["热心邻居", "另一位邻居"]
    assert the_case(twice.by_name).state == "joined"
    assert set(told("nomination_joined")) == {twice.house.neighbour.id, twice.other.id}
    assert [one.id for one in mine.nominations_by(twice.other.id)] == [kept]
    assert mine.nomination_by(twice.other.id, kept).row.id == kept
    joins = joining.joins_of(twice.by_name, twice.house.manager)
    assert joins.into is not None
    assert joins.into.id == kept
    assert [one.id for one in joining.joins_of(kept, twice.house.manager).taken_in] == [
        twice.by_name
    ]
    with pytest.raises(errors.CaseNotNow):
        joining.join(twice.house.manager, twice.by_name, kept, now=NOON)


def test_what_is_known_goes_along(twice: Twice) -> None:
    hero = people.volunteer(twice.hero.id)
    consenting.answer(hero, twice.by_number, Word(agreed=True), now=NOON)
    reviewing.pass_on(twice.house.clerk, twice.by_name, "", now=NOON)
    kept = joining.join(twice.house.manager, twice.by_name, twice.by_number, now=NOON)
    assert kept == twice.by_name
    case = the_case(kept)
    assert (case.volunteer_id, case.consent) == (twice.hero.id, "given")


def test_who_named_the_joined_one_again_speaks_for_the_one_that_goes_on(twice: Twice) -> None:
    kept = joining.join(twice.house.clerk, twice.by_number, twice.by_name, now=NOON)
    third = world.a_volunteer(twice.house.station, name="第三位")
    number = twice.hero.number
    for changes in ({}, {"number": number}):
        done = nominated(twice.house, twice.campaign_id, third, **changes)
        assert done.id == kept
    assert len(queries.case(kept, EVERYWHERE).voices) == 3


def test_who_reviewed_either_has_reviewed_both(twice: Twice) -> None:
    reviewing.send_back(twice.house.clerk, twice.by_name, "缺材料", now=NOON)
    reviewing.pass_on(twice.house.manager, twice.by_number, "", now=NOON)
    kept = joining.join(twice.house.administrator, twice.by_number, twice.by_name, now=NOON)
    assert kept == twice.by_number
    hers = {"at": twice.house.office, "phone": twice.house.clerk.phone}
    clerk_as_manager = world.staff(Role.OFFICE_MANAGER, **hers)
    with pytest.raises(errors.ReviewedBefore):
        reviewing.pass_on(clerk_as_manager, kept, "", now=NOON)


def test_two_people_are_told_apart_for_good(twice: Twice) -> None:
    joining.tell_apart(twice.house.clerk, twice.by_name, twice.by_number, now=NOON)
    joining.tell_apart(twice.house.clerk, twice.by_number, twice.by_name, now=NOON)
    for one in (twice.by_name, twice.by_number):
        assert joining.joins_of(one, twice.house.clerk).alike == ()


def test_who_may_not_decide_joins_nothing(twice: Twice) -> None:
    elsewhere = world.staff(at=world.a_station(twice.house.office))
    with pytest.raises(NotFound):
        joining.join(elsewhere, twice.by_name, twice.by_number, now=NOON)
    relating.declare(twice.house.clerk, twice.by_number, "亲戚", now=NOON)
    with pytest.raises(errors.Related):
        joining.join(twice.house.clerk, twice.by_name, twice.by_number, now=NOON)
    with pytest.raises(NotFound):
        joining.join(twice.house.manager, twice.by_name, twice.by_name, now=NOON)
    again = an_open_campaign(twice.house, title="下一次推选")
    other = nominated(twice.house, again).id
    with pytest.raises(NotFound):
        joining.join(twice.house.manager, twice.by_name, other, now=NOON)


def test_two_accounts_are_two_people(twice: Twice) -> None:
    namesake = world.a_volunteer(twice.house.station, name="陈秀兰")
    other = nominated(twice.house, twice.campaign_id, number=namesake.number).id
    with pytest.raises(errors.TwoVolunteers):
        joining.join(twice.house.clerk, twice.by_number, other, now=NOON)


def test_five_ways_to_name_somebody(house: House) -> None:
    campaign = an_open_campaign(house)
    leader = world.a_volunteer(house.station, name="队长")
    world.a_team(house.station, leader, name="暖阳队")
    by_person = nominated(house, campaign, name="甲某").id
    by_team = nominated(house, campaign, leader, name="乙某", as_kind="team", as_name="暖阳队").id
    unit = {"as_kind": "unit", "as_name": "阳光小学"}
    by_unit = nominated(house, campaign, name="丙某", **unit).id
    herself = nominated(house, campaign, name="随便", as_kind="self").id
    for_her = an_application(house, name="丁某", for_name="刘大爷")
    by_staff = nominating.nominate_for(house.clerk, campaign, for_her, now=NOON).id
    said = {
        one: queries.case(one, EVERYWHERE).voices[0].who
        for one in (by_person, by_team, by_unit, herself, by_staff)
    }
    assert list(said.values()) == [
        "热心邻居",
        "队长（代表暖阳队）",
        "热心邻居（代表阳光小学）",
        "热心邻居（自荐）",
        "刘大爷（站里小王 代填）",
    ]
    assert the_case(herself).volunteer_id == house.neighbour.id
    with pytest.raises(BadInput):
        nominated(house, campaign, name="戊某", as_kind="team", as_name="别人的队")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"as_kind": "x"}, "as_kind"),
        ({"as_kind": "unit"}, "as_name"),
        ({"as_kind": "unit", "as_name": "长" * 61}, "as_name"),
        ({"as_kind": "unit", "as_name": "阳光小学"}, None),
        ({"as_kind": "self"}, None),
    ],
)
def test_who_speaks_for_others_says_for_whom(
    house: House, changes: dict[str, object], field: str | None
) -> None:
    refusal = why_not_speak_as(an_application(house, **changes))
    assert getattr(refusal, "field", None) == field
