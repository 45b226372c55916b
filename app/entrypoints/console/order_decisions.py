"""Decide on an order: verify, dispatch, take back, cancel, look at its contact."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.orders import dispatching, looking, queries, requesting, serving, verifying
from app.domain.teams import queries as teams
from app.entrypoints.console.door import door
from app.entrypoints.console.order_forms import (
    BindForm,
    DispatchForm,
    OrderReasonForm,
    ResultForm,
    VerifyForm,
)
from app.entrypoints.console.orders import Forms, order_page
from app.entrypoints.console.reasons import Question, decided, decided_with_reason, onward
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock

MINUTELY = limiter.shared_limit("120 per minute", scope="orders")
TELL_HER = "已记下。点单的人收不到短信，请打电话或当面告诉"
ASK_HER = "已记下。点单的人收不到短信，请问一问，代记评价"


@door.post("/orders/<uuid:order_id>/take-up")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def take_order_up(order_id: UUID) -> ResponseReturnValue:
    """She verifies it from now on, and sees whom to call."""
    verifying.take_up(current_staff(), order_id, now=clock.now())
    return look_at_order(order_id)


@door.post("/orders/<uuid:order_id>/look")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def look_at_order(order_id: UUID) -> ResponseReturnValue:
    """Name, phone, address and wish, this once; that she looked stands in the trail."""
    contact = looking.look_as_dispatcher(current_staff(), order_id, now=clock.now())
    return order_page(order_id, Forms(), contact=contact)


@door.post("/orders/<uuid:order_id>/give-back")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def give_order_back(order_id: UUID) -> ResponseReturnValue:
    """Somebody else verifies it."""
    staff = current_staff()
    return _pressed(
        order_id, lambda: verifying.give_back(staff, order_id, now=clock.now()), "已交回待核实"
    )


@door.post("/orders/<uuid:order_id>/verify")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def verify_order(order_id: UUID) -> ResponseReturnValue:
    """Pass it, ask for what is missing, or refuse it."""
    staff, form = current_staff(), VerifyForm()
    found = queries.found_order(order_id, staff.scope)
    decision = request.form.get("decision", "pass")
    words = form.words.data or ""

    def act() -> None:
        if decision == "ask":
            verifying.ask(staff, order_id, words, now=clock.now())
        elif decision == "refuse":
            verifying.refuse(staff, order_id, words, form.turn_to.data or "", now=clock.now())
        else:
            verifying.pass_on(staff, order_id, form.brief.data or "", now=clock.now())

    if not done(form, act):
        return order_page(order_id, Forms(verify=form))
    if decision == "pass":
        return _back(order_id, "核实通过，请派给团队，或让团队抢单")
    by_staff = queries.hears_by(found) == "staff"
    return _onward(order_id, TELL_HER if by_staff else "已告诉点单的人")


@door.post("/orders/<uuid:order_id>/dispatch")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def dispatch_order(order_id: UUID) -> ResponseReturnValue:
    """Ask a team."""
    staff, form = current_staff(), DispatchForm()
    found = queries.found_order(order_id, staff.scope)
    place = queries.rows_of([found])[0].place
    form.team_id.choices = [("", "请选择"), *((one.id, one.name) for one in teams.to_join(place))]

    def act() -> None:
        dispatching.dispatch(staff, order_id, form.team_id.data, now=clock.now())

    if not done(form, act):
        return order_page(order_id, Forms(dispatch=form))
    return _onward(order_id, "已派单，队长收到了通知")


@door.post("/orders/<uuid:order_id>/offer")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def offer_order(order_id: UUID) -> ResponseReturnValue:
    """Let teams take it."""
    dispatching.offer(current_staff(), order_id, now=clock.now())
    return _onward(order_id, "已开放抢单，先接的团队来做")


@door.post("/orders/<uuid:order_id>/take-back")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def take_order_back(order_id: UUID) -> ResponseReturnValue:
    """Ask that team no more."""
    staff = current_staff()
    return _pressed(
        order_id,
        lambda: dispatching.take_back(staff, order_id, now=clock.now()),
        "已收回，请重新派单",
    )


@door.route("/orders/<uuid:order_id>/cancel", methods=["GET", "POST"])
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def cancel_order(order_id: UUID) -> ResponseReturnValue:
    """At the requester's wish."""
    text = "按点单的人的意思取消，不能恢复。已经接单的，活动一并取消，团队会收到通知。"
    return _with_reason(order_id, requesting.cancel_for, ("取消这个点单？", text, "取消点单"))


@door.route("/orders/<uuid:order_id>/release", methods=["GET", "POST"])
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def release_order(order_id: UUID) -> ResponseReturnValue:
    """Take it from the team that accepted."""
    text = "为它建的活动会取消，报了名的人和点单的人都会收到通知。"
    words = ("从团队收回，重新派单？", text, "从团队收回")
    return _with_reason(order_id, serving.release_by_staff, words)


@door.route("/orders/<uuid:order_id>/finish", methods=["GET", "POST"])
@MINUTELY
@takes_pictures
@needs(Permission.ORDERS_DISPATCH)
def finish_order(order_id: UUID) -> ResponseReturnValue:
    """As the team told staff."""
    staff, form = current_staff(), ResultForm()
    found = queries.found_order(order_id, staff.scope)
    row = queries.rows_of([found])[0]
    sent, refusal = pictures_sent(staff.actor) if request.method == "POST" else ([], None)

    def act() -> None:
        if refusal:
            raise refusal
        ids = [one.id for one in sent]
        serving.finish_by_staff(
            staff, order_id, form.result.data or "", pictures=ids, now=clock.now()
        )

    if done(form, act):
        by_staff = queries.hears_by(found) == "staff"
        return _back(order_id, ASK_HER if by_staff else "已记下，会请点单的人评价")
    page = render_template(
        "console/orders/finish.html", form=form, row=row, pictures=sent, refusal=refusal
    )
    return page, status(form)


@door.post("/orders/<uuid:order_id>/bind")
@MINUTELY
@needs(Permission.ORDERS_DISPATCH)
def bind_order(order_id: UUID) -> ResponseReturnValue:
    """The requester has an account now."""
    staff, form = current_staff(), BindForm()
    queries.found_order(order_id, staff.scope)

    def act() -> None:
        verifying.bind(staff, order_id, form.number.data or "", now=clock.now())

    if not done(form, act):
        return order_page(order_id, Forms(bind=form))
    return _back(order_id, "已关联，本人在手机上可以看到进展")


def _with_reason(
    order_id: UUID, action: Callable[..., None], words: tuple[str, str, str]
) -> ResponseReturnValue:
    staff = current_staff()
    row = queries.rows_of([queries.found_order(order_id, staff.scope)])[0]
    question, text, label = words
    asked = Question(
        section=("点单", url_for("console.orders")),
        question=question,
        text=text,
        label=label,
        hint="2 到 200 个字，有关的人会读到",
        facts=(("服务", row.title), ("编号", row.number), ("团队", row.team)),
    )

    def decide(reason: str) -> None:
        action(staff, order_id, reason, now=clock.now())

    told, back = "已处理，有关的人会收到通知", url_for("console.order", order_id=order_id)
    return decided_with_reason(OrderReasonForm(), decide, asked, told=told, back=back)


def _pressed(order_id: UUID, act: Callable[[], None], told: str) -> ResponseReturnValue:
    return decided(act, told, back=url_for("console.order", order_id=order_id))


def _back(order_id: UUID, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for("console.order", order_id=order_id), 303)


def _onward(order_id: UUID, told: str) -> ResponseReturnValue:
    """To the next one that waits to be verified, else to the queue."""
    following = verifying.next_to_verify(current_staff(), order_id)
    return onward(
        told,
        url_for("console.order", order_id=following) if following else None,
        next_is="这是下一个待核实的",
        otherwise=url_for("console.orders"),
    )
