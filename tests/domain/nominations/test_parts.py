"""Nobody decides in a case she has another part in: named, reviewed, visited, related."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.attachments import keeping
from app.domain.nominations import (
    answering,
    consenting,
    errors,
    objecting,
    queries,
    relating,
    reviewing,
    visiting,
)
from app.domain.nominations.consenting import Word
from app.domain.nominations.objecting import Said
from app.domain.nominations.part_rules import Part, why_not_answered_by, why_not_reviewed_by
from app.domain.nominations.parts import SAME_HOUSEHOLD, SAME_PHONE, SAME_UNIT, WITNESS, part_of
from app.domain.nominations.visiting import Seen
from app.domain.people import leaving
from app.domain.people.models import Guardianship
from app.domain.places.scope import EVERYWHERE
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    CLOSED,
    House,
    an_open_campaign,
    in_notice,
    nominated,
    the_case,
)
from tests.domain.nominations.test_the_way import CLUE
from tests.photographs import a_photo

pytestmark = pytest.mark.usefixtures("database")
SEEN = Seen(date(2026, 11, 22), "在 3 号楼，见了李奶奶", "老人说三年来天天送饭")


NOBODY = Part(nominated=False, is_nominee=False, reviewed_at=frozenset())
PARTS = {
    "none": (NOBODY, None, None),
    "nominator": (Part(True, False, frozenset()), "own_case", "involved"),
    "nominee": (Part(False, True, frozenset()), "own_case", "involved"),
    "kin": (Part(False, False, frozenset(), relation="您声明过"), "related", "involved"),
    "reviewed here": (Part(False, False, frozenset({"office"})), None, "involved"),
    "reviewed below": (
        Part(False, False, frozenset({"station"})),
        "reviewed_before",
        "involved",
    ),
    "visited": (Part(False, False, frozenset(), visited=True), None, "involved"),
    "scored": (Part(False, False, frozenset(), scored=True), "scored_before", "involved"),
}


@pytest.mark.parametrize("name", PARTS)
def test_who_may_review_at_the_office_and_who_may_answer(name: str) -> None:
    part, reviews, answers = PARTS[name]
    refusal = why_not_reviewed_by(part, her_level="office", level="office")
    assert (refusal and refusal.code) == reviews
    refusal = why_not_answered_by(part)
    assert (refusal and refusal.code) == answers


def _declared(house: House) -> Staff:
    [row] = queries.cases(EVERYWHERE).items
    relating.declare(house.clerk, row.id, "我的表嫂", now=NOON)
    return house.clerk


def _witness(house: House) -> Staff:
    return world.staff(at=house.station, phone="13900001111")


def _of_the_unit(house: House) -> Staff:
    return house.clerk


def _nominator(house: House) -> Staff:
    return world.staff(at=house.station, volunteer_id=house.neighbour.id)


def _other_account_of_the_nominator(house: House) -> Staff:
    first = world.staff(at=house.station, volunteer_id=house.neighbour.id)
    return world.staff(Role.OFFICE_MANAGER, at=house.office, phone=first.phone)


INVOLVED: dict[str, tuple[Callable[[House], Staff], dict[str, object], type[Exception]]] = {
    "declared": (_declared, {}, errors.Related),
    "witness": (_witness, {}, errors.Related),
    "unit": (_of_the_unit, {"unit": "阳光社区新时代文明实践站"}, errors.Related),
    "nominator": (_nominator, {}, errors.OwnCase),
}


@pytest.mark.parametrize("name", INVOLVED)
def test_who_is_involved_reviews_visits_and_returns_nothing(house: House, name: str) -> None:
    who, changes, refused = INVOLVED[name]
    case_id = nominated(house, an_open_campaign(house), None, **changes).id
    staff = who(house)
    with pytest.raises(refused):
        reviewing.pass_on(staff, case_id, "", now=NOON)
    with pytest.raises(refused):
        reviewing.send_back(staff, case_id, "缺材料", now=NOON)
    with pytest.raises(refused):
        reviewing.reject(staff, case_id, "不行", now=NOON)
    with pytest.raises(refused):
        visiting.note_visit(staff, case_id, SEEN, now=NOON)
    assert the_case(case_id).state == "in_review"


def test_two_accounts_are_one_person(house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    hers = world.staff(Role.OFFICE_MANAGER, at=house.office, phone=house.clerk.phone)
    reviewing.pass_on(house.clerk, case_id, "", now=NOON)
    with pytest.raises(errors.ReviewedBefore):
        reviewing.pass_on(hers, case_id, "", now=NOON)


def test_a_phone_a_household_and_an_appointment_in_common_are_found(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    case = the_case(nominated(house, an_open_campaign(house), number=hero.number).id)
    same_phone = world.staff(Role.OFFICE_MANAGER, at=house.office, phone=hero.phone)
    assert part_of(same_phone, case).relation == SAME_PHONE
    mother = world.a_volunteer(house.station, name="陈母")
    world.saved(
        Guardianship(
            id=new_id(),
            child_id=hero.id,
            guardian_id=mother.id,
            guardian_name="陈母",
            guardian_phone=mother.phone,
            relation="母亲",
            version="1",
            text_hash="x",
            channel="wechat",
            given_at=NOON,
        )
    )
    kin = world.staff(Role.OFFICE_MANAGER, at=house.office, volunteer_id=mother.id)
    assert part_of(kin, case).relation == SAME_HOUSEHOLD
    assert part_of(house.clerk, case).untouched
    world.staff(at=house.station, volunteer_id=hero.id)
    assert part_of(house.clerk, case).relation == SAME_UNIT
    assert part_of(_witness(house), case).relation == WITNESS
    assert part_of(house.manager, case).untouched


def test_a_colleague_at_the_centre_can_still_be_decided_on(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    world.staff(Role.CENTRE_ADMINISTRATOR, at=house.centre, volunteer_id=hero.id)
    case = the_case(nominated(house, an_open_campaign(house), number=hero.number).id)
    assert part_of(house.administrator, case).untouched


def test_a_relation_is_declared_once_with_words_and_stays(house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    with pytest.raises(BadInput):
        relating.declare(house.clerk, case_id, " ", now=NOON)
    for _ in range(2):
        relating.declare(house.clerk, case_id, "我的表嫂", now=NOON)
    steps = [step.decision.value for step in queries.case(case_id, EVERYWHERE).steps]
    assert steps == ["join", "relate"]
    with pytest.raises(errors.Related, match="我的表嫂"):
        consenting.note_word(house.clerk, case_id, Word(agreed=True), "电话", now=NOON)
    elsewhere = world.staff(at=world.a_station(house.office))
    with pytest.raises(NotFound):
        relating.declare(elsewhere, case_id, "朋友", now=NOON)


def test_a_visit_is_read_by_reviewers_only_and_stands_in_the_history(house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    for wrong in (Seen(date(2026, 11, 24), "某处", "x"), Seen(NOON.date(), "", "x")):
        with pytest.raises(BadInput):
            visiting.note_visit(house.clerk, case_id, wrong, now=NOON)
    visiting.note_visit(house.clerk, case_id, SEEN, now=NOON)
    [visit] = visiting.visits_to(case_id, house.manager)
    assert (visit.by, visit.words) == ("站里小王", "老人说三年来天天送饭")
    auditor = world.staff(Role.AUDITOR, at=house.centre)
    assert visiting.visits_to(case_id, auditor) == []
    elsewhere = world.staff(at=world.a_station(house.office))
    assert visiting.visits_to(case_id, elsewhere) == []
    last = queries.case(case_id, EVERYWHERE).steps[-1]
    assert (last.decision.value, last.words) == ("visit", "")
    reviewing.pass_on(house.clerk, case_id, "", now=NOON)  # who visited may review


def test_where_all_near_are_involved_somebody_from_elsewhere_is_asked(house: House) -> None:
    campaign, case_id = in_notice(house)
    said = objecting.object_to(campaign, 1, Said(CLUE), now=CLOSED)
    relating.declare(house.colleague, case_id, "老同学", now=CLOSED)
    for who in (house.administrator, house.colleague):
        with pytest.raises(errors.Involved):
            objecting.answer(who, said, "核实", upheld=False, now=CLOSED)
    other_office = world.an_office(house.centre, name="春晖街道新时代文明实践所")
    far = world.staff(Role.OFFICE_MANAGER, at=other_office, name="远处的人")
    with pytest.raises(NotFound):
        answering.objection_for(far, said)
    assert [one.id for one in answering.candidates(house.administrator, said)] == [far.id]
    for near in (house.clerk, house.manager, house.colleague):
        with pytest.raises(errors.CannotAnswer):
            answering.ask(house.administrator, said, near.id, now=CLOSED)
    with pytest.raises(errors.Related):
        answering.ask(house.colleague, said, far.id, now=CLOSED)
    answering.ask(house.administrator, said, far.id, now=CLOSED)
    assert [one.id for one in answering.asked_of(far)] == [said]
    assert answering.objection_for(far, said).answerer == "远处的人"
    objecting.answer(far, said, "已到村里核实，不属实", upheld=False, now=CLOSED)
    assert answering.asked_of(far) == []
    assert queries.objection(said, EVERYWHERE).answered_by == "远处的人"
    with pytest.raises(errors.AlreadyAnswered):
        answering.ask(house.administrator, said, far.id, now=CLOSED)


def test_an_auditor_and_who_left_are_never_asked(house: House) -> None:
    campaign, _ = in_notice(house)
    said = objecting.object_to(campaign, 1, Said(CLUE), now=CLOSED)
    auditor = world.staff(Role.AUDITOR, at=house.centre)
    with pytest.raises(errors.CannotAnswer):
        answering.ask(house.administrator, said, auditor.id, now=CLOSED)


def test_what_was_seen_at_home_goes_with_who_leaves(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    case_id = nominated(house, an_open_campaign(house), number=hero.number).id
    actor = house.clerk.actor
    photo = keeping.keep(actor, a_photo(), now=NOON)
    visiting.note_visit(house.clerk, case_id, replace(SEEN, pictures=(photo,)), now=NOON)
    leaving.leave(hero.id, now=NOON)
    assert visiting.visits_to(case_id, house.manager) == []
    assert "visit" in [one.decision.value for one in queries.case(case_id, EVERYWHERE).steps]
