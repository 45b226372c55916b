"""What a queue shows on all its pages: for a batch, and to take out of the house."""

import pytest

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import ROLE_PERMISSIONS, Permission, Role
from app.domain.audit.queries import entries
from app.domain.hours import listing
from app.domain.hours.errors import TooManyToList
from app.domain.hours.queries import QueueFilter, matching, queue
from tests.conftest import NOON
from tests.world import a_pending_record, a_station, a_volunteer, an_office, staff

pytestmark = pytest.mark.usefixtures("database")
ALL = QueueFilter()


def test_what_matches_is_the_queue_without_its_pages() -> None:
    here = a_station()
    for _ in range(3):
        a_pending_record(a_volunteer(here), here)
    a_pending_record(a_volunteer(), a_station())
    scope = staff(at=here).scope
    shown = [row.id for row in queue(scope, now=NOON).items]
    assert matching(scope, "pending", ALL, now=NOON, most=10) == shown
    assert matching(scope, "pending", ALL, now=NOON, most=2) == shown[:2]


def test_a_list_is_taken_out_on_record() -> None:
    here = a_station()
    record = a_pending_record(a_volunteer(here), here)
    a_pending_record(a_volunteer(), a_station())
    taken = listing.take_out(staff(at=here), "pending", ALL, now=NOON)
    assert [row.id for row in taken] == [record.id]
    (entry,) = entries(place_ids=None, action="hours.export").items
    assert entry.detail["count"] == 1


def test_too_long_a_list_is_refused_and_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    here = a_station()
    for _ in range(2):
        a_pending_record(a_volunteer(here), here)
    monkeypatch.setattr(listing, "LONGEST_LIST", 1)
    with pytest.raises(TooManyToList):
        listing.take_out(staff(at=here), "pending", ALL, now=NOON)
    assert entries(place_ids=None, action="hours.export").total == 0


def test_who_may_not_export_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    role = Role.OFFICE_MANAGER
    fewer = {**ROLE_PERMISSIONS, role: ROLE_PERMISSIONS[role] - {Permission.EXPORT}}
    monkeypatch.setattr("app.domain.access.queries.ROLE_PERMISSIONS", fewer)
    with pytest.raises(NotAllowed):
        listing.take_out(staff(role, at=an_office()), "pending", ALL, now=NOON)
