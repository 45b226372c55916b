"""Tickets, grants and mergings: tables of states as documented, walked whole by the actions."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.culture import admission, at_door, ticket_states, tickets
from app.domain.culture.ticket_codes import ticket_code
from app.domain.places import merging
from app.domain.places import rules as places
from app.domain.places.models import PlaceMerging
from app.domain.qualifications import granting
from app.domain.qualifications import rules as qualifications
from app.domain.qualifications.models import QualificationGrant
from app.kernel.database import session
from app.kernel.refusal import Refusal
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import STARTS, a_clerk, a_published, a_ticket, the_ticket

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
TABLES: list[tuple[type[StrEnum], type[StrEnum], Any]] = [
    (ticket_states.Ticket, ticket_states.TicketStep, ticket_states.NEXT_TICKET),
    (qualifications.Grant, qualifications.GrantStep, qualifications.NEXT_GRANT),
    (places.Merging, places.MergingStep, places.NEXT_MERGING),
]
Walked = tuple[Callable[[], object], Callable[[], str]]  # the step, and where it stands then


@pytest.mark.parametrize(("states", "steps", "table"), TABLES)
def test_the_small_tables_are_the_documented_ones(
    states: type[StrEnum], steps: type[StrEnum], table: Any
) -> None:
    lines = [f"| | {' | '.join(steps)} |", f"|{'---|' * (len(steps) + 1)}"]
    for state in states:
        cells = (table.get((state, step), "") for step in steps)
        lines.append(f"| {state} |{''.join(f' {cell} |' if cell else ' |' for cell in cells)}")
    assert "\n".join(lines) + "\n" in PAGE


def a_culture_ticket(state: str, step: str) -> Walked:
    clerk, holder = a_clerk(), world.a_volunteer()
    event_id = a_published(clerk)
    ticket_id = a_ticket(event_id, holder)
    if state == "given_back":
        tickets.give_back(holder.id, ticket_id, now=NOON)

    def act() -> None:
        if step == "give_back":
            tickets.give_back(holder.id, ticket_id, now=NOON)
            return
        event = at_door.door_event(event_id)
        door = admission.door_of_staff(clerk, event)
        admission.admit(door, event, ticket_code(ticket_id, now=STARTS), now=STARTS)

    return act, lambda: the_ticket(ticket_id).state


def a_grant(state: str, step: str) -> Walked:
    manager = world.staff(Role.OFFICE_MANAGER, at=world.an_office())
    what = world.a_qualification(session.get_one(world.Place, manager.place.id))
    person = world.a_volunteer()

    def give() -> UUID:
        return granting.grant(manager, what.id, person.id, basis="持有急救员证", now=NOON)

    def revoke() -> None:
        granting.revoke(manager, grant_id, reason="证书是假的", now=NOON)

    grant_id = give()
    if state != "held":
        {"renewed": give, "revoked": revoke}[state]()
    return (give if step == "renew" else revoke), lambda: _state(QualificationGrant, grant_id)


def a_merging(state: str, step: str) -> Walked:
    office = world.an_office()
    closed, successor = world.a_station(office, name="第一社区"), world.a_station(office)
    centre = session.get_one(world.Place, office.parent_id)
    one, other = (world.staff(Role.CENTRE_ADMINISTRATOR, at=centre) for _ in range(2))
    said = {"reason": "区划调整", "typed": closed.name, "now": NOON}
    hers = {"actor": one.actor, "scope": one.scope}
    merging_id = merging.propose(closed.id, successor.id, **hers, **said)  # type: ignore[arg-type]

    def confirm() -> None:
        merging.confirm(
            merging_id,
            actor=other.actor,
            accounts=[other.id],
            scope=other.scope,
            typed="第一社区",
            now=NOON,
        )

    def withdraw() -> None:
        merging.withdraw(merging_id, actor=one.actor, scope=one.scope, now=NOON)

    if state != "proposed":
        {"done": confirm, "withdrawn": withdraw}[state]()
    return {"confirm": confirm, "withdraw": withdraw}[step], lambda: _state(
        PlaceMerging, merging_id
    )


def _state(model: Any, its_id: UUID) -> str:
    found: str = session.get_one(model, its_id, populate_existing=True).state
    return found


# What changes nothing and is not refused: asked again, or another one of its kind made beside it.
QUIET = {("given_back", "give_back"), ("renewed", "renew"), ("revoked", "renew")}


@pytest.mark.database
@pytest.mark.parametrize(
    ("which", "made"), list(zip(TABLES, (a_culture_ticket, a_grant, a_merging), strict=True))
)
def test_every_step_leads_where_its_table_says_or_is_refused(
    database: object, which: Any, made: Callable[[str, str], Walked]
) -> None:
    reactions.connect()
    states, steps, table = which
    for state in states:
        for step in steps:
            act, stands = made(state.value, step.value)
            assert stands() == state
            refused = False
            try:
                act()
            except Refusal:
                refused = True
            assert stands() == table.get((state, step), state)
            assert refused is ((state, step) not in table and (state, step) not in QUIET)
