"""An order by the link its phone was sent: how it stands, and how it was. No name, no address."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.orders import mine, rating
from app.domain.orders.rules import STEPS
from app.entrypoints.guard import open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.entrypoints.public.quiet import kept_quiet
from app.entrypoints.rating_form import RateForm
from app.kernel import clock
from app.kernel.refusal import BadInput


@door.route("/orders/<code>", methods=["GET", "POST"])
@limiter.limit("30 per minute")
@open_to_all
def order_by_link(code: str) -> ResponseReturnValue:
    """The five steps in large type; once it is done, the stars."""
    found, form = mine.order_by_link(code, now=clock.now()), RateForm()
    if form.validate_on_submit():
        try:
            rating.rate_by_link(code, *form.said, now=clock.now())
        except BadInput as refusal:
            form.take(refusal)
        else:
            flash("谢谢您的评价", "success")
            return redirect(url_for("public.order_by_link", code=code), 303)
    page = render_template("public/order.html", found=found, form=form, steps=STEPS)
    return kept_quiet((page, 422 if form.errors else 200))
