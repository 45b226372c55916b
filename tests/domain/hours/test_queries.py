"""The approver's queue, the resident's list, and sums."""

from datetime import date

import pytest

from app.domain.access.rules import Role
from app.domain.hours import queries
from app.domain.hours.models import HourRecord
from app.domain.hours.queries import Counts, QueueFilter, Totals
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
YESTERDAY = date(2026, 11, 22)
TODAY = date(2026, 11, 23)


@pytest.fixture
def office(database: object) -> Place:
    return world.an_office()


@pytest.fixture
def station(office: Place) -> Place:
    return world.a_station(office)


def a_record(at: Place, *, name: str = "张桂英", **facts: object) -> HourRecord:
    return world.a_pending_record(world.a_volunteer(at, name=name), at, **facts)


def ids(page: object) -> set[object]:
    return {row.id for row in page.items}  # type: ignore[attr-defined]


def test_the_queue_shows_ones_own_subtree_in_one_state(office: Place, station: Place) -> None:
    mine = a_record(station)
    a_record(station, state="approved")
    elsewhere = a_record(world.a_station())
    assert ids(queries.queue(Scope(office.path), now=NOON)) == {mine.id}
    assert ids(queries.queue(EVERYWHERE, now=NOON)) == {mine.id, elsewhere.id}


def test_what_is_due_first_comes_first(station: Place) -> None:
    later = a_record(station, due_on=TODAY)
    sooner = a_record(station, due_on=YESTERDAY)
    page = queries.queue(EVERYWHERE, now=NOON)
    assert [row.id for row in page.items] == [sooner.id, later.id]
    assert [row.overdue(NOON) for row in page.items] == [True, False]


def test_the_queue_is_narrowed_by_each_filter(office: Place, station: Place) -> None:
    plain = a_record(station)
    other_station = world.a_station(office)
    named = a_record(other_station, name="李明", needs_second_look=True, due_on=YESTERDAY)
    for filters, found in [
        (QueueFilter(place_id=other_station.id), {named.id}),
        (QueueFilter(place_id=office.id), {plain.id, named.id}),
        (QueueFilter(activity_id=plain.activity_id), {plain.id}),
        (QueueFilter(text="李明"), {named.id}),
        (QueueFilter(text="环境"), {plain.id, named.id}),
        (QueueFilter(text="没有"), set()),
        (QueueFilter(overdue=True), {named.id}),
        (QueueFilter(second_look=True), {named.id}),
    ]:
        assert ids(queries.queue(EVERYWHERE, filters=filters, now=NOON)) == found, filters


def test_a_row_shows_how_the_record_came_about(station: Place) -> None:
    clerk = world.staff(at=station, name="王丽")
    record = a_record(station, mended_by_id=clerk.id, needs_second_look=True, appealed_at=NOON)
    row = queries.record(record.id, within=EVERYWHERE)
    assert (row.name, row.title, row.plan.place_name) == ("张桂英", "社区环境清洁", station.name)
    assert (row.stay.in_at, row.stay.in_way) == (NOON - 48 * HOUR, "session_code")
    assert (row.minutes, row.planned_minutes, row.standing) == (120, 120, "待认定")
    assert row.flags(NOON) == ("当日超 8 小时", "由王丽补正", "志愿者申诉")


def test_outside_the_scope_a_record_is_not_found(station: Place) -> None:
    record = a_record(station)
    stranger = Scope(world.a_station().path)
    with pytest.raises(NotFound):
        queries.record(record.id, within=stranger)
    assert queries.records([record.id], within=stranger) == {}
    assert set(queries.records([record.id], within=EVERYWHERE)) == {record.id}


def test_the_queue_costs_the_same_for_one_and_for_many(
    station: Place, statements: Counting
) -> None:
    a_record(station)
    with statements() as one:
        queries.queue(EVERYWHERE, now=NOON)
    for _ in range(5):
        a_record(station)
    with statements() as many:
        assert queries.queue(EVERYWHERE, now=NOON).total == 6
    assert len(one) == len(many) <= 6


def test_a_volunteer_sees_her_own_records_the_latest_first(station: Place) -> None:
    volunteer = world.a_volunteer(station)
    older = world.a_pending_record(volunteer, station, starts_at=NOON - 96 * HOUR)
    newer = world.an_approved_record(volunteer, station, starts_at=NOON - 48 * HOUR)
    a_record(station)
    page = queries.my_records(volunteer.id)
    assert [row.id for row in page.items] == [newer.id, older.id]


def test_totals_are_what_is_approved_and_what_still_waits(station: Place) -> None:
    volunteer = world.a_volunteer(station)
    assert queries.totals(volunteer.id) == Totals(0, 0)
    minutes_by_state = [("approved", 100), ("approved", 20), ("pending", 7), ("returned", 3)]
    no_longer_hers = [("rejected", 50), ("revoked", 40)]
    for days, (state, minutes) in enumerate([*minutes_by_state, *no_longer_hers]):
        world.a_pending_record(
            volunteer,
            station,
            starts_at=NOON - (days + 1) * 24 * HOUR,
            state=state,
            minutes=minutes,
        )
    assert queries.totals(volunteer.id) == Totals(approved_minutes=120, pending_minutes=10)


def test_counts_say_what_waits_in_a_subtree(office: Place, station: Place) -> None:
    assert queries.counts(EVERYWHERE, now=NOON) == Counts(0, 0, 0, 0, 0)
    a_record(station)
    a_record(station, due_on=YESTERDAY)
    a_record(station, needs_second_look=True)
    a_record(station, state="returned", due_on=YESTERDAY)
    a_record(station, state="approved", due_on=YESTERDAY)
    a_record(world.a_station())
    assert queries.counts(Scope(office.path), now=NOON) == Counts(
        pending=3, overdue=1, second_look=1, returned=1, flagged=0
    )


def test_what_waits_for_me_leaves_out_what_i_may_not_decide(office: Place, station: Place) -> None:
    herself = world.a_volunteer(station)
    clerk = world.staff(at=station, volunteer_id=herself.id)
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    a_record(station)
    a_record(station, needs_second_look=True)
    a_record(station, mended_by_id=clerk.id)
    world.a_pending_record(herself, station)
    assert queries.waiting_count(clerk) == 1
    assert queries.waiting_count(manager) == 4
