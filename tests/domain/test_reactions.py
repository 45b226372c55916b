"""Every event a room announces has its consequences, or is named here as having none."""

import inspect
from collections.abc import Iterator
from types import ModuleType

from app.domain import reactions
from app.domain.activities import events as activities
from app.domain.attendance import events as attendance
from app.domain.hours import events as hours
from app.domain.people import events as people
from app.domain.recognition import events as recognition
from app.domain.teams import events as teams
from app.kernel.happenings import follows

ROOMS = (people, teams, activities, attendance, hours, recognition)
WITHOUT_CONSEQUENCES = {"ScanRefused", "VolunteerRegistered"}


def announced(module: ModuleType) -> Iterator[type]:
    """The events of a room: what carries the moment it happened."""
    for _, found in inspect.getmembers(module, inspect.isclass):
        if found.__module__ == module.__name__ and "now" in found.__annotations__:
            yield found


def test_every_event_is_followed_by_something_or_named_as_having_no_consequence() -> None:
    reactions.connect()
    events = [event for room in ROOMS for event in announced(room)]
    unheard = {event.__name__ for event in events if not follows(event)}
    assert unheard == WITHOUT_CONSEQUENCES
    assert len(events) > 10


def test_connecting_twice_lets_nothing_happen_twice() -> None:
    reactions.connect()
    before = follows(hours.HoursApproved)
    reactions.connect()
    assert follows(hours.HoursApproved) == before
    assert len(before) == 3
