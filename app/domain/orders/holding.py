"""Rows held within an action, an order's way through the table, and who is told.

Held in this order: volunteers, the activity, the order; who cancels the activity holds it first.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import for_a_team, publication
from app.domain.activities.rules import OPEN_STATES
from app.domain.activities.rules import State as ActivityState
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.orders import errors, rules
from app.domain.orders.events import ForLeader, ForRequester, LeaderNews, RequesterNews
from app.domain.orders.models import ServiceOrder, ServiceOrderStep, ServiceRound
from app.domain.orders.rules import NEXT, Decision, State
from app.domain.teams import queries as teams
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.rows import held_row

KEEP_THE_DEADLINE = (Decision.TAKE_UP, Decision.GIVE_BACK, Decision.MISS)


class Held(NamedTuple):
    """An order and the activity of its present round, both held; None where there is none."""

    order: ServiceOrder
    round: ServiceRound | None
    activity_state: ActivityState | None


def held_order(order_id: UUID) -> ServiceOrder:
    """An order's row, held; raises NotFound."""
    return held_row(ServiceOrder, order_id)


def held_with_activity(order_id: UUID) -> Held:
    """The activity of its present round first, then the order; raises NotFound."""
    activity_id = session.scalar(
        select(ServiceRound.activity_id)
        .where(ServiceRound.order_id == order_id, ServiceRound.given_back_at.is_(None))
        .order_by(ServiceRound.number.desc())
        .limit(1)
    )
    state = for_a_team.held_state(activity_id) if activity_id else None
    order = held_order(order_id)
    return Held(order, present_round(order), state)


def staffs_order(staff: Staff, order_id: UUID) -> ServiceOrder:
    """An order that she may verify and dispatch, held; nobody has to do with her own."""
    return dispatchers_order(staff, held_order(order_id))


def staffs_order_with_activity(staff: Staff, order_id: UUID) -> Held:
    """The same, with the activity of its present round."""
    held = held_with_activity(order_id)
    dispatchers_order(staff, held.order)
    return held


def who_dispatches(order: ServiceOrder) -> list[Staff]:
    """Those who may verify and dispatch it: at its place, else at the nearest above.

    Not who asked for it herself.
    """
    above = [
        order.place_path[: end + 1] for end, sign in enumerate(order.place_path) if sign == "/"
    ]
    may = [
        one
        for one in access.staff_serving(above)
        if one.may(Permission.ORDERS_DISPATCH)
        and (one.volunteer_id is None or one.volunteer_id != order.requester_id)
    ]
    nearest = max((len(one.place.path) for one in may), default=0)
    return [one for one in may if len(one.place.path) == nearest]


def dispatchers_order(staff: Staff, order: ServiceOrder) -> ServiceOrder:
    """The order, for who may verify and dispatch it; refuses everybody else, and her own."""
    staff.require(Permission.ORDERS_DISPATCH, order.place_path)
    if staff.volunteer_id is not None and staff.volunteer_id == order.requester_id:
        raise errors.OwnOrder
    return order


def present_round(order: ServiceOrder) -> ServiceRound | None:
    """The last time a team accepted it and has not given it back."""
    return session.scalars(
        select(ServiceRound)
        .where(ServiceRound.order_id == order.id, ServiceRound.given_back_at.is_(None))
        .order_by(ServiceRound.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def the_round(order: ServiceOrder) -> ServiceRound:
    """The same, where the order's state says that there is one."""
    found = present_round(order)
    if found is None:
        raise NotFound
    return found


def move(
    order: ServiceOrder,
    decision: Decision,
    by: Actor,
    *,
    now: datetime,
    words: str = "",
    served: ServiceRound | None = None,
) -> None:
    """Into the state the table says, with its deadline; a step of the history, and of the trail."""
    before = State(order.state)
    refusal = rules.why_not(before, decision)
    if refusal:
        raise refusal
    following, team_id = NEXT[before, decision], order.team_id
    order.state = following.value
    if decision not in KEEP_THE_DEADLINE:
        begins, ends = (served.starts_at, served.ends_at) if served else (None, None)
        order.due_at = rules.due_at(following, now=now, starts_at=begins, ends_at=ends)
        order.waits_since, order.reminded_at = now, None
    if following is State.READY:
        order.team_id, order.dispatcher_id = None, None
    order.ended_at = now if following in rules.ENDED else None
    _write_down(order, decision, by, now=now, words=words.strip(), team_id=team_id)
    session.flush()


def _write_down(
    order: ServiceOrder,
    decision: Decision,
    by: Actor,
    *,
    now: datetime,
    words: str,
    team_id: UUID | None,
) -> None:
    step = ServiceOrderStep(
        id=new_id(),
        order_id=order.id,
        at=now,
        by_kind=by.kind,
        by_id=by.id,
        decision=decision.value,
        state=order.state,
        team_id=team_id,
        words=words[: rules.LONGEST_REASON],
    )
    session.add(step)
    note(by, order, decision.value, now=now, note=words)


def note(by: Actor, order: ServiceOrder, word: str, *, now: datetime, **detail: str) -> None:
    """An entry of the trail: which order, in which state and round; no name, phone or address."""
    trail.prove(
        by,
        f"orders.{word}",
        "service_order",
        order.id,
        now=now,
        facts={"state": order.state, "round": order.rounds, "category": order.category},
        place_id=order.place_id,
        person_id=order.requester_id,
        detail={"name": order.number, **{key: said for key, said in detail.items() if said}},
    )


def give_back(
    held: Held, decision: Decision, by: Actor, *, reason: str, told: str, now: datetime
) -> None:
    """The order leaves its team, and the activity made for it is called off with `told`.

    What the activity's cancellation sets going finds the order gone on already.
    """
    served = held.round
    if served is not None:
        served.given_back_at = now
    move(held.order, decision, by, now=now, words=reason)
    if served is not None and held.activity_state in OPEN_STATES:
        publication.call_off(by, served.activity_id, reason=told, now=now)


def tell_requester(
    order: ServiceOrder,
    kind: ForRequester,
    *,
    now: datetime,
    reason: str = "",
    team: str = "",
    served: ServiceRound | None = None,
) -> None:
    """Announce what the requester should hear."""
    happened(
        RequesterNews(
            kind=kind,
            order_id=order.id,
            number=order.number,
            title=order.title,
            requester_id=order.requester_id,
            phone=order.phone,
            now=now,
            reason=reason,
            team=team,
            starts_at=served.starts_at if served else None,
            ends_at=served.ends_at if served else None,
        )
    )


def tell_leader(
    order: ServiceOrder,
    kind: ForLeader,
    team_id: UUID | None,
    *,
    now: datetime,
    reason: str = "",
    stars: int = 0,
) -> None:
    """Announce what a team's leader should hear; a team without one hears nothing."""
    leader_id = teams.team(team_id).leader_id if team_id else None
    if leader_id is not None:
        tell_leaders(order, kind, [leader_id], now=now, reason=reason, stars=stars)


def tell_leaders(
    order: ServiceOrder,
    kind: ForLeader,
    leader_ids: Sequence[UUID],
    *,
    now: datetime,
    reason: str = "",
    stars: int = 0,
) -> None:
    """Announce it to several at once."""
    happened(
        LeaderNews(
            kind=kind,
            order_id=order.id,
            number=order.number,
            title=order.title,
            leader_ids=tuple(leader_ids),
            now=now,
            due_at=order.due_at,
            reason=reason,
            stars=stars,
        )
    )
