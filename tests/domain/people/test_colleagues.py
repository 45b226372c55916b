import pytest

from app.domain.access import queries as access
from app.domain.access.appointment import appoint
from app.domain.access.events import StaffAppointed
from app.domain.access.rules import Role
from app.domain.people.colleagues import recognise
from app.domain.places.scope import EVERYWHERE
from app.kernel import happenings
from tests.world import NOON, a_centre, a_volunteer, an_office, staff


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("name", "same"), [("张桂英", True), ("张桂兰", False)])
def test_who_is_appointed_is_recognised_as_a_volunteer(name: str, same: bool) -> None:
    person = a_volunteer(name="张桂英")
    centre = a_centre()
    office = an_office(centre)
    before = happenings.follows(StaffAppointed)
    happenings.when(StaffAppointed, recognise)
    try:
        made = appoint(
            staff(Role.CENTRE_ADMINISTRATOR, at=centre),
            name=name,
            username="zhang",
            phone=person.phone,
            role=Role.OFFICE_MANAGER,
            place_id=office.id,
            now=NOON,
        )
    finally:
        happenings.when(StaffAppointed, *before)
    linked = access.staff_member(made.staff_id, EVERYWHERE).volunteer_id
    assert linked == (person.id if same else None)
