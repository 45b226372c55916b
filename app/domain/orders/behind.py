"""An order as those see it who answer a complaint about it: whose, where, and who handled it."""

from dataclasses import dataclass
from uuid import UUID

from app.domain.activities import for_a_team
from app.domain.orders.queries import found_order, rounds_of
from app.domain.teams import queries as teams


@dataclass(frozen=True)
class OrderOutline:
    """Which order; nothing of what is sealed. `known_to`: who asked, and who leads its team."""

    title: str
    place_id: UUID
    known_to: frozenset[UUID]


def outline(order_id: UUID) -> OrderOutline:
    """One order; raises NotFound."""
    row = found_order(order_id)
    leader_id = teams.team(row.team_id).leader_id if row.team_id else None
    known_to = frozenset(one for one in (row.requester_id, leader_id) if one)
    return OrderOutline(row.title, row.place_id, known_to)


def who_is_behind(order_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Staff who took, verified, dispatched or called back; leaders and members who served."""
    row, volunteers = found_order(order_id), set[UUID | None]()
    for served in rounds_of(order_id):
        volunteers |= {teams.team(served.team_id).leader_id}
        volunteers |= set(for_a_team.who_comes(served.activity_id))
    staff = {row.taken_by_id, row.verifier_id, row.dispatcher_id, row.called_by_id}
    return frozenset(one for one in staff if one), frozenset(one for one in volunteers if one)
