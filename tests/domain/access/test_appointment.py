from typing import Any

import pytest

from app.domain.access import queries
from app.domain.access.appointment import (
    Appointed,
    appoint,
    end_appointment,
    link_volunteer,
    reset_password,
)
from app.domain.access.errors import (
    AlreadyEnded,
    MayNotAppoint,
    NotAllowed,
    NotYourself,
    UsernameTaken,
    WrongPlaceForRole,
)
from app.domain.access.queries import Staff
from app.domain.access.rules import APPOINTS, ROLE_PERMISSIONS, Permission, Role
from app.domain.access.sessions import open_session, staff_behind
from app.domain.audit import queries as audit
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction
from tests.world import NOON, a_centre, a_station, an_office, staff

Tree = dict[str, Place]


@pytest.fixture
def tree(database: object) -> Tree:
    centre = a_centre()
    office = an_office(centre)
    return {"centre": centre, "office": office, "station": a_station(office)}


def appointing(by: Staff, role: Role, at: Place, **facts: Any) -> Appointed:
    given = {"name": "李明", "username": "li.ming", "phone": "13900139000", **facts}
    return appoint(by, role=role, place_id=at.id, now=NOON, **given)


@pytest.mark.parametrize("mine", list(Role))
@pytest.mark.parametrize("theirs", list(Role))
def test_one_appoints_exactly_the_roles_below_ones_own(
    tree: Tree, mine: Role, theirs: Role
) -> None:
    by = staff(mine, at=tree[mine.level])
    if theirs in APPOINTS[mine]:
        made = appointing(by, theirs, tree[theirs.level])
        member = queries.staff_member(made.staff_id, EVERYWHERE)
        assert (member.role, member.name, member.must_change_password) == (theirs, "李明", True)
        assert [e.action for e in audit.story_of("staff", member.id)] == ["staff.appoint"]
    else:
        with pytest.raises((MayNotAppoint, NotAllowed, NotFound)):
            appointing(by, theirs, tree[theirs.level])
        assert queries.staff_list(EVERYWHERE, "li.ming").total == 0


def test_who_appoints_has_the_permission_and_the_other_way_round() -> None:
    for role in Role:
        may = ROLE_PERMISSIONS[role]
        assert bool(APPOINTS[role]) == (Permission.STAFF_APPOINT in may)


def test_an_office_appoints_nobody_in_another_office(tree: Tree) -> None:
    elsewhere = a_station(an_office(tree["centre"], name="河滨街道新时代文明实践所"))
    with pytest.raises(NotFound):
        appointing(manager(tree), Role.STATION_CLERK, elsewhere)


def manager(tree: Tree) -> Staff:
    return staff(Role.OFFICE_MANAGER, at=tree["office"])


def test_a_clerk_serves_a_station_and_nothing_else(tree: Tree) -> None:
    with pytest.raises(WrongPlaceForRole):
        appointing(manager(tree), Role.STATION_CLERK, tree["office"])


def test_a_user_name_is_used_once_in_whatever_case(tree: Tree) -> None:
    by = manager(tree)
    appointing(by, Role.STATION_CLERK, tree["station"])
    with pytest.raises(UsernameTaken):
        appointing(by, Role.STATION_CLERK, tree["station"], username="Li.Ming", name="李铭")
    assert queries.staff_list(EVERYWHERE, "李铭").total == 0


def test_bad_facts_are_refused(tree: Tree) -> None:
    with pytest.raises(BadInput):
        appointing(manager(tree), Role.STATION_CLERK, tree["station"], phone="")


def test_ending_an_appointment_signs_her_out_at_once(tree: Tree) -> None:
    by = manager(tree)
    made = appointing(by, Role.STATION_CLERK, tree["station"])
    with transaction():
        _, token = open_session(made.staff_id, device="x", address="y", now=NOON)
    assert staff_behind(token, now=NOON) is not None
    end_appointment(by, made.staff_id, reason="调离本社区", now=NOON)
    assert staff_behind(token, now=NOON) is None
    assert queries.staff_member(made.staff_id, EVERYWHERE).ended_at == NOON
    assert audit.story_of("staff", made.staff_id)[-1].detail["reason"] == "调离本社区"
    for again in (
        lambda: end_appointment(by, made.staff_id, reason="再次", now=NOON),
        lambda: reset_password(by, made.staff_id, now=NOON),
    ):
        with pytest.raises(AlreadyEnded):
            again()


def test_ending_needs_a_reason(tree: Tree) -> None:
    by = manager(tree)
    made = appointing(by, Role.STATION_CLERK, tree["station"])
    with pytest.raises(BadInput):
        end_appointment(by, made.staff_id, reason="  ", now=NOON)


@pytest.mark.parametrize(
    ("mine", "theirs", "no"),
    [
        (Role.OFFICE_MANAGER, Role.OFFICE_MANAGER, MayNotAppoint),
        (Role.CENTRE_ADMINISTRATOR, Role.CENTRE_ADMINISTRATOR, MayNotAppoint),
        (Role.STATION_CLERK, Role.STATION_CLERK, NotAllowed),
        (Role.AUDITOR, Role.STATION_CLERK, NotAllowed),
        (Role.OFFICE_MANAGER, Role.CENTRE_ADMINISTRATOR, NotFound),
    ],
)
def test_nobody_ends_or_resets_her_equal_or_one_above(
    tree: Tree, mine: Role, theirs: Role, no: type[Refusal]
) -> None:
    by, other = staff(mine, at=tree[mine.level]), staff(theirs, at=tree[theirs.level])
    with pytest.raises(no):
        end_appointment(by, other.id, reason="试试", now=NOON)
    with pytest.raises(no):
        reset_password(by, other.id, now=NOON)
    assert queries.staff_member(other.id, EVERYWHERE).ended_at is None


def test_nobody_ends_herself(tree: Tree) -> None:
    by = manager(tree)
    with pytest.raises(NotYourself):
        end_appointment(by, by.id, reason="累了", now=NOON)


def test_who_does_not_exist_is_not_found(tree: Tree) -> None:
    with pytest.raises(NotFound):
        reset_password(manager(tree), new_id(), now=NOON)


def test_her_own_volunteer_account_is_noted_by_name_and_phone(tree: Tree) -> None:
    made = appointing(manager(tree), Role.STATION_CLERK, tree["station"], phone="139 0013-9000")
    volunteer_id = new_id()
    link_volunteer(name="李敏", phone="13900139000", volunteer_id=new_id())
    link_volunteer(name="李明", phone="13900139000", volunteer_id=volunteer_id)
    link_volunteer(name="李明", phone="13900139000", volunteer_id=new_id())
    assert queries.staff_member(made.staff_id, EVERYWHERE).volunteer_id == volunteer_id


def test_the_list_shows_ones_subtree_and_finds_by_name_user_name_and_phone(tree: Tree) -> None:
    clerk = staff(Role.STATION_CLERK, at=tree["station"], name="周敏")
    manager(tree)
    station, office = Scope(tree["station"].path), Scope(tree["office"].path)
    assert [one.id for one in queries.staff_list(station).items] == [clerk.id]
    assert queries.staff_list(office).total == 2
    assert queries.staff_list(office, clerk.username).total == 1
    assert queries.staff_list(office, "周").total == 1
    assert queries.staff_list(office, clerk.phone).total == 1
    assert queries.staff_list(office, "%").total == 0
    with pytest.raises(NotFound):
        queries.staff_member(clerk.id, Scope("999/"))
    assert queries.names([clerk.id, None]) == {clerk.id: "周敏"}
