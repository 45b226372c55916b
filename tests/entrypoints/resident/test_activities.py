"""Finding activities and reading about them."""

from datetime import timedelta

from app.domain.activities.models import ActivitySession
from app.domain.messaging import pages
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests.entrypoints.resident.conftest import Visitor
from tests.world import (
    HOUR,
    NOON,
    a_position,
    a_session,
    a_station,
    a_volunteer,
    an_activity,
    an_open_position,
    signed_up,
)


def test_the_list_says_how_many_places_are_left(visitor: Visitor) -> None:
    station = a_station()
    an_open_position(station, capacity=3, title="助老理发")
    full = an_open_position(station, capacity=1, title="义务植树")
    signed_up(a_volunteer(station), full)
    page = visitor.open("/h5/").text
    assert "助老理发" in page
    assert "还有 3 个名额" in page
    assert "义务植树" in page
    assert "已满，可以候补" in page


def test_filters_narrow_the_list_by_word_place_day_and_free_places(visitor: Visitor) -> None:
    here, there = a_station(), a_station()
    an_open_position(here, title="助老理发")
    an_open_position(there, title="义务植树", starts_at=NOON + timedelta(days=3))
    assert "义务植树" not in visitor.open("/h5/?q=理发").text
    assert "义务植树" not in visitor.open(f"/h5/?place={here.id}").text
    assert "助老理发" not in visitor.open("/h5/?day=2026-11-26").text
    assert "没有找到合适的活动" in visitor.open("/h5/?category=禁毒宣传").text


def test_nonsense_in_the_address_is_left_aside(visitor: Visitor) -> None:
    an_open_position(a_station(), title="助老理发")
    page = visitor.open("/h5/?place=x&day=yesterday&page=0")
    assert page.status_code == 200
    assert "助老理发" in page.text


def test_an_empty_list_says_so(visitor: Visitor) -> None:
    assert "近期还没有活动" in visitor.open("/h5/").text


def test_the_page_shows_everything_before_signing_up(visitor: Visitor) -> None:
    station = a_station()
    activity = an_activity(station, insurance_number="PA-2026-1")
    a_position(a_session(activity), capacity=5, youngest=18, oldest=70, duties="清扫楼道")
    page = visitor.open(f"/h5/activities/{activity.id}").text
    for words in (
        *("11月24日 周二 12:00–14:00", "阳光社区广场", station.name, "阳光路 1 号"),
        *("注意路面湿滑。", "王丽", "0538-1234567", "PA-2026-1", "18 至 70 周岁", "清扫楼道"),
        *("还有 5 个名额", "我要报名"),
    ):
        assert words in page


def test_a_session_that_has_begun_cannot_be_joined(visitor: Visitor) -> None:
    position = an_open_position(a_station(), state="running", starts_at=NOON - HOUR)
    activity_id = session.get_one(ActivitySession, position.session_id).activity_id
    page = visitor.open(f"/h5/activities/{activity_id}").text
    assert "这一场已经开始" in page
    assert "我要报名" not in page


def test_a_draft_is_not_found(visitor: Visitor) -> None:
    draft = an_activity(a_station(), state="draft")
    assert visitor.open(f"/h5/activities/{draft.id}").status_code == 404


def test_messages_lead_to_pages_of_this_door(visitor: Visitor) -> None:
    visitor.sign_in(a_volunteer())
    for address in (
        *(pages.ACTIVITIES, pages.REGISTER, pages.MY_ACTIVITIES, pages.MY_HOURS, pages.MY_CARD),
    ):
        assert visitor.open(address, follow=True).status_code == 200, address


def test_a_closed_activity_says_why_in_the_list_and_an_unfit_position_on_its_page(
    visitor: Visitor,
) -> None:
    station = a_station()
    person = a_volunteer(station)
    later = NOON + timedelta(hours=5)
    an_open_position(station, title="义务植树", recruits_from=later)
    assert "报名还没有开始，11月23日 17:00 起可以报名" in visitor.open("/h5/").text
    visitor.sign_in(person)
    own = an_open_position(station, title="助老理发")
    signed_up(person, own)
    reasons = {
        "您不能报这个岗位：时间和您已报名的“助老理发”": an_open_position(station),
        "您不能报这个岗位：这个岗位需要医疗护理技能": an_open_position(
            station, starts_at=NOON + 90 * HOUR
        ),
        "您不能报这个岗位：这个岗位面向 40 周岁及以下": an_open_position(
            station, starts_at=NOON + 60 * HOUR
        ),
    }
    _, skilled, young = reasons.values()
    with transaction():
        skilled.skills, young.oldest = ["医疗护理"], 40
        session.flush()
    for words, position in reasons.items():
        part = session.get_one(ActivitySession, position.session_id)
        page = visitor.open(f"/h5/activities/{part.activity_id}").text
        assert words in page
        assert "我要报名" not in page
