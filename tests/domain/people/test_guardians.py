"""A guardian registers children, acts for them, and may take her consent back."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.people import consents, families, guardians, leaving, profile, queries
from app.domain.people.errors import (
    ChildTaken,
    ConsentNeeded,
    GuardianTooYoung,
    InGuardiansCare,
    NotAChild,
    TooManyChildren,
    WrongCode,
)
from app.domain.people.guardians import ChildApplication, register_child, register_child_by_phone
from app.domain.people.identities import meet, sign_in_by_phone
from app.domain.people.models import Guardianship, Volunteer
from app.domain.people.reaching import reach
from app.domain.people.registration import register
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests.domain.people.conftest import PHONE, Applying, Coding
from tests.domain.people.test_id_numbers import with_check
from tests.domain.people.test_registration import forget_codes
from tests.world import NOON, a_volunteer

TEN_YEARS_OLD = date(2016, 5, 1)


@pytest.fixture
def mother(database: object) -> Volunteer:
    return a_volunteer(born=date(1988, 5, 1), name="李敏", open_id="o-mother")


def about(community: UUID, **facts: object) -> ChildApplication:
    fields: dict[str, object] = {
        "name": "张小宝",
        "birth_date": TEN_YEARS_OLD,
        "id_number": None,
        "relation": "母亲",
        "community_id": community,
        "consent_version": consents.GUARDIAN_VERSION,
    }
    return ChildApplication(**{**fields, **facts})  # type: ignore[arg-type]


def registered(mother: Volunteer, community: UUID, **facts: object) -> guardians.RegisteredChild:
    return register_child(mother.id, about(community, **facts), channel="wechat", now=NOON)


def test_a_child_has_a_number_and_her_guardians_phone(mother: Volunteer, community: UUID) -> None:
    child = registered(mother, community).child
    assert len(child.number) == 10
    assert child.phone == mother.phone
    person = queries.volunteer(mother.id)
    assert [one.name for one in families.children_of(person)] == ["张小宝"]
    assert families.acted_for(person, child.id) == child


def test_the_consent_is_kept_with_words_time_and_relation(
    mother: Volunteer, community: UUID
) -> None:
    child = registered(mother, community).child
    kept = session.scalars(select(Guardianship)).one()
    assert (kept.child_id, kept.guardian_id) == (child.id, mother.id)
    assert (kept.relation, kept.given_at, kept.channel) == ("母亲", NOON, "wechat")
    assert kept.text_hash == consents.text_hash(consents.GUARDIAN_TEXT)


def test_the_same_child_twice_is_one(mother: Volunteer, community: UUID) -> None:
    first = registered(mother, community)
    second = registered(mother, community)
    assert (first.already, second.already) == (False, True)
    assert first.child.id == second.child.id


def test_notices_about_a_child_reach_the_guardian(mother: Volunteer, community: UUID) -> None:
    child = registered(mother, community).child
    assert reach([child.id])[child.id].open_ids == ["o-mother"]
    assert reach([child.id])[child.id].child == "张小宝"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"birth_date": date(2000, 1, 1)}, NotAChild),
        ({"birth_date": date(2027, 1, 1)}, BadInput),
        ({"relation": "邻居"}, BadInput),
        ({"consent_version": "2020-01"}, ConsentNeeded),
    ],
)
def test_what_cannot_be_is_refused(
    mother: Volunteer, community: UUID, facts: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        registered(mother, community, **facts)


def test_a_minor_is_no_guardian(database: object, community: UUID) -> None:
    sister = a_volunteer(born=date(2010, 1, 1), name="李姐")
    with pytest.raises(GuardianTooYoung):
        registered(sister, community)


def test_ten_children_and_no_more(mother: Volunteer, community: UUID) -> None:
    for day in range(1, 11):
        registered(mother, community, birth_date=date(2016, 5, day))
    with pytest.raises(TooManyChildren):
        registered(mother, community, birth_date=date(2016, 6, 1))


def test_an_id_number_is_no_proof_of_being_the_guardian(mother: Volunteer, community: UUID) -> None:
    number = with_check("11010520160501102")
    registered(mother, community, birth_date=None, id_number=number)
    father = a_volunteer(born=date(1985, 5, 1), name="张强")
    with pytest.raises(ChildTaken):
        registered(father, community, birth_date=None, id_number=number)


def test_a_guardian_who_is_no_volunteer_proves_her_phone(community: UUID, code_for: Coding) -> None:
    identity = meet("o-1", now=NOON).id

    def register_them(code: str, **facts: object) -> guardians.RegisteredChild:
        return register_child_by_phone(
            about(community, **facts),
            guardian_name="李敏",
            guardian_phone=PHONE,
            code=code,
            identity_id=identity,
            now=NOON,
        )

    code = code_for()
    with pytest.raises(WrongCode):
        register_them("000000" if code != "000000" else "111111")
    child = register_them(code).child
    bound = queries.volunteer_behind(identity)
    assert bound is not None
    assert bound.id == child.id


def test_who_registers_later_takes_over_her_children(
    community: UUID, code_for: Coding, filled_in: Applying
) -> None:
    child = register_child_by_phone(
        about(community),
        guardian_name="李敏",
        guardian_phone=PHONE,
        code=code_for(),
        identity_id=None,
        now=NOON,
    ).child
    assert [one.id for one in queries.volunteers_with_phone(PHONE)] == [child.id]
    forget_codes()
    application = filled_in(name="李敏", birth_date=date(1988, 5, 1))
    mother = register(
        application, code=code_for(), identity_id=None, source="phone", now=NOON
    ).volunteer
    again = queries.volunteer(mother.id)
    assert [one.id for one in families.children_of(again)] == [child.id]
    assert [one.id for one in queries.volunteers_with_phone(PHONE)] == [mother.id]


def test_children_of_a_volunteer_are_not_signed_in_by_her_phone(
    mother: Volunteer, community: UUID, code_for: Coding
) -> None:
    registered(mother, community)
    found = sign_in_by_phone(mother.phone, code_for(mother.phone), now=NOON)
    assert [one.id for one in found] == [mother.id]


def test_a_new_phone_of_the_guardian_is_the_childs_too(
    mother: Volunteer, community: UUID, code_for: Coding
) -> None:
    child = registered(mother, community).child
    profile.change_phone(mother.id, PHONE, code_for(), now=NOON)
    session.expire_all()
    assert queries.volunteer(child.id).phone == PHONE


def test_a_child_has_no_phone_of_her_own(
    mother: Volunteer, community: UUID, code_for: Coding
) -> None:
    child = registered(mother, community).child
    with pytest.raises(InGuardiansCare):
        profile.change_phone(child.id, PHONE, code_for(), now=NOON)


def test_withdrawing_ends_the_childs_account(mother: Volunteer, community: UUID) -> None:
    child = registered(mother, community).child
    leaving.withdraw_guardians_consent(mother.id, child.id, now=NOON)
    session.expire_all()
    assert families.children_of(queries.volunteer(mother.id)) == []
    with pytest.raises(NotFound):
        queries.volunteer(child.id)


def test_an_older_childs_account_outlives_the_consent(mother: Volunteer, community: UUID) -> None:
    child = registered(mother, community, birth_date=date(2011, 5, 1)).child
    leaving.withdraw_guardians_consent(mother.id, child.id, now=NOON)
    session.expire_all()
    assert queries.volunteer(child.id).state == "active"


def test_only_the_guardian_withdraws(mother: Volunteer, community: UUID) -> None:
    child = registered(mother, community).child
    with pytest.raises(NotFound):
        leaving.withdraw_guardians_consent(a_volunteer(name="张强").id, child.id, now=NOON)
