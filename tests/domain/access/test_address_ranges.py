"""Staff of a subtree decide from known networks only, where the centre has named some."""

from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from app.domain.access.address_ranges import (
    add_range,
    clear_on_server,
    ranges_within,
    remove_range,
)
from app.domain.access.errors import LocksYouOut, NotAllowed, OutsideAddresses, RangeKnown
from app.domain.access.networks import allows, clean_network
from app.domain.access.queries import Staff
from app.domain.access.rules import FROM_KNOWN_ADDRESSES, Permission, Role
from app.domain.access.sessions import open_session, staff_behind
from app.domain.audit import queries as audit
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction
from tests.world import NOON, a_centre, a_station, an_office, staff

OFFICE, HOME = "10.1.2.3", "114.114.114.114"


@pytest.fixture
def centre(database: Flask) -> Place:
    return a_centre()


@pytest.fixture
def administrator(centre: Place) -> Staff:
    return staff(Role.CENTRE_ADMINISTRATOR, at=centre)


def allow(by: Staff, place: Place, network: str = "10.1.0.0/16", address: str = OFFICE) -> None:
    add_range(by, place_id=place.id, network=network, note="办公楼", address=address, now=NOON)


def asking(member: Staff, address: str) -> Staff:
    """She, as her requests from an address show her."""
    with transaction():
        _, token = open_session(member.id, device="x", address=address, now=NOON, proven=True)
    found = staff_behind(token, now=NOON, address=address)
    assert found is not None
    return found


def test_without_ranges_every_address_will_do(centre: Place) -> None:
    clerk = staff(at=a_station(an_office(centre)))
    for address in (OFFICE, HOME, ""):
        assert asking(clerk, address).at_known_address


def test_a_range_of_the_centre_binds_everybody_below(administrator: Staff, centre: Place) -> None:
    allow(administrator, centre)
    for member in (administrator, staff(at=a_station(an_office(centre)))):
        assert asking(member, OFFICE).at_known_address
        assert not asking(member, HOME).at_known_address
        assert not asking(member, "").at_known_address


def test_a_station_adds_its_own_network(administrator: Staff, centre: Place) -> None:
    station, other = a_station(an_office(centre)), a_station(an_office(centre))
    allow(administrator, centre)
    allow(administrator, station, network=HOME)
    assert asking(staff(at=station), HOME).at_known_address
    assert asking(staff(at=station), OFFICE).at_known_address
    assert not asking(staff(at=other), HOME).at_known_address


def test_a_range_of_a_station_binds_nobody_above(administrator: Staff, centre: Place) -> None:
    office = an_office(centre)
    allow(administrator, a_station(office), address=HOME)
    assert asking(administrator, HOME).at_known_address
    assert asking(staff(Role.OFFICE_MANAGER, at=office), HOME).at_known_address


@pytest.mark.parametrize("permission", sorted(FROM_KNOWN_ADDRESSES))
def test_from_elsewhere_the_action_refuses(centre: Place, permission: Permission) -> None:
    elsewhere = replace(staff(Role.CENTRE_ADMINISTRATOR, at=centre), at_known_address=False)
    with pytest.raises(OutsideAddresses):
        elsewhere.require(permission, centre.path)


def test_from_elsewhere_she_still_reads_plans_and_runs_attendance(centre: Place) -> None:
    elsewhere = replace(staff(at=a_station(an_office(centre))), at_known_address=False)
    for permission in (
        *(Permission.HOURS_READ, Permission.ACTIVITIES_PLAN, Permission.ATTENDANCE_RUN),
    ):
        elsewhere.require(permission, elsewhere.place.path)


def test_nobody_shuts_herself_out(administrator: Staff, centre: Place) -> None:
    with pytest.raises(LocksYouOut) as refused:
        allow(administrator, centre, address=HOME)
    assert HOME in refused.value.sentence
    assert ranges_within(EVERYWHERE) == []
    assert audit.story_of("place", centre.id) == []


def test_nobody_takes_the_range_away_that_she_is_in(administrator: Staff, centre: Place) -> None:
    allow(administrator, centre)
    allow(administrator, centre, network="192.168.0.0/16")
    first, second = ranges_within(EVERYWHERE)
    with pytest.raises(LocksYouOut):
        remove_range(administrator, first.id, address=OFFICE, now=NOON)
    assert len(ranges_within(EVERYWHERE)) == 2
    remove_range(administrator, second.id, address=OFFICE, now=NOON)
    remove_range(administrator, first.id, address=OFFICE, now=NOON)
    assert asking(administrator, HOME).at_known_address, "the last one opens it to everywhere"


def test_what_is_set_is_in_the_trail(administrator: Staff, centre: Place) -> None:
    allow(administrator, centre)
    (entry,) = audit.story_of("place", centre.id)
    assert (entry.action, entry.detail["network"]) == ("addresses.add", "10.1.0.0/16")


def test_a_range_stands_once(administrator: Staff, centre: Place) -> None:
    allow(administrator, centre)
    with pytest.raises(RangeKnown):
        allow(administrator, centre, network="10.1.9.9/16")


def test_only_the_centre_names_networks(administrator: Staff, centre: Place) -> None:
    office = an_office(centre)
    manager = staff(Role.OFFICE_MANAGER, at=office)
    with pytest.raises(NotAllowed):
        allow(manager, office)
    allow(administrator, office)
    (found,) = ranges_within(EVERYWHERE)
    with pytest.raises(NotAllowed):
        remove_range(manager, found.id, address=OFFICE, now=NOON)
    with pytest.raises(NotFound):
        remove_range(administrator, uuid4(), address=OFFICE, now=NOON)


def test_a_range_says_where_it_is(administrator: Staff, centre: Place) -> None:
    with pytest.raises(BadInput) as refused:
        add_range(
            administrator, place_id=centre.id, network=OFFICE, note=" ", address=OFFICE, now=NOON
        )
    assert refused.value.field == "note"


def test_an_operator_lifts_every_limit(administrator: Staff, centre: Place) -> None:
    allow(administrator, centre)
    assert clear_on_server(reason="换了专线", now=NOON) == 1
    assert asking(administrator, HOME).at_known_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 10.1.2.3 ", "10.1.2.3/32"),
        ("10.1.2.3/16", "10.1.0.0/16"),
        ("10.1.2.3／16", "10.1.0.0/16"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("2001:DB8::1/32", "2001:db8::/32"),
    ],
)
def test_a_range_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert str(clean_network(typed)) == kept


@pytest.mark.parametrize(
    "typed", ["", "办公室", "10.1.2", "10.1.2.3/40", "10.0.0.0/7", "::/0", "0.0.0.0/0"]
)
def test_what_is_no_range_or_limits_nobody_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        clean_network(typed)


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("10.1.0.0", True),
        ("10.1.255.255", True),
        ("10.2.0.0", False),
        ("::ffff:10.1.2.3", True),
        ("2001:db8::5", True),
        ("2001:db9::5", False),
        ("unknown", False),
    ],
)
def test_addresses_of_both_kinds_are_compared(address: str, inside: bool) -> None:
    assert allows(["10.1.0.0/16", "2001:db8::/32"], address) == inside
