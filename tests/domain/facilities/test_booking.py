"""Each action: it happened, it was refused, it rolled back; the clock, and what follows."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app.domain.access.rules import Role
from app.domain.activities import planning, publication
from app.domain.activities import queries as activities
from app.domain.facilities import (
    booking,
    booking_queries,
    deciding,
    describing,
    limiting,
    queries,
    timing,
)
from app.domain.facilities.booking import Caller
from app.domain.facilities.errors import (
    FacilityNameTaken,
    FacilityOff,
    MissedTooOften,
    OwnBooking,
    TimeTaken,
    TooManyBookings,
)
from app.domain.facilities.models import Booking, BookingSlot
from app.domain.facilities.rules import Limits
from app.domain.messaging.models import OutboxMessage
from app.domain.people.leaving import leave
from app.domain.people.models import Volunteer
from app.domain.places import merging
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.facilities.house import (
    DAY,
    HOUR,
    NINE,
    WANTED,
    a_house,
    a_room,
    at,
    booked,
    taken,
    the_booking,
    told,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]


def test_a_room_that_needs_no_approval_is_hers_at_once() -> None:
    house = a_house()
    made = booked(house)
    assert (the_booking(made).state, taken(made)) == ("approved", 4)
    (said,) = told()
    assert "已经约好" in said
    assert booked(house) == made  # sent twice
    mine = booking_queries.bookings_of(house.zhang.id)
    assert [one.title_at(NINE + 2 * HOUR) for one in mine.items] == ["已结束"]


def test_who_comes_second_reads_which_time_is_taken_and_what_is_free() -> None:
    house = a_house()
    booked(house)
    with pytest.raises(TimeTaken) as refused:
        booked(house, house.li, at(NINE + HOUR))
    assert refused.value.sentence == "11月25日 周三 10:00–11:00 已经有人预约了"
    assert refused.value.advice == "这一天 11:00–12:00、14:00–17:30 还空着，请另选时间。"
    assert session.query(Booking).count() == 1
    booked(house, house.li, at(NINE + 2 * HOUR, HOUR))  # right behind her


def test_the_key_of_a_half_hour_lets_nobody_in_beside_her() -> None:
    house = a_house()
    made = booked(house)
    with pytest.raises(IntegrityError), transaction():
        session.add(BookingSlot(facility_id=house.room, starts_at=NINE, booking_id=made))


def test_asked_and_approved() -> None:
    house = a_house(needs_approval=True)
    made = booked(house)
    assert (the_booking(made).state, taken(made), told()) == ("asked", 4, [])
    assert booking_queries.count_waiting(house.clerk.scope) == 1
    deciding.approve(house.clerk, made, now=NOON)
    row = the_booking(made)
    assert (row.state, row.decided_by_id) == ("approved", house.clerk.id)
    assert "已经约好" in told()[0]


def test_declined_called_off_or_cancelled_it_is_free_again() -> None:
    house = a_house(needs_approval=True)
    first = booked(house)
    deciding.decline(house.clerk, first, "那天消防检查", now=NOON)
    second = booked(house, house.li)
    deciding.approve(house.clerk, second, now=NOON)
    deciding.call_off(house.clerk, second, "水管坏了", now=NOON)
    third = booked(house)
    deciding.cancel(house.zhang, third, now=NOON)
    deciding.cancel(house.zhang, third, now=NOON)  # again
    states = [the_booking(one).state for one in (first, second, third)]
    assert states == ["declined", "called_off", "cancelled"]
    assert [taken(one) for one in (first, second, third)] == [0, 0, 0]
    said = told()
    assert "那天消防检查" in said[0]
    assert "水管坏了" in said[-1]


def test_nobody_else_decides_or_cancels() -> None:
    house = a_house(needs_approval=True)
    made = booked(house)
    stranger = world.staff(at=world.a_station(), name="外站")
    with pytest.raises(NotFound):
        deciding.approve(stranger, made, now=NOON)
    with pytest.raises(NotFound):
        deciding.cancel(house.li, made, now=NOON)
    herself = world.staff(at=house.station, volunteer_id=house.zhang.id)
    with pytest.raises(OwnBooking):
        deciding.approve(herself, made, now=NOON)
    assert the_booking(made).state == "asked"


def test_a_leader_books_for_her_team() -> None:
    house = a_house(audience="leaders")
    team = world.a_team(house.station, session.get_one(Volunteer, house.zhang.id))
    made = booking.book(house.zhang, house.room, WANTED, team_id=team.id, now=NOON)
    assert booking_queries.booking(made).team == team.name
    with pytest.raises(NotFound):
        booking.book(house.li, house.room, at(NINE + DAY), team_id=team.id, now=NOON)


def test_limits_hold_as_the_centre_sets_them() -> None:
    house = a_house()
    administrator = world.staff(Role.CENTRE_ADMINISTRATOR, at=_centre())
    limiting.set_limits(administrator, Limits(1, 1, 90, 30), now=NOON)
    made = booked(house)
    with pytest.raises(TooManyBookings):
        booked(house, wanted=at(NINE + DAY))
    deciding.miss(house.clerk, made, now=NINE)
    with pytest.raises(MissedTooOften):
        booking.book(house.zhang, house.room, at(NINE + DAY), now=NINE + 3 * HOUR)
    deciding.came(house.clerk, made, now=NINE + 3 * HOUR)
    booking.book(house.zhang, house.room, at(NINE + DAY), now=NINE + 3 * HOUR)
    with pytest.raises(NotFound):
        limiting.set_limits(house.clerk, Limits(), now=NOON)


def _centre() -> Place:
    return session.query(Place).filter(Place.level == "centre").one()


def test_staff_book_for_who_calls_and_a_month_later_nobody_knows_who() -> None:
    house = a_house(audience="staff")
    caller = Caller("赵桂芳", "13900007777")
    made = booking.book_for(house.clerk, house.room, WANTED, caller, now=NOON)
    assert deciding.look(house.clerk, made, now=NOON) == ("赵桂芳", "13900007777")
    assert timing.forget_contacts(now=NINE + 2 * HOUR + 29 * DAY) == 0
    assert timing.forget_contacts(now=NINE + 2 * HOUR + 30 * DAY) == 1
    row = the_booking(made)
    assert (row.name, row.phone, row.purpose, row.contact_kept) == ("", "", "", False)


def test_what_nobody_decided_lapses_and_tomorrow_is_reminded_once() -> None:
    house = a_house(needs_approval=True)
    asked, sure = booked(house), booked(house, house.li, at(NINE + 5 * HOUR))
    deciding.approve(house.clerk, sure, now=NOON)
    assert timing.remind(now=NINE + 5 * HOUR - DAY) == 1
    assert timing.remind(now=NINE + 5 * HOUR - DAY) == 0
    assert len(told("booking_reminder")) == 1
    assert timing.lapse(now=NINE) == 1
    assert timing.lapse(now=NINE) == 0
    assert (the_booking(asked).state, taken(asked)) == ("lapsed", 0)
    assert "没来得及确认" in told()[-1]


def test_what_is_kept_for_an_activity_is_free_when_it_is_cancelled() -> None:
    house = a_house()
    activity = world.an_activity(house.station, starts_at=NINE)
    world.a_session(activity)
    made = booking.book_for_activity(house.clerk, house.room, WANTED, activity.id, now=NOON)
    assert booking_queries.booking(made).activity == activity.title
    publication.cancel(house.clerk, activity.id, reason="下雨了", now=NOON)
    assert (the_booking(made).state, taken(made)) == ("cancelled", 0)


def test_what_is_kept_for_a_plan_is_free_when_that_is_withdrawn() -> None:
    house = a_house()
    plan = world.an_activity(house.station, starts_at=NINE, state="draft")
    world.a_session(plan)
    made = booking.book_for_activity(house.clerk, house.room, WANTED, plan.id, now=NOON)
    assert [one.id for one in booking_queries.kept_for(plan.id, EVERYWHERE, now=NOON)] == [made]
    planning.withdraw(house.clerk, plan.id, reason="人手不够", now=NOON)
    assert (the_booking(made).state, taken(made)) == ("cancelled", 0)
    assert booking_queries.kept_for(plan.id, EVERYWHERE, now=NOON) == []


def test_staff_hear_that_an_activity_of_theirs_has_no_room_any_more() -> None:
    house = a_house()
    me = world.staff(at=house.station, name="小赵", volunteer_id=house.li.id)
    activity = world.an_activity(house.station, starts_at=NINE)
    world.a_session(activity)
    made = booking.book_for_activity(me, house.room, WANTED, activity.id, now=NOON)
    deciding.call_off(house.clerk, made, "水管坏了", now=NOON)
    said = session.query(OutboxMessage).filter(OutboxMessage.kind == "booking_progress").all()
    assert (house.li.id, f"/console/activities/{activity.id}") in {
        (one.volunteer_id, one.url) for one in said
    }
    assert activity.title in said[0].body
    assert "水管坏了" in said[0].body


def test_nobody_slips_in_while_a_facility_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    house = a_house()
    booked(house)

    def meanwhile(*args: Any, **words: Any) -> int:
        with pytest.raises(FacilityOff):
            booked(house, house.li, at(NINE + DAY))
        return deciding.end_all_ahead(*args, **words)

    monkeypatch.setattr(describing, "end_all_ahead", meanwhile)
    assert describing.switch_off(house.clerk, house.room, call_off="屋顶漏水", now=NOON) == 1


def test_who_called_and_cancelled_is_forgotten_a_month_after_that() -> None:
    house = a_house(audience="staff")
    made = booking.book_for(
        house.clerk, house.room, WANTED, Caller("赵桂芳", "13900007777"), now=NOON
    )
    deciding.cancel_for(house.clerk, made, now=NOON + HOUR)
    assert timing.forget_contacts(now=NOON + 30 * DAY) == 0
    assert timing.forget_contacts(now=NOON + 30 * DAY + HOUR) == 1
    assert not the_booking(made).phone


def test_activities_to_keep_a_room_for_are_the_next_ones() -> None:
    house = a_house()
    for number in (3, 1, 2):
        world.an_activity(house.station, starts_at=NINE + number * DAY, title=f"第{number}天")
    gone = world.an_activity(house.station, starts_at=NINE, state="withdrawn")
    ahead = activities.ahead(house.clerk.scope, now=NOON, size=2)
    assert [one.title for one in ahead] == ["第1天", "第2天"]
    last = world.an_activity(house.station, starts_at=NINE + 9 * DAY)
    (found,) = activities.ahead(house.clerk.scope, now=NOON, only=last.id, size=2)
    assert found.id == last.id
    assert activities.ahead(house.clerk.scope, now=NOON, only=gone.id) == []


def test_who_leaves_gives_back_and_is_forgotten() -> None:
    house = a_house()
    made = booked(house)
    leave(house.zhang.id, now=NOON)
    row = the_booking(made)
    assert (row.state, row.purpose, taken(made)) == ("cancelled", "", 0)


def test_a_facility_is_switched_off_with_all_that_is_ahead() -> None:
    house = a_house()
    made = booked(house)
    assert describing.switch_off(house.clerk, house.room, call_off="屋顶漏水", now=NOON) == 1
    assert the_booking(made).state == "called_off"
    assert queries.at_place(house.station.id) == []
    describing.switch_on(house.clerk, house.room, now=NOON)
    (shown,) = queries.at_place(house.station.id)
    assert shown.kind_title == "活动室"
    with pytest.raises(FacilityNameTaken):
        a_room(house.clerk, house.station)


def test_a_merged_place_hands_its_rooms_to_the_successor() -> None:
    house = a_house()
    made = booked(house)
    office = session.get_one(Place, house.station.parent_id)
    successor = world.a_station(office, name="幸福社区新时代文明实践站")
    one, other = (world.staff(Role.CENTRE_ADMINISTRATOR, at=_centre()) for _ in range(2))
    proposed = merging.propose(
        house.station.id,
        successor.id,
        actor=one.actor,
        scope=one.scope,
        reason="区政府批复，两个社区合并",
        typed=house.station.name,
        now=NOON,
    )
    merging.confirm(
        proposed,
        actor=other.actor,
        accounts=[other.id],
        scope=other.scope,
        typed=house.station.name,
        now=NOON,
    )
    found = booking_queries.booking(made, EVERYWHERE)
    assert found.place.id == successor.id
    assert [one.id for one in queries.at_place(successor.id)] == [house.room]


def test_a_week_and_its_free_times_cost_a_few_statements(statements: Counting) -> None:
    house = a_house()
    made = booked(house)
    booked(house, house.li, at(NINE + 5 * HOUR))
    found = queries.facility(house.room)
    with statements() as seen:
        days = queries.days_to_book(found, now=NOON)
        week = booking_queries.week_of(house.room, local_date(NOON))
    assert len(seen) <= 8
    assert len(days) == 15
    assert days[2].free_in_words == "11:00–12:00、16:00–17:30"
    assert week[local_date(NINE)][0].id == made
