"""The counter: hand over by the resident's code, or by the number she says."""

from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField, TextAreaField

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Permission
from app.domain.recognition import handing_over, redeeming, shop_queries
from app.domain.recognition.handing_over import HandedOver
from app.domain.recognition.shop_rules import NUMBER_DIGITS, REASON_MOST, STATE_TITLES, State
from app.entrypoints.answers import wants_json
from app.entrypoints.console.card_scanning import LONGEST_CARD, Told
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.display import show_datetime
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal


class CodeForm(Form):
    """What was scanned."""

    card = StringField("兑换码", [required("请扫描兑换码"), at_most(LONGEST_CARD)])
    nonce = HiddenField()


class CancelForm(Form):
    """Why it will not be handed over; the person reads it."""

    reason = TextAreaField("原因", [required("请写明原因"), at_most(REASON_MOST)])


@door.route("/rewards/counter", methods=["GET", "POST"])
@limiter.limit("240 per minute", methods=["POST"])
@needs(Permission.REWARDS_HAND_OVER)
def reward_counter() -> ResponseReturnValue:
    """Scan one code after the other; the answer in colour, the last ones below."""
    form = CodeForm()
    told = _take(form.card.data) if form.validate_on_submit() else None
    if wants_json():
        return _json(told or Told("danger", "没有读到", "", "请再扫一次", "", 422))
    form.card.raw_data, form.card.data = None, ""
    page = render_template(
        "console/rewards/counter.html",
        form=form,
        told=told,
        nonce=new_id().hex,
        latest=shop_queries.latest_handed_over(current_staff().scope),
        digits=NUMBER_DIGITS,
    )
    return page, told.status if told else 422 if form.errors else 200


def _take(code: str) -> Told:
    staff = current_staff()
    try:
        answer = handing_over.hand_over_by_code(staff, code, now=clock.now())
        found = shop_queries.redemption(answer.redemption_id, staff.scope)
    except NotFound as refusal:
        advice = "这份兑换不在您负责的范围内，请居民到兑换的地点领取。"
        return Told("danger", "没有交付", "", refusal.sentence, advice, 404)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return Told("danger", "没有交付", "", refusal.sentence, refusal.advice, refusal.status)
    return _told(answer, found.person.name, found.item.title)


def _told(answer: HandedOver, name: str, title: str) -> Told:
    if answer.repeated:
        sentence = f"“{title}”在{show_datetime(answer.at)}已经交付过"
        return Told("warning", "已经交付过", name, sentence, "", 200)
    return Told("success", "请交付", name, f"“{title}”一份", "", 200)


def _json(told: Told) -> ResponseReturnValue:
    return jsonify(
        tone=told.tone,
        title=told.title,
        name=told.name,
        sentence=told.sentence,
        advice=told.advice,
    ), told.status


@door.get("/rewards/redemptions")
@needs(Permission.RECOGNITION_READ)
def redemptions() -> ResponseReturnValue:
    """What waits to be fetched, what was handed over, and the rest."""
    asked = request.args.get("state", "")
    state = State(asked) if asked in set(State) else State.RESERVED
    scope, number = current_staff().scope, request.args.get("page", 1, type=int)
    return render_template(
        "console/rewards/redemptions.html",
        page=shop_queries.redemptions(scope, state, number),
        state=state,
        states=STATE_TITLES,
    )


@door.get("/rewards/redemptions/find")
@limiter.limit("60 per minute")
@needs(Permission.REWARDS_HAND_OVER)
def find_redemption() -> ResponseReturnValue:
    """By the number the resident says."""
    number = request.args.get("number", "")
    try:
        found = shop_queries.numbered(number, current_staff().scope)
    except NotFound:
        flash("没有这个兑换号，请再核对一下", "warning")
        return redirect(url_for("console.reward_counter"), 303)
    return redirect(url_for("console.redemption", redemption_id=found.id), 303)


@door.get("/rewards/redemptions/<uuid:redemption_id>")
@needs(Permission.RECOGNITION_READ)
def redemption(redemption_id: UUID) -> ResponseReturnValue:
    """One redemption: whose it is, and what can be done."""
    found = shop_queries.redemption(redemption_id, current_staff().scope)
    return render_template("console/rewards/redemption.html", one=found)


@door.post("/rewards/redemptions/<uuid:redemption_id>/hand-over")
@needs(Permission.REWARDS_HAND_OVER)
def hand_over_reward(redemption_id: UUID) -> ResponseReturnValue:
    """Staff have looked at who stands there."""
    staff = current_staff()
    found = shop_queries.redemption(redemption_id, staff.scope)
    try:
        answer = handing_over.hand_over(staff, redemption_id, now=clock.now())
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
    else:
        told = _told(answer, found.person.name, found.item.title)
        flash(f"{told.name}：{told.sentence}", told.tone)
    return redirect(url_for("console.redemption", redemption_id=redemption_id), 303)


@door.route("/rewards/redemptions/<uuid:redemption_id>/cancel", methods=["GET", "POST"])
@needs(Permission.REWARDS_HAND_OVER)
def cancel_reward(redemption_id: UUID) -> ResponseReturnValue:
    """It will not be handed over; points and stock come back."""
    staff, form = current_staff(), CancelForm()
    found = shop_queries.redemption(redemption_id, staff.scope)

    def act() -> None:
        redeeming.cancel_by_staff(staff, redemption_id, form.reason.data, now=clock.now())

    if done(form, act):
        flash("已取消，积分已退回，本人会收到通知", "success")
        return redirect(url_for("console.redemption", redemption_id=redemption_id), 303)
    return render_template("console/rewards/cancel.html", form=form, one=found), status(form)
