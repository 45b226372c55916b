"""The volunteer's card, for staff to scan."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.adapters.qr_images import svg
from app.domain.people.card import card_code
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.resident.door import door, volunteer
from app.kernel import clock

# A code lives 60 s; changed every 40, the one on the screen has always 20 s left to be scanned.
CHANGES_SECONDS = 40


@door.get("/h5/card")
@needs_volunteer
def card() -> ResponseReturnValue:
    """Name, number, and a code that changes."""
    return render_template("resident/card/card.html", person=volunteer(), seconds=CHANGES_SECONDS)


@door.get("/h5/card.svg")
@needs_volunteer
def card_image() -> ResponseReturnValue:
    """The code as a picture, good for a minute."""
    answer = make_response(svg(card_code(volunteer().id, now=clock.now())))
    answer.mimetype = "image/svg+xml"
    answer.headers["X-Seconds-Left"] = str(CHANGES_SECONDS)
    return answer
