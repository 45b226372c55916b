"""Give a clue: on its page or in the chat, a few a day; sent twice is the first one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.nominations.clues import errors, rules
from app.domain.nominations.clues.models import Clue
from app.domain.nominations.clues.rules import MOST_A_DAY, ClueState
from app.domain.people import holding
from app.domain.people.queries import VolunteerView
from app.domain.places import queries as places
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Given:
    """A clue that is in; `again`: it was there, word for word, since this morning."""

    id: UUID
    due_on: date
    again: bool = False


def give(by: VolunteerView, place_id: UUID | None, text: str, *, now: datetime) -> Given:
    """Write a clue down for the clerk of the community where the good person is."""
    refusal = rules.why_not_this_clue(text)
    if refusal:
        raise refusal
    if place_id is None or not places.is_open_station(place_id):
        raise BadInput(field="place_id", problem="请选择好人所在的社区")
    today, words = local_date(now), text.strip()
    with transaction():
        holding.hold([by.id])
        of_today = select(Clue).where(Clue.volunteer_id == by.id, Clue.given_on == today)
        there = session.scalars(of_today.order_by(Clue.nth)).all()
        for one in there:
            if one.text == words:
                return Given(one.id, one.due_on, again=True)
        if len(there) >= MOST_A_DAY:
            raise errors.TooManyClues(most=MOST_A_DAY)
        row = Clue(
            id=new_id(),
            volunteer_id=by.id,
            place_id=place_id,
            place_path=places.place(place_id).path,
            text=words,
            given_at=now,
            given_on=today,
            nth=len(there) + 1,
            due_on=rules.look_by(now),
            state=ClueState.WAITING.value,
        )
        session.add(row)
        actor = Actor("volunteer", by.id, by.name)
        trail.record(actor, "clues.give", "clue", row.id, now=now, place_id=place_id)
    return Given(row.id, row.due_on)
