"""What is on for audiences, for any browser; tickets are taken in WeChat."""

from functools import lru_cache
from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.qr_images import svg
from app.adapters.share_images import share_image as drawn
from app.domain.attachments.queries import picture
from app.domain.culture import queries
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.public.door import door
from app.entrypoints.sharing import event_card, programme_card
from app.kernel import clock
from app.kernel.pictures import MEDIA_TYPE, shrunk
from app.kernel.refusal import NotFound

DAY = {"Cache-Control": "public, max-age=86400"}
COVER_LONGEST_SIDE = 960


@door.get("/culture")
@open_to_all
def culture() -> ResponseReturnValue:
    """What is on, the next first."""
    page = request.args.get("page", 1, type=int)
    return render_template(
        "public/culture/list.html", found=queries.coming(page=page, now=clock.now())
    )


@door.get("/culture/<uuid:event_id>")
@open_to_all
def culture_event(event_id: UUID) -> ResponseReturnValue:
    """One event, with the way into WeChat."""
    found = queries.event(event_id)
    return render_template(
        "public/culture/event.html",
        event=found,
        why_not=found.why_no_ticket(clock.now()),
        card=event_card(found),
    )


@door.get("/culture/<uuid:event_id>/code.svg")
@open_to_all
def culture_code(event_id: UUID) -> ResponseReturnValue:
    """A QR that opens the event's page on a phone."""
    return Response(svg(_address(event_id)), mimetype="image/svg+xml", headers=DAY)


@door.get("/culture/<uuid:event_id>/share.png")
@open_to_all
def culture_image(event_id: UUID) -> ResponseReturnValue:
    """The picture on the card that people pass on."""
    return Response(drawn(_address(event_id)), mimetype="image/png", headers=DAY)


def _address(event_id: UUID) -> str:
    queries.event(event_id)
    return settings().public_url + url_for("resident.culture_event", event_id=event_id)


@door.get("/culture/programmes/<uuid:programme_id>")
@open_to_all
def programme(programme_id: UUID) -> ResponseReturnValue:
    """A programme with all its events."""
    found = queries.shown_programme(programme_id)
    page = request.args.get("page", 1, type=int)
    return render_template(
        "public/culture/programme.html",
        programme=found,
        found=queries.shown_events(programme_id, page=page, now=clock.now()),
        card=programme_card(found),
    )


@door.get("/culture/programmes/<uuid:programme_id>/share.png")
@open_to_all
def programme_image(programme_id: UUID) -> ResponseReturnValue:
    """The picture on its card."""
    queries.shown_programme(programme_id)
    address = settings().public_url + url_for("resident.programme", programme_id=programme_id)
    return Response(drawn(address), mimetype="image/png", headers=DAY)


@door.get("/culture/programmes/<uuid:programme_id>/cover-<uuid:attachment_id>.jpg")
@open_to_all
def programme_cover(programme_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Its cover; another cover has another address."""
    found = queries.shown_programme(programme_id)
    if found.cover_id != attachment_id:
        raise NotFound
    return Response(_shrunk(attachment_id), mimetype=MEDIA_TYPE, headers=DAY)


@lru_cache(maxsize=20)
def _shrunk(attachment_id: UUID) -> bytes:
    return shrunk(picture(attachment_id).content, COVER_LONGEST_SIDE)
