"""What a volunteer can take, what is near, and what is on which day."""

import re
from datetime import date, timedelta

from app.domain.people import queries as people
from app.kernel.database import session
from tests.conftest import Counting
from tests.entrypoints.resident.conftest import Visitor
from tests.entrypoints.resident.test_family import a_child
from tests.world import (
    HOUR,
    NOON,
    Volunteer,
    a_station,
    a_volunteer,
    an_open_position,
    saved,
    signed_up,
)


def test_a_volunteer_first_sees_what_she_can_take(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    an_open_position(station, title="助老理发")
    signed_up(a_volunteer(station), an_open_position(station, capacity=1, title="义务植树"))
    page = visitor.sign_in(person).open("/h5/").text
    assert "助老理发" in page
    assert "义务植树" not in page
    assert "义务植树" in visitor.open("/h5/?full=1").text
    assert "义务植树" in visitor.open("/h5/?view=all").text


def test_strangers_and_frozen_volunteers_see_everything(visitor: Visitor) -> None:
    station = a_station()
    an_open_position(station, title="助老理发", risk_level="high")
    assert "助老理发" in visitor.open("/h5/?view=mine").text
    frozen = a_volunteer(station, state="frozen")
    page = visitor.sign_in(frozen).open("/h5/").text
    assert "助老理发" in page
    assert "我能参加的" not in page


def test_nothing_to_take_leads_to_everything(visitor: Visitor) -> None:
    visitor.sign_in(a_volunteer(born=date(2010, 1, 1)))
    an_open_position(a_station(), risk_level="high")
    page = visitor.open("/h5/").text
    assert "近期没有您能参加的活动" in page
    assert "view=all" in page


def test_free_time_is_ticked_in_the_profile_and_narrows_the_list(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    an_open_position(station, title="周二中午的活动", starts_at=NOON + 24 * HOUR)
    visitor.sign_in(person).open("/h5/profile")
    visitor.send("/h5/profile", community_id=station.id, free_times=["2m", "3a"], follow=True)
    assert people.volunteer(person.id).free_times == ("2m", "3a")
    page = visitor.open("/h5/profile").text
    assert re.findall(r'value="(\w+)" checked', page) == ["2m", "3a"]
    assert "周二中午的活动" not in visitor.open("/h5/").text
    assert "修改空闲时间" in visitor.open("/h5/").text


def test_no_other_times_than_the_week_s_are_taken(visitor: Visitor) -> None:
    person = a_volunteer()
    visitor.sign_in(person).open("/h5/profile")
    answer = visitor.send("/h5/profile", community_id=person.community_id, free_times=["9x"])
    assert answer.status_code == 422
    assert session.get_one(Volunteer, person.id).free_times == []


def test_days_carry_their_counts_and_keep_the_words(visitor: Visitor) -> None:
    station = a_station()
    an_open_position(station, title="助老理发")
    an_open_position(station, title="助老送餐")
    an_open_position(station, title="义务植树", starts_at=NOON + timedelta(days=3))
    page = visitor.open("/h5/?q=助老").text
    assert "<b>11/24</b><span>2 个</span>" in page
    assert "<b>11/26</b><span>没有</span>" in page
    address = re.search(r'href="([^"]+day=2026-11-24[^"]*)"', page)
    assert address is not None
    of_the_day = visitor.open(address[1].replace("&amp;", "&")).text
    assert "助老送餐" in of_the_day
    assert 'aria-current="date"' in of_the_day


def test_near_counts_from_her_community_until_the_phone_tells(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    an_open_position(station, title="助老理发", latitude=36.1334, longitude=117.1234)
    page = visitor.sign_in(person).open("/h5/?view=near").text
    assert "从您所在的社区算起" in page
    assert "距离 1.1 公里" in page
    answer = visitor.send(
        "/h5/near", latitude="36.1334", longitude="117.1234", coordinates="gcj02", agree="1"
    )
    assert "从您现在的位置算起" in answer.text
    assert "距离 0 米" in answer.text
    assert "36.1334" not in answer.text


def test_a_phone_that_does_not_tell_is_no_dead_end(visitor: Visitor) -> None:
    an_open_position(a_station())
    visitor.open("/h5/?view=near")
    answer = visitor.send("/h5/near", latitude="", longitude="")
    assert answer.status_code == 200
    assert "没有取得手机的位置" in answer.text


def test_the_page_takes_the_same_statements_for_one_and_for_twenty(
    visitor: Visitor, statements: Counting
) -> None:
    station = a_station()
    person = saved(a_volunteer(station))
    visitor.sign_in(person)
    seen_counts = []
    for _ in range(2):
        for _ in range(8):
            an_open_position(station)
        with statements() as seen:
            visitor.open("/h5/")
        seen_counts.append(len(seen))
    assert seen_counts == [11, 11]  # three count orders, courses and what her teams are asked


def test_a_guardian_looks_for_the_child_she_has_switched_to(visitor: Visitor) -> None:
    station = a_station()
    mother = a_volunteer(station, born=date(1988, 5, 1))
    child = a_child(mother, "张小宝", date(2014, 5, 1))
    for_all = an_open_position(station, title="亲子植树")
    for_adults = an_open_position(station, title="义务献血引导")
    for_adults.youngest = 18
    saved(for_adults, for_all)
    visitor.sign_in(mother)
    assert "义务献血引导" in visitor.open("/h5/").text
    visitor.open("/h5/family")
    visitor.send("/h5/family/act-for", member=child.id)
    page = visitor.open("/h5/").text
    assert "亲子植树" in page
    assert "义务献血引导" not in page
