""" "This is not me": due, answered and counted as a complaint, by staff who have no part in it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.rules import Role
from app.domain.complaints import (
    complaining,
    denying,
    errors,
    handling,
    mine,
    queries,
    rules,
    timing,
    yearly,
)
from app.domain.complaints.complaining import Said
from app.domain.complaints.linking import link_code
from app.domain.complaints.models import Complaint
from app.domain.complaints.rules import State
from app.domain.people import denials, standing
from app.domain.people.denials import Outcome
from app.domain.people.errors import AlreadySettled, PhoneDenied
from app.domain.people.models import Invitation, Volunteer, WeChatIdentity
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.complaints.house import House, the_complaint, told

DAY = timedelta(days=1)


def denied(house: House) -> tuple[Volunteer, UUID]:
    """Somebody else's phone stands in an account of the station; its owner parts it."""
    person = world.a_volunteer(house.station)
    return person, denials.deny(person.id, None, proven=person.phone, now=NOON)


def test_it_is_due_in_five_working_days_and_waits_at_its_place(house: House) -> None:
    person, made = denied(house)
    row = the_complaint(made)
    assert (row.subject, row.subject_id, row.handled_path) == (
        *("not_me", person.id),
        house.station.path,
    )
    assert row.due_at == rules.due_at(NOON)
    ((seen, line),) = denying.open_denials(house.clerk)
    assert (seen.id, line.due_at) == (made, row.due_at)
    assert denying.count_open(house.clerk) == 1
    assert denying.open_denials(world.staff(at=world.a_station())) == []


def test_who_invited_her_or_typed_in_her_phone_neither_sees_nor_settles_it(house: House) -> None:
    person = world.a_volunteer(house.station)
    asked = {"name": person.name, "phone": person.phone, "community_id": house.station.id}
    invited = {"invited_by_id": house.clerk.id, "invited_at": NOON, "expires_at": NOON + DAY}
    world.saved(Invitation(**asked, **invited, state="accepted", volunteer_id=person.id))
    standing.change_phone_in_person(
        house.colleague, person.id, new_phone="13900007777", reason="本人到场", now=NOON
    )
    made = denials.deny(person.id, None, now=NOON)
    for one in (house.clerk, house.colleague):
        assert denying.open_denials(one) == []
        assert denying.count_open(one) == 0
        assert isinstance(queries.complaint(one, made).closed_to_her, errors.ConcernedYourself)
        with pytest.raises(errors.ConcernedYourself):
            denying.settle(one, made, "corrected", now=NOON)
    denying.settle(house.manager, made, "corrected", now=NOON)
    assert the_complaint(made).state == State.ANSWERED


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [("mistake", "unfounded"), ("corrected", "upheld"), ("removed", "upheld")],
)
def test_settled_it_is_answered_and_she_is_told_by_sms(
    house: House, outcome: Outcome, counted: str
) -> None:
    person, made = denied(house)
    phone = the_complaint(made).phone
    denying.settle(house.clerk, made, outcome, now=NOON + DAY)
    found = mine.complaint_by_link(link_code(made), now=NOON + DAY)
    assert found.answer is not None
    assert (found.row.outcome, found.answer.words) == (counted, denying.ANSWERS[outcome][1])
    assert person.name not in found.answer.words
    (letter,) = told("complaint_link")
    assert letter.recipient == phone
    assert not denials.is_open(made)
    with pytest.raises(AlreadySettled):
        denying.settle(house.clerk, made, outcome, now=NOON + DAY)


def test_who_said_it_by_wechat_is_answered_there(house: House) -> None:
    person = world.a_volunteer(house.station, open_id="o-1")
    identity_id = session.scalars(select(WeChatIdentity.id)).one()
    made = denials.deny(person.id, identity_id, now=NOON)
    denying.settle(house.clerk, made, "corrected", now=NOON)
    (letter,) = told("complaint_progress")
    assert (letter.channel, letter.recipient) == ("wechat_template", "o-1")
    assert letter.url == f"/complaints/{link_code(made)}"
    assert told("complaint_link") == []


def test_it_is_answered_by_settling_it_alone_and_taken_from_nobody(house: House) -> None:
    _, made = denied(house)
    handling.take_up(house.colleague, made, now=NOON)
    with pytest.raises(errors.SettleInstead):
        handling.answer(house.colleague, made, "upheld", "已处理。", now=NOON)
    with pytest.raises(errors.TakenByAnother):
        denying.settle(house.clerk, made, "corrected", now=NOON)
    assert denials.is_open(made)
    denying.settle(house.colleague, made, "corrected", now=NOON)


def test_it_stays_hers_when_the_account_says_it_lives_elsewhere(house: House) -> None:
    person, made = denied(house)
    elsewhere = world.a_station(house.office)
    person.community_id = elsewhere.id
    world.saved(person)
    there = world.staff(at=elsewhere)
    assert (denying.open_denials(there), denying.count_open(house.clerk)) == ([], 1)
    with pytest.raises(NotFound):
        denying.settle(there, made, "corrected", now=NOON)
    ((seen, _),) = denying.open_denials(house.clerk)
    assert seen.community.id == elsewhere.id
    denying.settle(house.clerk, made, "corrected", now=NOON)
    assert the_complaint(made).state == State.ANSWERED


def test_asked_by_wechat_it_is_still_hers_who_asked_and_not_withdrawn(house: House) -> None:
    person = world.a_volunteer(house.station, open_id="o-1")
    identity_id = session.scalars(select(WeChatIdentity.id)).one()
    made = denials.deny(person.id, identity_id, now=NOON)
    handling.take_up(house.colleague, made, now=NOON)
    handling.ask(house.colleague, made, "您用过别的手机号吗？", now=NOON)
    assert [one.recipient for one in told()] == ["o-1"]
    with pytest.raises(errors.TakenByAnother):
        denying.settle(house.clerk, made, "corrected", now=NOON)
    with pytest.raises(errors.SettledFirst):
        complaining.withdraw(link_code(made), now=NOON)
    assert not mine.complaint_by_link(link_code(made), now=NOON).may_withdraw
    assert denying.settle(house.colleague, made, "corrected", now=NOON)


def test_one_that_concerns_all_of_its_station_is_warned_of_above_at_half_of_its_time(
    house: House,
) -> None:
    """Moved denials stand at their station, and who is behind them is looked up anew."""
    chief = world.a_volunteer(house.office)
    world.staff(Role.OFFICE_MANAGER, at=house.office, volunteer_id=chief.id)
    person, made = denied(house)
    for one in access.staff_serving([house.station.path]):
        asked = {"name": person.name, "phone": "13900008888", "community_id": house.station.id}
        invited = {"invited_by_id": one.id, "invited_at": NOON, "expires_at": NOON + DAY}
        world.saved(Invitation(**asked, **invited, state="accepted", volunteer_id=person.id))
    assert timing.warn(now=NOON + 4 * DAY) == 1
    assert the_complaint(made).handled_path == house.office.path
    assert [one.volunteer_id for one in told("complaint_due")] == [chief.id]


def test_what_nobody_looks_into_goes_up(house: House) -> None:
    _, made = denied(house)
    assert timing.warn(now=NOON + 8 * DAY) == 1
    assert the_complaint(made).handled_path == house.office.path
    assert denying.open_denials(house.clerk) == []
    assert denying.count_open(house.manager) == 1


def test_asked_for_again_above_it_is_answered_in_words(house: House) -> None:
    _, made = denied(house)
    denying.settle(house.clerk, made, "mistake", now=NOON)
    complaining.reopen(link_code(made), "我没有去过。", now=NOON)
    handling.take_up(house.manager, made, now=NOON)
    handling.answer(house.manager, made, "upheld", "再次核实，已断开。", now=NOON)
    assert the_complaint(made).state == State.ANSWERED


def test_a_phone_that_was_parted_is_not_typed_in_again_unless_it_was_a_mistake(
    house: House,
) -> None:
    person, made = denied(house)
    phone = the_complaint(made).phone
    with pytest.raises(PhoneDenied):
        standing.change_phone_in_person(
            house.colleague, person.id, new_phone=phone, reason="本人到场", now=NOON
        )
    assert not denials.denied(person.id, "13900007777")
    denying.settle(house.clerk, made, "mistake", now=NOON)
    assert not denials.denied(person.id, phone)


def test_only_the_phone_that_was_proven_is_parted(house: House) -> None:
    person = world.a_volunteer(house.station)
    with pytest.raises(NotFound):
        denials.deny(person.id, None, proven="13900008888", now=NOON)
    assert session.query(Complaint).count() == 0
    assert denials.is_open(denials.deny(person.id, None, proven=person.phone, now=NOON))


def test_it_is_a_line_of_the_year_and_uses_up_no_strangers_turn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_OF_VISITORS_A_DAY", 1)
    denied(house)
    by_name = Said(text="有人冒用我的名字注册了。", subject="not_me", place_id=house.station.id)
    made = complaining.complain(None, replace(by_name, phone="13900008888"), now=NOON)
    assert the_complaint(made).handled_path == house.office.path
    counted = yearly.by_subject(yearly.of_year(house.manager, 2026))
    assert [(one.title, one.total) for one in counted] == [("有人用我的名字或手机号注册", 2)]
