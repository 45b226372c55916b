"""The community shop: reserve, hand over, cancel, run out of time, settle."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain import clockwork
from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.messaging.models import OutboxMessage
from app.domain.people import leaving
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE, Scope
from app.domain.recognition import (
    counters,
    errors,
    handing_over,
    queries,
    redeeming,
    settling,
    shop_queries,
    stocking,
    terms,
)
from app.domain.recognition.models import Redemption
from app.domain.recognition.redemption_code import redemption_code
from app.domain.recognition.shop_rules import State
from app.kernel.agreement import disagreements
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.domain.recognition.points import points, rows
from tests.domain.recognition.shop import SOAP, an_item, left, redeemed, with_points
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station)


@pytest.fixture
def manager(office: Place) -> Staff:
    return world.staff(Role.OFFICE_MANAGER, at=office)


def state_of(redemption_id: UUID) -> str:
    return session.get_one(Redemption, redemption_id, populate_existing=True).state


def all_agrees() -> bool:
    return not list(disagreements(counters.AGREEMENTS))


def test_redeeming_holds_points_and_takes_stock(station: Place) -> None:
    item, person = an_item(station), with_points(station)
    one = redeemed(person, item)
    assert (points(person), left(item), state_of(one)) == ((80, 0), 4, "reserved")
    assert rows(person)[-1] == ("held", -20, 0)
    mine = shop_queries.my_redemption(one, person.id)
    assert (len(mine.number), mine.standing, mine.item.title) == (8, "待领取", "洗衣液")
    assert all_agrees()


def test_the_same_click_twice_is_one_redemption(station: Place) -> None:
    item, person, nonce = an_item(station), with_points(station), new_id().hex
    both = {redeeming.redeem(person.id, item, nonce=nonce, now=NOON) for _ in range(2)}
    assert len(both) == 1
    assert (points(person), left(item)) == ((80, 0), 4)


@pytest.mark.parametrize(
    ("facts", "stock", "balance", "refusal"),
    [
        ({}, 5, 19, errors.NotEnoughPoints),
        ({}, 0, 100, errors.SoldOut),
        ({"on_shelf": False}, 5, 100, errors.NotOnShelf),
        ({"open_from": date(2026, 11, 24)}, 5, 100, errors.NotOnShelf),
    ],
)
def test_a_refusal_takes_nothing(
    station: Place, facts: dict[str, object], stock: int, balance: int, refusal: type[Exception]
) -> None:
    item, person = an_item(station, stock=stock, **facts), with_points(station, balance)
    with pytest.raises(refusal):
        redeemed(person, item)
    assert (points(person), left(item)) == ((balance, 0), stock)


def test_one_person_takes_no_more_than_the_limit_and_what_came_back_does_not_count(
    station: Place,
) -> None:
    item, person = an_item(station, limit_each=1), with_points(station)
    one = redeemed(person, item)
    with pytest.raises(errors.LimitReached):
        redeemed(person, item)
    redeeming.cancel(person.id, one, now=NOON)
    redeemed(person, item)


def test_frozen_people_and_closed_shops_redeem_nothing(
    station: Place, administrator: Staff
) -> None:
    item = an_item(station)
    with pytest.raises(errors.AccountFrozen):
        redeemed(with_points(station, state="frozen"), item)
    person = with_points(station)
    with pytest.raises(NotFound):
        redeemed(person, new_id())
    terms.turn(administrator, "points", False, now=NOON)
    with pytest.raises(errors.ShopClosed):
        redeemed(person, item)


def test_cancelled_points_and_stock_come_back_once(station: Place) -> None:
    item, person = an_item(station), with_points(station)
    one = redeemed(person, item)
    for _ in range(2):
        redeeming.cancel(person.id, one, now=NOON)
    assert (points(person), left(item), state_of(one)) == ((100, 0), 5, "cancelled")
    assert [kind for kind, _, _ in rows(person)] == ["earned", "held", "given_back"]
    assert all_agrees()


def test_somebody_elses_is_not_found(station: Place) -> None:
    one = redeemed(with_points(station), an_item(station))
    with pytest.raises(NotFound):
        redeeming.cancel(world.a_volunteer(station).id, one, now=NOON)


def test_staff_cancel_with_a_reason_she_reads(station: Place, clerk: Staff) -> None:
    item, person = an_item(station), with_points(station)
    one = redeemed(person, item)
    with pytest.raises(BadInput):
        redeeming.cancel_by_staff(clerk, one, " ", now=NOON)
    redeeming.cancel_by_staff(clerk, one, "到货有破损", now=NOON)
    assert (points(person), state_of(one)) == ((100, 0), "cancelled")
    [letter] = session.scalars(select(OutboxMessage).where(OutboxMessage.kind != "hours_approved"))
    assert "原因：到货有破损" in letter.body
    assert "20 积分已退回" in letter.body
    with pytest.raises(errors.NotLikeThis):
        redeeming.cancel_by_staff(clerk, one, "再来一次", now=NOON)


def test_a_code_is_handed_over_once(station: Place, clerk: Staff) -> None:
    one = redeemed(with_points(station), an_item(station))
    code = redemption_code(one, now=NOON)
    first = handing_over.hand_over_by_code(clerk, code, now=NOON)
    again = handing_over.hand_over_by_code(clerk, code, now=NOON + timedelta(seconds=9))
    assert (first.repeated, again.repeated, again.at) == (False, True, NOON)
    assert state_of(one) == "handed_over"
    trace = select(AuditEntry).where(AuditEntry.action == "rewards.hand_over")
    assert len(list(session.scalars(trace))) == 1


def test_what_was_handed_over_is_not_given_back(station: Place, clerk: Staff) -> None:
    item, person = an_item(station), with_points(station)
    one = redeemed(person, item)
    handing_over.hand_over(clerk, one, now=NOON)
    with pytest.raises(errors.NotLikeThis):
        redeeming.cancel(person.id, one, now=NOON)
    assert redeeming.expire(now=NOON + timedelta(days=30)) == 0
    assert (points(person), left(item)) == ((80, 0), 4)


def test_other_places_and_ones_own_are_not_handed_over(station: Place, office: Place) -> None:
    person = with_points(station)
    one = redeemed(person, an_item(station))
    with pytest.raises(NotFound):
        handing_over.hand_over(world.staff(at=world.a_station(office)), one, now=NOON)
    herself = world.staff(at=station, volunteer_id=person.id)
    with pytest.raises(errors.OwnRedemption):
        handing_over.hand_over(herself, one, now=NOON)
    auditor = world.staff(Role.AUDITOR, at=office)
    with pytest.raises(NotAllowed):
        handing_over.hand_over(auditor, one, now=NOON)
    assert state_of(one) == "reserved"


def test_what_nobody_fetches_goes_back_by_the_clock(station: Place, clerk: Staff) -> None:
    item, person = an_item(station), with_points(station)
    one = redeemed(person, item)
    clockwork.tick(NOON + timedelta(days=14))
    assert state_of(one) == "reserved"
    clockwork.tick(NOON + timedelta(days=15))
    clockwork.tick(NOON + timedelta(days=16))
    assert (points(person), left(item), state_of(one)) == ((100, 0), 5, "expired")
    with pytest.raises(errors.NotLikeThis):
        handing_over.hand_over(clerk, one, now=NOON + timedelta(days=16))
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "redemption_ended"))
    assert "过了领取时间" in told.one().body
    assert all_agrees()


def test_who_leaves_fetches_nothing_any_more(station: Place) -> None:
    item, person = an_item(station), with_points(station)
    one = redeemed(person, item)
    leaving.leave(person.id, now=NOON)
    assert (left(item), state_of(one)) == (5, "cancelled")


def test_a_price_that_changes_leaves_what_is_reserved_alone(station: Place, manager: Staff) -> None:
    item, person = an_item(station), with_points(station)
    one = redeemed(person, item)
    stocking.change_item(manager, item, replace(SOAP, price=50), add=-2, now=NOON)
    assert left(item) == 2
    redeeming.cancel(person.id, one, now=NOON)
    assert (points(person), left(item)) == ((100, 0), 3)
    with pytest.raises(errors.NotThatMany):
        stocking.change_item(manager, item, SOAP, add=-4, now=NOON)
    assert all_agrees()


def test_only_managers_fill_the_shelves_of_their_own_places(
    station: Place, clerk: Staff, manager: Staff
) -> None:
    with pytest.raises(NotAllowed):
        stocking.add_item(clerk, station.id, SOAP, stock=1, now=NOON)
    with pytest.raises(NotFound):
        stocking.add_item(manager, world.a_station().id, SOAP, stock=1, now=NOON)
    with pytest.raises(BadInput):
        stocking.add_item(manager, station.id, replace(SOAP, price=0), stock=1, now=NOON)


IN_DECEMBER = datetime(2026, 12, 2, 2, tzinfo=UTC)


def test_a_month_is_settled_once(station: Place, clerk: Staff, manager: Staff) -> None:
    item, person = an_item(station), with_points(station)
    fetched = [redeemed(person, item) for _ in range(2)]
    for one in fetched:
        handing_over.hand_over(clerk, one, now=NOON)
    late = redeemed(person, item)
    handing_over.hand_over(clerk, late, now=IN_DECEMBER)
    with pytest.raises(errors.NothingToSettle):
        settling.settle(manager, station.id, now=NOON)
    settlement = settling.settle(manager, station.id, now=IN_DECEMBER)
    with pytest.raises(errors.NothingToSettle):
        settling.settle(manager, station.id, now=IN_DECEMBER)
    found = shop_queries.settlement(settlement, EVERYWHERE)
    assert (found.count, found.points, found.through) == (2, 40, date(2026, 11, 30))
    assert {one.id for one in shop_queries.settled(settlement)} == set(fetched)
    assert [state_of(one) for one in (*fetched, late)] == ["settled", "settled", "handed_over"]
    assert all_agrees()
    with pytest.raises(NotAllowed):
        settling.settle(clerk, station.id, now=IN_DECEMBER)


def test_the_shelf_shows_ones_own_community_first_and_what_is_gone_last(
    station: Place, office: Place
) -> None:
    elsewhere = world.a_station(office)
    gone = an_item(station, stock=0, title="兑完的")
    theirs = an_item(elsewhere, price=1, title="别处的")
    ours = an_item(station, price=9, title="自己的")
    an_item(station, on_shelf=False, title="下架的")
    found = shop_queries.shelf(station.id, today=NOON.date()).items
    assert [one.id for one in found] == [ours, theirs, gone]
    mine = shop_queries.items(Scope(station.path)).items
    assert {one.title for one in mine} == {"兑完的", "自己的", "下架的"}


def test_a_redemption_is_found_by_its_number_within_the_scope(
    station: Place, office: Place
) -> None:
    one = redeemed(with_points(station), an_item(station))
    number = shop_queries.redemption(one, EVERYWHERE).number
    assert shop_queries.numbered(f" {number} ", Scope(station.path)).id == one
    for scope, asked in ((Scope(world.a_station(office).path), number), (EVERYWHERE, "0")):
        with pytest.raises(NotFound):
            shop_queries.numbered(asked, scope)
    assert [view.id for view in shop_queries.redemptions(EVERYWHERE, State.RESERVED).items] == [one]


def test_the_ledger_names_what_was_redeemed(station: Place) -> None:
    person = with_points(station)
    one = redeemed(person, an_item(station))
    entry = queries.entries(person.id).items[0]
    assert (entry.title, entry.redemption_id, entry.points) == ("洗衣液", one, -20)
    assert shop_queries.my_redemption(one, person.id).fetch_day == date(2026, 12, 7)
