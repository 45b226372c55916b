"""Taking scans: what is written, what is answered twice, what is kept of a refusal."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.attendance import check_in, errors
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.events import CheckedIn, CheckedOut
from app.domain.attendance.models import Attendance, Scan
from app.domain.hours.models import HourRecord
from app.domain.webhooks.subscriptions import subscribed_to
from app.kernel import happenings
from app.kernel.database import session
from app.kernel.geo import Point
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)
HERE = Point(36.0, 117.0)
NEAR = Point(36.0, 117.001)


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was announced, besides what usually follows."""
    events: list[Any] = []
    follow = happenings.happened

    def listen(event: object) -> None:
        events.append(event)
        follow(event)

    monkeypatch.setattr(check_in, "happened", listen)
    return events


def scans() -> list[Scan]:
    return list(session.scalars(select(Scan).order_by(Scan.id)))


def attendances() -> list[Attendance]:
    return list(session.scalars(select(Attendance)))


def test_a_scan_checks_in_and_says_so(door: Door, heard: list[Any]) -> None:
    answer = take_scan(door.scan("in", STARTS + 2 * MINUTE), now=STARTS + 2 * MINUTE)
    assert (answer.sentence, answer.repeated) == ("签到成功，12:02", False)
    assert (answer.volunteer_name, answer.title) == ("张桂英", "社区环境清洁")
    [stay] = attendances()
    assert (stay.id, stay.sign_up_id) == (answer.attendance_id, door.sign_up.id)
    assert (stay.in_at, stay.in_way, stay.out_at) == (STARTS + 2 * MINUTE, "session_code", None)
    [event] = heard
    assert isinstance(event, CheckedIn)
    assert event.stay.plan.place_path == door.station.path


def test_a_second_scan_returns_the_first_record(door: Door, heard: list[Any]) -> None:
    first = take_scan(door.scan("in", STARTS + 2 * MINUTE), now=STARTS + 2 * MINUTE)
    again = take_scan(door.scan("in", STARTS + 5 * MINUTE), now=STARTS + 5 * MINUTE)
    assert again.repeated
    assert again.sentence == "已于 12:02 签到，无需重复"
    assert (again.at, again.attendance_id) == (first.at, first.attendance_id)
    assert len(attendances()) == 1
    assert [scan.refusal for scan in scans()] == [None, None]
    assert len(heard) == 1


def test_a_second_scan_long_after_the_end_still_says_when_she_came(door: Door) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    again = take_scan(door.scan("in", ENDS + 9 * MINUTE), now=ENDS + 9 * MINUTE)
    assert again.sentence == "已于 12:00 签到，无需重复"


def test_a_check_out_ends_the_stay_once_and_draws_up_a_record(door: Door, heard: list[Any]) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    out = take_scan(door.scan("out", ENDS), now=ENDS)
    again = take_scan(door.scan("out", ENDS + MINUTE), now=ENDS + MINUTE)
    assert out.sentence == "签退成功，14:00"
    assert (again.sentence, again.at) == ("已于 14:00 签退，无需重复", ENDS)
    [stay] = attendances()
    assert (stay.out_at, stay.out_way) == (ENDS, "session_code")
    assert [type(event) for event in heard] == [CheckedIn, CheckedOut]
    [record] = session.scalars(select(HourRecord))
    assert (record.minutes, record.attendance_id) == (120, stay.id)


def test_a_refused_scan_is_kept_with_its_reason(door: Door) -> None:
    early = STARTS - 31 * MINUTE
    with pytest.raises(errors.TooEarly):
        take_scan(door.scan("in", early), now=early)
    session.remove()
    [scan] = scans()
    assert (scan.refusal, scan.sentence) == ("too_early", "签到还没开始，11月23日 11:30 起可签到")
    assert (scan.volunteer_id, scan.session_id) == (door.volunteer.id, door.session.id)
    assert attendances() == []


def test_the_distance_is_kept_and_the_position_is_not(database: object) -> None:
    door = a_door(latitude=HERE.latitude, longitude=HERE.longitude, check_radius_metres=200)
    take_scan(door.scan("in", STARTS, point=NEAR), now=STARTS)
    [stay] = attendances()
    assert stay.in_distance_metres == 90
    assert scans()[0].distance_metres == 90
    columns = {*Attendance.__table__.columns.keys(), *Scan.__table__.columns.keys()}
    assert not {name for name in columns if "latitude" in name or "longitude" in name}


def test_too_far_is_kept_with_the_distance(database: object) -> None:
    door = a_door(latitude=HERE.latitude, longitude=HERE.longitude, check_radius_metres=50)
    with pytest.raises(errors.TooFar):
        take_scan(door.scan("in", STARTS, point=NEAR), now=STARTS)
    assert scans()[0].distance_metres == 90


def test_who_is_still_in_elsewhere_is_told_where(door: Door) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    other = world.an_activity(door.station, starts_at=ENDS, title="下一场")
    position = world.a_position(world.a_session(other))
    world.signed_up(door.volunteer, position)
    request = door.scan("in", ENDS, session_id=position.session_id)
    with pytest.raises(errors.BusyElsewhere, match="社区环境清洁"):
        take_scan(request, now=ENDS)
    take_scan(door.scan("out", ENDS), now=ENDS)
    assert take_scan(request, now=ENDS).title == "下一场"


def test_a_forgotten_check_out_does_not_bar_her_for_ever(door: Door) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    later = ENDS + timedelta(hours=1)
    other = world.an_activity(door.station, starts_at=later, title="傍晚")
    position = world.a_position(world.a_session(other))
    world.signed_up(door.volunteer, position)
    request = door.scan("in", later, session_id=position.session_id)
    assert take_scan(request, now=later).sentence == "签到成功，15:00"


def test_a_scan_sent_again_gets_its_first_answer(door: Door) -> None:
    sent = {"device": "手机一", "nonce": "n1"}
    first = take_scan(door.scan("in", STARTS, **sent), now=STARTS)
    again = take_scan(door.scan("in", STARTS + MINUTE, **sent), now=STARTS + MINUTE)
    assert again == first
    assert len(scans()) == 1


def test_a_refused_scan_sent_again_is_refused_in_the_same_words(door: Door) -> None:
    early = STARTS - 31 * MINUTE
    sent = {"device": "手机一", "nonce": "n1"}
    with pytest.raises(errors.TooEarly) as first:
        take_scan(door.scan("in", early, **sent), now=early)
    with pytest.raises(errors.RefusedBefore) as again:
        take_scan(door.scan("in", STARTS, **sent), now=STARTS)
    assert (again.value.sentence, again.value.code) == (first.value.sentence, first.value.code)
    assert len(scans()) == 1


def test_a_nonce_of_another_scan_is_refused(door: Door) -> None:
    sent = {"device": "手机一", "nonce": "n1"}
    take_scan(door.scan("in", STARTS, **sent), now=STARTS)
    with pytest.raises(errors.NonceUsed):
        take_scan(door.scan("out", ENDS, **sent), now=ENDS)


def test_staff_outside_their_subtree_do_not_find_the_session(door: Door) -> None:
    stranger = world.staff(at=world.a_station())
    request = door.scan("in", STARTS, way="card", staff=stranger)
    with pytest.raises(NotFound):
        take_scan(request, now=STARTS)
    assert scans() == []


def test_an_auditor_scans_nobody(door: Door) -> None:
    centre = session.get_one(type(door.station), door.station.id)
    auditor = world.staff(Role.AUDITOR, at=centre)
    with pytest.raises(NotAllowed):
        take_scan(door.scan("in", STARTS, way="card", staff=auditor), now=STARTS)


def test_the_clerk_who_scanned_a_card_is_kept(door: Door) -> None:
    take_scan(door.scan("in", STARTS, way="card", staff=door.clerk), now=STARTS)
    take_scan(door.scan("out", ENDS, way="card", staff=door.clerk), now=ENDS)
    [stay] = attendances()
    assert (stay.in_way, stay.in_staff_id) == ("card", door.clerk.id)
    assert (stay.out_way, stay.out_staff_id) == ("card", door.clerk.id)


@pytest.mark.parametrize("unknown", ["session_id", "volunteer_id"])
def test_an_unknown_session_or_person_is_not_found(door: Door, unknown: str) -> None:
    with pytest.raises(NotFound):
        take_scan(door.scan("in", STARTS, **{unknown: new_id()}), now=STARTS)
    assert scans() == []


def test_when_a_reaction_fails_nothing_happened(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: object) -> None:
        raise RuntimeError("a reaction failed")

    monkeypatch.setattr(check_in, "happened", fail)
    with pytest.raises(RuntimeError):
        take_scan(door.scan("in", STARTS), now=STARTS)
    assert (attendances(), scans()) == ([], [])


def test_a_row_written_meanwhile_is_seen_by_looking_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unique constraint is the last word, also for somebody who looked too early."""
    first = take_scan(door.scan("in", STARTS), now=STARTS)
    look = check_in._attendances
    looks = []

    def blind_at_first(request: Any, hers: Any) -> Any:
        looks.append(request)
        return (None, []) if len(looks) == 1 else look(request, hers)

    monkeypatch.setattr(check_in, "_attendances", blind_at_first)
    again = take_scan(door.scan("in", STARTS + MINUTE), now=STARTS + MINUTE)
    assert (again.repeated, again.at, len(looks)) == (True, first.at, 2)
    assert len(attendances()) == 1


def test_a_check_in_costs_at_most_five_statements(door: Door, statements: Counting) -> None:
    subscribed_to("attendance.checked_in", now=STARTS)  # known in a process that runs
    with statements() as seen:
        take_scan(door.scan("in", STARTS, device="d", nonce="n"), now=STARTS)
    assert len(seen) <= 5, seen


def test_a_check_out_with_its_record_costs_at_most_eleven(door: Door, statements: Counting) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    subscribed_to("attendance.checked_out", now=ENDS)
    with statements() as seen:
        take_scan(door.scan("out", ENDS, device="d", nonce="n"), now=ENDS)
    assert len(seen) <= 11, seen


def test_a_repeated_scan_costs_at_most_five(door: Door, statements: Counting) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    with statements() as seen:
        take_scan(door.scan("in", STARTS, device="d", nonce="n"), now=STARTS)
    assert len(seen) <= 5, seen
