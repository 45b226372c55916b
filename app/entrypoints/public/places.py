"""Places for everybody: the list, near me, and a page each, which the poster's code opens."""

from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.share_images import share_image as drawn
from app.domain.activities import finding
from app.domain.attachments.queries import picture
from app.domain.culture import queries as culture
from app.domain.facilities import queries as facilities
from app.domain.orders import menu
from app.domain.people import optional_consents
from app.domain.people.purposes import POSITION
from app.domain.places import queries, site_queries
from app.domain.places.opening_hours import HOLIDAYS, open_at, week_in_words
from app.domain.places.scope import Scope
from app.domain.places.site_queries import Sought
from app.domain.teams import queries as teams
from app.entrypoints.guard import current_resident, open_to_all, settings
from app.entrypoints.in_wechat import sdk_signature
from app.entrypoints.map_links import map_links
from app.entrypoints.positions import point_sent
from app.entrypoints.public.door import door
from app.entrypoints.sharing import place_card
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.geo import Point

LONGEST_SEARCH = 50
SHOWN_OF_EACH = 5
A_DAY = "public, max-age=86400"


@door.get("/places")
@open_to_all
def places() -> ResponseReturnValue:
    """The places of the district; for a volunteer from her community on."""
    person = current_resident().volunteer
    return _list(person.community.point if person else None, from_phone=False)


@door.post("/places/near")
@open_to_all
def places_near() -> ResponseReturnValue:
    """The nearest to the phone first: it tells in the form's body, which nobody keeps.

    A volunteer's position is looked at only where she agreed before.
    """
    person = current_resident().volunteer
    agreed = person is None or optional_consents.agreed(person.id, POSITION)
    point = point_sent() if agreed else None
    home = person.community.point if person else None
    return _list(point or home, from_phone=point is not None)


def _list(origin: Point | None, *, from_phone: bool) -> str:
    said, now = request.values, clock.now()
    sought = Sought(said.get("q", "").strip()[:LONGEST_SEARCH], said.get("kind", ""), origin)
    found = site_queries.listed(sought, page=said.get("page", 1, type=int))
    return render_template(
        "public/places.html",
        found=found,
        now_open={one.place.id: open_at(one.hours, now) for one in found.items},
        kinds=site_queries.kinds_there(),
        sought=sought,
        from_phone=from_phone,
        asked_phone=request.method == "POST",
        scanner=sdk_signature(),
    )


@door.get("/places/<uuid:place_id>")
@open_to_all
def place(place_id: UUID) -> ResponseReturnValue:
    """One place: photos, hours, the way, what is on there; a merged one leads to its successor."""
    found = queries.site(place_id)
    said, now = site_queries.description(place_id), clock.now()
    runs = queries.who_runs(found)
    scope = Scope(runs.path)
    own_events = culture.coming_within(Scope(found.path), size=SHOWN_OF_EACH, now=now)
    return render_template(
        "public/place.html",
        place=found,
        runs=runs,
        said=said,
        week=week_in_words(said.hours.week) if said.hours.said else [],
        standing=open_at(said.hours, now),
        holidays=HOLIDAYS,
        days_closed=[day for day in said.hours.closed_on if day >= local_date(now)],
        maps=map_links(found) if found.point else None,
        beneath=[one for one in queries.sites(Scope(found.path)) if one.parent_id == found.id],
        coming=finding.published(now=now, within=scope, size=SHOWN_OF_EACH),
        events=own_events or culture.coming_within(scope, size=SHOWN_OF_EACH, now=now),
        teams=teams.teams_within(scope, state="recognised").items[:SHOWN_OF_EACH],
        services=menu.items_within(scope, active=True).items[:SHOWN_OF_EACH],
        facilities=facilities.at_place(place_id),
        card=place_card(found),
        scanner=sdk_signature(),
    )


@door.get("/places/<uuid:place_id>/photos/<uuid:attachment_id>")
@open_to_all
def place_photo(place_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One of its photos."""
    site_queries.photo_of(place_id, attachment_id)
    found = picture(attachment_id)
    return Response(found.content, mimetype=found.media_type, headers={"Cache-Control": A_DAY})


@door.get("/places/<uuid:place_id>/share.png")
@open_to_all
def place_image(place_id: UUID) -> ResponseReturnValue:
    """The picture on the card that people pass on."""
    queries.site(place_id)
    address = settings().public_url + url_for("public.place", place_id=place_id)
    return Response(drawn(address), mimetype="image/png", headers={"Cache-Control": A_DAY})
