"""Change or call off several dates of a series: first what it means, then it is done."""

from collections.abc import Iterator
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.activities import planning
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.queries import activity as find
from app.domain.activities.views import ActivityView
from app.domain.series import cancelling, editing
from app.domain.series.cancelling import WhatEnds
from app.domain.series.editing import ALL, FOLLOWING, REACHES, Reach, WhatChanges
from app.domain.series.errors import NotOfASeries, OthersTouched
from app.entrypoints.console.activity_forms import ActivityForm, change_rows
from app.entrypoints.console.activity_plans import filled_form, revised_plan, typed_plan
from app.entrypoints.console.door import door
from app.entrypoints.console.series_forms import EndSeriesForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock

ASKED = ("csrf_token", "sure", "seal", "own_too")


@door.get("/activities/<uuid:activity_id>/change")
@needs(Permission.ACTIVITIES_PLAN)
def choose_reach(activity_id: UUID) -> ResponseReturnValue:
    """One of a series is to be changed or called off: only this one, or which others too."""
    found, _series_id = _one_of_series(activity_id)
    return render_template(
        "console/series/reach.html", activity=found, ends="end" in request.args, reaches=REACHES
    )


@door.route("/activities/<uuid:activity_id>/edit-series", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def edit_series(activity_id: UUID) -> ResponseReturnValue:
    """The form of one, for it and those after it, or for all; a page between says what it means."""
    staff, now = current_staff(), clock.now()
    found, series_id = _one_of_series(activity_id)
    own_too, seen = "own_too" in request.form, request.form.get("version", 0, type=int)
    reach = Reach(activity_id, _reach(), own_too=own_too, version=seen)
    published = editing.any_published(series_id, reach, now=now)
    old, version = planning.plan_of_activity(staff, activity_id)
    form = _form(found, old, version, published=published)
    what: list[WhatChanges] = []

    def look() -> None:
        plan = _plan(form, found, old, published=published)
        what.append(editing.what_would_change(staff, series_id, reach, plan, now=now))

    def act() -> None:
        plan = _plan(form, found, old, published=published)
        seal = request.form.get("seal", "")
        editing.revise(staff, series_id, reach, plan, seal=seal, now=now)

    if wish := request.form.get("rows", ""):
        change_rows(form, wish)
    elif done(form, look):
        if "sure" in request.form and done(form, act):
            return _changed(series_id, what[0])
        if form.refusal is None or isinstance(form.refusal, OthersTouched):
            return _what_it_means(form, found, reach, what[0])
    return render_template(
        "console/series/edit.html",
        form=form,
        activity=found,
        published=published,
        reach=reach.reach,
        words=REACHES[reach.reach],
    ), status(form)


@door.route("/activities/<uuid:activity_id>/end-series", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def end_series(activity_id: UUID) -> ResponseReturnValue:
    """Call off this one and those after it, or all that have not begun."""
    staff, now, form = current_staff(), clock.now(), EndSeriesForm()
    found, series_id = _one_of_series(activity_id)
    since = None if _reach() == ALL else activity_id
    ended: list[WhatEnds] = []

    def act() -> None:
        seal = request.form.get("seal", "")
        reason = form.reason.data or ""
        ended.append(cancelling.end(staff, series_id, since, reason=reason, seal=seal, now=now))

    if done(form, act):
        told = f"已取消 {len(ended[0].ending)} 次，通知 {ended[0].people} 人"
        flash(told, "success")
        return redirect(url_for("console.series", series_id=series_id), 303)
    page = render_template(
        "console/series/end.html",
        form=form,
        activity=found,
        what=cancelling.what_would_end(series_id, since, now=now),
        words=REACHES[_reach()],
    )
    return page, status(form)


def _form(found: ActivityView, old: ActivityPlan, version: int, *, published: bool) -> ActivityForm:
    """The form of the one it is typed at, without what is fixed for some that are meant."""
    form = filled_form(old, found.place, version)
    del form.place_id
    if published:
        form.keep_what_is_fixed()
    return form


def _changed(series_id: UUID, what: WhatChanges) -> ResponseReturnValue:
    flash(f"已修改 {len(what.changing)} 次，通知 {what.people} 人", "success")
    return redirect(url_for("console.series", series_id=series_id), 303)


def _what_it_means(
    form: ActivityForm, found: ActivityView, reach: Reach, what: WhatChanges
) -> ResponseReturnValue:
    page = render_template(
        "console/series/confirm.html",
        form=form,
        activity=found,
        what=what,
        words=REACHES[reach.reach],
        typed=dict(_typed()),
        reach=reach,
    )
    return page, status(form)


def _typed() -> Iterator[tuple[str, list[str]]]:
    """What was typed, to be sent again by the button that does it."""
    for name, values in request.form.lists():
        if name not in ASKED:
            yield name, values


def _plan(
    form: ActivityForm, found: ActivityView, old: ActivityPlan, *, published: bool
) -> ActivityPlan:
    if published:
        return revised_plan(form, found.place, old)
    return typed_plan(form, found.place)


def _one_of_series(activity_id: UUID) -> tuple[ActivityView, UUID]:
    found = find(activity_id, within=current_staff().scope)
    if found.series_id is None:
        raise NotOfASeries
    return found, found.series_id


def _reach() -> str:
    return ALL if request.args.get("reach") == ALL else FOLLOWING
