"""Places: the tree of one's subtree; open a place, change what is said about it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.people import queries as volunteers
from app.domain.places import merging_queries, opening, queries
from app.domain.places.queries import PlaceView
from app.domain.places.rules import LEVEL_ABOVE, LEVEL_NAMES
from app.domain.places.scope import Scope
from app.entrypoints.console.door import door
from app.entrypoints.console.place_forms import PlaceForm
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
        for place in queries.tree(current_staff().scope)
        if text in place.name or text in place.address
    ]
    return render_template("console/places/tree.html", places=found, text=text, below=BELOW)


@door.get("/places/<uuid:place_id>")
@needs(Permission.PLACES_READ)
def place(place_id: UUID) -> ResponseReturnValue:
    """One place: where it is, who serves there, what stands below it."""
    found = queries.place(place_id, within=current_staff().scope)
    scope = Scope(found.path)
    return render_template(
        "console/places/place.html",
        place=found,
        merging=merging_queries.about(found.id),
        successor=queries.in_force(found) if found.merged_into_id else None,
        merged=queries.merged_into(found.id),
        beneath=[one for one in queries.tree(scope) if one.parent_id == found.id],
        serving=access.staff_list(scope, size=10),
        volunteers=volunteers.count_registered(scope),
        below_level=LEVEL_NAMES.get(BELOW.get(found.level, "")),
    )


@door.route("/places/<uuid:place_id>/new", methods=["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def open_place(place_id: UUID) -> ResponseReturnValue:
    """Open an office below the centre, or a station below an office."""
    staff, form = current_staff(), PlaceForm()
    above = queries.place(place_id, within=staff.scope)
    made: list[PlaceView] = []
    if done(form, lambda: made.append(_open(staff, above, form))):
        flash(f"{made[0].name}已设立", "success")
        return redirect(url_for("console.place", place_id=made[0].id), 303)
    level_name = LEVEL_NAMES.get(BELOW.get(above.level, ""), "")
    page = render_template("console/places/open.html", form=form, above=above, level=level_name)
    return page, status(form)


def _open(staff: Staff, above: PlaceView, form: PlaceForm) -> PlaceView:
    return opening.open_place(
        actor=staff.actor,
        scope=staff.scope,
        parent_id=above.id,
        level=BELOW.get(above.level, ""),
        name=form.name.data,
        address=form.address.data or "",
        contact_phone=form.contact_phone.data or "",
        point=form.point(),
        now=clock.now(),
    )


@door.route("/places/<uuid:place_id>/edit", methods=["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def change_place(place_id: UUID) -> ResponseReturnValue:
    """Say anew what a place is called and where it is."""
    staff, form = current_staff(), PlaceForm()
    found = queries.place(place_id, within=staff.scope)
    if request.method == "GET":
        form.show(found)
    if done(form, lambda: _change(staff, found, form)):
        flash("已保存", "success")
        return redirect(url_for("console.place", place_id=found.id), 303)
    return render_template("console/places/change.html", form=form, place=found), status(form)


def _change(staff: Staff, found: PlaceView, form: PlaceForm) -> None:
    opening.change_place(
        found.id,
        actor=staff.actor,
        scope=staff.scope,
        name=form.name.data,
        address=form.address.data or "",
        contact_phone=form.contact_phone.data or "",
        point=form.point(),
        now=clock.now(),
    )
