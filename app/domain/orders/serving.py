"""What a team does with an order: accept it with a time and people, decline, give back, finish.

Accepting makes an activity of the team's own, published at once: its members' hours count as any
other's. Volunteers are held first, then the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.activities import for_a_team
from app.domain.activities.plans import ActivityPlan, PositionPlan, SessionPlan
from app.domain.activities.team_sign_up import sign_up_team
from app.domain.attachments import keeping
from app.domain.audit.actors import Actor
from app.domain.orders import errors, rules
from app.domain.orders.dispatching import serves
from app.domain.orders.holding import (
    Held,
    give_back,
    held_order,
    held_with_activity,
    move,
    staffs_order,
    staffs_order_with_activity,
    tell_leader,
    tell_requester,
    the_round,
)
from app.domain.orders.models import ServiceItem, ServiceOrder, ServiceRound, ServiceRoundPicture
from app.domain.orders.rules import Decision, State
from app.domain.orders.wanted import why_not_this_result, why_not_this_time
from app.domain.people.holding import hold
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE
from app.domain.teams import queries as teams
from app.domain.teams.errors import NotActive
from app.domain.teams.queries import TeamView
from app.kernel.crypto import blind_index
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

RISK = "上门服务请两人同行，佩戴志愿者标识，不收受财物；注意用电、登高和往返路上的安全。"
AT_HOME = "上门服务，地址在“团队接单”里查看"


@dataclass(frozen=True)
class Service:
    """When the team comes, for how long, and who."""

    starts_at: datetime
    minutes: int
    member_ids: Sequence[UUID]

    @property
    def ends_at(self) -> datetime:
        """The planned end."""
        return self.starts_at + timedelta(minutes=self.minutes)


def accept(
    leader_id: UUID, order_id: UUID, team_id: UUID, service: Service, *, now: datetime
) -> UUID:
    """Her team does it: an activity is made, and those chosen have places; its id.

    Said again by the same team, the first answer.
    """
    refusal = why_not_this_time(service.starts_at, service.minutes, now=now)
    if refusal:
        raise refusal
    wanted = list(dict.fromkeys(service.member_ids))
    if not wanted:
        raise errors.NobodyChosen
    with transaction():
        leader = hold({leader_id, *wanted}).get(leader_id)
        row, team = held_order(order_id), _led(leader_id, team_id)
        if leader is None or not _may_take(row, team):
            raise NotFound
        if row.state in rules.WITH_A_TEAM:
            return the_round(row).activity_id
        if leader.state != "active":
            raise NotActive
        if row.requester_id in {leader_id, *wanted}:
            raise errors.OwnOrder
        by = Actor("volunteer", leader_id, leader.name)
        row.team_id = team.id
        served, position_id = _begin(row, team.id, by, service, now=now)
        outcome = sign_up_team(leader_id, team.id, position_id, member_ids=wanted, now=now)
        if not outcome.with_a_place:
            why = "；".join(dict.fromkeys(one.sentence for one in outcome.refused.values()))
            raise errors.NobodyCanCome(why=why)
        move(row, Decision.ACCEPT, by, now=now, served=served)
        tell_requester(row, "accepted", now=now, team=team.name, served=served)
        return served.activity_id


def decline(leader_id: UUID, order_id: UUID, reason: str, *, now: datetime) -> None:
    """Her team cannot do it; the dispatcher reads why, and asks another."""
    refusal = rules.why_not_this_reason(reason)
    if refusal:
        raise refusal
    with transaction():
        leader = hold([leader_id]).get(leader_id)
        row = held_order(order_id)
        if leader is None or row.team_id is None:
            raise NotFound
        _led(leader_id, row.team_id)
        move(
            row, Decision.DECLINE, Actor("volunteer", leader_id, leader.name), now=now, words=reason
        )


def release(leader_id: UUID, order_id: UUID, reason: str, *, now: datetime) -> None:
    """Her team accepted and cannot come after all: the activity is called off, all are told."""
    with transaction():
        leader = hold([leader_id]).get(leader_id)
        held = held_with_activity(order_id)
        if leader is None or held.order.team_id is None:
            raise NotFound
        _led(leader_id, held.order.team_id)
        _release(held, Actor("volunteer", leader_id, leader.name), reason, now=now)


def release_by_staff(staff: Staff, order_id: UUID, reason: str, *, now: datetime) -> None:
    """Staff take an accepted order from its team, which is told why."""
    with transaction():
        held = staffs_order_with_activity(staff, order_id)
        team_id = held.order.team_id
        _release(held, staff.actor, reason, now=now)
        tell_leader(held.order, "called_off", team_id, now=now, reason=reason.strip())


def finish(
    leader_id: UUID,
    order_id: UUID,
    result: str,
    *,
    pictures: Sequence[UUID] = (),
    now: datetime,
) -> None:
    """It is done: in words, perhaps with photos; the requester is asked how it was."""
    with transaction():
        leader = hold([leader_id]).get(leader_id)
        row = held_order(order_id)
        if leader is None or row.team_id is None:
            raise NotFound
        _led(leader_id, row.team_id)
        by = Actor("volunteer", leader_id, leader.name)
        _finish(row, by, result, pictures, now=now)


def finish_by_staff(
    staff: Staff,
    order_id: UUID,
    result: str,
    *,
    pictures: Sequence[UUID] = (),
    now: datetime,
) -> None:
    """The same, as the team told staff."""
    with transaction():
        _finish(staffs_order(staff, order_id), staff.actor, result, pictures, now=now)


def _led(leader_id: UUID, team_id: UUID) -> TeamView:
    team = teams.team(team_id)
    if team.leader_id != leader_id:
        raise NotFound
    return team


def _may_take(row: ServiceOrder, team: TeamView) -> bool:
    """It was dispatched to this team, or any that serves there may take it."""
    if row.team_id is not None:
        return row.team_id == team.id and team.state == "recognised"
    return row.state == State.OFFERED and serves(team, row.place_path)


def _begin(
    row: ServiceOrder, team_id: UUID, by: Actor, service: Service, *, now: datetime
) -> tuple[ServiceRound, UUID]:
    """A round and the activity made for it; also the activity's position."""
    if row.dispatcher_id is None or by.id is None:
        raise NotFound
    made = for_a_team.make_for_team(
        by,
        _plan(row, row.dispatcher_id, service, now=now),
        team_id=team_id,
        place_id=row.place_id,
        planned_by_id=row.dispatcher_id,
        now=now,
    )
    row.rounds += 1
    served = ServiceRound(
        id=new_id(),
        order_id=row.id,
        number=row.rounds,
        team_id=team_id,
        accepted_by_id=by.id,
        accepted_at=now,
        activity_id=made.activity_id,
        starts_at=service.starts_at,
        ends_at=service.ends_at,
    )
    session.add(served)
    session.flush()
    return served, made.position_id


def _plan(
    row: ServiceOrder, dispatcher_id: UUID, service: Service, *, now: datetime
) -> ActivityPlan:
    """An activity that tells nothing of whom it is for."""
    place = places.place(row.place_id)
    item = session.get(ServiceItem, row.item_id) if row.item_id else None
    dispatcher = access.staff_member(dispatcher_id, EVERYWHERE)
    position = PositionPlan("服务人员", len(set(service.member_ids)))
    return ActivityPlan(
        title=f"{row.title}（点单 {row.number}）",
        work_type=row.work_type,
        category=row.category,
        targets=(row.group or "社会公众",),
        content=row.brief,
        venue=f"{place.short_name}（{AT_HOME}）" if row.at_home else _venue(item, place.name),
        contact_name=dispatcher.name,
        contact_phone=place.contact_phone or dispatcher.phone,
        recruits_from=now,
        recruits_until=service.ends_at,
        sessions=(SessionPlan(service.starts_at, service.ends_at, (position,)),),
        risk_level="low" if row.at_home else "none",
        risk_text=RISK,
        scene_code_allowed=True,
    )


def _venue(item: ServiceItem | None, place_name: str) -> str:
    return item.venue if item is not None and item.venue else place_name


def _release(held: Held, by: Actor, reason: str, *, now: datetime) -> None:
    refusal = rules.why_not_this_reason(reason)
    if refusal:
        raise refusal
    give_back(held, Decision.RELEASE, by, reason=reason, told=reason.strip(), now=now)
    tell_requester(held.order, "released", now=now, reason=reason.strip())


def _finish(
    row: ServiceOrder, by: Actor, result: str, pictures: Sequence[UUID], *, now: datetime
) -> None:
    refusal = why_not_this_result(result)
    if refusal:
        raise refusal
    served = the_round(row)
    move(row, Decision.FINISH, by, now=now)
    served.result, served.done_at = result.strip(), now
    for attachment_id in keeping.attach(by, pictures, now=now):
        session.add(ServiceRoundPicture(round_id=served.id, attachment_id=attachment_id))
    if rules.is_drawn(_lot(row)):
        row.call_state = "drawn"
    session.flush()
    tell_requester(row, "done", now=now, team=teams.team(served.team_id).name)


def _lot(row: ServiceOrder) -> int:
    """A number of the order's own, that nobody without the key can know or choose."""
    return int(blind_index(f"{row.number}:{row.rounds}", column="service_order.call")[:12], 16)
