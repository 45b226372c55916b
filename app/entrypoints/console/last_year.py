"""Last year's plans again: choose, look at this year's dates, make drafts."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.activities.past_plans import LISTED_AT_MOST
from app.domain.culture.clashes import of_last_year
from app.domain.places import queries as places
from app.domain.series import last_year
from app.domain.series.last_year import Again, AgainLine
from app.domain.series.rules import MOVE, ON_HOLIDAYS
from app.entrypoints.console.door import door
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal


@door.route("/last-year", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def plan_like_last_year() -> ResponseReturnValue:
    """A place's activities of last year; the chosen ones with their dates this year; the drafts."""
    staff, today = current_staff(), local_date(clock.now())
    place_id = _place_id()
    wish = Again(place_id, _year(today), tuple(_chosen()), _on_holidays())
    past = last_year.last_years(staff, place_id, wish.year)
    lines: Sequence[AgainLine] = ()
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            if "make" in request.form:
                made = last_year.make(staff, wish, now=clock.now())
                flash(f"已生成 {made} 个草稿，核对后提交审核", "success")
                return redirect(url_for("console.activities", state="draft"), 303)
            lines = of_last_year(place_id, last_year.preview(staff, wish, now=clock.now()))
        except NotFound:
            raise
        except Refusal as problem:
            refusal = problem
    page = render_template(
        "console/last_year/plan.html",
        past=past,
        wish=wish,
        lines=lines,
        refusal=refusal,
        chosen=set(wish.chosen),
        holidays=ON_HOLIDAYS,
        offered=places.tree(staff.scope),
        years=(today.year - 1, today.year),
        most=LISTED_AT_MOST,
    )
    return page, refusal.status if refusal else 200


def _place_id() -> UUID:
    try:
        return UUID(request.values.get("place", ""))
    except ValueError:
        return current_staff().place.id


def _year(today: date) -> int:
    """Last year, or this one near its end, to plan the next."""
    asked = request.values.get("year", today.year - 1, type=int)
    return asked if asked in (today.year - 1, today.year) else today.year - 1


def _chosen() -> list[UUID]:
    found = []
    for text in request.form.getlist("ids"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _on_holidays() -> str:
    asked = request.form.get("on_holidays", MOVE)
    return asked if asked in ON_HOLIDAYS else MOVE
