"""Merge a place into another one: preview, proposal, the second person's word, or none of it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField, TextAreaField

from app.domain.access import queries as access
from app.domain.access.rules import Permission
from app.domain.access.same_person import accounts_of
from app.domain.places import merging, merging_queries, queries
from app.domain.places.carrying import counted
from app.domain.places.merging_queries import MergingView
from app.domain.places.queries import PlaceView
from app.domain.places.rules import REASON_LENGTH
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import decided
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


class TypedForm(Form):
    """The name of the place that closes, typed whole."""

    typed = StringField("输入要关闭的阵地全称", [required("请输入全称"), at_most(50)])


class MergingForm(TypedForm):
    """Why, and whether residents are told."""

    reason = TextAreaField(
        "依据", [required("请写明依据"), at_most(REASON_LENGTH[1])], render_kw={"rows": 2}
    )
    tells = BooleanField("合并后通知原社区的志愿者")


@door.route("/places/<uuid:place_id>/merge", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.PLACES_MERGE)
def merge_place(place_id: UUID) -> ResponseReturnValue:
    """Choose the successor; then what stays, what moves, who keeps working, and the proposal."""
    staff, form = current_staff(), MergingForm()
    closed = queries.place(place_id, within=staff.scope)
    offered = merging_queries.successors(closed, staff.scope) if not closed.closed else []
    chosen = request.args.get("into", type=UUID)
    into = next((one for one in offered if one.id == chosen), None)
    made: list[UUID] = []

    def act() -> None:
        made.append(
            merging.propose(
                closed.id,
                into.id if into else closed.id,
                actor=staff.actor,
                scope=staff.scope,
                reason=form.reason.data,
                typed=form.typed.data,
                keeps=request.form.getlist("keeps", type=UUID),
                tells=form.tells.data,
                now=clock.now(),
            )
        )

    if done(form, act):
        flash("已提交，请另一位中心管理员确认", "success")
        return redirect(url_for("console.place_merging", merging_id=made[0]), 303)
    page = render_template(
        "console/mergings/propose.html",
        form=form,
        closed=closed,
        offered=offered,
        into=into,
        counts=_counts(closed, into),
        serving=access.staff_serving([closed.path]),
        kept=set(request.form.getlist("keeps", type=UUID)) if form.is_submitted() else None,
        waiting=merging_queries.about(closed.id),
    )
    return page, status(form)


@door.route("/mergings/<uuid:merging_id>", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.PLACES_MERGE)
def place_merging(merging_id: UUID) -> ResponseReturnValue:
    """A proposal as the second person reads it; her word does it."""
    staff, form = current_staff(), TypedForm()
    found = merging_queries.merging(merging_id, within=staff.scope)
    hers = accounts_of(staff)

    def act() -> None:
        merging.confirm(
            merging_id,
            actor=staff.actor,
            accounts=hers,
            scope=staff.scope,
            typed=form.typed.data,
            now=clock.now(),
        )

    if done(form, act):
        flash(f"{found.closed.short_name}已并入{found.successor.short_name}", "success")
        return redirect(url_for("console.place", place_id=found.successor.id), 303)
    waits = found.state == "proposed"
    page = render_template(
        "console/mergings/merging.html",
        form=form,
        merging=found,
        own=found.proposed_by_id in hers,
        counts=_counts(found.closed, found.successor) if waits else [],
        serving=access.staff_serving([found.closed.path]) if waits else [],
        names=access.names([found.proposed_by_id, found.decided_by_id]),
    )
    return page, status(form)


@door.post("/mergings/<uuid:merging_id>/withdraw")
@limiter.limit("30 per minute")
@needs(Permission.PLACES_MERGE)
def withdraw_merging(merging_id: UUID) -> ResponseReturnValue:
    """Let a proposal go."""
    staff = current_staff()
    found: MergingView = merging_queries.merging(merging_id, within=staff.scope)
    return decided(
        lambda: merging.withdraw(merging_id, actor=staff.actor, scope=staff.scope, now=clock.now()),
        "已撤回，什么都没有改动",
        back=url_for("console.place", place_id=found.closed.id),
    )


def _counts(closed: PlaceView, into: PlaceView | None) -> list[object]:
    return [*counted(closed.id, into.id, now=clock.now())] if into else []
