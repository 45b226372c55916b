"""Random call-backs: what is to be called, one of them, and what the person said."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.call_backs import calling, queries, rules
from app.domain.hours.story import WAYS
from app.entrypoints.console.door import door
from app.entrypoints.console.hour_forms import SaidForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.get("/call-backs")
@needs(Permission.HOURS_CALL_BACK)
def call_backs() -> ResponseReturnValue:
    """What her subtree is to call, due first; or what came of those that are closed."""
    staff = current_staff()
    state = "closed" if request.args.get("state") == "closed" else "open"
    return render_template(
        "console/call_backs/list.html",
        page=queries.queue(staff, state, request.args.get("page", 1, type=int)),
        state=state,
        waiting=queries.waiting_count(staff),
        now=clock.now(),
    )


@door.get("/call-backs/<uuid:call_back_id>")
@needs(Permission.HOURS_CALL_BACK)
def call_back(call_back_id: UUID) -> ResponseReturnValue:
    """The record, and for who has taken it the phone."""
    return _page(call_back_id, SaidForm(formdata=None))


@door.post("/call-backs/<uuid:call_back_id>/take")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CALL_BACK)
def take_call_back(call_back_id: UUID) -> ResponseReturnValue:
    """She calls this one."""
    calling.take(current_staff(), call_back_id, now=clock.now())
    flash("已领取，电话只有您能看到；请打电话核实后记下结果", "success")
    return _to(call_back_id)


@door.post("/call-backs/<uuid:call_back_id>/give-back")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CALL_BACK)
def give_call_back_back(call_back_id: UUID) -> ResponseReturnValue:
    """Somebody else calls it."""
    calling.give_back(current_staff(), call_back_id, now=clock.now())
    flash("已交回，其他人可以领取", "success")
    return redirect(url_for("console.call_backs"), 303)


@door.post("/call-backs/<uuid:call_back_id>/confirm")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CALL_BACK)
def confirm_call_back(call_back_id: UUID) -> ResponseReturnValue:
    """The person says the same."""
    calling.confirm(current_staff(), call_back_id, now=clock.now())
    flash("已记下：相符", "success")
    return redirect(url_for("console.call_backs"), 303)


@door.post("/call-backs/<uuid:call_back_id>/not-reached")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CALL_BACK)
def not_reached(call_back_id: UUID) -> ResponseReturnValue:
    """Nobody answered."""
    over = calling.not_reached(current_staff(), call_back_id, now=clock.now())
    flash(
        "三次都没有接通，已按联系不上结束" if over else "已记下一次未接通，请换个时间再打", "info"
    )
    return _to(call_back_id)


@door.post("/call-backs/<uuid:call_back_id>/differs")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CALL_BACK)
def call_back_differs(call_back_id: UUID) -> ResponseReturnValue:
    """The person says otherwise."""
    staff, form = current_staff(), SaidForm()
    queries.call_back(staff, call_back_id, now=clock.now())

    def act() -> None:
        calling.differs(staff, call_back_id, form.said.data or "", now=clock.now())

    if done(form, act):
        flash("已记下：不符。这条记录已提请上级核实", "success")
        return redirect(url_for("console.call_backs"), 303)
    return _page(call_back_id, form)


def _to(call_back_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("console.call_back", call_back_id=call_back_id), 303)


def _page(call_back_id: UUID, form: SaidForm) -> ResponseReturnValue:
    seen = queries.call_back(current_staff(), call_back_id, now=clock.now())
    page = render_template(
        "console/call_backs/call_back.html",
        seen=seen,
        row=seen.row,
        record=seen.row.record,
        form=form,
        tries=rules.TRIES,
        ways=WAYS,
        now=clock.now(),
    )
    return page, status(form)
