"""Take a call-back, call, write down what came of it; and what a place's months look like."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.call_backs import calling, drawing, errors, evidence, queries
from app.domain.call_backs.models import CallBack
from app.domain.hours.back_fill_decisions import confirm
from app.domain.hours.evidence_figures import month_at
from app.domain.hours.models import HourRecord, RiskFlag
from app.domain.places import queries as places
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.hours.typing import a_back_fill, a_past_position
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
SAID = "本人说那天没有去"


@pytest.fixture
def office(database: object) -> Place:
    return world.an_office()


@pytest.fixture
def here(office: Place) -> Place:
    return world.a_station(office)


@pytest.fixture
def there(office: Place) -> Place:
    return world.a_station(office)


@pytest.fixture
def caller(there: Place) -> Staff:
    return world.staff(at=there, name="赵敏")


@pytest.fixture
def manager(office: Place) -> Staff:
    return world.staff(Role.OFFICE_MANAGER, at=office)


@pytest.fixture
def drawn(here: Place, there: Place) -> CallBack:
    world.an_approved_record(world.a_volunteer(here), here, decided_at=NOON - timedelta(days=4))
    drawing.draw_due(now=NOON)
    return session.scalars(select(CallBack)).one()


def fresh(row: CallBack) -> CallBack:
    return session.get_one(CallBack, row.id, populate_existing=True)


def test_the_phone_is_shown_to_who_took_it_while_it_is_open(
    drawn: CallBack, caller: Staff, manager: Staff
) -> None:
    def phones() -> list[str]:
        return [queries.call_back(one, drawn.id, now=NOON).phone for one in (caller, manager)]

    assert phones() == ["", ""]
    calling.take(caller, drawn.id, now=NOON)
    assert [bool(one) for one in phones()] == [True, False]
    later = NOON + timedelta(days=2)
    assert queries.call_back(caller, drawn.id, now=later).phone == ""
    calling.confirm(caller, drawn.id, now=NOON)
    assert phones() == ["", ""]


def test_names_are_masked_in_the_queue(drawn: CallBack, caller: Staff) -> None:
    [row] = queries.queue(caller).items
    assert row.name == "张**"
    assert queries.waiting_count(caller) == 1


def test_its_own_station_does_not_see_it(drawn: CallBack, here: Place) -> None:
    own = world.staff(at=here)
    assert queries.waiting_count(own) == 0
    with pytest.raises(NotFound):
        queries.call_back(own, drawn.id, now=NOON)
    with pytest.raises(NotFound):
        calling.take(own, drawn.id, now=NOON)


def test_an_auditor_calls_nobody(drawn: CallBack, office: Place) -> None:
    centre = session.get_one(Place, office.parent_id)
    with pytest.raises(NotAllowed):
        calling.take(world.staff(Role.AUDITOR, at=centre), drawn.id, now=NOON)


def test_who_approved_it_does_not_call(drawn: CallBack, manager: Staff) -> None:
    record = session.get_one(HourRecord, drawn.record_id)
    record.decided_by_id = manager.id
    world.saved(record)
    with pytest.raises(errors.StandsBehindIt):
        calling.take(manager, drawn.id, now=NOON)


def test_her_own_hours_are_not_hers_to_call(drawn: CallBack, there: Place) -> None:
    herself = world.staff(at=there, volunteer_id=drawn.volunteer_id)
    assert queries.waiting_count(herself) == 0
    with pytest.raises(errors.OwnHours):
        calling.take(herself, drawn.id, now=NOON)


def test_taken_given_back_and_taken_by_another(
    drawn: CallBack, caller: Staff, manager: Staff
) -> None:
    with pytest.raises(errors.NotTaken):
        calling.confirm(caller, drawn.id, now=NOON)
    calling.take(caller, drawn.id, now=NOON)
    with pytest.raises(errors.TakenByAnother):
        calling.take(manager, drawn.id, now=NOON)
    calling.give_back(caller, drawn.id, now=NOON)
    calling.take(manager, drawn.id, now=NOON)
    words = [
        one.action
        for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        if one.object_id == drawn.id
    ]
    assert words == ["call_back.take", "call_back.give_back", "call_back.take"]


def test_what_agrees_is_closed_for_good(drawn: CallBack, caller: Staff) -> None:
    calling.take(caller, drawn.id, now=NOON)
    calling.confirm(caller, drawn.id, now=NOON + HOUR)
    assert (fresh(drawn).state, fresh(drawn).closed_by_id) == ("confirmed", caller.id)
    with pytest.raises(errors.Closed):
        calling.confirm(caller, drawn.id, now=NOON + HOUR)
    assert queries.queue(caller, "closed").total == 1


def test_three_tries_over_hours_end_it(drawn: CallBack, caller: Staff) -> None:
    calling.take(caller, drawn.id, now=NOON)
    assert calling.not_reached(caller, drawn.id, now=NOON) is False
    with pytest.raises(errors.TriedJustNow):
        calling.not_reached(caller, drawn.id, now=NOON + HOUR)
    assert calling.not_reached(caller, drawn.id, now=NOON + 2 * HOUR) is False
    assert calling.not_reached(caller, drawn.id, now=NOON + 4 * HOUR) is True
    assert (fresh(drawn).state, fresh(drawn).tries) == ("not_reached", 3)


def test_what_differs_flags_the_record_for_those_above(
    drawn: CallBack, caller: Staff, here: Place
) -> None:
    calling.take(caller, drawn.id, now=NOON)
    with pytest.raises(BadInput):
        calling.differs(caller, drawn.id, " ", now=NOON)
    assert fresh(drawn).state == "open"
    calling.differs(caller, drawn.id, SAID, now=NOON)
    assert fresh(drawn).state == "differs"
    record = session.get_one(HourRecord, drawn.record_id, populate_existing=True)
    assert (record.state, record.open_flags) == ("approved", 1)
    [flag] = session.scalars(select(RiskFlag))
    assert (flag.code, flag.facts, flag.place_id) == ("call_back", {"said": SAID}, here.id)


def test_a_record_that_was_revoked_meanwhile_is_not_flagged(drawn: CallBack, caller: Staff) -> None:
    calling.take(caller, drawn.id, now=NOON)
    record = session.get_one(HourRecord, drawn.record_id)
    record.state = "revoked"
    world.saved(record)
    calling.differs(caller, drawn.id, SAID, now=NOON)
    assert list(session.scalars(select(RiskFlag))) == []


def test_a_months_evidence_by_place(
    drawn: CallBack, here: Place, office: Place, caller: Staff, manager: Staff
) -> None:
    world.an_approved_record(world.a_volunteer(here), here, mended_by_id=manager.id, minutes=60)
    world.an_approved_record(
        world.a_volunteer(here), here, confirmed_on_request=True, mended_by_id=manager.id
    )
    clerk = world.staff(at=here)
    found = a_back_fill(clerk, a_past_position(here), [world.a_volunteer(here)])
    confirm(manager, found, now=NOON)
    calling.take(caller, drawn.id, now=NOON)
    calling.differs(caller, drawn.id, SAID, now=NOON)
    [row] = evidence.of_month(manager.scope, month_at(NOON.date()))
    assert row.minutes == {
        "scanned": 120,
        "by_staff": 60,
        "late_check_out": 120,
        "back_filled": 120,
    }
    assert (row.all_minutes, row.scanned_percent) == (420, 28)
    assert (row.flags, row.call_backs) == ({"open": 1}, {"differs": 1})
    months = evidence.of_place(places.place(here.id), now=NOON)
    assert [one.month.text for one in months[:2]] == ["2026-11", "2026-10"]
    assert (len(months), months[0].all_minutes, months[1].scanned_percent) == (12, 420, None)


def test_evidence_costs_the_same_for_many_places(
    office: Place, manager: Staff, statements: Counting
) -> None:
    costs = []
    for _ in range(2):
        for _ in range(3):
            station = world.a_station(office)
            world.an_approved_record(world.a_volunteer(station), station)
        with statements() as seen:
            evidence.of_month(manager.scope, month_at(NOON.date()))
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_a_clerk_takes_no_evidence_out(caller: Staff, manager: Staff) -> None:
    with pytest.raises(NotAllowed):
        evidence.take_out(caller, month_at(NOON.date()), now=NOON)
    assert evidence.take_out(manager, month_at(NOON.date()), now=NOON) == []
