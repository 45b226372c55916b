"""The code on the screen: shown while somebody can use it."""

from datetime import datetime, timedelta

import pytest

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.attendance.codes import read_session_code
from app.domain.attendance.errors import ActivityNotOpen, TooLate
from app.domain.attendance.rules import why_not_show
from app.domain.attendance.showing import code_to_show
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests.conftest import NOON
from tests.world import a_centre, a_station, an_office, an_open_position, staff

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def refusal(direction: str, now: datetime, state: str = "running") -> type | None:
    found = why_not_show(
        direction,  # type: ignore[arg-type]
        title="清洁",
        activity_state=state,
        ends_at=NOON,
        now=now,
    )
    return type(found) if found else None


def test_the_way_in_is_shown_to_the_end_and_the_way_out_an_hour_longer() -> None:
    assert refusal("in", NOON) is None
    assert refusal("in", NOON + SECOND) is TooLate
    assert refusal("out", NOON + HOUR) is None
    assert refusal("out", NOON + HOUR + SECOND) is TooLate


def test_a_cancelled_activity_lets_people_out_only() -> None:
    assert refusal("in", NOON - HOUR, "cancelled") is ActivityNotOpen
    assert refusal("out", NOON - HOUR, "cancelled") is None


@pytest.mark.usefixtures("database")
def test_the_code_is_the_sessions_own() -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    code = code_to_show(staff(at=here), position.session_id, "in", now=NOON)
    read = read_session_code(code.text, now=NOON)
    assert (read.session_id, read.direction) == (position.session_id, "in")


@pytest.mark.usefixtures("database")
def test_it_is_shown_by_those_who_run_the_session() -> None:
    centre = a_centre()
    position = an_open_position(a_station(an_office(centre)), starts_at=NOON)
    with pytest.raises(NotFound):
        code_to_show(staff(at=a_station()), position.session_id, "in", now=NOON)
    with pytest.raises(NotAllowed):
        code_to_show(staff(Role.AUDITOR, at=centre), position.session_id, "in", now=NOON)
    with pytest.raises(NotFound):
        code_to_show(staff(at=centre), new_id(), "in", now=NOON)
