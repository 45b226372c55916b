from datetime import timedelta

import pytest

from app.domain.audit import queries as audit
from app.domain.people import identities, queries
from app.domain.people.errors import AlreadyBound, CodeAlreadyUsed, WrongCode
from app.domain.people.phone_codes import check_code
from app.domain.people.reaching import Reach, reach
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests.conftest import Counting
from tests.domain.people.conftest import PHONE, Coding
from tests.world import NOON, a_volunteer, saved

pytestmark = pytest.mark.usefixtures("database")


def test_a_wechat_id_is_met_once() -> None:
    first = identities.meet("o-1", now=NOON, scene="s-1")
    again = identities.meet("o-1", now=NOON + timedelta(days=1), scene="s-2")
    assert first == again
    assert not first.following
    assert first.volunteer_id is None


def test_following_and_leaving_are_noted_also_of_strangers() -> None:
    assert identities.follow("o-1", None, now=NOON).following
    identities.unfollow("o-1", now=NOON)
    identities.unfollow("o-2", now=NOON)
    assert not identities.meet("o-1", now=NOON).following
    assert not identities.meet("o-2", now=NOON).following


def test_who_writes_follows() -> None:
    assert identities.wrote("o-1", now=NOON).following


def test_bound_and_parted_again() -> None:
    person = a_volunteer()
    me = identities.meet("o-1", now=NOON)
    assert identities.bind(me.id, person.id, now=NOON).volunteer_id == person.id
    assert identities.bind(me.id, person.id, now=NOON).volunteer_id == person.id
    identities.unbind(me.id, now=NOON)
    identities.unbind(me.id, now=NOON)
    assert queries.volunteer_behind(me.id) is None
    actions = [entry.action for entry in audit.story_of("volunteer", person.id)]
    assert actions == ["wechat.bind", "wechat.unbind"]


def test_a_bound_wechat_id_is_not_bound_to_another() -> None:
    me = identities.meet("o-1", now=NOON)
    identities.bind(me.id, a_volunteer(name="张桂英").id, now=NOON)
    with pytest.raises(AlreadyBound):
        identities.bind(me.id, a_volunteer(name="李明").id, now=NOON)


def test_an_unknown_wechat_id_is_not_found() -> None:
    with pytest.raises(NotFound):
        identities.unbind(new_id(), now=NOON)
    assert queries.resident(identity_id=new_id()) is None
    assert queries.resident() is None


def test_taking_back_the_authorisation_parts_the_id_and_keeps_the_person() -> None:
    person = a_volunteer(open_id="o-1")
    identities.forget("o-1", now=NOON)
    assert identities.meet("o-1", now=NOON).volunteer_id is None
    assert queries.volunteer(person.id).number == person.number


def test_a_resident_is_found_in_one_statement_by_either_way(statements: Counting) -> None:
    person = a_volunteer(open_id="o-1")
    me = identities.meet("o-1", now=NOON).id
    stranger = identities.meet("o-2", now=NOON).id
    with statements() as seen:
        by_identity = queries.resident(identity_id=me)
        by_volunteer = queries.resident(volunteer_id=person.id)
        unknown = queries.resident(identity_id=stranger)
    assert len(seen) == 3
    assert by_identity is not None
    assert by_volunteer is not None
    assert by_identity.volunteer == by_volunteer.volunteer == queries.volunteer(person.id)
    assert (by_identity.open_id, by_volunteer.open_id) == ("o-1", None)
    assert unknown is not None
    assert unknown.volunteer is None


def test_letters_go_to_those_who_follow() -> None:
    following, gone = a_volunteer(open_id="o-1"), a_volunteer(open_id="o-2")
    identities.unfollow("o-2", now=NOON)
    assert reach([following.id, gone.id]) == {following.id: Reach(["o-1"])}
    assert reach([]) == {}


def test_a_proven_phone_signs_in_all_who_share_it(code_for: Coding) -> None:
    mother, child = a_volunteer(name="张桂英"), a_volunteer(name="李小宝")
    for person in (mother, child):
        person.phone = PHONE
        saved(person)
    code = code_for()
    with pytest.raises(WrongCode):
        identities.sign_in_by_phone(PHONE, f"{(int(code) + 1) % 1_000_000:06d}", now=NOON)
    found = identities.sign_in_by_phone(PHONE, code, now=NOON)
    assert {one.id for one in found} == {mother.id, child.id}
    with pytest.raises(CodeAlreadyUsed):
        identities.sign_in_by_phone(PHONE, code, now=NOON)


def test_a_phone_nobody_has_keeps_its_code_for_registering(code_for: Coding) -> None:
    code = code_for()
    assert identities.sign_in_by_phone(PHONE, code, now=NOON) == []
    check_code(PHONE, code, now=NOON)
