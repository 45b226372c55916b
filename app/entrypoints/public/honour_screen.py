"""Good persons on a big screen, one after the other; and pictures to print and to pass on."""

from uuid import UUID

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from app.adapters import honour_cards
from app.adapters.qr_images import svg
from app.domain.nominations import roll
from app.domain.nominations.roll import PublicPerson
from app.domain.nominations.upward.queries import honours_above
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door

AN_HOUR = {"Cache-Control": "public, max-age=3600"}


@door.get("/honours/screen")
@open_to_all
def honour_screen() -> ResponseReturnValue:
    """The latest of the roll, a screen each; turned by a script, else read downwards."""
    found = roll.roll().items
    above = honours_above([one.id for one in found])
    return render_template("public/honours/screen.html", people=found, above=above)


@door.get("/honours/<uuid:nomination_id>/card.png")
@limiter.limit("60 per minute", key_func=get_remote_address)
@open_to_all
def honour_card_image(nomination_id: UUID) -> ResponseReturnValue:
    """The card to save and pass on, with words, photo and code."""
    person = roll.story(nomination_id)
    titles = [one.title for one in honours_above([person.id]).get(person.id, ())]
    content = honour_cards.card(
        person, titles, address=address_of(person), unit_name=settings().unit_name
    )
    return Response(content, mimetype="image/png", headers=AN_HOUR)


@door.get("/honours/<uuid:nomination_id>/code.svg")
@open_to_all
def honour_code(nomination_id: UUID) -> ResponseReturnValue:
    """A code that opens the story."""
    person = roll.story(nomination_id)
    return Response(svg(address_of(person)), mimetype="image/svg+xml", headers=AN_HOUR)


def address_of(person: PublicPerson) -> str:
    """Where the story stands."""
    return settings().public_url + url_for("public.honour", nomination_id=person.id)
