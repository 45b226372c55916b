"""What is on, for any browser; signing up happens in WeChat or with a phone code."""

from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.qr_images import svg
from app.adapters.share_images import share_image as drawn
from app.domain.activities import queries
from app.domain.activities.vocabulary import CATEGORIES, RISK_LEVELS
from app.domain.places import queries as places
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.public.door import door
from app.entrypoints.sharing import share_card
from app.kernel import clock

LONGEST_SEARCH = 50


@door.get("/activities")
@open_to_all
def activities() -> ResponseReturnValue:
    """Published activities, the nearest first."""
    found = queries.published(
        now=clock.now(),
        text=request.args.get("q", "")[:LONGEST_SEARCH],
        category=request.args.get("category", ""),
        only_open=bool(request.args.get("open")),
        page=request.args.get("page", 1, type=int),
    )
    filtered = any(request.args.get(name) for name in ("q", "category", "open"))
    return render_template(
        "public/activities.html", found=found, categories=CATEGORIES, filtered=filtered
    )


@door.get("/activities/<uuid:activity_id>")
@open_to_all
def activity(activity_id: UUID) -> ResponseReturnValue:
    """One activity, with the way into WeChat."""
    found = queries.activity_for_all(activity_id)
    return render_template(
        "public/activity.html",
        activity=found,
        goes_on=places.in_force(found.place),
        recruiting=found.recruiting(clock.now()),
        risk=RISK_LEVELS[found.risk_level],
        card=share_card(found),
    )


@door.get("/activities/<uuid:activity_id>/code.svg")
@open_to_all
def activity_code(activity_id: UUID) -> ResponseReturnValue:
    """A QR that opens the activity's page on a phone."""
    queries.activity_for_all(activity_id)
    address = settings().public_url + url_for("resident.activity", activity_id=activity_id)
    return Response(
        svg(address), mimetype="image/svg+xml", headers={"Cache-Control": "max-age=600"}
    )


@door.get("/activities/<uuid:activity_id>/share.png")
@open_to_all
def share_image(activity_id: UUID) -> ResponseReturnValue:
    """The picture on the card that people pass on."""
    queries.activity_for_all(activity_id)
    address = settings().public_url + url_for("resident.activity", activity_id=activity_id)
    return Response(
        drawn(address), mimetype="image/png", headers={"Cache-Control": "public, max-age=86400"}
    )
