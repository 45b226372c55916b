"""Take places back: first how many remain and why, then who loses hers, then do it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, TextAreaField
from wtforms.validators import NumberRange

from app.domain.access.rules import Permission
from app.domain.activities import lowering
from app.domain.activities.lowering import Loser
from app.domain.activities.plan_rules import CAPACITY_MOST
from app.domain.activities.queries import activity as find
from app.domain.activities.rules import PLACES_KEPT_WITHIN, REASON_LEAST, REASON_MOST
from app.domain.activities.views import ActivityView, PositionView, SessionPart
from app.domain.attendance.queries import who_came
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import NotFound


class LowerForm(Form):
    """How many places remain, and what those who lose theirs are told."""

    capacity = IntegerField(
        "保留几个名额",
        [
            required("请填写保留的名额"),
            NumberRange(1, CAPACITY_MOST, f"人数在 1 至 {CAPACITY_MOST} 之间"),
        ],
    )
    reason = TextAreaField(
        "原因", [required("请写明原因"), at_most(REASON_MOST)], render_kw={"rows": 2}
    )


@door.route(
    "/activities/<uuid:activity_id>/positions/<uuid:position_id>/lower", methods=["GET", "POST"]
)
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def lower_capacity(activity_id: UUID, position_id: UUID) -> ResponseReturnValue:
    """Two steps: nobody loses a place whose name was not on the page before."""
    found = find(activity_id, within=current_staff().scope)
    part, position = _position(found, position_id)
    form = LowerForm()
    losers: list[Loser] = []
    if done(form, lambda: losers.extend(_losers(form, position))):
        sure = bool(request.form.get("sure"))
        confirmed = _seen() if sure else []
        if (sure or not losers) and done(form, lambda: _lower(form, position, confirmed)):
            return _lowered(activity_id)
    page = render_template(
        "console/activities/lower.html",
        form=form,
        activity=found,
        part=part,
        position=position,
        losers=losers,
        kept_within=PLACES_KEPT_WITHIN.seconds // 3600,
        reason_lengths=(REASON_LEAST, REASON_MOST),
    )
    return page, status(form)


def _position(found: ActivityView, position_id: UUID) -> tuple[SessionPart, PositionView]:
    for part in found.sessions:
        for position in part.positions:
            if position.id == position_id:
                return part, position
    raise NotFound


def _losers(form: LowerForm, position: PositionView) -> list[Loser]:
    return lowering.who_would_lose(
        current_staff(),
        position.id,
        capacity=form.capacity.data,
        reason=form.reason.data,
        who_is_in=who_came,
        now=clock.now(),
    )


def _seen() -> list[UUID]:
    """Whose names stood on the page that was confirmed."""
    try:
        return [UUID(one) for one in request.form.getlist("confirmed")]
    except ValueError:
        return []


def _lower(form: LowerForm, position: PositionView, confirmed: list[UUID]) -> None:
    lowering.lower(
        current_staff(),
        position.id,
        capacity=form.capacity.data,
        reason=form.reason.data,
        confirmed=confirmed,
        who_is_in=who_came,
        now=clock.now(),
    )


def _lowered(activity_id: UUID) -> ResponseReturnValue:
    flash("名额已收回，改为候补的人都会收到通知和原因", "success")
    return redirect(url_for("console.activity", activity_id=activity_id), 303)
