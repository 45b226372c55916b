"""Points that close, open again, or go below another place: each asked once more, with a reason."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.domain.access.rules import Permission
from app.domain.activities.at_venue import planned_at
from app.domain.culture import queries as culture
from app.domain.places import closing, moving, queries
from app.domain.places.carrying import going_on
from app.domain.places.queries import PlaceView
from app.domain.places.rules import POINT, REASON_LENGTH
from app.domain.places.scope import Scope
from app.entrypoints.console.door import door
from app.entrypoints.console.place_choices import indented
from app.entrypoints.console.reasons import decided, reason_field
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, required
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.refusal import NotFound

MOST_EVENTS = 20


class CloseForm(Form):
    """Why."""

    reason = reason_field(REASON_LENGTH[1])


class MoveForm(CloseForm):
    """Below which place, and why."""

    to_id = SelectField("移到哪个阵地下面", [required("请选择")], coerce=str)


def _point(place_id: UUID) -> PlaceView:
    found = queries.site(place_id, within=current_staff().scope)
    if found.level != POINT or found.closed:
        raise NotFound
    return found


@door.route("/places/<uuid:place_id>/close", methods=["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def close_point(place_id: UUID) -> ResponseReturnValue:
    """What still goes on there; the reason; then it is closed."""
    staff, form, now = current_staff(), CloseForm(), clock.now()
    found = _point(place_id)
    above = queries.places({found.parent_id})[found.parent_id] if found.parent_id else found

    def act() -> None:
        closing.close_point(
            place_id, actor=staff.actor, scope=staff.scope, reason=form.reason.data, now=now
        )

    if done(form, act):
        flash(f"{found.name}已关闭，它的页面会请大家到{above.short_name}", "success")
        return redirect(url_for("console.place", place_id=place_id), 303)
    near = Scope(above.path)
    page = render_template(
        "console/places/close.html",
        form=form,
        place=found,
        above=above,
        going_on=going_on(found.id, now=now),
        activities=planned_at(found.name, near, now=now),
        events=culture.coming_within(near, venue=found.name, size=MOST_EVENTS, now=now),
    )
    return page, status(form)


@door.post("/places/<uuid:place_id>/reopen")
@needs(Permission.PLACES_MANAGE)
def reopen_point(place_id: UUID) -> ResponseReturnValue:
    """It is as before."""
    staff, now = current_staff(), clock.now()
    return decided(
        lambda: closing.reopen_point(place_id, actor=staff.actor, scope=staff.scope, now=now),
        "已重新开放，居民又能找到这里了",
        back=url_for("console.place", place_id=place_id),
    )


@door.route("/places/<uuid:place_id>/move", methods=["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def move_point(place_id: UUID) -> ResponseReturnValue:
    """Below which place it goes, and why."""
    staff, form = current_staff(), MoveForm()
    found = _point(place_id)
    offered = [one for one in queries.tree(staff.scope) if one.id != found.parent_id]
    named = [(str(one), name) for one, name in indented(offered)]
    form.to_id.choices = [("", "请选择"), *named]
    names = {str(one.id): one.name for one in offered}

    def act() -> None:
        moving.move_point(
            place_id,
            UUID(form.to_id.data),
            actor=staff.actor,
            scope=staff.scope,
            reason=form.reason.data,
            now=clock.now(),
        )

    if done(form, act):
        flash(f"{found.name}已移到{names[form.to_id.data]}下面", "success")
        return redirect(url_for("console.place", place_id=place_id), 303)
    above = queries.places({found.parent_id} if found.parent_id else set())
    page = render_template(
        "console/places/move.html",
        form=form,
        place=found,
        above=next(iter(above.values()), None),
        offered=offered,
    )
    return page, status(form)
