"""Make a series of an activity: the rule, all its dates to look at, then the drafts."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.culture.clashes import of_series
from app.domain.series import making
from app.domain.series.errors import SeriesThere
from app.domain.series.making import DateLine, Source
from app.domain.series.rules import years_not_announced
from app.entrypoints.console.door import door
from app.entrypoints.console.series_forms import RepeatForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date

ANOTHER = "another"


@door.route("/activities/<uuid:activity_id>/repeat", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def repeat_activity(activity_id: UUID) -> ResponseReturnValue:
    """The rule, then every date with what happens to it; nothing is made before she says so."""
    staff, now = current_staff(), clock.now()
    of = making.source(staff, activity_id, now=now)
    tomorrow = local_date(now) + timedelta(days=1)
    form = RepeatForm(weekdays=[of.day.weekday()], month_day=of.day.day, first=tomorrow)
    pressed_twice = of.activity.series_id and request.form and "first" not in request.form
    if of.becomes_first or pressed_twice:
        del form.first
    lines: list[DateLine] = []
    if done(form, lambda: lines.extend(_looked_at(of, form))) and "make" in request.form:
        made: list[UUID] = []
        if done(form, lambda: made.append(_make(of, form))):
            flash("已生成各次活动的草稿，核对后提交审核", "success")
            return redirect(url_for("console.series", series_id=made[0]), 303)
    page = render_template(
        "console/series/repeat.html",
        form=form,
        of=of,
        lines=lines,
        there=form.refusal.facts["series_id"] if isinstance(form.refusal, SeriesThere) else None,
        unticked=_unticked(),
        not_announced=years_not_announced([line.on for line in lines if line.on]),
        added=_days("added") | ({form.more.data} if form.more.data and lines else set()),
    )
    return page, status(form)


def _looked_at(of: Source, form: RepeatForm) -> list[DateLine]:
    more = _days("added")
    if form.more.data:
        more.add(form.more.data)
    wish = form.wish(_first(of, form))
    return of_series(of, making.preview(current_staff(), of, wish, more=more, now=clock.now()))


def _make(of: Source, form: RepeatForm) -> UUID:
    chosen: Collection[date] = _days("days")
    wish = form.wish(_first(of, form))
    another = request.form["make"] == ANOTHER
    return making.make(
        current_staff(), of.activity.id, wish, chosen, another=another, now=clock.now()
    )


def _first(of: Source, form: RepeatForm) -> date:
    found: date = form.first.data if form.first else of.day
    return found


def _unticked() -> set[date]:
    """Dates she saw and took out; they stay out while she tries other rules."""
    return _days("shown") - _days("days")


def _days(name: str) -> set[date]:
    found = set()
    for text in request.form.getlist(name):
        try:
            found.add(date.fromisoformat(text))
        except ValueError:
            continue
    return found
