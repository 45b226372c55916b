"""Whoever is behind a thing, or is named, neither handles nor reads it, however it was said."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.complaints import complaining, errors, handling, queries, subjects, timing
from app.domain.complaints.complaining import Said
from app.domain.complaints.rules import State
from app.domain.culture.models import HeadCount
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.complaints.house import House, the_complaint
from tests.domain.coupons.season import a_fair, taken
from tests.domain.culture.house import a_published, a_ticket
from tests.domain.orders.house import a_house as an_order_house
from tests.domain.orders.house import dispatched, ordered

RUDE = Said(text="工作人员态度很差。", subject="person")


def said(house: House, what: Said) -> UUID:
    return complaining.complain(house.resident, what, now=NOON)


def waits_for(staff: Staff, complaint_id: UUID) -> bool:
    return complaint_id in [one.id for one in queries.queue(staff, "new").items]


def test_who_planned_an_event_neither_finds_nor_reads_what_is_said_of_it(house: House) -> None:
    event_id = a_published(house.clerk)
    about = Said(text="演出推迟了一个小时。", subject="culture", subject_id=event_id)
    made = said(house, about)
    assert the_complaint(made).place_path == house.station.path
    assert the_complaint(made).subject_title == "戏曲专场"
    assert not waits_for(house.clerk, made)
    assert isinstance(queries.complaint(house.clerk, made).closed_to_her, errors.ConcernedYourself)
    assert waits_for(house.colleague, made)


def test_who_counted_at_the_door_is_behind_the_event_too(house: House) -> None:
    event_id = a_published(house.clerk)
    counted = {"kind": "hand", "number": 30, "source": "", "counted_at": NOON, "at": NOON}
    world.saved(HeadCount(event_id=event_id, by_id=house.colleague.id, **counted))
    staff, _ = subjects.concerned_now("culture", event_id)
    assert staff == {house.clerk.id, house.colleague.id}


def test_sent_from_its_page_who_is_behind_it_is_concerned_whatever_it_is_about(
    house: House,
) -> None:
    event_id = a_published(house.manager, at=house.station)
    from_page = ("culture", event_id)
    other = said(house, Said(text="门口的路灯不亮。", from_page=from_page))
    assert the_complaint(other).subject_id is None
    assert the_complaint(other).handled_path == house.centre.path
    assert not waits_for(house.manager, other)


def test_without_the_thing_it_goes_one_level_up(house: House) -> None:
    made = said(house, Said(text="上次的活动没有人来。", subject="activity"))
    assert the_complaint(made).handled_path == house.office.path
    assert not waits_for(house.colleague, made)
    assert waits_for(house.manager, made)


def test_about_a_person_it_goes_to_the_centre(house: House) -> None:
    made = said(house, RUDE)
    assert the_complaint(made).handled_path == house.centre.path
    assert not waits_for(house.manager, made)


def test_who_is_named_neither_handles_nor_reads_it(house: House) -> None:
    other = world.staff(Role.CENTRE_ADMINISTRATOR, at=house.centre, name="中心老吴")
    made = said(house, replace(RUDE, text="中心老孙说话很难听。"))
    assert not waits_for(house.administrator, made)
    with pytest.raises(errors.ConcernedYourself):
        handling.take_up(house.administrator, made, now=NOON)
    assert waits_for(other, made)


def test_who_comes_later_and_is_named_reads_nothing(house: House) -> None:
    made = said(house, replace(RUDE, text="新来的周小梅说话很难听。"))
    late = world.staff(Role.CENTRE_ADMINISTRATOR, at=house.centre, name="周小梅")
    assert queries.complaint(late, made).text == ""
    with pytest.raises(errors.ConcernedYourself):
        handling.take_up(late, made, now=NOON)


def test_named_in_the_reply_who_asked_goes_on_no_more(house: House) -> None:
    world.staff(Role.OFFICE_MANAGER, at=house.office, name="所里老钱")
    made = said(house, Said(text="上次的活动没有人来。", subject="activity"))
    handling.take_up(house.manager, made, now=NOON)
    handling.ask(house.manager, made, "是谁负责的？", now=NOON)
    complaining.reply(house.resident, "就是所里老赵。", made, now=NOON)
    row = the_complaint(made)
    assert (row.state, row.handler_id) == (State.RECEIVED, None)
    assert not waits_for(house.manager, made)
    assert queries.complaint(house.manager, made).text == ""


def test_named_in_the_reply_she_goes_on_no_more_where_it_has_gone_up_past_her(house: House) -> None:
    made = said(house, Said(text="上次的活动没有人来。", subject="activity"))
    handling.take_up(house.manager, made, now=NOON)
    late = NOON + timedelta(days=8)
    assert timing.warn(now=late) == 1
    assert the_complaint(made).handled_path == house.centre.path
    handling.ask(house.manager, made, "是谁负责的？", now=late)
    complaining.reply(house.resident, "就是所里老赵。", made, now=late)
    assert the_complaint(made).handler_id is None
    with pytest.raises(errors.ConcernedYourself):
        handling.answer(house.manager, made, "explained", "已说明情况。", now=late)
    handling.take_up(house.administrator, made, now=late)


def test_a_ticket_a_sign_up_and_a_coupon_lead_to_what_they_are_for(house: House) -> None:
    person = world.a_volunteer(house.station)
    event_id = a_published(house.clerk)
    ticket = a_ticket(event_id, person)
    position = world.an_open_position(house.station)
    sign_up = world.signed_up(person, position)
    fair = a_fair(house.centre)
    coupon = taken(person, fair)
    whose = (person.id,)
    assert subjects.led_to("ticket", ticket, whose=whose) == ("culture", event_id)
    activity = ("activity", sign_up.activity_id)
    assert subjects.led_to("sign_up", sign_up.id, whose=whose) == activity
    assert subjects.led_to("session", sign_up.session_id) == activity
    assert subjects.led_to("my_coupon", coupon, whose=whose) == ("coupon", fair.kind_id)
    assert subjects.led_to("place", house.station.id) == ("place", house.station.id)
    for kind, its_id in (("ticket", ticket), ("sign_up", sign_up.id), ("my_coupon", coupon)):
        with pytest.raises(NotFound):
            subjects.led_to(kind, its_id, whose=(house.resident.id,))
    assert fair.administrator.id in subjects.concerned_now("coupon", fair.kind_id)[0]
    assert subjects.subject_of("coupon", fair.kind_id).place.path == house.centre.path


def test_an_order_is_known_to_who_asked_and_to_the_leader_of_its_team(house: House) -> None:
    work = an_order_house()
    made = dispatched(work, ordered(work))
    for who in (work.resident.id, work.leader.id):
        found = subjects.subject_of("order", made, whose=(who,))
        assert work.clerk.id in found.staff_ids
    with pytest.raises(NotFound):
        subjects.subject_of("order", made, whose=(house.resident.id,))


def test_a_point_is_the_business_of_the_place_that_runs_it(house: House) -> None:
    point = world.a_point(house.station, name="河畔书屋")
    made = said(house, Said(text="书屋总是关着门。", subject="place", subject_id=point.id))
    row = the_complaint(made)
    assert (row.subject_title, row.place_id) == ("河畔书屋", house.station.id)
    assert row.handled_path == house.office.path
