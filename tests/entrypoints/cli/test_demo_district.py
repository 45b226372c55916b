"""The demo district: how much there is, and that it obeys the rules."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.wechat_templates import NAME_OF, TEMPLATES, template_for
from app.domain.access.models import StaffMember
from app.domain.access.queries import Staff
from app.domain.access.rehearsal import demo_code
from app.domain.access.sign_in import answer_code, sign_in
from app.domain.activities.models import Activity, ActivitySession, GuardianWord, Position, SignUp
from app.domain.activities.rules import State
from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.rules import OPENS_BEFORE_START
from app.domain.audit import seals
from app.domain.audit.models import AuditEntry
from app.domain.call_backs.models import CallBack
from app.domain.hours.approval import approve_batch
from app.domain.hours.errors import NeedsSecondLook, OwnRecord
from app.domain.hours.models import CheckOutRequest, HourDecision, HourRecord
from app.domain.hours.rules import LONGEST_MINUTES_A_DAY, credited_stretch
from app.domain.messaging.models import OutboxMessage
from app.domain.nominations.polls.models import BallotExclusion, Poll
from app.domain.people import consents
from app.domain.people.id_numbers import birth_date_in
from app.domain.people.models import (
    Consent,
    Denial,
    Guardianship,
    Invitation,
    Volunteer,
    WeChatIdentity,
)
from app.domain.people.rules import age_on, clean_phone
from app.domain.places.models import Place
from app.entrypoints.cli.demo_district import loading
from app.entrypoints.cli.demo_district.crowd import ONE_PHONE
from app.entrypoints.cli.demo_district.team import ACCOUNTS, PASSWORD
from app.entrypoints.cli.ledger import ledger
from app.kernel.database import Base, session
from tests.conftest import NOON, empty_every_table
from wechat.simulator import template_rules
from wechat.simulator.followers import FIRST_FOLLOWERS, _open_id_from

APP_ID = "wx0123456789abcdef"


@pytest.fixture(scope="module")
def district(_migrated: Flask) -> Iterator[Flask]:
    """The district, loaded at noon, once for all who only look at it."""
    with _migrated.app_context():
        loading.load(app_id=APP_ID, now=NOON)
        session.expunge_all()
        yield _migrated
        session.remove()
        empty_every_table()


def count(model: type[Base], *where: object) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def states(model: type[Base]) -> Counter[str]:
    return Counter(session.scalars(select(model.state)))  # type: ignore[attr-defined]


def test_some_hours_have_to_be_looked_at(district: Flask) -> None:
    flagged = count(HourRecord, HourRecord.open_flags > 0, HourRecord.state == "pending")
    assert 3 <= flagged <= 20


def test_what_may_go_out_by_wechat_fills_its_template(district: Flask) -> None:
    letters = session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind.in_(NAME_OF), OutboxMessage.channel != "sms")
    ).all()
    assert len({letter.kind for letter in letters}) >= 10
    for letter in letters:
        keys = [key for key, _ in TEMPLATES[NAME_OF[letter.kind]].fields]
        values = letter.payload["values"]
        assert len(values) == len(keys), letter.kind
        _, filled = template_for("the-id", letter.kind, values)
        assert template_rules.why_not({k: {"value": v} for k, v in filled.items()}, keys) is None
        phrases = [(v, filled[k]) for k, v in zip(keys, values, strict=True) if k[:6] == "phrase"]
        assert all(said == shown for said, shown in phrases), letter.kind


def test_some_people_are_called_back(district: Flask) -> None:
    found = states(CallBack)
    assert found["open"] >= 3
    assert (found["confirmed"], found["differs"]) == (1, 1)


def signed_in(username: str) -> Staff:
    """Her password, then the code that anybody who tries the demo is shown."""
    waiting = sign_in(username, PASSWORD, device="test", address="127.0.0.1", now=NOON)
    code = demo_code(waiting.token, now=NOON)
    assert code is not None
    return answer_code(waiting.token, code, device="test", address="127.0.0.1", now=NOON).staff


def test_there_are_35_sites_2000_volunteers_and_activities_in_every_state(district: Flask) -> None:
    assert Counter(session.scalars(select(Place.level))) == {
        "centre": 1,
        "office": 8,
        "station": 27,  # one of them merged into another
        "point": 11,  # one of every kind, and one that is closed
    }
    agreed = count(Consent, Consent.kind == consents.KIND)
    assert count(Volunteer, Volunteer.source == "demo") == agreed == 2_002
    assert count(Volunteer, Volunteer.source == "guardian") == 14
    assert set(states(Activity)) == set(State)
    assert states(Activity)["ended"] > 80
    assert set(states(SignUp)) == {*("signed_up", "waiting", "cancelled", "released", "walked_in")}


def test_hours_wait_at_most_places_in_hundreds_and_stand_in_every_state(district: Flask) -> None:
    records = states(HourRecord)
    states_of_records = {"pending", "approved", "returned", "rejected", "revoked", "frozen"}
    assert set(records) == states_of_records
    assert records["pending"] > 400
    places = select(func.count(HourRecord.place_id.distinct())).where(HourRecord.state == "pending")
    assert (session.scalar(places) or 0) >= 25
    assert count(HourRecord, HourRecord.needs_second_look) > 0
    assert count(HourRecord, HourRecord.mended_by_id.is_not(None)) > 0
    assert count(HourRecord, HourRecord.appealed_at.is_not(None)) > 0


def test_as_many_places_are_taken_as_people_have_signed_up(district: Flask) -> None:
    signed_up = dict(
        session.execute(
            select(SignUp.position_id, func.count())
            .where(SignUp.state == "signed_up")
            .group_by(SignUp.position_id)
        ).all()  # type: ignore[arg-type]
    )
    positions = session.scalars(select(Position)).all()
    assert all(position.taken == signed_up.get(position.id, 0) for position in positions)


def test_people_wait_only_where_every_place_is_taken(district: Flask) -> None:
    waited_for = session.scalars(
        select(Position)
        .join(SignUp, SignUp.position_id == Position.id)
        .where(SignUp.state == "waiting")
    ).all()
    assert waited_for
    assert all(position.taken == position.capacity for position in waited_for)


def test_nobody_is_in_two_places_at_once(district: Flask) -> None:
    alive = session.execute(
        select(SignUp.volunteer_id, SignUp.starts_at, SignUp.ends_at)
        .where(SignUp.state.in_(("signed_up", "waiting")))
        .order_by(SignUp.volunteer_id, SignUp.starts_at)
    ).all()
    for one, following in pairwise(alive):
        assert one.volunteer_id != following.volunteer_id or one.ends_at <= following.starts_at


def test_the_minutes_are_those_that_the_rules_credit(district: Flask) -> None:
    rows = session.execute(
        select(HourRecord, Attendance, ActivitySession)
        .join(Attendance, Attendance.id == HourRecord.attendance_id)
        .join(ActivitySession, ActivitySession.id == HourRecord.session_id)
    ).all()
    of_a_day: Counter[tuple[object, object]] = Counter()
    for record, stay, planned in rows:
        if stay.out_at is None:
            assert record.state == "returned" if record.minutes == 0 else record.mended_by_id
            continue
        stretch = credited_stretch(
            stay.in_at, stay.out_at, starts_at=planned.starts_at, ends_at=planned.ends_at
        )
        assert (record.counted_from, record.counted_until) == (stretch.begins, stretch.ends)
        assert record.minutes <= (stretch.ends - stretch.begins) // timedelta(minutes=1)
        of_a_day[record.volunteer_id, record.service_date] += record.minutes
    assert max(of_a_day.values()) <= LONGEST_MINUTES_A_DAY


def test_every_stay_has_its_scans_and_every_record_its_history(district: Flask) -> None:
    scanned = Attendance.in_way != "back_fill"
    left = count(Attendance, Attendance.out_at.is_not(None), scanned)
    first = ~Scan.sentence.contains("无需重复")
    assert count(Scan, first) == count(Attendance, scanned) + left
    decisions = Counter(session.scalars(select(HourDecision.decision)))
    assert decisions["drawn_up"] == count(HourRecord, HourRecord.back_fill_id.is_(None))
    assert decisions["back_fill"] == count(HourRecord, HourRecord.back_fill_id.is_not(None)) == 3
    approved = count(AuditEntry, AuditEntry.action == "hours.approve")
    assert decisions["approve"] == approved >= states(HourRecord)["approved"]


def test_nothing_has_happened_that_lies_ahead(district: Flask) -> None:
    for moment in (
        *(Scan.at, Attendance.in_at, Attendance.out_at, SignUp.queued_at, SignUp.cancelled_at),
        *(HourRecord.decided_at, HourDecision.at, AuditEntry.at, Volunteer.registered_at),
        *(Activity.published_at, HourRecord.created_at),
    ):
        latest = session.scalar(select(func.max(moment)))
        assert latest is not None
        assert latest <= NOON, moment


def test_people_have_valid_numbers_that_are_kept_encrypted(district: Flask) -> None:
    people = session.scalars(select(Volunteer).where(Volunteer.phone != "")).all()
    assert len(people) == count(Volunteer) - 1  # one said "not me"
    assert all(clean_phone(person.phone) == person.phone for person in people)
    for person in people:
        if person.id_number is not None:
            assert birth_date_in(person.id_number, now=NOON) == person.birth_date
    table = Volunteer.__table__
    stored = session.execute(select(table.c.id_number_index, table.c.id_number_tail)).all()
    assert len({row.id_number_index for row in stored if row.id_number_tail}) > 1_500
    raw = session.connection().exec_driver_sql("select id_number from volunteer").scalars()
    assert {text.partition(":")[0] for text in raw if text} == {"v1"}


@pytest.mark.parametrize("minutes", [0, 29, 30, 61, 600])
def test_at_any_moment_one_can_sign_up_and_check_in_at_the_first_station(
    district: Flask, minutes: int
) -> None:
    now = NOON + timedelta(minutes=minutes)
    starts = session.scalars(
        select(ActivitySession.starts_at)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .join(Place, Place.id == Activity.place_id)
        .where(
            Place.name.startswith("阳光社区"),
            Activity.title.startswith("阳光社区便民服务岗"),
            Activity.state.in_(("published", "running")),
            ActivitySession.starts_at > now,
        )
        .order_by(ActivitySession.starts_at)
    ).first()
    assert starts is not None
    assert starts - OPENS_BEFORE_START <= now < starts


def test_one_phone_of_the_simulator_has_a_history_and_the_others_are_new(district: Flask) -> None:
    phones = {str(person["phone"]) for person in FIRST_FOLLOWERS}
    known = session.scalars(
        select(Volunteer).where(Volunteer.phone.in_(phones), Volunteer.source == "demo")
    ).one()
    assert (known.name, known.phone) == ONE_PHONE[:2]
    identity = session.scalars(
        select(WeChatIdentity).where(WeChatIdentity.volunteer_id.is_not(None))
    ).one()
    assert (identity.volunteer_id, identity.following) == (known.id, True)
    assert {"name": known.name, "following": True}.items() <= FIRST_FOLLOWERS[1].items()
    assert identity.open_id == _open_id_from(f"{APP_ID}/{known.name}")
    of_hers = HourRecord.volunteer_id == known.id
    found = set(session.scalars(select(HourRecord.state).where(of_hers)))
    assert found == {"approved", "pending", "returned", "rejected"}
    places = set(session.scalars(select(SignUp.state).where(SignUp.volunteer_id == known.id)))
    assert places == {"signed_up", "waiting", "cancelled"}


def test_children_of_all_ages_take_places_by_their_guardians_word(district: Flask) -> None:
    assert count(Guardianship, Guardianship.withdrawn_at.is_(None)) == 14
    known = session.scalars(select(Volunteer).where(Volunteer.phone == ONE_PHONE[1])).all()
    assert sorted(age_on(one.birth_date or date.min, NOON.date()) for one in known) == [5, 8, 34]
    words = session.scalars(select(GuardianWord)).all()
    assert len(words) >= 14
    assert {one.way for one in words} == {"in_person", "accompanies"}
    signed_up = session.scalars(
        select(Volunteer.birth_date)
        .join(SignUp, SignUp.volunteer_id == Volunteer.id)
        .where(Volunteer.source == "guardian")
    ).all()
    ages = {age_on(born, NOON.date()) for born in signed_up if born}
    assert min(ages) == 6
    assert {8, 12, 15} <= ages


def test_invitations_a_denial_and_check_out_requests_wait(district: Flask) -> None:
    assert states(Invitation) == {"invited": 3, "accepted": 2, "declined": 1, "expired": 3}
    assert count(Denial, Denial.settled_at.is_(None)) == 1
    assert states(CheckOutRequest) == {"asked": 3}


def test_every_account_signs_in_without_changing_the_password(district: Flask) -> None:
    assert count(StaffMember) == len(ACCOUNTS) == 37
    assert count(StaffMember, StaffMember.must_change_password) == 0
    for account in (ACCOUNTS[0], ACCOUNTS[-1]):
        assert signed_in(account.username).name == account.name


def test_the_first_station_has_a_day_of_records_to_approve_at_once_but_for_a_few(
    district: Flask,
) -> None:
    clerk = signed_in("yangguang")
    waiting = session.scalars(
        select(HourRecord.id).where(
            HourRecord.place_id == clerk.place.id, HourRecord.state == "pending"
        )
    ).all()
    assert len(waiting) > 100
    outcome = approve_batch(clerk, waiting, now=NOON)
    assert len(outcome.approved) > 80
    assert {type(one) for one in outcome.refused.values()} >= {OwnRecord, NeedsSecondLook}


def test_its_ledger_is_sealed_and_holds(district: Flask) -> None:
    session.rollback()
    answer = district.test_cli_runner().invoke(ledger, ["verify"])
    assert answer.exit_code == 0, answer.output
    assert seals.latest() is not None


def test_neighbours_vote_in_one_poll_and_another_has_odd_ballots(district: Flask) -> None:
    states = dict(session.execute(select(Poll.state, func.count()).group_by(Poll.state)).all())
    assert states == {"open": 1, "closed": 1}
    assert session.scalars(select(BallotExclusion.state)).all() == ["proposed"]
