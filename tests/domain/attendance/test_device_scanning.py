"""Scans by a scanner: online, and without network sent later; two devices end in one record."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.attendance import errors
from app.domain.attendance.closing import close_missed
from app.domain.attendance.device_scanning import DeviceScan, scan_by_device
from app.domain.attendance.devices import device_behind, make_for_place, make_for_session
from app.domain.attendance.models import Attendance, Scan
from app.domain.hours.models import HourDecision, HourRecord
from app.domain.people.card import card_code
from app.domain.people.errors import CardExpired, NotACard
from app.domain.webhooks.subscriptions import subscribed_to
from app.kernel.database import session
from app.kernel.refusal import Refusal
from tests import world
from tests.conftest import Counting
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.domain.attendance.scanner import Scanner, a_scanner

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


@pytest.fixture
def east(door: Door) -> Scanner:
    return a_scanner(door)


def stay() -> Attendance:
    session.expire_all()
    return session.scalars(select(Attendance)).one()


def record() -> HourRecord:
    session.expire_all()
    return session.scalars(select(HourRecord)).one()


def test_a_card_checks_in_for_whom_the_devices_maker_answers(door: Door, east: Scanner) -> None:
    answer = east.card(door.volunteer.id, "in", STARTS + MINUTE)
    assert (answer.sentence, answer.volunteer_name) == ("签到成功，12:01", "张桂英")
    assert (stay().in_way, stay().in_staff_id, stay().note) == ("card", door.clerk.id, None)
    scan = session.scalars(select(Scan)).one()
    assert (scan.device, scan.nonce) == (str(east.device.id), "nonce-1")
    assert (scan.at, scan.received_at) == (STARTS + MINUTE, STARTS + MINUTE)


def test_a_person_picked_from_the_list_is_marked_so(door: Door, east: Scanner) -> None:
    east.take("in", STARTS, person_id=door.volunteer.id)
    assert stay().in_way == "list"


@pytest.mark.parametrize("by", ["number", "name"])
def test_who_has_no_phone_says_number_or_name_and_four_digits(
    door: Door, east: Scanner, by: str
) -> None:
    world.signed_up(world.a_volunteer(door.station, name="张桂英"), door.position)
    someone = door.volunteer
    text = someone.number if by == "number" else f"{someone.name} {someone.phone[-4:]}"
    answer = east.take("in", STARTS, text=text)
    assert stay().volunteer_id == someone.id
    assert answer.volunteer_name == someone.name


def test_what_was_typed_means_exactly_one_of_the_list(door: Door, east: Scanner) -> None:
    twin = world.a_volunteer(door.station)
    twin.phone = door.volunteer.phone
    world.saved(twin)
    world.signed_up(twin, door.position)
    stranger = world.a_volunteer(door.station, name="李明")
    with pytest.raises(errors.SeveralMeant):
        east.take("in", STARTS, text=f"张桂英 {twin.phone[-4:]}")
    for text in (stranger.number, f"李明 {stranger.phone[-4:]}", "张桂英 0000", "张桂英", ""):
        with pytest.raises(errors.NobodyMeant):
            east.take("in", STARTS, text=text)


def test_a_scan_sent_again_is_one_scan_with_the_same_answer(door: Door, east: Scanner) -> None:
    card = card_code(door.volunteer.id, now=STARTS)
    first = east.take("in", STARTS, card=card, nonce="n")
    again = east.take("in", STARTS + 5 * MINUTE, card=card, nonce="n")  # the card is old by now
    assert (again.scan_id, again.sentence, again.repeated) == (first.scan_id, first.sentence, False)
    assert len(session.scalars(select(Scan)).all()) == 1


def test_a_refused_scan_sent_again_is_refused_with_the_same_words(door: Door) -> None:
    east, early = a_scanner(door), STARTS - HOUR
    refusals = []
    for _ in range(2):
        with pytest.raises(Refusal) as caught:
            east.take("in", early, card=card_code(door.volunteer.id, now=early), nonce="n")
        refusals.append(caught.value)
    said = [(one.code, one.sentence, one.advice, one.status) for one in refusals]
    assert said[0] == said[1]
    assert said[0][0] == "too_early"


def test_an_old_card_and_a_strange_one_are_refused(door: Door, east: Scanner) -> None:
    with pytest.raises(CardExpired):
        east.take("in", STARTS, card=card_code(door.volunteer.id, now=STARTS - 2 * MINUTE))
    with pytest.raises(NotACard):
        east.take("in", STARTS, card="https://example.com/")


def test_a_token_is_for_its_session_only(door: Door, east: Scanner) -> None:
    other = world.a_session(door.activity)
    with pytest.raises(errors.NotThisSession):
        east.take("in", STARTS, person_id=door.volunteer.id, session_id=other.id)


def test_a_places_token_is_for_all_its_sessions_and_no_others(door: Door) -> None:
    make = make_for_place
    _, token = make(door.clerk, door.station.id, name="站", ends_at=ENDS, now=STARTS)
    site = Scanner(device_behind(token))
    with pytest.raises(errors.NotThisSession):
        site.take("in", STARTS, person_id=door.volunteer.id)
    site.take("in", STARTS, person_id=door.volunteer.id, session_id=door.session.id)
    elsewhere = world.an_open_position(world.a_station(), starts_at=STARTS)
    with pytest.raises(errors.NotThisSession):
        site.take("in", STARTS, person_id=door.volunteer.id, session_id=elsewhere.session_id)
    with pytest.raises(errors.DeviceEnded):
        site.take("out", ENDS + MINUTE, person_id=door.volunteer.id, session_id=door.session.id)


def test_a_sessions_token_ends_when_nobody_can_check_out_any_more(
    door: Door, east: Scanner
) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    with pytest.raises(errors.DeviceEnded):
        east.card(door.volunteer.id, "out", ENDS + HOUR + MINUTE)
    # What it scanned in time may be sent later.
    east.card(door.volunteer.id, "out", ENDS + HOUR, sent=ENDS + 3 * HOUR)
    assert stay().out_at == ENDS + HOUR


def test_an_offline_scan_counts_from_when_it_was_made(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS + MINUTE, sent=STARTS + HOUR)
    assert (stay().in_at, stay().in_way) == (STARTS + MINUTE, "card_offline")
    scan = session.scalars(select(Scan)).one()
    assert (scan.at, scan.received_at) == (STARTS + MINUTE, STARTS + HOUR)


def test_a_devices_wrong_clock_is_put_right(door: Door, east: Scanner) -> None:
    wrong = timedelta(hours=3)
    card = card_code(door.volunteer.id, now=STARTS)
    moments = {"scanned_at": STARTS + wrong, "sent_at": STARTS + HOUR + wrong}
    east.take("in", STARTS + HOUR, card=card, **moments)
    assert stay().in_at == STARTS


@pytest.mark.parametrize(
    ("at", "counts"),
    [(-2 * MINUTE, True), (3 * MINUTE, True), (-2.1 * MINUTE, False), (3.1 * MINUTE, False)],
)
def test_an_offline_card_was_made_close_to_its_scan(
    door: Door, east: Scanner, at: timedelta, counts: bool
) -> None:
    made = STARTS + 10 * MINUTE
    facts = {"card": card_code(door.volunteer.id, now=made), "scanned_at": made + at}
    if counts:
        east.take("in", STARTS + HOUR, **facts)
        return
    with pytest.raises(CardExpired):
        east.take("in", STARTS + HOUR, **facts)


@pytest.mark.parametrize("ago", [timedelta(hours=24, seconds=1), timedelta(seconds=-61)])
def test_a_moment_in_the_future_or_too_long_ago_is_not_believed(
    door: Door, east: Scanner, ago: timedelta
) -> None:
    with pytest.raises(errors.MomentNotBelievable):
        east.take("in", STARTS, person_id=door.volunteer.id, scanned_at=STARTS - ago)


def test_offline_scans_obey_the_sessions_window(door: Door, east: Scanner) -> None:
    with pytest.raises(errors.TooEarly):
        east.card(door.volunteer.id, "in", STARTS - 31 * MINUTE, sent=STARTS)


def test_two_devices_offline_end_in_one_record_the_earlier(door: Door, east: Scanner) -> None:
    west = a_scanner(door, "西门")
    west.card(door.volunteer.id, "in", STARTS + 5 * MINUTE, sent=STARTS + 20 * MINUTE)
    answer = east.card(door.volunteer.id, "in", STARTS + 2 * MINUTE, sent=STARTS + 30 * MINUTE)
    assert (stay().in_at, answer.at, answer.repeated) == (STARTS + 2 * MINUTE,) * 2 + (True,)
    assert stay().note == "签到时间由 12:05 改为较早的离线扫码 12:02"


def test_the_later_of_two_offline_scans_leaves_a_note(door: Door, east: Scanner) -> None:
    west = a_scanner(door, "西门")
    east.card(door.volunteer.id, "in", STARTS + 2 * MINUTE, sent=STARTS + 20 * MINUTE)
    west.card(door.volunteer.id, "in", STARTS + 5 * MINUTE, sent=STARTS + 30 * MINUTE)
    assert stay().in_at == STARTS + 2 * MINUTE
    assert stay().note == "另有一次离线签到（12:05），以较早的为准"


def test_an_earlier_check_out_that_comes_late_redraws_the_record(door: Door, east: Scanner) -> None:
    west = a_scanner(door, "西门")
    east.card(door.volunteer.id, "in", STARTS)
    east.card(door.volunteer.id, "out", ENDS)
    assert record().minutes == 120
    west.card(door.volunteer.id, "out", ENDS - 30 * MINUTE, sent=ENDS + MINUTE)
    assert (stay().out_at, record().minutes) == (ENDS - 30 * MINUTE, 90)
    decisions = list(session.scalars(select(HourDecision.decision).order_by(HourDecision.id)))
    assert decisions == ["drawn_up", "redrawn"]


def test_a_decided_record_stays_as_decided(door: Door, east: Scanner) -> None:
    west = a_scanner(door, "西门")
    east.card(door.volunteer.id, "in", STARTS)
    east.card(door.volunteer.id, "out", ENDS)
    decided = record()
    decided.state, decided.decided_by_id, decided.decided_at = "approved", door.clerk.id, ENDS
    world.saved(decided)
    west.card(door.volunteer.id, "out", ENDS - 30 * MINUTE, sent=ENDS + MINUTE)
    assert (record().minutes, record().state) == (120, "approved")
    assert "较早的离线扫码" in (stay().note or "")


def test_a_check_out_sent_before_its_check_in_is_made_up_for(door: Door, east: Scanner) -> None:
    west = a_scanner(door, "西门")
    with pytest.raises(errors.CheckInNotHere):
        west.card(door.volunteer.id, "out", ENDS, sent=ENDS + MINUTE)
    east.card(door.volunteer.id, "in", STARTS, sent=ENDS + 2 * MINUTE)
    assert (stay().in_at, stay().out_at, stay().out_way) == (STARTS, ENDS, "card_offline")
    assert (record().minutes, record().state) == (120, "pending")


def test_a_check_out_before_the_check_in_is_no_check_out(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS + 30 * MINUTE)
    with pytest.raises(errors.CheckInNotHere):
        east.card(door.volunteer.id, "out", STARTS + 10 * MINUTE, sent=ENDS)


def test_a_check_out_that_comes_after_the_closing_repairs_the_record(
    door: Door, east: Scanner
) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    assert close_missed(ENDS + 2 * HOUR) == 1
    assert (record().state, record().minutes) == ("returned", 0)
    east.card(door.volunteer.id, "out", ENDS, sent=ENDS + 3 * HOUR)
    assert (record().state, record().minutes, record().reason) == ("pending", 120, None)


def test_a_scan_by_a_scanner_costs_at_most_six_statements(door: Door, statements: Counting) -> None:
    _, token = make_for_session(door.clerk, door.session.id, name="东门", now=STARTS)
    card = card_code(door.volunteer.id, now=STARTS)
    subscribed_to("attendance.checked_in", now=STARTS)  # known in a process that runs
    with statements() as seen:
        scan = DeviceScan(nonce="n", direction="in", card=card)
        scan_by_device(device_behind(token), scan, now=STARTS)
    assert len(seen) <= 6, seen
