"""What the clock asks for is done once, however often and however late it is asked."""

from datetime import datetime, timedelta

import pytest

from app.domain import clockwork, reactions
from app.domain.activities.models import Activity
from app.domain.messaging import answered, queries
from app.kernel.database import session
from tests import world

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]


def counts(now: datetime) -> list[int | None]:
    return [done.count for done in clockwork.tick(now)]


def test_an_activity_starts_and_ends_by_itself(now: datetime) -> None:
    activity = world.an_activity(world.a_station(), starts_at=now)
    for moment, state in ((now, "running"), (activity.ends_at, "ended")):
        clockwork.tick(moment)
        session.expire_all()
        assert session.get_one(Activity, activity.id).state == state


def test_people_are_reminded_once_of_what_comes_tomorrow(now: datetime) -> None:
    reactions.connect()
    position = world.an_open_position(world.a_station(), starts_at=now + timedelta(hours=23))
    zhang = world.a_volunteer(open_id="o-zhang")
    world.signed_up(zhang, position)
    for minutes in (0, 1, 60):
        clockwork.tick(now + timedelta(minutes=minutes))
    assert [item.kind for item in queries.inbox(zhang.id).items] == ["reminder"]


def test_a_second_tick_finds_nothing_left(now: datetime) -> None:
    world.an_activity(world.a_station(), starts_at=now)
    answered.claim("old", now=now - timedelta(days=2), lease=timedelta(seconds=8))
    assert sum(count or 0 for count in counts(now)) == 2
    assert counts(now) == [0] * len(clockwork.ITEMS)


def test_an_item_that_breaks_stops_no_other(
    now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*, now: datetime) -> int:
        raise RuntimeError("broken")

    works = (("works", lambda *, now: 7),)
    monkeypatch.setattr(clockwork, "ITEMS", (("breaks", breaks), *works))
    assert counts(now) == [None, 7]
    assert "clockwork: breaks broke" in caplog.text
