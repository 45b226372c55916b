"""Records are held against the risk rules: by whom, when, and what follows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities.models import Position
from app.domain.attendance.models import Scan
from app.domain.audit.models import AuditEntry
from app.domain.hours import back_fill_decisions, errors, queries, risk_queries, settling_flags
from app.domain.hours import weighing as weighing_room
from app.domain.hours.approval import approve_after_look, approve_batch, reject_batch, revoke
from app.domain.hours.models import BackFill, HourRecord, RiskFlag
from app.domain.hours.queries import QueueFilter
from app.domain.people.models import Guardianship, Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.hours.test_approval import many_records
from tests.domain.hours.typing import a_back_fill, a_past_position
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
NOTE = "打电话问过带队的人"
PHONE = "a" * 32


@pytest.fixture
def office(database: object) -> Place:
    return world.an_office()


@pytest.fixture
def station(office: Place) -> Place:
    return world.a_station(office)


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station)


@pytest.fixture
def manager(office: Place) -> Staff:
    return world.staff(Role.OFFICE_MANAGER, at=office, name="李主任")


@pytest.fixture
def position(station: Place) -> Position:
    return world.an_open_position(station, state="ended", starts_at=NOON - 48 * HOUR, capacity=300)


def a_new_record(station: Place, position: Position, **facts: Any) -> HourRecord:
    """Somebody's record that nobody has weighed."""
    person = facts.pop("of", None) or world.a_volunteer(station)
    return world.a_pending_record(person, station, position=position, to_weigh=True, **facts)


def scanned(record: HourRecord, **facts: Any) -> Scan:
    return world.saved(
        Scan(
            id=new_id(),
            at=record.counted_from,
            session_id=record.session_id,
            volunteer_id=record.volunteer_id,
            direction="in",
            way="session_code",
            sentence="签到成功",
            **facts,
        )
    )


def fresh(record: HourRecord) -> HourRecord:
    return session.get_one(HourRecord, record.id, populate_existing=True)


def codes(record_id: UUID) -> set[str]:
    return set(session.scalars(select(RiskFlag.code).where(RiskFlag.record_id == record_id)))


def a_flagged_record(station: Place, position: Position) -> HourRecord:
    record = a_new_record(station, position)
    scanned(record, distance_metres=900)
    assert weighing_room.weigh_due(now=NOON) >= 1
    return fresh(record)


def test_what_nothing_speaks_against_is_weighed_once(station: Place, position: Position) -> None:
    record = a_new_record(station, position)
    assert weighing_room.weigh_due(now=NOON) == 1
    assert (fresh(record).to_weigh, fresh(record).open_flags) == (False, 0)
    assert weighing_room.weigh_due(now=NOON) == 0


def test_a_session_that_still_runs_waits(station: Place) -> None:
    running = world.an_open_position(station, state="running", starts_at=NOON - HOUR)
    a_new_record(station, running)
    assert weighing_room.weigh_due(now=NOON) == 0
    assert weighing_room.weigh_due(now=NOON + HOUR) == 1


def test_one_phone_for_two_flags_both_and_a_third_is_left_alone(
    station: Place, position: Position
) -> None:
    zhang, li, wang = (a_new_record(station, position) for _ in range(3))
    for record, phone in ((zhang, PHONE), (li, PHONE), (wang, "b" * 32)):
        scanned(record, phone_mark=phone)
    weighing_room.weigh_due(now=NOON)
    assert "same_phone" in codes(zhang.id) & codes(li.id)
    assert "same_phone" not in codes(wang.id)
    [flag] = [one for one in risk_queries.of_record(zhang.id) if one.flag.code == "same_phone"]
    assert "2 个不是一家人" in flag.flag.sentence


def test_a_guardian_and_her_children_are_one_family(station: Place, position: Position) -> None:
    mother = world.a_volunteer(station)
    children = [world.a_volunteer(station) for _ in range(2)]
    for child in children:
        world.saved(care_of(mother, child))
    for person in (mother, *children):
        scanned(a_new_record(station, position, of=person), phone_mark=PHONE)
    weighing_room.weigh_due(now=NOON)
    found = set(session.scalars(select(RiskFlag.code)))
    assert not found & {"same_phone", "same_times", "shared_number"}


def care_of(mother: Volunteer, child: Volunteer) -> Guardianship:
    return Guardianship(
        id=new_id(),
        child_id=child.id,
        guardian_id=mother.id,
        guardian_name=mother.name,
        guardian_phone=mother.phone,
        relation="mother",
        version="2026-12",
        text_hash="0" * 64,
        channel="wechat",
        given_at=NOON - timedelta(days=30),
    )


def test_who_came_later_throws_light_on_who_came_first(station: Place, position: Position) -> None:
    zhang = a_new_record(station, position)
    scanned(zhang, phone_mark=PHONE)
    weighing_room.weigh_due(now=NOON)
    assert codes(zhang.id) == set()
    li = a_new_record(station, position)
    scanned(li, phone_mark=PHONE)
    assert weighing_room.weigh_due(now=NOON) == 1
    assert "same_phone" in codes(zhang.id)


@pytest.mark.parametrize(("days", "raised"), [(7, True), (8, False)])
def test_one_phone_within_a_week(station: Place, days: int, raised: bool) -> None:
    day = timedelta(days=1)
    for before in (days, 1):
        earlier = world.an_open_position(
            station, state="ended", starts_at=NOON - 48 * HOUR - before * day
        )
        scanned(a_new_record(station, earlier), phone_mark=PHONE)
    today = world.an_open_position(station, state="ended", starts_at=NOON - 48 * HOUR)
    record = a_new_record(station, today)
    scanned(record, phone_mark=PHONE)
    weighing_room.weigh_due(now=NOON)
    assert ("same_phone" in codes(record.id)) is raised


def test_three_in_and_out_at_the_same_seconds(station: Place, position: Position) -> None:
    first, second = (a_new_record(station, position) for _ in range(2))
    weighing_room.weigh_due(now=NOON)
    assert codes(first.id) == codes(second.id) == set()
    third = a_new_record(station, position)
    weighing_room.weigh_due(now=NOON)
    assert codes(first.id) == codes(second.id) == codes(third.id) == {"same_times"}


@pytest.mark.parametrize(("people", "raised"), [(2, False), (3, True)])
def test_a_number_that_several_share(
    station: Place, position: Position, people: int, raised: bool
) -> None:
    owners = [world.a_volunteer(station) for _ in range(people)]
    for one in owners:
        one.phone = "13900000000"
        world.saved(one)
    record = a_new_record(station, position, of=owners[0])
    weighing_room.weigh_due(now=NOON)
    assert ("shared_number" in codes(record.id)) is raised


def test_a_code_that_was_passed_on(station: Place, position: Position) -> None:
    near, far = (a_new_record(station, position) for _ in range(2))
    scanned(near, code_age_seconds=75, distance_metres=30)
    scanned(far, code_age_seconds=75)
    weighing_room.weigh_due(now=NOON)
    assert (codes(near.id), codes(far.id)) == (set(), {"relayed_code"})


def test_an_activity_published_after_it_began(station: Place) -> None:
    starts = NOON - 48 * HOUR
    late = world.an_open_position(
        station, state="ended", starts_at=starts, published_at=starts + HOUR
    )
    record = a_new_record(station, late)
    weighing_room.weigh_due(now=NOON)
    assert codes(record.id) == {"late_activity"}


def test_a_month_of_a_hundred_hours(station: Place, position: Position) -> None:
    person = world.a_volunteer(station)
    for day in range(12):
        of_old = world.an_open_position(
            station, state="ended", starts_at=NOON - timedelta(days=3 + day)
        )
        world.an_approved_record(person, station, position=of_old, minutes=500)
    record = a_new_record(station, position, of=person)
    weighing_room.weigh_due(now=NOON)
    assert codes(record.id) == {"outlier"}


def test_a_flag_is_told_to_the_trail(station: Place, position: Position) -> None:
    record = a_flagged_record(station, position)
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "hours.flag"))
    assert (entry.object_id, entry.actor_kind) == (record.id, "system")


def test_flagged_records_leave_the_bulk(station: Place, position: Position, clerk: Staff) -> None:
    flagged = a_flagged_record(station, position)
    clean = world.a_pending_record(world.a_volunteer(station), station)
    outcome = approve_batch(clerk, [flagged.id, clean.id], now=NOON)
    assert outcome.approved == [clean.id]
    assert isinstance(outcome.refused[flagged.id], errors.NeedsALook)
    assert fresh(flagged).state == "pending"


def test_what_the_worker_has_not_weighed_yet_is_weighed_before_it_is_approved(
    station: Place, position: Position, clerk: Staff
) -> None:
    record = a_new_record(station, position)
    scanned(record, distance_metres=900)
    outcome = approve_batch(clerk, [record.id], now=NOON)
    assert isinstance(outcome.refused[record.id], errors.NeedsALook)
    assert fresh(record).to_weigh  # the worker weighs the whole session yet


def test_after_a_look_and_a_note_it_is_approved(
    station: Place, position: Position, clerk: Staff
) -> None:
    record = a_flagged_record(station, position)
    for note in ("", "看", "长" * 201):
        with pytest.raises(BadInput):
            approve_after_look(clerk, record.id, note, now=NOON)
    approve_after_look(clerk, record.id, f" {NOTE} ", now=NOON)
    assert (fresh(record).state, fresh(record).open_flags) == ("approved", 0)
    assert fresh(record).reason is None  # the volunteer reads no note of staff's
    [seen] = risk_queries.of_record(record.id)
    assert (seen.outcome, seen.settled_by, seen.note) == ("已核实，没有问题", clerk.name, NOTE)
    assert weighing_room.weigh_due(now=NOON) == 0


def test_a_look_does_not_lift_the_other_rules(
    station: Place, position: Position, clerk: Staff
) -> None:
    record = a_flagged_record(station, position)
    herself = world.staff(at=station, volunteer_id=record.volunteer_id)
    with pytest.raises(errors.OwnRecord):
        approve_after_look(herself, record.id, NOTE, now=NOON)
    with pytest.raises(NotFound):
        approve_after_look(world.staff(at=world.a_station()), record.id, NOTE, now=NOON)
    assert fresh(record).open_flags == 1


def test_a_rejected_record_upholds_its_flags(
    station: Place, position: Position, clerk: Staff
) -> None:
    record = a_flagged_record(station, position)
    reject_batch(clerk, [record.id], "本人没有到场", now=NOON)
    [seen] = session.scalars(select(RiskFlag))
    assert (seen.outcome, seen.note, fresh(record).open_flags) == ("upheld", "本人没有到场", 0)


def an_approved_and_flagged(station: Place, position: Position) -> HourRecord:
    record = world.an_approved_record(
        world.a_volunteer(station), station, position=position, to_weigh=True
    )
    scanned(record, distance_metres=900)
    weighing_room.weigh_due(now=NOON)
    return fresh(record)


def test_what_comes_to_light_later_is_looked_at_from_above(
    station: Place, position: Position, clerk: Staff, manager: Staff
) -> None:
    record = an_approved_and_flagged(station, position)
    assert queries.counts(manager.scope, now=NOON).flagged == 1
    with pytest.raises(NotAllowed):
        settling_flags.dismiss(clerk, record.id, NOTE, now=NOON)
    settling_flags.dismiss(manager, record.id, NOTE, now=NOON)
    assert (fresh(record).state, fresh(record).open_flags) == ("approved", 0)
    with pytest.raises(errors.NothingToLookAt):
        settling_flags.dismiss(manager, record.id, NOTE, now=NOON)


def test_who_approved_it_does_not_look_alone(
    station: Place, position: Position, manager: Staff
) -> None:
    record = an_approved_and_flagged(station, position)
    record.decided_by_id = manager.id
    world.saved(record)
    with pytest.raises(errors.ApprovedByHer):
        settling_flags.dismiss(manager, record.id, NOTE, now=NOON)
    with pytest.raises(NotFound):
        settling_flags.dismiss(manager, new_id(), NOTE, now=NOON)


def test_a_revoked_record_upholds_its_flags(
    station: Place, position: Position, manager: Staff
) -> None:
    record = an_approved_and_flagged(station, position)
    revoke(manager, record.id, "代签", now=NOON)
    assert [one.outcome for one in session.scalars(select(RiskFlag))] == ["upheld"]


def test_the_queue_shows_flags_and_only_flagged(
    station: Place, position: Position, clerk: Staff
) -> None:
    flagged = a_flagged_record(station, position)
    world.a_pending_record(world.a_volunteer(station), station)
    page = queries.queue(clerk.scope, "pending", QueueFilter(flagged=True), now=NOON)
    assert [row.id for row in page.items] == [flagged.id]
    assert "距离较远" in page.items[0].flags(NOON)
    assert queries.queue(clerk.scope, "pending", now=NOON).total == 2


def test_a_list_weighs_what_waits_in_its_subtree(
    station: Place, position: Position, clerk: Staff
) -> None:
    record = a_new_record(station, position)
    elsewhere = world.staff(at=world.a_station())
    assert weighing_room.weigh_waiting(elsewhere.scope, now=NOON) == 0
    assert weighing_room.weigh_waiting(clerk.scope, now=NOON) == 1
    assert not fresh(record).to_weigh


def test_one_and_many_cost_the_same_statements(
    station: Place, clerk: Staff, statements: Counting
) -> None:
    weighed, approved = {}, {}
    for count in (4, 200):
        records = many_records(station, count)
        for record in records:
            record.to_weigh = True
        world.saved(*records)
        for record in records[:3]:
            scanned(record, distance_metres=900, phone_mark=PHONE)
        ids = [record.id for record in records]
        session.remove()
        with statements() as seen:
            approve_batch(clerk, ids, now=NOON)
        approved[count] = len(seen)
        session.remove()
        with statements() as seen:
            weighing_room.weigh_due(now=NOON)
        weighed[count] = len(seen)
    assert approved[4] == approved[200]
    assert weighed[4] == weighed[200] <= 20


def test_a_back_fill_with_a_picture_of_another_wants_a_note(
    station: Place, clerk: Staff, manager: Staff
) -> None:
    first, second = (a_past_position(station, ended=hours * HOUR) for hours in (24, 48))
    plain = a_back_fill(clerk, first, [world.a_volunteer(station)], picture=3)
    found = a_back_fill(clerk, second, [world.a_volunteer(station)], picture=3)
    other = a_back_fill(clerk, second, [world.a_volunteer(station)], picture=4)
    assert [len(risk_queries.of_back_fill(one)) for one in (plain, found, other)] == [0, 1, 0]
    with pytest.raises(BadInput):
        back_fill_decisions.confirm(manager, found, now=NOON)
    assert back_fill_decisions.confirm(manager, found, NOTE, now=NOON).credited == 1
    [seen] = risk_queries.of_back_fill(found)
    assert (seen.flag.code, seen.note) == ("same_photo", NOTE)
    assert session.get_one(BackFill, found, populate_existing=True).open_flags == 0


def test_a_back_fill_typed_at_night_and_refused(
    station: Place, clerk: Staff, manager: Staff
) -> None:
    night = NOON + 11 * HOUR  # 23:00 in Shanghai
    found = a_back_fill(clerk, a_past_position(station), [world.a_volunteer(station)], now=night)
    [seen] = risk_queries.of_back_fill(found)
    assert "23:00" in seen.flag.sentence
    back_fill_decisions.refuse(manager, found, "没有依据", now=night)
    assert [one.outcome for one in session.scalars(select(RiskFlag))] == ["upheld"]


def test_much_typed_in_a_day_is_added_up(station: Place, clerk: Staff) -> None:
    first, second = (a_past_position(station, ended=hours * HOUR) for hours in (24, 48))
    small = a_back_fill(clerk, first, [world.a_volunteer(station) for _ in range(19)], picture=5)
    more = a_back_fill(clerk, second, [world.a_volunteer(station) for _ in range(19)], picture=6)
    third = a_past_position(station, ended=72 * HOUR)
    much = a_back_fill(clerk, third, [world.a_volunteer(station) for _ in range(3)], picture=7)
    raised = [{one.flag.code for one in risk_queries.of_back_fill(x)} for x in (small, more, much)]
    assert raised == [set(), set(), {"much_entered"}]
