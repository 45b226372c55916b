"""A link in a message about a child: whoever opens it first says for whom she acts.

The address names the person it is about (`for`). It changes nothing by itself: a page asks, and the
switch is a press of her own; of people she does not act for it says nothing.
"""

from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.people import families
from app.domain.people.queries import VolunteerView
from app.entrypoints.guard import current_resident
from app.entrypoints.resident.door import door, volunteer


@door.before_request
def ask_whose_page() -> ResponseReturnValue | None:
    """Ask once, where the page is about somebody of her family she does not act for just now."""
    wanted = request.args.get("for")
    me = current_resident().volunteer if wanted and request.method == "GET" else None
    other = _one_of_hers(me, wanted or "") if me else None
    if other is None or other.id == volunteer().id:
        return None
    return render_template(
        "resident/family/whose_page.html",
        other=other,
        herself=me is not None and other.id == me.id,
        acting_for=volunteer(),
        then=_without_question(),
    )


def _one_of_hers(me: VolunteerView, wanted: str) -> VolunteerView | None:
    try:
        person_id = UUID(wanted)
    except ValueError:
        return None
    return me if person_id == me.id else families.acted_for(me, person_id)


def _without_question() -> str:
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "for"]
    return f"{request.path}?{urlencode(rest)}" if rest else request.path
