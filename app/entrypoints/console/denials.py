"""People who said "this is not me": look into it, and say what it was."""

from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.complaints import denying
from app.domain.people.denials import Outcome
from app.entrypoints.console.door import door
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock

OUTCOMES = {
    "mistake": "点错了，已当面核对是本人",
    "corrected": "账号属于别人，已联系本人更正",
    "removed": "查无此人或误注册，注销这个账号",
}


@door.get("/denials")
@needs(Permission.PEOPLE_MANAGE)
def denials() -> ResponseReturnValue:
    """What waits for her, with what to do; not what she has a part in."""
    return render_template(
        "console/people/denials.html",
        denials=denying.open_denials(current_staff()),
        outcomes=OUTCOMES,
        within=current_staff().scope,
        now=clock.now(),
    )


@door.post("/denials/<uuid:denial_id>")
@needs(Permission.PEOPLE_MANAGE)
def settle_denial(denial_id: UUID) -> ResponseReturnValue:
    """Say what it was."""
    chosen = request.form.get("outcome", "")
    answered = denying.settle(current_staff(), denial_id, cast(Outcome, chosen), now=clock.now())
    flash("已处理，并答复了反映的人" if answered else "已处理", "success")
    return redirect(url_for("console.denials"), 303)
