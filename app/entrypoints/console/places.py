"""Places: the tree of one's subtree; open a place, change what is said about it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.people import queries as volunteers
from app.domain.places import merging_queries, opening, queries, site_queries
from app.domain.places.queries import PlaceView
from app.domain.places.rules import (
    LEVEL_ABOVE,
    LEVEL_NAMES,
    POINT,
    how_far_from_the_others,
)
from app.domain.places.scope import Scope
from app.entrypoints.console.door import door
from app.entrypoints.console.place_forms import PlaceForm, PointForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock

BELOW = {above: level for level, above in LEVEL_ABOVE.items() if above}


@door.get("/places")
@needs(Permission.PLACES_READ)
def places() -> ResponseReturnValue:
    """The places of her subtree, each below the one above it."""
    text = request.args.get("q", "").strip()
    found = [
        place
        for place in queries.sites(current_staff().scope)
        if text in place.name or text in place.address or text in place.kind_title
    ]
    return render_template("console/places/tree.html", places=found, text=text, below=BELOW)


@door.get("/places/<uuid:place_id>")
@needs(Permission.PLACES_READ)
def place(place_id: UUID) -> ResponseReturnValue:
    """One place: where it is, who serves there, what stands below it."""
    found = queries.site(place_id, within=current_staff().scope)
    scope = Scope(found.path)
    below = [one for one in queries.sites(scope) if one.parent_id == found.id]
    return render_template(
        "console/places/place.html",
        place=found,
        merging=merging_queries.about(found.id),
        successor=queries.in_force(found) if found.merged_into_id else None,
        merged=queries.merged_into(found.id),
        beneath=[one for one in below if one.level != POINT],
        points=[one for one in below if one.level == POINT],
        point=found.level == POINT,
        closed_points=[one for one in queries.closed_points(scope) if one.parent_id == found.id],
        said=site_queries.description(found.id),
        serving=access.staff_list(scope, size=10),
        volunteers=volunteers.count_registered(scope),
        below_level=LEVEL_NAMES.get(BELOW.get(found.level, "")),
    )


@door.route("/places/<uuid:place_id>/new", methods=["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def open_place(place_id: UUID) -> ResponseReturnValue:
    """Open an office below the centre, or a station below an office."""
    above = queries.site(place_id, within=current_staff().scope)
    return _opening(above, PlaceForm(), BELOW.get(above.level, ""))


@door.route("/places/<uuid:place_id>/points/new", methods=["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def open_point(place_id: UUID) -> ResponseReturnValue:
    """Open a point below a place: a history hall, a park, a square."""
    above = queries.place(place_id, within=current_staff().scope)
    return _opening(above, PointForm(), POINT)


def _opening(above: PlaceView, form: PlaceForm, level: str) -> ResponseReturnValue:
    staff = current_staff()
    made: list[PlaceView] = []
    if done(form, lambda: made.append(_open(staff, above, form, level))):
        flash(f"{made[0].name}已设立", "success")
        _doubt(made[0])
        return redirect(url_for("console.place", place_id=made[0].id), 303)
    page = render_template(
        "console/places/open.html", form=form, above=above, level=LEVEL_NAMES.get(level, "")
    )
    return page, status(form)


def _open(staff: Staff, above: PlaceView, form: PlaceForm, level: str) -> PlaceView:
    return opening.open_place(
        actor=staff.actor,
        scope=staff.scope,
        parent_id=above.id,
        level=level,
        name=form.name.data,
        address=form.address.data or "",
        contact_phone=form.contact_phone.data or "",
        point=form.point(),
        kind=form.kind.data if isinstance(form, PointForm) else "",
        now=clock.now(),
    )


@door.route("/places/<uuid:place_id>/edit", methods=["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def change_place(place_id: UUID) -> ResponseReturnValue:
    """Say anew what a place is called and where it is."""
    staff = current_staff()
    found = queries.site(place_id, within=staff.scope)
    form = PointForm() if found.level == POINT else PlaceForm()
    if request.method == "GET":
        form.show(found)
    changed: list[PlaceView] = []
    if done(form, lambda: changed.append(_change(staff, found, form))):
        flash("已保存", "success")
        _doubt(changed[0])
        return redirect(url_for("console.place", place_id=found.id), 303)
    return render_template("console/places/change.html", form=form, place=found), status(form)


def _change(staff: Staff, found: PlaceView, form: PlaceForm) -> PlaceView:
    return opening.change_place(
        found.id,
        actor=staff.actor,
        scope=staff.scope,
        name=form.name.data,
        address=form.address.data or "",
        contact_phone=form.contact_phone.data or "",
        point=form.point(),
        kind=form.kind.data if isinstance(form, PointForm) else None,
        now=clock.now(),
    )


def _doubt(place: PlaceView) -> None:
    """Say so when a position lies suspiciously far from all others; it is saved all the same."""
    if place.point is None:
        return
    metres = how_far_from_the_others(place.point, site_queries.others_located(place.id))
    if metres is not None:
        flash(
            f"这个位置离最近的阵地有 {metres // 1000} 公里，请核对经纬度和坐标来源是否填对",
            "warning",
        )
