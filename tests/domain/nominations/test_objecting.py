"""Objections: evidence that came along, and how many of them one notice takes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.attachments import errors as attachment_errors
from app.domain.attachments import keeping, rules
from app.domain.audit.actors import Actor
from app.domain.nominations import answering, errors, objecting, queries
from app.domain.nominations.objecting import MOST_UNSIGNED_A_DAY, MOST_WAITING_OF_ONE, Said
from app.domain.places.scope import EVERYWHERE
from tests import world
from tests.domain.nominations.house import CLOSED, House, in_notice
from tests.domain.nominations.test_the_way import CLUE
from tests.photographs import a_photo

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


def test_evidence_rests_on_the_objection(house: House) -> None:
    campaign, _ = in_notice(house)
    visitor = Actor("visitor", uuid4(), "")
    photo = keeping.keep(visitor, a_photo(), now=CLOSED)
    said = Said(CLUE, pictures=[photo], by=visitor)
    made = objecting.object_to(campaign, 1, said, now=CLOSED)
    assert answering.pictures_of(made) == (photo,)
    keeping.forget_loose(CLOSED + 9 * DAY)
    assert answering.objection_for(house.colleague, made).pictures == (photo,)


def test_somebody_elses_picture_is_no_evidence(house: House) -> None:
    campaign, case_id = in_notice(house)
    photo = keeping.keep(Actor("visitor", uuid4(), ""), a_photo(), now=CLOSED)
    said = Said(CLUE, pictures=[photo], by=Actor("visitor", uuid4(), ""))
    with pytest.raises(attachment_errors.PictureGone):
        objecting.object_to(campaign, 1, said, now=CLOSED)
    assert queries.case(case_id, EVERYWHERE).objections == ()


def test_visitors_together_keep_so_many_pictures(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_LOOSE_OF_VISITORS", 1)
    keeping.keep(Actor("visitor", uuid4(), ""), a_photo(), now=CLOSED)
    with pytest.raises(attachment_errors.TooManyOfVisitors):
        keeping.keep(Actor("visitor", uuid4(), ""), a_photo(), now=CLOSED)
    known = Actor("volunteer", house.neighbour.id, "热心邻居")
    keeping.keep(known, a_photo(), now=CLOSED)
    assert rules.MOST_LOOSE_OF_VISITORS > rules.MOST_LOOSE


def test_said_again_it_is_the_first(house: House) -> None:
    campaign, case_id = in_notice(house)
    made = {objecting.object_to(campaign, 1, Said(CLUE), now=CLOSED) for _ in range(2)}
    assert len(made) == 1
    signed = Said(CLUE, name="赵云", phone="13900002222")
    assert objecting.object_to(campaign, 1, signed, now=CLOSED) not in made
    assert len(queries.case(case_id, EVERYWHERE).objections) == 2


@pytest.mark.parametrize("known", [True, False])
def test_one_person_has_three_waiting_at_most(house: House, *, known: bool) -> None:
    campaign, _ = in_notice(house)
    by = world.a_volunteer(house.station, name="赵云").id if known else None
    signed = {"name": "" if known else "赵云", "phone": "" if known else "13900002222"}
    made = [
        objecting.object_to(campaign, 1, Said(f"第{n}件事", **signed, volunteer_id=by), now=CLOSED)
        for n in range(MOST_WAITING_OF_ONE)
    ]
    more = Said("再来一件", **signed, volunteer_id=by)
    with pytest.raises(errors.SaidThreeTimes):
        objecting.object_to(campaign, 1, more, now=CLOSED)
    objecting.answer(house.colleague, made[0], "已核实", upheld=False, now=CLOSED)
    objecting.object_to(campaign, 1, more, now=CLOSED)


def test_unsigned_ones_are_so_many_a_day(house: House) -> None:
    campaign, _ = in_notice(house)
    for n in range(MOST_UNSIGNED_A_DAY):
        objecting.object_to(campaign, 1, Said(f"{CLUE}{n}"), now=CLOSED)
    with pytest.raises(errors.TooManyUnsigned):
        objecting.object_to(campaign, 1, Said(CLUE), now=CLOSED)
    objecting.object_to(campaign, 1, Said("签名的", name="赵云", phone="13900002222"), now=CLOSED)
    objecting.object_to(campaign, 1, Said(CLUE), now=CLOSED + DAY)
