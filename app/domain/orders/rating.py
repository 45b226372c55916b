"""How it was: rated by the requester, noted by staff, called back by chance, done again, closed."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities import for_a_team
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.orders import errors, rules
from app.domain.orders.holding import (
    held_order,
    move,
    note,
    staffs_order,
    tell_leader,
    tell_requester,
    the_round,
)
from app.domain.orders.linking import order_behind
from app.domain.orders.models import ServiceOrder, ServiceRound
from app.domain.orders.rules import Decision, State
from app.domain.people.queries import VolunteerView
from app.domain.teams import queries as teams
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

BY_LINK = Actor("system", None, "点单的居民（短信链接）")


def rate(by: VolunteerView, order_id: UUID, stars: int, words: str, *, now: datetime) -> None:
    """The requester says how it was. Said again, the first word stands."""
    with transaction():
        row = held_order(order_id)
        if row.requester_id != by.id:
            raise NotFound
        _rate_once(row, Actor("volunteer", by.id, by.name), (stars, words), "own", now=now)


def rate_by_link(code: str, stars: int, words: str, *, now: datetime) -> None:
    """The same, by the link that only her phone was sent."""
    with transaction():
        row = held_order(order_behind(code, now=now))
        _rate_once(row, BY_LINK, (stars, words), "link", now=now)


def note_rating(staff: Staff, order_id: UUID, stars: int, words: str, *, now: datetime) -> None:
    """Staff note what the requester said on the phone; not of a service they took part in."""
    with transaction():
        row = _others(staff, order_id)
        _rate_once(row, staff.actor, (stars, words), "staff", now=now)


def called(
    staff: Staff,
    order_id: UUID,
    *,
    satisfied: bool,
    words: str,
    stars: int | None = None,
    now: datetime,
) -> None:
    """She was called back: what she said. Not rated yet, her stars are noted on the way."""
    with transaction():
        row = _drawn(staff, order_id)
        if not satisfied:
            refusal = rules.why_not_this_reason(words, what="哪里不满意")
            if refusal:
                raise refusal
        if row.state == State.DONE:
            _take_rating(row, staff.actor, (stars or 0, words), "staff", now=now)
        _end_call(row, "satisfied" if satisfied else "unsatisfied", staff, words, now=now)
        if satisfied and not rules.is_low(the_round(row).stars):
            move(row, Decision.CLOSE, staff.actor, now=now)


def missed(staff: Staff, order_id: UUID, *, now: datetime) -> bool:
    """Nobody answered; the third time it is tried no more. Whether it has ended."""
    with transaction():
        row = _drawn(staff, order_id)
        move(row, Decision.MISS, staff.actor, now=now)
        row.call_tries += 1
        if row.call_tries < rules.CALL_TRIES:
            return False
        _end_call(row, "not_reached", staff, "", now=now)
        if row.state == State.RATED and not rules.is_low(the_round(row).stars):
            move(row, Decision.CLOSE, staff.actor, now=now)
        return True


def rework(staff: Staff, order_id: UUID, words: str, *, now: datetime) -> None:
    """Rated low, or not satisfied when called: it is dispatched again."""
    refusal = rules.why_not_this_reason(words, what="要改进什么")
    if refusal:
        raise refusal
    with transaction():
        row = _others(staff, order_id)
        served = the_round(row)
        if not rules.is_low(served.stars) and row.call_state != "unsatisfied":
            raise errors.OrderNotNow(state=State(row.state).title)
        row.call_state, row.call_tries = "none", 0
        move(row, Decision.REWORK, staff.actor, now=now, words=words)
        tell_requester(row, "reworked", now=now)


def close(staff: Staff, order_id: UUID, words: str, *, now: datetime) -> None:
    """Rated low, and settled otherwise: in words."""
    refusal = rules.why_not_this_reason(words, what="怎样处理的")
    if refusal:
        raise refusal
    with transaction():
        row = _others(staff, order_id)
        move(row, Decision.CLOSE, staff.actor, now=now, words=words)


def _others(staff: Staff, order_id: UUID) -> ServiceOrder:
    """An order in whose service she had no part."""
    row = staffs_order(staff, order_id)
    if staff.volunteer_id is None:
        return row
    served = the_round(row)
    took_part = {*for_a_team.who_comes(served.activity_id), teams.team(served.team_id).leader_id}
    if staff.volunteer_id in took_part:
        raise errors.OwnService
    return row


def _drawn(staff: Staff, order_id: UUID) -> ServiceOrder:
    row = _others(staff, order_id)
    if row.call_state != "drawn":
        raise errors.NotDrawn
    return row


def _end_call(row: ServiceOrder, state: str, staff: Staff, words: str, *, now: datetime) -> None:
    row.call_state, row.called_by_id, row.called_at = state, staff.id, now
    row.call_words = words.strip()
    note(staff.actor, row, f"call_{state}", now=now, note=words.strip())


def _rate_once(
    row: ServiceOrder, by: Actor, said: tuple[int, str], way: str, *, now: datetime
) -> None:
    if row.state in (State.RATED, State.CLOSED):
        return
    served = _take_rating(row, by, said, way, now=now)
    if not rules.waits_for_staff(served.stars, row.call_state):
        move(row, Decision.CLOSE, SYSTEM, now=now)


def _take_rating(
    row: ServiceOrder, by: Actor, said: tuple[int, str], way: str, *, now: datetime
) -> ServiceRound:
    stars, words = said
    refusal = rules.why_not_these_stars(stars, words)
    if refusal:
        raise refusal
    move(row, Decision.RATE, by, now=now)
    served = the_round(row)
    served.stars, served.rating_words = stars, words.strip()
    served.rated_way, served.rated_at = way, now
    tell_leader(row, "rated", served.team_id, now=now, stars=stars)
    return served
