"""Which accounts are one person's."""

import pytest

from app.domain.access.same_person import accounts_of, volunteers_of
from tests import world

pytestmark = pytest.mark.usefixtures("database")


def test_accounts_are_hers_through_a_third_too() -> None:
    station = world.a_station()
    one, other = world.a_volunteer(station), world.a_volunteer(station)
    first = world.staff(at=station, phone="13900000001", volunteer_id=one.id)
    second = world.staff(at=station, phone="13900000002", volunteer_id=one.id)
    third = world.staff(at=station, phone="13900000002", volunteer_id=other.id)
    fourth = world.staff(at=station, phone="13900000003", volunteer_id=other.id)
    stranger = world.staff(at=station, phone="13900000009")
    hers = {each.id for each in (first, second, third, fourth)}
    for account in (first, fourth):
        assert accounts_of(account) == hers
        assert volunteers_of(account) == {one.id, other.id}
    assert (accounts_of(stranger), volunteers_of(stranger)) == ({stranger.id}, frozenset())
