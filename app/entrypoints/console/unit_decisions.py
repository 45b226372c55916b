"""Decide on a recognised unit: kept, raised, warned, renamed, corrected, withdrawn, given again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.recognised_units import queries, recognising
from app.domain.recognised_units.rules import NEXT, Decision
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.console.unit_forms import DecisionFields
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.refusal import NotFound

TOLD = {
    Decision.KEEP: "已登记复查结果",
    Decision.RAISE: "已登记升级",
    Decision.WARN: "已登记警示",
    Decision.RENAME: "已登记新名称",
    Decision.CORRECT: "已更正",
    Decision.WITHDRAW: "已撤销称号",
    Decision.RECOGNISE: "已登记认定",
}


@door.route("/units/<uuid:unit_id>/decisions/<decision>", methods=["GET", "POST"])
@takes_pictures
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.UNITS_MANAGE)
def decide_on_unit(unit_id: UUID, decision: str) -> ResponseReturnValue:
    """What the decision asks for, with its papers; what the state does not allow is said first."""
    staff, now = current_staff(), clock.now()
    found = queries.unit(unit_id, within=staff.scope)
    if decision not in set(Decision):
        raise NotFound
    what, form = Decision(decision), DecisionFields()
    form.ask_for(what)
    if request.method == "GET":
        form.propose(what, found, months=settings().unit_review_months, now=now)
    pictures, refusal = pictures_sent(staff.actor) if request.method == "POST" else ([], None)

    def act() -> None:
        if refusal is not None:
            raise refusal
        ids = [one.id for one in pictures]
        recognising.decide(staff, unit_id, what, form.decided(), pictures=ids, now=now)

    back = url_for("console.unit", unit_id=unit_id)
    if done(form, act):
        flash(TOLD[what], "success")
        return redirect(back, 303)
    page = render_template(
        "console/units/decide.html",
        form=form,
        unit=found,
        decision=what,
        possible=(found.state, what) in NEXT,
        back=back,
        pictures=pictures,
        picture_refusal=refusal,
    )
    return page, status(form)
