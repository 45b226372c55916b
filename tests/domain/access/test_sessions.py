from datetime import datetime, timedelta

import pytest

from app.domain.access import sign_in_queries
from app.domain.access.queries import Staff
from app.domain.access.rules import IDLE_ENDS_AFTER, SESSION_LASTS_AT_MOST, Role
from app.domain.access.sessions import (
    end_all_sessions,
    end_other_sessions,
    end_session,
    open_session,
    sign_out,
    staff_behind,
)
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from tests.conftest import Counting
from tests.world import NOON, a_station, staff

SECOND = timedelta(seconds=1)


@pytest.fixture
def clerk(database: object) -> Staff:
    return staff(Role.STATION_CLERK, at=a_station())


def opened(clerk: Staff, device: str = "Firefox", now: datetime = NOON) -> str:
    with transaction():
        return open_session(clerk.id, device=device, address="10.0.0.1", now=now)[1]


def test_the_token_leads_to_its_holder_in_one_statement(clerk: Staff, statements: Counting) -> None:
    token = opened(clerk)
    with statements() as seen:
        found = staff_behind(token, now=NOON + 59 * SECOND)
    assert found is not None
    assert (found.id, found.place.id) == (clerk.id, clerk.place.id)
    assert len(seen) == 1


def test_being_seen_is_noted_once_a_minute(clerk: Staff, statements: Counting) -> None:
    token = opened(clerk)
    with statements() as seen:
        staff_behind(token, now=NOON + 60 * SECOND)
        staff_behind(token, now=NOON + 61 * SECOND)
    assert len(seen) == 3


def test_an_idle_sign_in_ends_after_30_minutes(clerk: Staff) -> None:
    token = opened(clerk)
    assert staff_behind(token, now=NOON + IDLE_ENDS_AFTER) is None
    assert staff_behind(token, now=NOON + IDLE_ENDS_AFTER - SECOND) is not None
    later = NOON + 2 * IDLE_ENDS_AFTER - 2 * SECOND
    assert staff_behind(token, now=later) is not None, "activity keeps it open"


def test_even_a_busy_sign_in_ends_after_12_hours(clerk: Staff) -> None:
    token = opened(clerk)
    moment = NOON
    while moment < NOON + SESSION_LASTS_AT_MOST - SECOND:
        moment = min(moment + timedelta(minutes=20), NOON + SESSION_LASTS_AT_MOST - SECOND)
        assert staff_behind(token, now=moment) is not None
    assert staff_behind(token, now=NOON + SESSION_LASTS_AT_MOST) is None


def test_another_token_leads_nowhere(clerk: Staff) -> None:
    opened(clerk)
    assert staff_behind("guessed", now=NOON) is None


def test_signing_out_ends_this_device_only(clerk: Staff) -> None:
    here, there = opened(clerk), opened(clerk, "Safari")
    sign_out(here, now=NOON)
    assert staff_behind(here, now=NOON) is None
    assert staff_behind(there, now=NOON) is not None


def test_a_device_is_ended_from_another_one(clerk: Staff) -> None:
    here, there = opened(clerk), opened(clerk, "Safari")
    me = staff_behind(here, now=NOON)
    assert me is not None
    devices = {one.device: one.id for one in sign_in_queries.open_sessions(clerk.id, now=NOON)}
    end_session(me, devices["Safari"], now=NOON)
    assert staff_behind(there, now=NOON) is None
    assert [one.device for one in sign_in_queries.open_sessions(clerk.id, now=NOON)] == ["Firefox"]
    with pytest.raises(NotFound):
        end_session(me, devices["Safari"], now=NOON)


def test_nobody_ends_a_colleagues_device(clerk: Staff) -> None:
    colleague = staff(Role.STATION_CLERK, at=a_station())
    token = opened(colleague)
    theirs = sign_in_queries.open_sessions(colleague.id, now=NOON)[0].id
    with pytest.raises(NotFound):
        end_session(clerk, theirs, now=NOON)
    assert staff_behind(token, now=NOON) is not None


def test_all_other_devices_end_and_this_one_stays(clerk: Staff) -> None:
    tokens = [opened(clerk) for _ in range(3)]
    me = staff_behind(tokens[0], now=NOON)
    assert me is not None
    assert end_other_sessions(me, now=NOON) == 2
    assert [staff_behind(token, now=NOON) is not None for token in tokens] == [True, False, False]


def test_all_devices_end_together(clerk: Staff) -> None:
    token = opened(clerk)
    with transaction():
        assert end_all_sessions(clerk.id, now=NOON) == 1
    assert staff_behind(token, now=NOON) is None
