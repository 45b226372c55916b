"""Reading orders as staff do: the queue, one order with its history, what waits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from app.domain.access import queries as access
from app.domain.orders.models import (
    ServiceItem,
    ServiceOrder,
    ServiceOrderStep,
    ServiceRound,
    ServiceRoundPicture,
)
from app.domain.orders.requesting import PHONE
from app.domain.orders.rules import ENDED, REMINDS_LEADER, Decision, State
from app.domain.orders.views import HearsBy, OrderRow, OrderView, RoundView, StepView
from app.domain.people import queries as people
from app.domain.people.rules import clean_landline, clean_phone
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE, Scope
from app.domain.teams import queries as teams
from app.kernel.crypto import blind_index
from app.kernel.database import session
from app.kernel.masking import masked_name
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound

# The parts of the queue, in the order of the way; `call`: those that were drawn.
TABS: dict[str, tuple[State, ...]] = {
    "verify": (State.SUBMITTED, State.VERIFYING),
    "info": (State.NEED_INFO,),
    "dispatch": (State.READY, State.OFFERED),
    "accept": (State.DISPATCHED,),
    "serve": (State.ACCEPTED, State.IN_SERVICE),
    "rate": (State.DONE,),
    "look": (State.RATED,),
    "call": (State.DONE, State.RATED),
    "ended": ENDED,
}


def queue(
    within: Scope, tab: str, *, text: str = "", category: str = "", page: int = 1
) -> Page[OrderRow]:
    """One part of the queue, what is due first on top; six statements however many.

    `text` is a number, a whole phone, or part of a title.
    """
    query = _of_tab(_within(select(ServiceOrder), within), tab)
    if text.strip():
        query = query.where(_meant_by(text.strip()))
    if category:
        query = query.where(ServiceOrder.category == category)
    order: tuple[Any, ...] = (ServiceOrder.due_at, ServiceOrder.id)
    if tab == "ended":
        order = (ServiceOrder.ended_at.desc(), ServiceOrder.id)
    query = query.order_by(*order).execution_options(populate_existing=True)
    found = page_of(query, number=page)
    return Page(rows_of(found.items), found.number, found.size, found.total)


def counts(within: Scope) -> dict[str, int]:
    """How many stand in each part of the queue; two statements."""
    states = select(ServiceOrder.state, func.count()).group_by(ServiceOrder.state)
    each = _within(cast(Select[Any], states), within)
    by_state = {row[0]: int(row[1]) for row in session.execute(each)}
    to_call = _of_tab(_within(select(func.count()).select_from(ServiceOrder), within), "call")
    found = {tab: sum(by_state.get(one, 0) for one in its) for tab, its in TABS.items()}
    return {**found, "call": session.scalar(to_call) or 0}


def count_waiting(within: Scope, *, now: datetime) -> int:
    """How many wait for staff: to be verified, dispatched, looked at, or long since served."""
    waiting = (State.SUBMITTED, State.VERIFYING, State.READY, State.RATED)
    unreported = and_(ServiceOrder.state == REMINDS_LEADER.value, ServiceOrder.due_at <= now)
    query = _within(select(func.count(ServiceOrder.id)), within).where(
        or_(ServiceOrder.state.in_(_values(waiting)), unreported)
    )
    return session.scalar(query) or 0


def order(order_id: UUID, within: Scope = EVERYWHERE) -> OrderView:
    """One order with all behind it; outside the scope it is not found."""
    row = found_order(order_id, within)
    members = access.names({row.taken_by_id, row.dispatcher_id, row.called_by_id})
    return OrderView(
        row=rows_of([row])[0],
        consent_way=row.consent_way,
        consent_at=row.consent_at,
        taken_by=_named(members, row.taken_by_id),
        dispatcher=_named(members, row.dispatcher_id),
        hears_by=hears_by(row),
        item_team_id=_team_of_item(row.item_id),
        has_contact=row.phone_index is not None,
        call_tries=row.call_tries,
        called_by=_named(members, row.called_by_id),
        called_at=row.called_at,
        call_words=row.call_words,
        rounds=tuple(rounds_of(row.id)),
        steps=tuple(steps_of(row.id)),
    )


def hears_by(row: ServiceOrder) -> HearsBy:
    """How its requester is told of its steps: a landline takes no SMS."""
    if row.requester_id is not None:
        return "account"
    return "sms" if clean_phone(row.phone) else "staff"


def _team_of_item(item_id: UUID | None) -> UUID | None:
    item = session.get(ServiceItem, item_id) if item_id else None
    return item.team_id if item else None


def of_activity(activity_id: UUID) -> OrderRow | None:
    """The order an activity was made from."""
    query = select(ServiceOrder).join(ServiceRound, ServiceRound.order_id == ServiceOrder.id)
    row = session.scalars(query.where(ServiceRound.activity_id == activity_id)).one_or_none()
    return rows_of([row])[0] if row else None


def has_picture(order_id: UUID, attachment_id: UUID) -> bool:
    """Whether a photo came with the result of this order."""
    query = (
        select(ServiceRoundPicture.attachment_id)
        .join(ServiceRound, ServiceRound.id == ServiceRoundPicture.round_id)
        .where(
            ServiceRound.order_id == order_id, ServiceRoundPicture.attachment_id == attachment_id
        )
    )
    return session.scalars(query.limit(1)).first() is not None


def found_order(order_id: UUID, within: Scope = EVERYWHERE) -> ServiceOrder:
    """A row of this room; outside the scope it is not found."""
    row = session.get(ServiceOrder, order_id, populate_existing=True)
    if row is None or not within.covers(row.place_path):
        raise NotFound
    return row


def rows_of(rows: Sequence[ServiceOrder]) -> list[OrderRow]:
    """Lines for several orders; three statements however many."""
    where = places.places([row.place_id for row in rows])
    team_names = teams.names({row.team_id for row in rows})
    verifiers = access.names({row.verifier_id for row in rows})
    return [
        OrderRow(
            id=row.id,
            number=row.number,
            title=row.title,
            category=row.category,
            source=row.source,
            place=where[row.place_id],
            state=State(row.state),
            masked_name=masked_name(row.name),
            people=row.people,
            group=row.group,
            wanted_on=row.wanted_on,
            wanted_part=row.wanted_part,
            at_home=row.at_home,
            team_id=row.team_id,
            team=_named(team_names, row.team_id),
            verifier_id=row.verifier_id,
            verifier=_named(verifiers, row.verifier_id),
            due_at=row.due_at,
            waits_since=row.waits_since,
            made_at=row.made_at,
            ended_at=row.ended_at,
            brief=row.brief,
            reason=row.reason,
            call_state=row.call_state,
            rounds=row.rounds,
        )
        for row in rows
    ]


def rounds_of(order_id: UUID) -> list[RoundView]:
    """Each time a team accepted it, with photos; three statements."""
    query = select(ServiceRound).where(ServiceRound.order_id == order_id)
    rows = session.scalars(
        query.order_by(ServiceRound.number).execution_options(populate_existing=True)
    ).all()
    names = teams.names({row.team_id for row in rows})
    photos = session.execute(
        select(ServiceRoundPicture.round_id, ServiceRoundPicture.attachment_id)
        .where(ServiceRoundPicture.round_id.in_([row.id for row in rows]))
        .order_by(ServiceRoundPicture.attachment_id)
    ).all()
    return [
        RoundView(
            id=row.id,
            number=row.number,
            team_id=row.team_id,
            team=names[row.team_id],
            activity_id=row.activity_id,
            accepted_at=row.accepted_at,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            given_back_at=row.given_back_at,
            result=row.result,
            done_at=row.done_at,
            pictures=tuple(photo[1] for photo in photos if photo[0] == row.id),
            stars=row.stars,
            rating_words=row.rating_words,
            rated_way=row.rated_way or "",
            rated_at=row.rated_at,
        )
        for row in rows
    ]


def steps_of(order_id: UUID) -> list[StepView]:
    """Its history, from the beginning; four statements."""
    query = select(ServiceOrderStep).where(ServiceOrderStep.order_id == order_id)
    rows = session.scalars(query.order_by(ServiceOrderStep.at, ServiceOrderStep.id)).all()
    names = _people([(row.by_kind, row.by_id) for row in rows])
    team_names = teams.names({row.team_id for row in rows})
    return [
        StepView(
            at=row.at,
            by=names.get(row.by_id, "") if row.by_id else "系统",
            decision=Decision(row.decision),
            state=State(row.state),
            team=_named(team_names, row.team_id),
            words=row.words,
        )
        for row in rows
    ]


def _people(by_kind: Collection[tuple[str, UUID | None]]) -> dict[UUID, str]:
    cards = people.cards({one for kind, one in by_kind if kind == "volunteer" and one})
    staff = access.names({one for kind, one in by_kind if kind == "staff"})
    return staff | {card.id: card.name for card in cards.values()}


def _named(names: dict[UUID, str], one: UUID | None) -> str:
    return names.get(one, "") if one is not None else ""


def _within(query: Select[Any], within: Scope) -> Select[Any]:
    return query.where(ServiceOrder.place_path.startswith(within.path, autoescape=True))


def _of_tab(query: Select[Any], tab: str) -> Select[Any]:
    query = query.where(ServiceOrder.state.in_(_values(TABS[tab])))
    return query.where(ServiceOrder.call_state == "drawn") if tab == "call" else query


def _values(states: Collection[State]) -> list[str]:
    return [one.value for one in states]


def _meant_by(text: str) -> Any:
    phone = clean_phone(text) or clean_landline(text)
    if phone is not None:
        return ServiceOrder.phone_index == blind_index(phone, column=PHONE)
    return or_(
        ServiceOrder.number == text.upper(), ServiceOrder.title.icontains(text, autoescape=True)
    )
