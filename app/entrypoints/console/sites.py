"""A place's page at the desk: what it says, its photos, and the poster that leads to it."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters import papers, qr_images
from app.domain.access.rules import Permission
from app.domain.attachments.queries import picture
from app.domain.places import describing, queries, site_queries
from app.domain.places.opening_hours import week_in_words
from app.domain.places.queries import PlaceView
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.reasons import decided
from app.entrypoints.console.site_forms import PhotosForm, SiteForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.downloads import file_answer, paper
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock

TEMPLATE = "place_poster"


@door.route("/places/<uuid:place_id>/page", methods=["GET", "POST"])
@needs(Permission.PLACES_DESCRIBE)
def describe_place(place_id: UUID) -> ResponseReturnValue:
    """What everybody reads of a place: introduction, hours, who leads it."""
    staff, form = current_staff(), SiteForm()
    found = queries.site(place_id, within=staff.scope)
    if request.method == "GET":
        form.show(site_queries.description(place_id))

    def act() -> None:
        describing.describe(
            place_id, form.said(), actor=staff.actor, scope=staff.scope, now=clock.now()
        )

    if done(form, act):
        flash("已保存，居民现在看到的就是这些", "success")
        return redirect(url_for("console.place", place_id=place_id), 303)
    return render_template("console/places/describe.html", form=form, place=found), status(form)


@door.route("/places/<uuid:place_id>/photos", methods=["GET", "POST"])
@takes_pictures
@needs(Permission.PLACES_DESCRIBE)
def place_photos(place_id: UUID) -> ResponseReturnValue:
    """The photos of its page, and more of them."""
    staff, form = current_staff(), PhotosForm()
    found = queries.site(place_id, within=staff.scope)
    pictures, refusal = pictures_sent(staff.actor)

    def act() -> None:
        if refusal is not None:
            raise refusal
        describing.add_photos(
            place_id,
            [one.id for one in pictures],
            alt=form.alt.data,
            actor=staff.actor,
            scope=staff.scope,
            now=clock.now(),
        )

    if done(form, act):
        flash("照片已放到阵地页上", "success")
        return redirect(url_for("console.place_photos", place_id=place_id), 303)
    page = render_template(
        "console/places/photos.html",
        form=form,
        place=found,
        photos=site_queries.description(place_id).photos,
        pictures=pictures,
        picture_refusal=refusal,
    )
    return page, status(form)


@door.post("/places/<uuid:place_id>/photos/<uuid:attachment_id>/first")
@needs(Permission.PLACES_DESCRIBE)
def put_photo_first(place_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """This one stands first."""
    staff, now = current_staff(), clock.now()
    return decided(
        lambda: describing.put_first(
            place_id, attachment_id, actor=staff.actor, scope=staff.scope, now=now
        ),
        "已放到第一张",
        back=url_for("console.place_photos", place_id=place_id),
    )


@door.post("/places/<uuid:place_id>/photos/<uuid:attachment_id>/remove")
@needs(Permission.PLACES_DESCRIBE)
def remove_photo(place_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Take it off the page."""
    staff, now = current_staff(), clock.now()
    return decided(
        lambda: describing.remove_photo(
            place_id, attachment_id, actor=staff.actor, scope=staff.scope, now=now
        ),
        "照片已撤下",
        back=url_for("console.place_photos", place_id=place_id),
    )


@door.get("/places/<uuid:place_id>/photos/<uuid:attachment_id>")
@needs(Permission.PLACES_READ)
def place_photo(place_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One of its photos."""
    queries.site(place_id, within=current_staff().scope)
    site_queries.photo_of(place_id, attachment_id)
    return picture_answer(picture(attachment_id))


@door.get("/places/<uuid:place_id>/poster.pdf")
@limiter.limit("20 per minute")
@needs(Permission.PLACES_READ)
def place_poster(place_id: UUID) -> ResponseReturnValue:
    """One A4 page for its door; printed larger it stays sharp."""
    found = queries.site(place_id, within=current_staff().scope)
    content = papers.pdf(TEMPLATE, poster_facts(found), now=clock.now())
    return paper(f"海报-{found.short_name}", content)


@door.get("/places/<uuid:place_id>/poster.png")
@limiter.limit("20 per minute")
@needs(Permission.PLACES_READ)
def place_poster_picture(place_id: UUID) -> Response:
    """The same page as a picture, for groups in WeChat."""
    found = queries.site(place_id, within=current_staff().scope)
    (page, *_) = papers.pictures(TEMPLATE, poster_facts(found), now=clock.now())
    return file_answer(page, "image/png", f"海报-{found.short_name}.png")


def poster_facts(found: PlaceView) -> dict[str, object]:
    """What the template shows; the code opens the place's page on a phone."""
    said = site_queries.description(found.id)
    return {
        "title": found.name,
        "kind": found.kind_title,
        "about": said.introduction,
        "hours": [list(row) for row in week_in_words(said.hours.week)] if said.hours.said else [],
        "note": said.hours.note,
        "address": found.address,
        "phone": found.contact_phone,
        "code": qr_images.svg(settings().public_url + url_for("public.place", place_id=found.id)),
        "unit": settings().unit_name,
    }
