"""Each way reads its own code, and a refused code is kept too."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.attendance import errors
from app.domain.attendance.closing import close_missed
from app.domain.attendance.codes import SEEN_CODE_LIFE, session_code
from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.ways import scan_card, scan_scene, scan_seen_code, see_code
from app.domain.people.card import card_code
from app.kernel.database import session
from app.kernel.refusal import Refusal
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


def kept() -> list[Scan]:
    return list(session.scalars(select(Scan).order_by(Scan.id)))


def test_the_check_in_counts_from_the_moment_the_code_was_seen(door: Door) -> None:
    code = session_code(door.session.id, "in", now=STARTS)
    note = see_code(code.text, now=STARTS + 5 * SECOND)
    answer = scan_seen_code(note, door.volunteer.id, now=STARTS + 8 * MINUTE)
    assert (answer.at, answer.direction) == (STARTS + 5 * SECOND, "in")


def test_a_note_too_old_is_refused_and_kept(door: Door) -> None:
    code = session_code(door.session.id, "in", now=STARTS)
    note = see_code(code.text, now=STARTS)
    late = STARTS + SEEN_CODE_LIFE + SECOND
    with pytest.raises(errors.CodeExpired):
        scan_seen_code(note, door.volunteer.id, now=late)
    [scan] = kept()
    assert (scan.refusal, scan.volunteer_id) == ("code_expired", door.volunteer.id)


def test_an_expired_code_is_kept_with_its_session_even_of_a_stranger(door: Door) -> None:
    code = session_code(door.session.id, "out", now=STARTS)
    with pytest.raises(errors.CodeExpired):
        see_code(code.text, now=STARTS + 5 * MINUTE)
    [scan] = kept()
    assert (scan.session_id, scan.direction, scan.volunteer_id) == (door.session.id, "out", None)


def test_rubbish_from_a_stranger_is_not_kept_and_from_a_volunteer_it_is(door: Door) -> None:
    with pytest.raises(errors.NotOurCode):
        see_code("rubbish", now=STARTS)
    assert kept() == []
    with pytest.raises(errors.NotOurCode):
        see_code("rubbish", volunteer_id=door.volunteer.id, now=STARTS)
    assert [scan.refusal for scan in kept()] == ["not_our_code"]


def test_staff_scan_a_card_in_and_out(door: Door) -> None:
    for direction, moment in (("in", STARTS), ("out", ENDS)):
        card = card_code(door.volunteer.id, now=moment)
        scan_card(
            door.clerk,
            card,
            session_id=door.session.id,
            direction=direction,  # type: ignore[arg-type]
            now=moment,
        )
    [stay] = session.scalars(select(Attendance))
    assert (stay.in_way, stay.out_way, stay.in_at, stay.out_at) == ("card", "card", STARTS, ENDS)


def test_an_expired_card_is_refused_and_kept_with_the_clerk(door: Door) -> None:
    card = card_code(door.volunteer.id, now=STARTS)
    with pytest.raises(Refusal):
        scan_card(
            door.clerk, card, session_id=door.session.id, direction="in", now=STARTS + 2 * MINUTE
        )
    [scan] = kept()
    assert (scan.way, scan.staff_id) == ("card", door.clerk.id)
    assert scan.refusal is not None


def test_a_scene_nobody_made_is_no_code_of_ours(door: Door) -> None:
    with pytest.raises(errors.NotOurCode):
        scan_scene("check_in_nothing", door.volunteer.id, now=STARTS)


def test_a_code_seen_in_the_last_moment_still_checks_out_before_the_door_is_closed(
    door: Door,
) -> None:
    """The clock closes forgotten check-outs only when no note can come in any more."""
    scan_seen_code(
        see_code(session_code(door.session.id, "in", now=STARTS).text, now=STARTS),
        door.volunteer.id,
        now=STARTS,
    )
    last = ENDS + timedelta(hours=1)
    note = see_code(session_code(door.session.id, "out", now=last).text, now=last)
    handed_in = last + SEEN_CODE_LIFE
    assert close_missed(handed_in - SECOND) == 0
    assert scan_seen_code(note, door.volunteer.id, now=handed_in).at == last
    assert close_missed(handed_in + SECOND) == 0
