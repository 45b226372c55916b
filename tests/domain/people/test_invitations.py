"""Invitations: looked through first, accepted with a proven phone, forgotten in the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.people import invitations
from app.domain.people.errors import InvitationOver, NothingToInvite, TooManyToInvite, WrongCode
from app.domain.people.invitations import FORGOTTEN, Row, accept, checked_rows, decline, invite
from app.domain.people.models import Invitation, Volunteer
from app.domain.people.rules import INVITATION_LASTS, MOST_INVITED_AT_ONCE
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.refusal import BadInput
from tests.domain.people.conftest import PHONE, Applying, Coding
from tests.world import NOON, a_centre, a_station, a_volunteer, staff


@pytest.fixture
def station(database: object) -> Place:
    return a_station()


@pytest.fixture
def clerk(station: Place) -> Staff:
    return staff(at=station)


def a_row(name: str = "张桂英", phone: str = PHONE, community: str = "", line: int = 2) -> Row:
    return Row(line, name, phone, community)


def fault(clerk: Staff, row: Row) -> str:
    return checked_rows(clerk, [row])[0].fault


def test_a_line_in_order_has_no_fault(clerk: Staff, station: Place) -> None:
    checked = checked_rows(clerk, [a_row(community=station.name)])[0]
    assert (checked.fault, checked.community.id if checked.community else None) == ("", station.id)
    assert session.scalars(select(Invitation)).all() == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (a_row(name="李"), "真实姓名"),
        (a_row(phone="138"), "手机号"),
        (a_row(community="别处社区"), "辖区"),
    ],
)
def test_each_line_says_what_is_wrong(clerk: Staff, row: Row, words: str) -> None:
    assert words in fault(clerk, row)


def test_the_same_person_twice_is_invited_once(clerk: Staff) -> None:
    faults = [row.fault for row in checked_rows(clerk, [a_row(), a_row(line=3)])]
    assert faults == ["", "和前面一行重复"]


def test_who_is_a_volunteer_is_not_invited(clerk: Staff) -> None:
    person = a_volunteer()
    assert "已经是志愿者" in fault(clerk, a_row(name=person.name, phone=person.phone))


def test_who_was_invited_is_not_invited_again(clerk: Staff) -> None:
    assert invite(clerk, [a_row()], now=NOON) == 1
    assert "已经邀请过" in fault(clerk, a_row())


def test_who_declined_is_left_alone(clerk: Staff) -> None:
    invite(clerk, [a_row()], now=NOON)
    decline(the_invitation().id, now=NOON)
    assert "谢绝" in fault(clerk, a_row())


def test_an_empty_and_an_endless_list_are_refused(clerk: Staff) -> None:
    with pytest.raises(NothingToInvite):
        checked_rows(clerk, [])
    with pytest.raises(NothingToInvite):
        invite(clerk, [a_row(phone="1")], now=NOON)
    with pytest.raises(TooManyToInvite):
        checked_rows(clerk, [a_row()] * (MOST_INVITED_AT_ONCE + 1))


def test_an_auditor_invites_nobody(database: object) -> None:
    with pytest.raises(NotAllowed):
        checked_rows(staff(Role.AUDITOR, at=a_centre()), [a_row()])


def the_invitation() -> Invitation:
    return session.scalars(select(Invitation)).one()


def test_accepting_makes_the_account(
    clerk: Staff, station: Place, filled_in: Applying, code_for: Coding
) -> None:
    invite(clerk, [a_row()], now=NOON)
    asked = the_invitation()
    assert session.scalars(select(Volunteer)).all() == []
    application = filled_in(community_id=station.id)
    code = code_for()
    wrong = "000000" if code != "000000" else "111111"
    with pytest.raises(WrongCode):
        accept(asked.id, application, code=wrong, identity_id=None, now=NOON)
    done = accept(asked.id, application, code=code, identity_id=None, now=NOON)
    session.expire_all()
    assert (asked.state, asked.volunteer_id) == ("accepted", done.volunteer.id)


def test_another_phone_does_not_answer_for_the_invited(
    clerk: Staff, filled_in: Applying, code_for: Coding
) -> None:
    invite(clerk, [a_row()], now=NOON)
    with pytest.raises(BadInput):
        accept(
            the_invitation().id,
            filled_in(phone="13912345678"),
            code=code_for("13912345678"),
            identity_id=None,
            now=NOON,
        )


def test_after_thirty_days_it_ends_and_is_forgotten(clerk: Staff) -> None:
    invite(clerk, [a_row()], now=NOON)
    asked = the_invitation()
    just_before = NOON + INVITATION_LASTS - timedelta(seconds=1)
    assert invitations.end_old(now=just_before) == 0
    assert invitations.end_old(now=NOON + INVITATION_LASTS) == 1
    assert invitations.end_old(now=NOON + INVITATION_LASTS) == 0
    session.expire_all()
    assert (asked.state, asked.name, asked.phone) == ("expired", FORGOTTEN, "")
    with pytest.raises(InvitationOver):
        invitations.invitation(asked.id, now=NOON + INVITATION_LASTS)


def test_an_answered_invitation_is_over(clerk: Staff) -> None:
    invite(clerk, [a_row()], now=NOON)
    decline(the_invitation().id, now=NOON)
    with pytest.raises(InvitationOver):
        decline(the_invitation().id, now=NOON)
