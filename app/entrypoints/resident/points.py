"""My points: what I have, what runs out next, and where each came from."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.recognition import queries, terms
from app.domain.recognition.queries import Points
from app.domain.recognition.rules import terms_on
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.resident.door import asked_page, door, volunteer
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound


@door.get("/h5/points")
@needs_volunteer
def points() -> ResponseReturnValue:
    """The balance, the rule of today, and every entry with its story."""
    switched_on, every = terms.in_force()
    if not switched_on:
        raise NotFound
    person, today = volunteer(), local_date(clock.now())
    return render_template(
        "resident/points/list.html",
        points=queries.points_of(person.id, today=today),
        found=queries.entries(person.id, asked_page()),
        rule=terms_on(today, every),
    )


def points_shown() -> Points | None:
    """Whose page it is: her points, where the district gives any."""
    if not terms.in_force()[0]:
        return None
    return queries.points_of(volunteer().id, today=local_date(clock.now()))
