"""Ask for a service: from the menu, freely, or by telephone through staff. Say more, or cancel."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.attachments.errors import TooManyPictures
from app.domain.audit.actors import Actor
from app.domain.orders import capacity, errors, rules
from app.domain.orders.holding import (
    give_back,
    held_order,
    held_with_activity,
    move,
    note,
    staffs_order,
    staffs_order_with_activity,
    tell_leader,
    tell_requester,
)
from app.domain.orders.models import ServiceItem, ServiceOrder, ServiceOrderPicture
from app.domain.orders.rules import OPEN, Decision, State
from app.domain.orders.wanted import LONGEST_WISH, OTHER_WORK, Wish, why_not_this_wish
from app.domain.people.holding import hold
from app.domain.people.queries import VolunteerView
from app.domain.people.rules import (
    age_on,
    clean_landline,
    clean_name,
    clean_phone,
    required_phone,
)
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.calendar import local_date
from app.kernel.crypto import blind_index
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.numbers import spoken_number
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.rows import held_row
from app.kernel.transaction import transaction

PHONE = "service_order.phone"
SOURCES = {"menu": "菜单点单", "free": "自由点单", "phone": "电话点单", "visit": "上门或到站点单"}
BY_STAFF = ("phone", "visit")
_SENT_TWICE = timedelta(minutes=10)


def order(
    by: VolunteerView,
    wish: Wish,
    *,
    item_id: UUID | None = None,
    pictures: Sequence[UUID] = (),
    now: datetime,
) -> UUID:
    """A resident asks, from the menu or freely; the order's id. Sent twice, the first one."""
    if by.frozen:
        raise errors.AccountFrozen
    if len(set(pictures)) > rules.MOST_PICTURES:
        raise TooManyPictures(most=rules.MOST_PICTURES)
    with transaction():
        hold([by.id])
        item = _offered(item_id) if item_id else None
        whole = _as_on_the_menu(wish, item)
        refusal = (_why_not_for(by, item, now) if item else None) or why_not_this_wish(
            whole, lead_days=item.lead_days if item else 0, now=now
        )
        if refusal:
            raise refusal
        earlier = _sent_before(by.id, whole, now)
        if earlier is not None:
            return earlier
        _refuse_when_full(item, whole, now)
        if _count_open(by.id) >= rules.MOST_OPEN:
            raise errors.TooManyOpen(most=rules.MOST_OPEN)
        source, phone = "menu" if item else "free", required_phone(whole.phone)
        row = _new(whole, by.community, item, source=source, phone=phone, now=now)
        row.requester_id, row.consent_way = by.id, "own"
        session.add(row)
        session.flush()
        for one in keeping.attach(_actor(by), pictures, now=now):
            session.add(ServiceOrderPicture(order_id=row.id, attachment_id=one))
        note(_actor(by), row, "request", now=now)
        return row.id


def take_request(
    staff: Staff,
    wish: Wish,
    *,
    place_id: UUID,
    item_id: UUID | None = None,
    source: str = "phone",
    now: datetime,
) -> UUID:
    """Staff write down what somebody without a phone asks for; she verifies it herself.

    That the person agreed to be recorded was said on the phone or at the desk.
    """
    with transaction():
        place = places.place(place_id)
        staff.require(Permission.ORDERS_DISPATCH, place.path)
        item = _offered(item_id) if item_id else None
        if source not in BY_STAFF:
            raise BadInput(field="source", problem="请选择怎样提出的")
        whole = _as_on_the_menu(wish, item)
        refusal = why_not_this_wish(whole, now=now)
        if refusal:
            raise refusal
        _refuse_when_full(item, whole, now)
        phone = _told_to(staff, whole.phone)
        row = _new(whole, place, item, source=source, phone=phone, now=now)
        row.consent_way = "by_phone" if source == "phone" else "in_person"
        row.taken_by_id = row.verifier_id = staff.id
        session.add(row)
        session.flush()
        note(staff.actor, row, "request", now=now)
        move(row, Decision.TAKE_UP, staff.actor, now=now)
        return row.id


def amend(by: VolunteerView, order_id: UUID, said: str, *, now: datetime) -> None:
    """The requester says what was missing; it is verified again."""
    with transaction():
        row = _own(by.id, held_order(order_id))
        _say_more(row, said, _actor(by), now=now)


def amend_for(staff: Staff, order_id: UUID, said: str, *, now: datetime) -> None:
    """The same, as the requester said it to staff."""
    with transaction():
        _say_more(staffs_order(staff, order_id), said, staff.actor, now=now)


def cancel(by: VolunteerView, order_id: UUID, reason: str = "", *, now: datetime) -> None:
    """The requester does not need it any more; until the service begins. Again: nothing changes."""
    with transaction():
        held = held_with_activity(order_id)
        _own(by.id, held.order)
        if held.order.state == State.CANCELLED:
            return
        team_id = held.order.team_id
        give_back(
            held, Decision.CANCEL, _actor(by), reason=reason, told="点单的居民取消了", now=now
        )
        tell_leader(held.order, "called_off", team_id, now=now, reason=reason.strip())


def cancel_for(staff: Staff, order_id: UUID, reason: str, *, now: datetime) -> None:
    """The same, at the requester's wish, by staff; with a word on how she said it."""
    refusal = rules.why_not_this_reason(reason, field="reason")
    if refusal:
        raise refusal
    with transaction():
        held = staffs_order_with_activity(staff, order_id)
        team_id = held.order.team_id
        held.order.reason = reason.strip()
        give_back(
            held, Decision.CANCEL, staff.actor, reason=reason, told="点单的居民取消了", now=now
        )
        tell_leader(held.order, "called_off", team_id, now=now, reason=reason.strip())
        tell_requester(held.order, "cancelled", now=now, reason=reason.strip())


def _say_more(row: ServiceOrder, said: str, by: Actor, *, now: datetime) -> None:
    if not 2 <= len(said.strip()) <= LONGEST_WISH:
        raise BadInput(field="words", problem=f"请写明要补充的内容，最多 {LONGEST_WISH} 个字")
    move(row, Decision.AMEND, by, now=now)
    row.wish = f"{row.wish}\n补充：{said.strip()}".strip()
    row.reason, row.verifier_id = "", None


def _own(volunteer_id: UUID, row: ServiceOrder) -> ServiceOrder:
    if row.requester_id != volunteer_id:
        raise NotFound
    return row


def _actor(by: VolunteerView) -> Actor:
    return Actor("volunteer", by.id, by.name)


def _offered(item_id: UUID) -> ServiceItem:
    """A line of the menu that is on, held until the order stands."""
    row = held_row(ServiceItem, item_id)
    if not row.active:
        raise errors.ItemOff
    return row


def _refuse_when_full(item: ServiceItem | None, wish: Wish, now: datetime) -> None:
    refusal = capacity.why_full(item, wish.wanted_on, now=now) if item else None
    if refusal:
        raise refusal


def _as_on_the_menu(wish: Wish, item: ServiceItem | None) -> Wish:
    """What was ordered from the menu is called as it stands there."""
    if item is None:
        return wish
    facts = {**vars(wish), "title": item.title, "category": item.category, "at_home": item.at_home}
    return Wish(**facts)


def _why_not_for(by: VolunteerView, item: ServiceItem, now: datetime) -> Refusal | None:
    if not by.community.path.startswith(places.place(item.place_id).path):
        return errors.NotServedThere()
    if item.least_age is None or by.birth_date is None:
        return None
    if age_on(by.birth_date, local_date(now)) < item.least_age:
        return errors.NotForYourAge(least=item.least_age)
    return None


def _told_to(staff: Staff, phone: str) -> str:
    """What somebody said who may have no mobile: a mobile, a landline, or nothing."""
    if not phone.strip():
        return ""
    found = clean_phone(phone) or clean_landline(phone)
    if found is None:
        raise BadInput(field="phone", problem="请填写手机号，或带区号的座机，例如 0536-8512345")
    if found == clean_phone(staff.phone):
        raise errors.StaffsOwnPhone
    return found


def _new(
    wish: Wish,
    place: PlaceView,
    item: ServiceItem | None,
    *,
    source: str,
    phone: str,
    now: datetime,
) -> ServiceOrder:
    return ServiceOrder(
        id=new_id(),
        number=spoken_number("DD", now),
        place_id=place.id,
        place_path=place.path,
        source=source,
        item_id=item.id if item else None,
        title=wish.title.strip(),
        category=wish.category,
        work_type=item.work_type if item else OTHER_WORK,
        group=wish.group,
        people=wish.people,
        wanted_on=wish.wanted_on,
        wanted_part=wish.wanted_part,
        at_home=wish.at_home,
        name=clean_name(wish.name),
        phone=phone,
        phone_index=blind_index(phone, column=PHONE),
        address=wish.address.strip(),
        wish=wish.wish.strip(),
        consent_at=now,
        state=State.SUBMITTED.value,
        due_at=rules.due_at(State.SUBMITTED, now=now, ends_at=None),
        waits_since=now,
        made_at=now,
        rounds=0,
    )


def _sent_before(volunteer_id: UUID, wish: Wish, now: datetime) -> UUID | None:
    query = select(ServiceOrder.id).where(
        ServiceOrder.requester_id == volunteer_id,
        ServiceOrder.state == State.SUBMITTED.value,
        ServiceOrder.title == wish.title.strip(),
        ServiceOrder.wanted_on == wish.wanted_on,
        ServiceOrder.wanted_part == wish.wanted_part,
        ServiceOrder.made_at > now - _SENT_TWICE,
    )
    return session.scalars(query.order_by(ServiceOrder.id).limit(1)).first()


def _count_open(volunteer_id: UUID) -> int:
    query = select(func.count()).where(
        ServiceOrder.requester_id == volunteer_id,
        ServiceOrder.state.in_([one.value for one in OPEN]),
        ServiceOrder.state.not_in((State.DONE.value, State.RATED.value)),
    )
    return session.scalar(query) or 0
