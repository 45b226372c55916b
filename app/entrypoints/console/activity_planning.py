"""Plan an activity: a new one, a changed one, one like another."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import planning
from app.domain.activities.plan_rules import what_is_missing, why_not_submit
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.queries import activity as find
from app.domain.activities.rules import OPEN_STATES, Decision, next_state
from app.domain.activities.views import ActivityView
from app.domain.culture.clashes import of_plan
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.series import alone
from app.domain.series.templates import plan_from
from app.entrypoints.console.activity_forms import ActivityForm, change_rows
from app.entrypoints.console.activity_plans import (
    empty_form,
    filled_form,
    revised_plan,
    templated_form,
    typed_plan,
)
from app.entrypoints.console.door import door
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, refuse, status
from app.entrypoints.forms import whole_number
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date


@door.route("/activities/new", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def new_activity() -> ResponseReturnValue:
    """A new activity, kept as a draft or handed in at once."""
    staff, now = current_staff(), clock.now()
    key = request.args.get("template", "")
    if key and request.method == "GET":
        place_path = staff.place.path
        form = templated_form(staff, plan_from(key, place_path, today=local_date(now)))
    else:
        form = empty_form(staff, now, work_type=request.args.get("work_type", ""))
    _offer_places(form, staff)
    made: list[UUID] = []
    if not _only_rows(form) and done(form, lambda: made.append(_draft(staff, form, now))):
        return _saved(made[0], submitted=_hands_in())
    if form.errors and _hands_in() and not form.place_id.errors:
        _say_all_that_is_missing(form, places.place(form.place_id.data, within=staff.scope))
    return render_template("console/activities/new.html", form=form), status(form)


@door.route("/activities/<uuid:activity_id>/edit", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def edit_activity(activity_id: UUID) -> ResponseReturnValue:
    """Change a plan; once published, only what may still change, and people are told."""
    staff, now = current_staff(), clock.now()
    found = find(activity_id, within=staff.scope)
    next_state(found.state, Decision.REVISE)
    old, version = planning.plan_of_activity(staff, activity_id)
    form = filled_form(old, found.place, version)
    published = found.state in OPEN_STATES
    del form.place_id
    if published:
        form.keep_what_is_fixed()
    if "check" in request.args and request.method == "GET":
        _say_what_is_missing(form, old, now)
    if not _only_rows(form) and done(form, lambda: _revise(staff, found, form, old=old, now=now)):
        return _saved(activity_id, submitted=_hands_in())
    if form.errors and _hands_in() and not published:
        _say_all_that_is_missing(form, found.place)
    own = [found.id]
    page = render_template(
        "console/activities/edit.html",
        form=form,
        activity=found,
        published=published,
        clashes=of_plan(old, place_id=found.place.id, within=staff.scope, besides=own),
    )
    return page, status(form) if form.is_submitted() else 200


@door.post("/activities/<uuid:activity_id>/copy")
@limiter.limit("30 per minute")
@needs(Permission.ACTIVITIES_PLAN)
def copy_activity(activity_id: UUID) -> ResponseReturnValue:
    """A new draft like this one, whole weeks later."""
    made = planning.copy(current_staff(), activity_id, now=clock.now())
    flash("已复制为新草稿，日期已顺延，请核对后提交审核", "success")
    return redirect(url_for("console.edit_activity", activity_id=made), 303)


def _offer_places(form: ActivityForm, staff: Staff) -> None:
    form.place_id.choices = place_choices(staff.scope)


def _only_rows(form: ActivityForm) -> bool:
    """Whether a row was added or dropped; nothing is checked or saved then."""
    wish = request.form.get("rows", "") if form.is_submitted() else ""
    if wish:
        change_rows(form, wish)
    return bool(wish)


def _hands_in() -> bool:
    return request.form.get("action") == "submit"


def _draft(staff: Staff, form: ActivityForm, now: datetime) -> UUID:
    place = places.place(form.place_id.data, within=staff.scope)
    plan = typed_plan(form, place)
    _check_before_handing_in(plan, now)
    made = planning.draft(staff, plan, place_id=place.id, now=now)
    if _hands_in():
        planning.submit(staff, made, now=now)
    return made


def _revise(
    staff: Staff, found: ActivityView, form: ActivityForm, *, old: ActivityPlan, now: datetime
) -> None:
    published = found.state in OPEN_STATES
    plan = revised_plan(form, found.place, old) if published else typed_plan(form, found.place)
    _check_before_handing_in(plan, now)
    version = whole_number(form.version.data, otherwise=0)
    alone.revise(staff, found.id, plan, version=version, now=now)
    if _hands_in():
        planning.submit(staff, found.id, now=now)


def _check_before_handing_in(plan: ActivityPlan, now: datetime) -> None:
    """What would be refused is said before anything is saved, beside its field."""
    refusal = why_not_submit(plan, now=now) if _hands_in() else None
    if refusal:
        raise refusal


def _say_what_is_missing(form: ActivityForm, plan: ActivityPlan, now: datetime) -> None:
    refusal = why_not_submit(plan, now=now)
    if refusal:
        refuse(form, refusal)
        _say_gaps(form, plan)


def _say_all_that_is_missing(form: ActivityForm, place: PlaceView) -> None:
    """One who hands in is told everything in one go, not one field a time."""
    _say_gaps(form, typed_plan(form, place))


def _say_gaps(form: ActivityForm, plan: ActivityPlan) -> None:
    for gap in what_is_missing(plan):
        if gap.field not in form.errors:
            form.take(gap)


def _saved(activity_id: UUID, *, submitted: bool) -> ResponseReturnValue:
    flash("已提交审核，等待上一级审核" if submitted else "已保存", "success")
    return redirect(url_for("console.activity", activity_id=activity_id), 303)
