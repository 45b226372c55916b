"""What was approved lately is shown to everybody, names masked; nothing is written for it."""

import pytest

from app.domain.hours import notice
from app.domain.hours.reports import correcting
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.hours.reporting import Cast, a_cast, approved, half, reported
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
DAY = 24 * HOUR


@pytest.fixture
def cast(database: object) -> Cast:
    return a_cast()


def test_a_session_is_shown_for_seven_days(cast: Cast) -> None:
    record = approved(cast)
    (one,) = notice.sessions_in_notice(days=7, now=NOON + 7 * DAY).items
    assert (one.plan.session_id, one.people, one.minutes) == (record.session_id, 1, 120)
    assert (one.in_question, str(one.until)) == (0, "2026-11-30")
    assert notice.sessions_in_notice(days=7, now=NOON + 8 * DAY).items == []
    with pytest.raises(NotFound):
        notice.session_in_notice(record.session_id, days=7, now=NOON + 8 * DAY)
    assert notice.sessions_in_notice(days=10, now=NOON + 8 * DAY).total == 1


def test_names_are_masked_and_the_evidence_is_said(cast: Cast) -> None:
    record = approved(cast)
    (line,) = notice.lines(record.session_id, days=7, now=NOON).items
    assert (line.name, line.minutes, line.back_filled) == ("张**", 120, False)
    assert not line.in_question
    assert notice.line(record.session_id, record.id, days=7, now=NOON) == line


def test_what_waits_was_revoked_or_replaced_is_not_shown(cast: Cast) -> None:
    record = approved(cast)
    world.a_pending_record(world.a_volunteer(cast.station), cast.station)
    world.an_approved_record(world.a_volunteer(cast.station), cast.station, state="revoked")
    found = correcting.propose(cast.manager, record.id, half(record), "十点就走了", now=NOON)
    correcting.approve(cast.administrator, found, now=NOON + DAY)
    (one,) = notice.sessions_in_notice(days=7, now=NOON + DAY).items
    (line,) = notice.lines(record.session_id, days=7, now=NOON + DAY).items
    assert (one.people, one.minutes, str(one.until)) == (1, 60, "2026-12-01")
    assert line.corrected
    with pytest.raises(NotFound):
        notice.line(record.session_id, record.id, days=7, now=NOON + DAY)


def test_what_is_in_question_says_so(cast: Cast) -> None:
    record = approved(cast)
    reported(cast, record)
    assert notice.session_in_notice(record.session_id, days=7, now=NOON + DAY).in_question == 1
    (line,) = notice.lines(record.session_id, days=7, now=NOON + DAY).items
    assert line.in_question


def test_an_unknown_session_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        notice.session_in_notice(new_id(), days=7, now=NOON)
    with pytest.raises(NotFound):
        notice.line(new_id(), new_id(), days=7, now=NOON)


def test_the_list_has_pages_and_costs_the_same_for_few_and_many(
    cast: Cast, statements: Counting
) -> None:
    costs = []
    for _ in range(2):
        for _ in range(3):
            approved(cast)
        session.remove()
        with statements() as seen:
            page = notice.sessions_in_notice(2, days=7, now=NOON, size=2)
        costs.append(len(seen))
        assert page.number == 2
        assert len(page.items) <= 2
    assert costs[0] == costs[1] <= 4
