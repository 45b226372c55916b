"""Where a notice of a new device leads: "this was not me"."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.access import browsers
from app.entrypoints.console.door import door
from app.entrypoints.forms import Form
from app.entrypoints.guard import open_to_all
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.route("/not-me/<code>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
@open_to_all
def not_me(code: str) -> ResponseReturnValue:
    """Asked first, for it signs everybody out; who holds the notice needs no sign-in."""
    now, form = clock.now(), Form()
    name = browsers.whose_denial(code, now=now)
    if form.validate_on_submit():
        browsers.deny(code, now=now)
        return render_template("console/account/not_me_done.html")
    return render_template("console/account/not_me.html", name=name, form=form)
