"""Everyone finds what happened in her inbox; it goes out by the way that reaches her."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain import activity_notices, notices
from app.domain.activities.events import (
    ActivityCancelled,
    ActivityChanged,
    MovedUp,
    SessionNear,
    SessionPlace,
    SignedUpEvent,
    WaitingListed,
)
from app.domain.hours.events import HourFacts, HoursApproved, HoursReturned
from app.domain.messaging import outbox, pages, queries
from app.domain.messaging.outbox import OutboxView
from app.domain.messaging.words import hours_in_words, timespan
from app.domain.people import consents
from app.domain.people.events import PhoneCodeIssued
from app.domain.people.guardians import ChildApplication, register_child
from app.domain.people.models import Volunteer
from app.kernel.calendar import SHANGHAI
from app.kernel.ids import new_id
from tests import world
from tests.conftest import Counting

pytestmark = pytest.mark.database
STARTS = datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI)
ENDS = STARTS + timedelta(hours=2)


def place_of(volunteer: Volunteer) -> SessionPlace:
    return SessionPlace(
        sign_up_id=new_id(),
        activity_id=new_id(),
        session_id=new_id(),
        volunteer_id=volunteer.id,
        title="社区义诊",
        position="引导员",
        venue="阳光社区广场",
        starts_at=STARTS,
        ends_at=ENDS,
        contact_name="王丽",
        contact_phone="0538-1234567",
    )


def due(now: datetime) -> list[OutboxView]:
    return outbox.claim("test", limit=5000, now=now)


@pytest.mark.usefixtures("database")
def test_who_follows_the_account_is_told_by_wechat(now: datetime) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    activity_notices.signed_up(SignedUpEvent(place_of(zhang), now))
    (letter,) = due(now)
    assert (letter.channel, letter.kind, letter.recipient) == (
        *("wechat_template", "signed_up", "o-zhang"),
    )
    assert letter.payload["values"] == [
        *("社区义诊", "2026年11月28日 09:00", "阳光社区广场", "报名成功"),
    ]
    assert letter.url == pages.MY_ACTIVITIES


@pytest.mark.usefixtures("database")
def test_everybody_finds_it_in_the_inbox_in_whole_sentences(now: datetime) -> None:
    zhang = world.a_volunteer()
    activity_notices.signed_up(SignedUpEvent(place_of(zhang), now))
    (item,) = queries.inbox(zhang.id).items
    assert item.title == "报名成功"
    assert "您已报名“社区义诊”（引导员）" in item.body
    assert "11月28日 周六 09:00–11:00" in item.body
    assert "王丽 0538-1234567" in item.body


@pytest.mark.usefixtures("database")
def test_who_does_not_follow_is_told_by_sms_only_what_matters(now: datetime) -> None:
    zhang = world.a_volunteer()
    activity_notices.signed_up(SignedUpEvent(place_of(zhang), now))
    assert due(now) == []
    activity_notices.moved_up(MovedUp(place_of(zhang), now))
    (letter,) = due(now)
    assert (letter.channel, letter.recipient) == ("sms", zhang.phone)


@pytest.mark.usefixtures("database")
def test_waiting_is_only_in_the_inbox(now: datetime) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    activity_notices.waiting_listed(WaitingListed(place_of(zhang), 3, now))
    assert due(now) == []
    assert "候补第 3 位" in queries.inbox(zhang.id).items[0].body


@pytest.mark.usefixtures("database")
def test_an_important_letter_by_wechat_knows_the_phone_too(now: datetime) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    activity_notices.moved_up(MovedUp(place_of(zhang), now))
    assert due(now)[0].payload["phone"] == zhang.phone


@pytest.mark.usefixtures("database")
def test_the_same_sign_up_is_announced_once(now: datetime) -> None:
    event = SignedUpEvent(place_of(world.a_volunteer(open_id="o-zhang")), now)
    activity_notices.signed_up(event)
    activity_notices.signed_up(event)
    assert len(due(now)) == 1


@pytest.mark.usefixtures("database")
def test_a_reminder_is_sent_once_per_time_and_not_after_the_start(now: datetime) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    event = SessionNear(
        activity_id=new_id(),
        session_id=new_id(),
        title="社区义诊",
        venue="阳光社区广场",
        starts_at=STARTS,
        ends_at=ENDS,
        contact_name="王丽",
        contact_phone="0538-1234567",
        volunteer_ids=(zhang.id,),
        now=now,
    )
    activity_notices.session_near(event)
    activity_notices.session_near(event)
    assert due(STARTS) == []
    assert queries.inbox(zhang.id).total == 1


@pytest.mark.usefixtures("database")
def test_a_change_says_what_is_different(now: datetime) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    activity_id = new_id()
    event = ActivityChanged(
        activity_id=activity_id,
        title="社区义诊",
        what=("时间由 09:00 改为 10:00", "地点改为活动室"),
        starts_at=STARTS,
        venue="活动室",
        contact_name="王丽",
        contact_phone="",
        volunteer_ids=(zhang.id,),
        now=now,
    )
    activity_notices.activity_changed(event)
    (letter,) = due(now)
    assert "时间由 09:00 改为 10:00\n地点改为活动室" in letter.body
    assert letter.url == f"/h5/activities/{activity_id}"


@pytest.mark.usefixtures("database")
def test_a_cancellation_tells_everyone_the_reason(now: datetime) -> None:
    people = [world.a_volunteer(open_id="o-zhang"), world.a_volunteer()]
    event = ActivityCancelled(
        activity_id=new_id(),
        title="社区义诊",
        reason="暴雨橙色预警",
        starts_at=STARTS,
        venue="阳光社区广场",
        contact_name="王丽",
        contact_phone="",
        volunteer_ids=tuple(person.id for person in people),
        now=now,
    )
    activity_notices.activity_cancelled(event)
    letters = due(now)
    assert sorted(letter.channel for letter in letters) == ["sms", "wechat_template"]
    assert all("原因：暴雨橙色预警" in letter.body for letter in letters)


def records(volunteers: list[Volunteer], reason: str | None = None) -> tuple[HourFacts, ...]:
    return tuple(
        HourFacts(
            new_id(),
            person.id,
            new_id(),
            new_id(),
            "1/",
            "社区义诊",
            date(2026, 11, 28),
            125,
            reason,
        )
        for person in volunteers
    )


@pytest.mark.usefixtures("database")
def test_approved_hours_are_told_in_hours_and_minutes(now: datetime) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    facts = records([zhang])
    notices.hours_approved(HoursApproved(facts, now))
    (letter,) = due(now)
    assert "2 小时 5 分钟" in letter.body
    assert letter.payload["values"][:3] == ["社区义诊", "2 小时 5 分钟", "已认定"]
    assert letter.url == pages.hour_record(facts[0].record_id)


@pytest.mark.usefixtures("database")
def test_returned_hours_carry_their_reason(now: datetime) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    notices.hours_returned(HoursReturned(records([zhang], "签退时间不清楚"), now))
    assert "原因：签退时间不清楚" in due(now)[0].body


def test_a_thousand_people_are_told_in_as_many_statements_as_two(
    now: datetime, statements: Counting
) -> None:
    two = [world.a_volunteer(open_id="o-1"), world.a_volunteer()]
    with statements() as for_two:
        notices.hours_approved(HoursApproved(records(two), now))
    with statements() as for_many:
        notices.hours_approved(HoursApproved(records(two * 500), now))
    assert len(for_many) == len(for_two) <= 3


@pytest.mark.usefixtures("database")
def test_a_phone_code_goes_by_sms_and_is_of_no_use_later(now: datetime) -> None:
    expires_at = now + timedelta(minutes=5)
    notices.phone_code_issued(PhoneCodeIssued("13800138000", "042917", expires_at, now))
    (letter,) = due(now)
    assert (letter.channel, letter.recipient) == ("sms", "13800138000")
    assert "042917，5 分钟内有效" in letter.body
    assert letter.payload["values"] == ["042917", "5"]
    assert letter.volunteer_id is None


def test_hours_are_said_as_people_say_them() -> None:
    assert [hours_in_words(n) for n in (0, 45, 60, 125)] == [
        *("0 分钟", "45 分钟", "1 小时", "2 小时 5 分钟"),
    ]


def test_a_session_over_midnight_names_both_days() -> None:
    late = datetime(2026, 11, 28, 23, 0, tzinfo=SHANGHAI)
    said = timespan(late, late + timedelta(hours=2))
    assert said == "11月28日 周六 23:00–11月29日 01:00"


@pytest.mark.usefixtures("database")
def test_what_is_about_a_child_leads_her_guardian_to_the_childs_page(now: datetime) -> None:
    mother = world.a_volunteer(open_id="o-mother")
    application = ChildApplication(
        name="张小宝",
        birth_date=date(2016, 5, 1),
        id_number=None,
        relation="母亲",
        community_id=mother.community_id,
        consent_version=consents.GUARDIAN_VERSION,
    )
    child = register_child(mother.id, application, channel="wechat", now=now).child
    facts = replace(records([mother])[0], volunteer_id=child.id)
    notices.hours_approved(HoursApproved((facts,), now))
    (letter,) = due(now)
    assert (letter.recipient, letter.payload["values"][0]) == ("o-mother", "张小宝：社区义诊")
    assert letter.url == f"{pages.hour_record(facts.record_id)}?for={child.id}"


def test_pages_for_a_whole_family_ask_nothing() -> None:
    child = new_id()
    assert pages.about(child, pages.activity(child)) == pages.activity(child)
    assert pages.about(child, pages.STAFF_ACCOUNT) == pages.STAFF_ACCOUNT
