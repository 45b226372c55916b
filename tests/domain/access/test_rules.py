from datetime import timedelta

import pytest

from app.domain.access import appointing_rules, rules
from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Permission, Role
from app.kernel.refusal import BadInput, NotFound
from tests.world import NOON, a_centre, a_station, an_office, staff

DECIDES = {
    *(Permission.PLACES_MANAGE, Permission.STAFF_APPOINT, Permission.PEOPLE_MANAGE),
    *(Permission.PEOPLE_FREEZE, Permission.ACTIVITIES_PLAN, Permission.ACTIVITIES_REVIEW),
    *(Permission.ATTENDANCE_RUN, Permission.HOURS_APPROVE, Permission.HOURS_REVOKE),
    Permission.OUTBOX_RETRY,
}


def test_an_auditor_reads_and_decides_nothing() -> None:
    auditor = rules.ROLE_PERMISSIONS[Role.AUDITOR]
    assert not auditor & DECIDES
    assert Permission.AUDIT_READ in auditor


def test_who_stands_higher_may_all_that_who_stands_lower_may() -> None:
    may = rules.ROLE_PERMISSIONS
    assert may[Role.STATION_CLERK] < may[Role.OFFICE_MANAGER] < may[Role.CENTRE_ADMINISTRATOR]


def test_a_clerk_reviews_no_activity_and_revokes_no_hours() -> None:
    clerk = rules.ROLE_PERMISSIONS[Role.STATION_CLERK]
    assert not clerk & {Permission.ACTIVITIES_REVIEW, Permission.HOURS_REVOKE}


def test_every_role_and_permission_has_its_words() -> None:
    assert set(rules.ROLE_PERMISSIONS) == set(rules.APPOINTS) == set(Role)
    assert all(role.title and role.level for role in Role)
    assert len({permission.title for permission in Permission}) == len(Permission)


@pytest.mark.parametrize(("failures", "locked"), [(4, False), (5, True), (6, True)])
def test_the_fifth_failure_locks_for_15_minutes(failures: int, locked: bool) -> None:
    until = rules.lock_after_failure(failures, now=NOON)
    assert until == (NOON + timedelta(minutes=15) if locked else None)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "王"}, "name"),
        ({"username": "1wang"}, "username"),
        ({"username": "王丽"}, "username"),
        ({"username": "wa"}, "username"),
        ({"phone": "123"}, "phone"),
    ],
)
def test_an_appointment_needs_name_user_name_and_phone(facts: dict[str, str], field: str) -> None:
    good = {"name": "王丽", "username": "wang.li", "phone": "13800138000"}
    assert appointing_rules.why_not_these_facts(**good) is None
    problem = appointing_rules.why_not_these_facts(**{**good, **facts})
    assert isinstance(problem, BadInput)
    assert problem.field == field


@pytest.mark.usefixtures("database")
def test_a_permission_holds_within_the_subtree_only() -> None:
    centre = a_centre()
    office = an_office(centre)
    station = a_station(office)
    manager = staff(Role.OFFICE_MANAGER, at=office)
    clerk = staff(Role.STATION_CLERK, at=station)
    manager.require(Permission.ACTIVITIES_REVIEW, station.path)
    with pytest.raises(NotFound):
        manager.require(Permission.ACTIVITIES_REVIEW, centre.path)
    with pytest.raises(NotAllowed):
        clerk.require(Permission.ACTIVITIES_REVIEW, station.path)
    with pytest.raises(NotFound):
        clerk.require(Permission.HOURS_APPROVE, office.path)
