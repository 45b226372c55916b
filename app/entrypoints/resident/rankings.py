"""The ranking by hours, where the district shows one: of those who agreed, and how to join it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.people.optional_consents import agreed
from app.domain.people.purposes import RANKING
from app.domain.people.rules import is_of_age
from app.domain.places.scope import EVERYWHERE, Scope
from app.domain.recognition import rankings as ranked
from app.domain.recognition import terms
from app.domain.recognition.rankings import PERIODS, RANKS_SHOWN, Period
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.resident.door import door, own
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound


@door.get("/h5/rankings")
@needs_volunteer
def rankings() -> ResponseReturnValue:
    """By month or year, of the whole district or of what my community recorded."""
    if not rankings_shown():
        raise NotFound
    me, today = own(), local_date(clock.now())
    asked = request.args.get("period", "")
    period = Period(asked) if asked in set(Period) else Period.MONTH
    here = request.args.get("place") == "mine"
    within = Scope(me.community.path) if here else EVERYWHERE
    return render_template(
        "resident/rankings/list.html",
        found=ranked.ranking(period, within, reader_id=me.id, today=today),
        period=period,
        periods=PERIODS,
        here=here,
        me=me,
        agreed=agreed(me.id, RANKING),
        of_age=is_of_age(me.birth_date, today),
        shown=RANKS_SHOWN,
    )


def rankings_shown() -> bool:
    """Whether the district shows one; one statement."""
    return terms.switches()["rankings"]
