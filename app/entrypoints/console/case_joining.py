"""The same person named twice in different words: joined, or told apart."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.nominations import joining, queries
from app.entrypoints.console.door import door
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


@door.post("/cases/<uuid:nomination_id>/join")
@needs(Permission.NOMINATIONS_REVIEW)
def join_cases(nomination_id: UUID) -> ResponseReturnValue:
    """Say of two cases whether they are of one person."""
    staff = current_staff()
    queries.row(nomination_id, staff.scope)
    other = request.form.get("other", type=UUID)
    if other is None:
        raise NotFound
    goes_on = nomination_id
    try:
        if request.form.get("same") == "1":
            goes_on = joining.join(staff, nomination_id, other, now=clock.now())
            flash("已并成一份，推荐的人都会收到通知", "success")
        else:
            joining.tell_apart(staff, nomination_id, other, now=clock.now())
            flash("已记下不是同一个人，不再提示", "success")
    except NotFound:
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
    return redirect(url_for("console.case", nomination_id=goes_on), 303)
