from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from app.domain.access import queries as access
from app.domain.access.rules import Role
from app.domain.audit import queries as audit
from app.domain.people import consents, queries
from app.domain.people.errors import (
    AlreadyBound,
    CodeAlreadyUsed,
    CommunityNotOpen,
    ConsentNeeded,
    IdNumberTaken,
    TooYoung,
    WrongCode,
)
from app.domain.people.events import VolunteerRegistered
from app.domain.people.identities import meet, unbind
from app.domain.people.models import Volunteer
from app.domain.people.numbers import is_number
from app.domain.people.registration import Registered, register
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.kernel import happenings
from app.kernel.database import session
from app.kernel.refusal import BadInput
from tests.domain.people.conftest import PHONE, Applying, Coding
from tests.domain.people.test_id_numbers import with_check
from tests.world import NOON, a_centre, staff

ID_NUMBER = "11010519491231002X"
OTHER_PHONE = "13912345678"


@pytest.fixture
def announced(database: object) -> Iterator[list[VolunteerRegistered]]:
    before = happenings.follows(VolunteerRegistered)
    events: list[VolunteerRegistered] = []
    happenings.when(VolunteerRegistered, events.append)
    yield events
    happenings.when(VolunteerRegistered, *before)


class Door:
    """Registers at noon with a fresh code unless told otherwise."""

    def __init__(self, filled_in: Applying, code_for: Coding) -> None:
        self.filled_in = filled_in
        self.code_for = code_for

    def __call__(
        self, *, code: str = "", identity_id: UUID | None = None, **facts: object
    ) -> Registered:
        application = self.filled_in(**facts)
        code = code or self.code_for(application.phone)
        return register(application, code=code, identity_id=identity_id, source="wechat", now=NOON)


@pytest.fixture
def registering(filled_in: Applying, code_for: Coding) -> Door:
    return Door(filled_in, code_for)


def identity(open_id: str = "o-1") -> UUID:
    return meet(open_id, now=NOON).id


def how_many() -> int:
    return session.scalar(select(func.count(Volunteer.id))) or 0


def test_a_person_becomes_a_volunteer(
    registering: Door, announced: list[VolunteerRegistered]
) -> None:
    me = identity()
    done = registering(identity_id=me, name=" 张桂英 ")
    person = done.volunteer
    assert not done.already
    assert (person.name, person.phone, person.state) == ("张桂英", PHONE, "active")
    assert is_number(person.number)
    assert queries.volunteer_behind(me) == person
    assert [event.volunteer_id for event in announced] == [person.id]
    assert [one.version for one in queries.consents(person.id)] == [consents.VERSION]
    actions = [entry.action for entry in audit.story_of("volunteer", person.id)]
    assert sorted(actions) == ["volunteer.register", "wechat.bind"]


def test_the_birth_date_may_be_left_to_the_id_number(registering: Door) -> None:
    person = registering(birth_date=None, id_number=" 110105 19491231 002x ").volunteer
    assert person.birth_date == date(1949, 12, 31)
    assert person.id_number_tail == "002X"


def test_the_id_number_is_ciphertext_at_rest(registering: Door) -> None:
    registering(birth_date=None, id_number=ID_NUMBER)
    row = session.execute(text("SELECT * FROM volunteer")).one()
    assert ID_NUMBER not in " ".join(map(str, row))
    assert session.scalars(select(Volunteer.id_number)).one() == ID_NUMBER


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"name": "张"}, BadInput),
        ({"phone": "0538-8221234"}, BadInput),
        ({"birth_date": None}, BadInput),
        ({"id_number": "110105194912310021"}, BadInput),
        ({"id_number": ID_NUMBER}, BadInput),  # another birth date than the one given
        ({"birth_date": date(2013, 1, 1)}, TooYoung),
        ({"categories": ["睡觉"]}, BadInput),
        ({"consent_version": ""}, ConsentNeeded),
    ],
)
def test_what_is_not_in_order_is_refused_before_the_code_is_looked_at(
    registering: Door, facts: dict[str, object], refusal: type[Exception]
) -> None:
    code = registering.code_for()
    with pytest.raises(refusal):
        registering(code=code, **facts)
    assert how_many() == 0
    assert not registering(code=code).already


def test_a_refused_registration_leaves_the_code_good(registering: Door) -> None:
    code = registering.code_for()
    office = session.scalars(select(Place).where(Place.level == "office")).first()
    assert office is not None
    with pytest.raises(CommunityNotOpen):
        registering(code=code, community_id=office.id)
    assert how_many() == 0
    assert not registering(code=code).already


def test_a_wrong_code_is_counted(registering: Door) -> None:
    code = registering.code_for()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3):
        with pytest.raises(WrongCode) as refused:
            registering(code=wrong)
        assert refused.value.facts["left"] == left
    assert how_many() == 0


def test_what_follows_fails_so_nothing_happened(registering: Door) -> None:
    def fail(_event: VolunteerRegistered) -> None:
        raise RuntimeError("the reaction failed")

    code = registering.code_for()
    before = happenings.follows(VolunteerRegistered)
    happenings.when(VolunteerRegistered, fail)
    try:
        with pytest.raises(RuntimeError):
            registering(code=code)
    finally:
        happenings.when(VolunteerRegistered, *before)
    assert how_many() == 0
    assert not registering(code=code).already


def test_a_second_tap_gives_the_first_answer(
    registering: Door, announced: list[VolunteerRegistered]
) -> None:
    me, code = identity(), registering.code_for()
    first = registering(identity_id=me, code=code)
    second = registering(identity_id=me, code=code)
    assert second.already
    assert second.volunteer == first.volunteer
    assert (how_many(), len(announced)) == (1, 1)


def test_a_second_tap_outside_wechat_gives_the_first_answer(registering: Door) -> None:
    code = registering.code_for()
    assert registering(code=code).volunteer == registering(code=code).volunteer
    assert how_many() == 1


def test_a_used_code_registers_nobody_else(registering: Door) -> None:
    code = registering.code_for()
    registering(code=code)
    with pytest.raises(CodeAlreadyUsed):
        registering(code=code, name="张小宝")
    assert how_many() == 1


def test_another_wechat_id_of_the_same_person_is_bound_to_her(
    registering: Door,
) -> None:
    first = registering(identity_id=identity("o-1"))
    forget_codes()
    second = registering(identity_id=identity("o-2"))
    assert second.already
    assert second.volunteer == first.volunteer
    assert queries.volunteer_behind(identity("o-2")) == first.volunteer
    assert how_many() == 1


def test_mother_and_child_may_share_a_phone(registering: Door) -> None:
    registering(identity_id=identity("o-1"))
    forget_codes()
    registering(identity_id=identity("o-2"), name="李小宝", birth_date=date(2010, 1, 1))
    assert [one.name for one in queries.volunteers_with_phone(PHONE)] == ["张桂英", "李小宝"]


def forget_codes() -> None:
    """As if some minutes had gone by."""
    session.execute(text("DELETE FROM phone_code"))
    session.commit()


def test_a_wechat_id_is_one_persons(registering: Door) -> None:
    me = identity()
    registering(identity_id=me)
    with pytest.raises(AlreadyBound) as refused:
        registering(identity_id=me, name="李小宝", phone=OTHER_PHONE)
    assert "张**" in refused.value.sentence
    assert how_many() == 1
    unbind(me, now=NOON)
    forget_codes()
    assert registering(identity_id=me, name="李小宝", phone=OTHER_PHONE).volunteer.name == "李小宝"


def test_knowing_an_id_number_is_not_being_her(registering: Door) -> None:
    registering(birth_date=None, id_number=ID_NUMBER)
    with pytest.raises(IdNumberTaken) as refused:
        registering(birth_date=None, id_number=ID_NUMBER, phone=OTHER_PHONE)
    assert "138****5678" in refused.value.sentence
    forget_codes()
    with pytest.raises(IdNumberTaken):
        registering(birth_date=None, id_number=ID_NUMBER, name="李明")
    assert how_many() == 1


def test_the_id_number_may_follow_later(registering: Door) -> None:
    first = registering(birth_date=date(1949, 12, 31))
    forget_codes()
    second = registering(birth_date=None, id_number=ID_NUMBER)
    assert second.already
    assert second.volunteer.id == first.volunteer.id
    assert second.volunteer.id_number_tail == "002X"


def test_namesakes_with_one_phone_and_two_id_numbers_are_two(registering: Door) -> None:
    registering(birth_date=None, id_number=ID_NUMBER)
    forget_codes()
    second = registering(birth_date=None, id_number=with_check("81000019900101001"))
    assert not second.already
    assert how_many() == 2


def test_a_drawn_number_that_is_taken_is_drawn_again(
    registering: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["2600000000", "2600000000", "2600000000", "2600000001"])
    monkeypatch.setattr("app.domain.people.entering.new_number", lambda now: next(drawn))
    assert registering().volunteer.number == "2600000000"
    other = registering(name="李明", phone=OTHER_PHONE)
    assert other.volunteer.number == "2600000001"


def test_newer_words_are_agreed_to_anew(registering: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    person = registering().volunteer
    forget_codes()
    before = consents.VERSION
    monkeypatch.setattr(consents, "VERSION", "2027-01")
    monkeypatch.setattr(consents, "text_hash", lambda: "another")
    registering(consent_version="2027-01")
    given = {one.version: one.withdrawn_at for one in queries.consents(person.id)}
    assert given == {before: NOON, "2027-01": None}


def test_a_member_of_staff_is_recognised(registering: Door) -> None:
    clerk = staff(Role.AUDITOR, at=a_centre("另一个中心"), name="张桂英")
    person = registering(phone=clerk.phone).volunteer
    assert access.staff_member(clerk.id, EVERYWHERE).volunteer_id == person.id
