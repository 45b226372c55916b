import pytest

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.audit import queries as audit
from app.domain.people import profile, queries, standing
from app.domain.people.errors import (
    AlreadyFrozen,
    CommunityNotOpen,
    NotFrozen,
    PhoneUnchanged,
    WrongCode,
)
from app.domain.people.models import Volunteer
from app.domain.people.queries import VolunteerView
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests.domain.people.conftest import PHONE, Coding
from tests.world import NOON, a_station, a_volunteer, an_office, staff


@pytest.fixture
def person(database: object) -> Volunteer:
    return a_volunteer()


def changed(person: Volunteer, **facts: object) -> VolunteerView:
    fields: dict[str, object] = {
        "categories": ["环境保护"],
        "skills": ["摄影摄像"],
        "community_id": person.community_id,
    }
    return profile.change_profile(person.id, **{**fields, **facts}, now=NOON)  # type: ignore[arg-type]


def test_a_profile_is_changed(person: Volunteer) -> None:
    moved_to = a_station()
    changed(person, community_id=moved_to.id)
    after = queries.volunteer(person.id)
    assert (after.categories, after.skills) == (("环境保护",), ("摄影摄像",))
    assert after.community.id == moved_to.id


def test_what_is_not_in_the_lists_is_refused(person: Volunteer) -> None:
    with pytest.raises(BadInput):
        changed(person, categories=["睡觉"])
    with pytest.raises(BadInput):
        changed(person, skills=["睡觉"])
    with pytest.raises(CommunityNotOpen):
        changed(person, community_id=an_office().id)
    assert queries.volunteer(person.id).categories == ("社区服务",)


def test_who_stays_in_a_closed_community_may_change_the_rest(person: Volunteer) -> None:
    session.get_one(Place, person.community_id).closed_at = NOON
    session.commit()
    assert changed(person).categories == ("环境保护",)


def test_a_new_phone_is_proven_and_ends_other_sign_ins(person: Volunteer, code_for: Coding) -> None:
    code = code_for()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3):
        with pytest.raises(WrongCode) as refused:
            profile.change_phone(person.id, PHONE, wrong, now=NOON)
        assert refused.value.facts["left"] == left
    after = profile.change_phone(person.id, PHONE, code, now=NOON)
    assert (after.phone, after.sign_in_generation) == (PHONE, 1)
    with pytest.raises(PhoneUnchanged):
        profile.change_phone(person.id, PHONE, code, now=NOON)


def test_large_type_and_signing_out_everywhere(person: Volunteer) -> None:
    profile.set_large_type(person.id, True)
    profile.sign_out_everywhere(person.id, now=NOON)
    after = queries.volunteer(person.id)
    assert (after.large_type, after.sign_in_generation) == (True, 1)


def test_who_does_not_exist_changes_nothing(person: Volunteer) -> None:
    with pytest.raises(NotFound):
        profile.set_large_type(new_id(), True)


def test_freezing_and_unfreezing_leave_their_reasons(person: Volunteer) -> None:
    station = session.get_one(Place, person.community_id)
    manager = staff(Role.OFFICE_MANAGER, at=session.get_one(Place, station.parent_id))
    assert standing.freeze(manager, person.id, reason=" 冒名签到 ", now=NOON).frozen
    assert queries.volunteer(person.id).frozen_reason == "冒名签到"
    with pytest.raises(AlreadyFrozen):
        standing.freeze(manager, person.id, reason="再次", now=NOON)
    assert not standing.unfreeze(manager, person.id, reason="已核实", now=NOON).frozen
    with pytest.raises(NotFrozen):
        standing.unfreeze(manager, person.id, reason="再次", now=NOON)
    story = audit.story_of("volunteer", person.id)
    assert [(e.action, e.detail["reason"]) for e in story] == [
        ("volunteer.freeze", "冒名签到"),
        ("volunteer.unfreeze", "已核实"),
    ]


def test_freezing_needs_a_reason_the_permission_and_the_subtree(person: Volunteer) -> None:
    station = session.get_one(Place, person.community_id)
    manager = staff(Role.OFFICE_MANAGER, at=session.get_one(Place, station.parent_id))
    clerk = staff(Role.STATION_CLERK, at=station)
    stranger = staff(Role.OFFICE_MANAGER, at=an_office())
    for by, reason, no in (
        (manager, " ", BadInput),
        (clerk, "冒名签到", NotAllowed),
        (stranger, "冒名签到", NotFound),
    ):
        with pytest.raises(no):
            standing.freeze(by, person.id, reason=reason, now=NOON)
    assert not queries.volunteer(person.id).frozen


def test_a_clerk_gives_a_new_phone_to_who_stands_before_her(person: Volunteer) -> None:
    clerk = staff(Role.STATION_CLERK, at=session.get_one(Place, person.community_id))
    auditor = staff(Role.AUDITOR, at=session.get_one(Place, person.community_id))

    def moving(by: object, phone: str = PHONE) -> VolunteerView:
        return standing.change_phone_in_person(
            by,  # type: ignore[arg-type]
            person.id,
            new_phone=phone,
            reason="手机丢失,已核对身份证",
            now=NOON,
        )

    with pytest.raises(NotAllowed):
        moving(auditor)
    with pytest.raises(BadInput):
        moving(clerk, "0538-8221234")
    after = moving(clerk)
    assert (after.phone, after.sign_in_generation) == (PHONE, 1)
    with pytest.raises(PhoneUnchanged):
        moving(clerk)
    assert PHONE not in str(audit.story_of("volunteer", person.id))
