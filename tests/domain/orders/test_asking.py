"""Asking for a service: from the menu, freely, by telephone; saying more, cancelling, binding."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.activities.models import Activity
from app.domain.attachments import keeping
from app.domain.attachments.errors import PictureGone, TooManyPictures
from app.domain.audit.actors import Actor
from app.domain.orders import (
    errors,
    looking,
    menu,
    mine,
    offering,
    queries,
    requesting,
    timing,
    verifying,
)
from app.domain.orders.linking import link_code
from app.domain.orders.wanted import DAYS_AHEAD
from app.domain.people import leaving
from app.domain.people import queries as people
from app.domain.people.queries import VolunteerView
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.orders.house import (
    DAY,
    ITEM,
    WISH,
    House,
    a_house,
    accepted,
    an_item,
    by_phone,
    ordered,
    ready,
    the_order,
    told,
)
from tests.photographs import a_photo

pytestmark = pytest.mark.usefixtures("database")


def sealed(order_id: UUID) -> str:
    """What stands in the table, without any key."""
    row = session.connection().exec_driver_sql(
        "SELECT name, phone, address, wish FROM service_order"
    )
    return str(row.all())


def test_a_resident_orders_from_the_menu(house: House) -> None:
    item_id = an_item(house)
    order_id = requesting.order(house.resident, WISH, item_id=item_id, now=NOON)
    row = the_order(order_id)
    assert (row.state, row.source, row.title, row.place_id) == (
        *("submitted", "menu", "上门理发"),
        house.station.id,
    )
    assert row.consent_way == "own"
    found = mine.order_of(house.resident.id, order_id)
    assert found.row.masked_name == "赵**"
    assert (found.address, found.may_cancel, found.may_rate) == (WISH.address, True, False)


def test_what_is_private_is_sealed(house: House) -> None:
    stored = sealed(ordered(house))
    for private in (WISH.name, WISH.phone, WISH.address, WISH.wish):
        assert private not in stored
    assert stored.count("v1:") == 4


def test_a_form_sent_twice_is_one_order(house: House) -> None:
    assert ordered(house) == ordered(house)


def test_five_open_orders_are_enough(house: House) -> None:
    for number in range(5):
        ordered(house, title=f"理发 {number}")
    with pytest.raises(errors.TooManyOpen):
        ordered(house, title="再来一次")


def test_what_is_off_too_young_or_elsewhere_is_refused(house: House) -> None:
    item_id = an_item(house, least_age=90)
    with pytest.raises(errors.NotForYourAge):
        requesting.order(house.resident, WISH, item_id=item_id, now=NOON)
    stranger = people.volunteer(world.a_volunteer(world.a_station(house.office)).id)
    with pytest.raises(errors.NotServedThere):
        requesting.order(stranger, WISH, item_id=item_id, now=NOON)
    offering.switch_item(house.clerk, item_id, on=False, now=NOON)
    with pytest.raises(errors.ItemOff):
        requesting.order(house.resident, WISH, item_id=item_id, now=NOON)
    frozen = people.volunteer(world.a_volunteer(house.station, state="frozen").id)
    with pytest.raises(errors.AccountFrozen):
        requesting.order(frozen, WISH, now=NOON)
    with pytest.raises(BadInput):
        ordered(house, phone="12345")


def test_a_full_day_names_the_next_one_with_room(house: House) -> None:
    item_id = an_item(house, capacity=1)
    first = requesting.order(house.resident, WISH, item_id=item_id, now=NOON)
    assert requesting.order(house.resident, WISH, item_id=item_id, now=NOON) == first  # sent twice
    neighbour = people.volunteer(world.a_volunteer(house.station).id)
    for act in (
        lambda: requesting.order(neighbour, WISH, item_id=item_id, now=NOON),
        lambda: requesting.take_request(
            house.clerk, WISH, place_id=house.station.id, item_id=item_id, now=NOON
        ),
    ):
        with pytest.raises(errors.ItemFull, match=r"每天最多 1 单.*11月26日"):
            act()
    requesting.cancel(house.resident, first, now=NOON)
    assert requesting.order(neighbour, WISH, item_id=item_id, now=NOON) != first


def test_with_no_later_day_the_earlier_ones_are_not_said_to_be_full(house: House) -> None:
    item_id = an_item(house, capacity=1)
    last = replace(WISH, wanted_on=NOON.date() + timedelta(days=DAYS_AHEAD))
    requesting.order(house.resident, last, item_id=item_id, now=NOON)
    neighbour = people.volunteer(world.a_volunteer(house.station).id)
    with pytest.raises(errors.ItemFull, match="看看更早的日子"):
        requesting.order(neighbour, last, item_id=item_id, now=NOON)


def a_picture_of(person: VolunteerView, seed: int = 1) -> UUID:
    by = Actor("volunteer", person.id, person.name)
    return keeping.keep(by, a_photo(seed=seed), now=NOON)


def test_photos_come_with_an_order_and_are_wiped_with_its_contact(house: House) -> None:
    photo = a_picture_of(house.resident)
    order_id = requesting.order(house.resident, WISH, pictures=[photo], now=NOON)
    assert mine.order_of(house.resident.id, order_id).pictures == (photo,)
    assert looking.look_as_dispatcher(house.clerk, order_id, now=NOON).pictures == (photo,)
    assert looking.picture_for_dispatcher(house.clerk, order_id, photo).content
    accepted(house, order_id)
    for person in (house.leader, house.member):
        assert looking.picture_for_server(person.id, order_id, photo).content
    with pytest.raises(NotFound):
        looking.picture_for_server(house.resident.id, order_id, photo)
    stranger = world.staff(at=world.a_station())
    with pytest.raises(NotFound):
        looking.picture_for_dispatcher(stranger, order_id, photo)
    requesting.cancel(house.resident, order_id, now=NOON)
    for act in (
        lambda: looking.picture_for_server(house.leader.id, order_id, photo),
        lambda: looking.picture_for_dispatcher(house.clerk, order_id, photo),
    ):
        with pytest.raises(NotFound):
            act()
    assert timing.forget_contacts(now=NOON + 90 * DAY) == 1
    assert mine.order_of(house.resident.id, order_id).pictures == ()
    assert keeping.forget_loose(NOON + 90 * DAY) == 1


def test_an_order_takes_three_photos_and_only_ones_own(house: House) -> None:
    with pytest.raises(TooManyPictures):
        requesting.order(house.resident, WISH, pictures=[new_id() for _ in range(4)], now=NOON)
    neighbour = people.volunteer(house.member.id)
    with pytest.raises(PictureGone):
        requesting.order(house.resident, WISH, pictures=[a_picture_of(neighbour)], now=NOON)
    assert mine.orders_of(house.resident.id).total == 0


def test_staff_take_a_request_by_telephone(house: House) -> None:
    row = the_order(by_phone(house))
    assert (row.state, row.source, row.consent_way) == ("verifying", "phone", "by_phone")
    assert (row.taken_by_id, row.verifier_id, row.requester_id) == (
        *(house.clerk.id, house.clerk.id),
        None,
    )
    with pytest.raises(NotFound):
        requesting.take_request(
            world.staff(at=world.a_station()), WISH, place_id=house.station.id, now=NOON
        )
    centre_id = places.place_at(house.office.path.split("/")[0] + "/").id
    auditor = world.staff(Role.AUDITOR, at=session.get_one(type(house.station), centre_id))
    with pytest.raises(NotAllowed):
        requesting.take_request(auditor, WISH, place_id=house.station.id, now=NOON)


@pytest.mark.parametrize(
    ("said", "kept", "hears_by"),
    [
        ("13900007777", "13900007777", "sms"),
        ("(0536) 8512345", "0536-8512345", "staff"),
        (" ", "", "staff"),
    ],
)
def test_who_has_no_mobile_is_told_by_staff(
    house: House, said: str, kept: str, hears_by: str
) -> None:
    order_id = by_phone(house, phone=said)
    accepted(house, order_id)
    assert the_order(order_id).phone == kept
    assert queries.order(order_id, EVERYWHERE).hears_by == hears_by
    assert len(told("order_link")) == (hears_by == "sms")
    requesting.cancel_for(house.clerk, order_id, "不需要了", now=NOON)
    assert timing.forget_contacts(now=NOON + 90 * DAY) == 1
    row = the_order(order_id)
    assert (row.name, row.phone, row.phone_index) == ("", "", None)


def test_no_clerk_leaves_her_own_phone_and_a_landline_has_its_area_code(house: House) -> None:
    clerk = replace(house.clerk, phone="13812340001")
    with pytest.raises(errors.StaffsOwnPhone):
        requesting.take_request(
            clerk, replace(WISH, phone="138 1234 0001"), place_id=house.station.id, now=NOON
        )
    with pytest.raises(BadInput, match="座机"):
        by_phone(house, phone="8512345")
    with pytest.raises(BadInput):
        ordered(house, phone="0536-8512345")
    found = by_phone(house, phone="0536-8512345")
    shown = queries.queue(house.clerk.scope, "verify", text="05368512345").items
    assert [one.id for one in shown] == [found]
    nobody = world.a_volunteer(house.station, name="王芳")
    nobody.phone = ""
    world.saved(nobody)
    with pytest.raises(errors.NobodyBound):
        verifying.bind(
            house.clerk, by_phone(house, phone="", title="读报"), nobody.number, now=NOON
        )


def test_what_is_missing_is_asked_and_said(house: House) -> None:
    order_id = ordered(house)
    verifying.take_up(house.clerk, order_id, now=NOON)
    with pytest.raises(BadInput):
        verifying.ask(house.clerk, order_id, " ", now=NOON)
    verifying.ask(house.clerk, order_id, "请写明楼层，有没有电梯", now=NOON)
    assert the_order(order_id).due_at == NOON + 7 * DAY
    assert "有没有电梯" in told()[-1]
    with pytest.raises(NotFound):
        requesting.amend(people.volunteer(house.leader.id), order_id, "五楼", now=NOON)
    requesting.amend(house.resident, order_id, "五楼，没有电梯", now=NOON)
    row = the_order(order_id)
    assert (row.state, row.verifier_id, row.reason) == ("submitted", None, "")
    assert row.wish.endswith("补充：五楼，没有电梯")
    with pytest.raises(errors.OrderNotNow):
        requesting.amend_for(house.clerk, order_id, "五楼", now=NOON)


def test_what_is_never_said_ends_after_seven_days(house: House) -> None:
    order_id = ordered(house)
    verifying.take_up(house.clerk, order_id, now=NOON)
    verifying.ask(house.clerk, order_id, "请写明楼层", now=NOON)
    assert timing.advance(now=NOON + 7 * DAY - timedelta(seconds=1)) == 0
    assert timing.advance(now=NOON + 7 * DAY) == 1
    assert the_order(order_id).state == "cancelled"
    assert "一直没有补充" in told()[-1]


def test_only_one_verifies(house: House) -> None:
    order_id = ordered(house)
    verifying.take_up(house.clerk, order_id, now=NOON)
    verifying.take_up(house.clerk, order_id, now=NOON)
    with pytest.raises(errors.VerifiedByAnother, match="小王"):
        verifying.pass_on(house.colleague, order_id, "理发", now=NOON)
    verifying.give_back(house.colleague, order_id, now=NOON)
    verifying.take_up(house.colleague, order_id, now=NOON)
    assert the_order(order_id).verifier_id == house.colleague.id


def test_nobody_handles_her_own(house: House) -> None:
    hers = world.staff(at=house.station, volunteer_id=house.resident.id)
    with pytest.raises(errors.OwnOrder):
        verifying.take_up(hers, ordered(house), now=NOON)


def test_a_refusal_says_why_and_where_to_turn(house: House) -> None:
    order_id = ordered(house)
    verifying.take_up(house.clerk, order_id, now=NOON)
    with pytest.raises(BadInput) as refused:
        verifying.refuse(house.clerk, order_id, "需要专业资质", "", now=NOON)
    assert refused.value.field == "turn_to"
    verifying.refuse(house.clerk, order_id, "需要专业资质", "社区卫生服务中心 12320", now=NOON)
    assert the_order(order_id).state == "rejected"
    assert "可以找：社区卫生服务中心" in told()[-1]


def test_who_ordered_by_telephone_gets_a_link(house: House) -> None:
    order_id = by_phone(house)
    accepted(house, order_id)
    (letter,) = told("order_link")
    assert "“暖阳志愿队”已接单" in letter
    found = mine.order_by_link(link_code(order_id), now=NOON)
    assert found.row.id == order_id
    assert found.address == ""
    for wrong in ("", "x", link_code(house.station.id)):
        with pytest.raises(errors.LinkPast):
            mine.order_by_link(wrong, now=NOON)


def test_it_is_bound_later_to_the_requesters_account(house: House) -> None:
    order_id = by_phone(house)
    somebody = world.a_volunteer(house.station)
    with pytest.raises(errors.NobodyBound):
        verifying.bind(house.clerk, order_id, somebody.number, now=NOON)
    herself = world.a_volunteer(house.station, name=WISH.name)
    verifying.bind(house.clerk, order_id, herself.number, now=NOON)
    assert [one.id for one in mine.orders_of(herself.id).items] == [order_id]


def test_a_cancelled_order_calls_the_activity_off(house: House) -> None:
    order_id = ordered(house)
    activity_id = accepted(house, order_id)
    with pytest.raises(NotFound):
        requesting.cancel(people.volunteer(house.leader.id), order_id, now=NOON)
    requesting.cancel(house.resident, order_id, "女儿来帮忙了", now=NOON)
    requesting.cancel(house.resident, order_id, "女儿来帮忙了", now=NOON)
    assert the_order(order_id).state == "cancelled"
    assert session.get_one(Activity, activity_id, populate_existing=True).state == "cancelled"
    assert sum("不用去了" in one for one in told()) == 1


def test_staff_cancel_at_her_wish(house: House) -> None:
    order_id = ready(house, by_phone(house))
    with pytest.raises(BadInput):
        requesting.cancel_for(house.clerk, order_id, "", now=NOON)
    requesting.cancel_for(house.clerk, order_id, "本人来电说不需要了", now=NOON)
    assert the_order(order_id).state == "cancelled"


def test_who_leaves_takes_her_orders_with_her(house: House) -> None:
    first = ordered(house)
    activity_id = accepted(house, first)
    leaving.leave(house.resident.id, now=NOON)
    row = the_order(first)
    assert (row.state, row.name, row.phone, row.address, row.wish) == ("cancelled", "", "", "", "")
    assert session.get_one(Activity, activity_id, populate_existing=True).state == "cancelled"


def test_contacts_are_forgotten_ninety_days_after_the_end(house: House) -> None:
    order_id = ordered(house)
    requesting.cancel(house.resident, order_id, now=NOON)
    assert timing.forget_contacts(now=NOON + 89 * DAY) == 0
    assert timing.forget_contacts(now=NOON + 90 * DAY) == 1
    assert timing.forget_contacts(now=NOON + 91 * DAY) == 0
    assert the_order(order_id).phone_index is None


def test_a_menu_shows_what_a_community_can_order(house: House) -> None:
    item_id = an_item(house)
    elsewhere = world.a_station(house.office)
    clerk = world.staff(at=elsewhere)
    offering.add_item(clerk, replace(ITEM, title="修伞"), place_id=elsewhere.id, now=NOON)
    here = places.place(house.station.id)
    assert [one.title for one in menu.menu(here).items] == ["上门理发"]
    assert menu.menu(here).items[0].team == "暖阳志愿队"
    assert menu.menu(here, category="医疗卫生").total == 0
    assert menu.categories(here) == ["社区服务"]
    assert menu.items_within(EVERYWHERE).total == 2
    with pytest.raises(NotFound):
        offering.switch_item(clerk, item_id, on=False, now=NOON)
    wrong = replace(ITEM, team_id=house.team.id)
    with pytest.raises(errors.TeamNotForThis):
        offering.add_item(clerk, wrong, place_id=elsewhere.id, now=NOON)
    changed = replace(ITEM, title="上门剪发", at_home=False, venue="实践站一楼")
    offering.change_item(house.clerk, item_id, changed, pictures=None, now=NOON)
    assert menu.item(item_id).where == "实践站一楼"


def test_a_long_queue_and_menu_cost_as_many_statements_as_a_short_one(
    house: House, statements: Counting
) -> None:
    here = places.place(house.station.id)

    def asked() -> tuple[int, int, int]:
        with statements() as one:
            queries.queue(house.clerk.scope, "verify")
        with statements() as two:
            menu.menu(here)
        with statements() as three:
            queries.counts(house.clerk.scope)
        return len(one), len(two), len(three)

    for number in range(2):
        by_phone(house, title=f"理发 {number}")
        an_item(house, title=f"理发 {number}")
    few = asked()
    for number in range(2, 12):
        by_phone(house, title=f"理发 {number}")
        an_item(house, title=f"理发 {number}")
    assert asked() == few
    assert few[0] <= 5
    assert few[1] <= 4
    assert few[2] <= 2


def test_the_queue_finds_by_number_phone_and_title(house: House) -> None:
    first, other = ordered(house), by_phone(house, title="修水管", phone="13911112222")
    scope, number = house.clerk.scope, the_order(first).number

    def found(text: str) -> list[UUID]:
        return [one.id for one in queries.queue(scope, "verify", text=text).items]

    assert found(number.lower()) == [first]
    assert found("13911112222") == [other]
    assert found("水管") == [other]
    assert found("没有") == []
    stranger = a_house()
    assert queries.queue(stranger.clerk.scope, "verify").total == 0
    with pytest.raises(NotFound):
        queries.order(first, stranger.clerk.scope)
