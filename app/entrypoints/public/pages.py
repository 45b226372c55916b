"""Home, how to take part, privacy."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.activities import queries as activities
from app.domain.hours import queries as hours
from app.domain.people import consents
from app.domain.people import queries as people
from app.domain.people.purposes import PURPOSES
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.public.door import door
from app.kernel import clock

SHOWN_AT_HOME = 6


@door.get("/")
@open_to_all
def home() -> ResponseReturnValue:
    """What this is, in true numbers, and what is on next."""
    now = clock.now()
    return render_template(
        "public/home.html",
        sites=len(places.tree(EVERYWHERE)),
        volunteers=people.count_registered(EVERYWHERE),
        approved_minutes=hours.approved_minutes(EVERYWHERE),
        coming=activities.published(now=now, only_open=True, size=SHOWN_AT_HOME),
    )


@door.get("/how-to")
@open_to_all
def how_to() -> ResponseReturnValue:
    """From following the account to approved hours, step by step."""
    return render_template("public/how_to.html", contact_phone=settings().contact_phone)


@door.get("/privacy")
@open_to_all
def privacy() -> ResponseReturnValue:
    """Who handles which data, why, how long, and what one can do about it."""
    return render_template(
        "public/privacy.html",
        consent_title=consents.TITLE,
        consent_text=consents.TEXT,
        version=consents.VERSION,
        purposes=PURPOSES,
        contact_phone=settings().contact_phone,
    )
