"""What requesters said: ratings noted, calls made, low ratings settled."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.orders import queries, rating
from app.entrypoints.console.door import door
from app.entrypoints.console.order_decisions import MINUTELY
from app.entrypoints.console.order_forms import CallForm, RatingForm, SettleForm
from app.entrypoints.console.orders import Forms, order_page
from app.entrypoints.console.submitting import done
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock


@door.post("/orders/<uuid:order_id>/rate")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def note_order_rating(order_id: UUID) -> ResponseReturnValue:
    """Stars and words, as she said them on the phone."""
    staff, form = current_staff(), RatingForm()
    queries.found_order(order_id, staff.scope)

    def act() -> None:
        said = (int(form.stars.data), form.words.data or "")
        rating.note_rating(staff, order_id, *said, now=clock.now())

    if not done(form, act):
        return order_page(order_id, Forms(rating=form))
    return _back(order_id, "评价已记下")


@door.post("/orders/<uuid:order_id>/call")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def call_order_back(order_id: UUID) -> ResponseReturnValue:
    """Satisfied, not satisfied, or nobody answered."""
    staff, form = current_staff(), CallForm()
    queries.found_order(order_id, staff.scope)
    answer = request.form.get("answer", "missed")

    def act() -> None:
        if answer == "missed":
            rating.missed(staff, order_id, now=clock.now())
            return
        rating.called(
            staff,
            order_id,
            satisfied=answer == "satisfied",
            words=form.words.data or "",
            stars=int(form.stars.data) if form.stars.data else None,
            now=clock.now(),
        )

    if not done(form, act):
        return order_page(order_id, Forms(call=form))
    return _back(order_id, "已记下一次没有接通" if answer == "missed" else "回访已记下")


@door.post("/orders/<uuid:order_id>/settle")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def settle_order(order_id: UUID) -> ResponseReturnValue:
    """Have it done again, or close it in words."""
    staff, form = current_staff(), SettleForm()
    queries.found_order(order_id, staff.scope)
    again = request.form.get("decision") == "rework"
    action = rating.rework if again else rating.close

    if not done(form, lambda: action(staff, order_id, form.words.data or "", now=clock.now())):
        return order_page(order_id, Forms(settle=form))
    return _back(order_id, "已安排返工，请重新派单" if again else "已办结")


def _back(order_id: UUID, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for("console.order", order_id=order_id), 303)
