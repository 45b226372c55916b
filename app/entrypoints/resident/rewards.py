"""The community shop: the shelf, one item, and what I have reserved with its code."""

from functools import lru_cache
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.qr_images import svg
from app.domain.attachments.queries import picture
from app.domain.recognition import queries, redeeming, shop_queries, terms
from app.domain.recognition.redemption_code import redemption_code
from app.domain.recognition.shop_rules import FETCHED_WITHIN, State
from app.entrypoints.forms import Form
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.card import CHANGES_SECONDS
from app.entrypoints.resident.door import asked_page, door, volunteer
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.ids import new_id
from app.kernel.pictures import MEDIA_TYPE, shrunk
from app.kernel.refusal import NotFound, Refusal

LONGEST_SIDES = {"shelf": 240, "page": 720}  # twice as wide as a phone shows it, in pixels
PICTURE_KEPT_SECONDS = 86_400


@door.get("/h5/rewards")
@needs_volunteer
def rewards() -> ResponseReturnValue:
    """What can be redeemed now, of my community first."""
    _refuse_unless_on()
    person, today = volunteer(), local_date(clock.now())
    return render_template(
        "resident/rewards/shelf.html",
        found=shop_queries.shelf(person.community.id, today=today, page=asked_page()),
        points=queries.points_of(person.id, today=today),
    )


@door.route("/h5/rewards/<uuid:item_id>", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_volunteer
def reward(item_id: UUID) -> ResponseReturnValue:
    """One item; redeem it."""
    _refuse_unless_on()
    person, now, form, status = volunteer(), clock.now(), Form(), 200
    if form.validate_on_submit():
        nonce = request.form.get("nonce", "")[:32] or new_id().hex
        try:
            made = redeeming.redeem(person.id, item_id, nonce=nonce, now=now)
        except NotFound:
            raise
        except Refusal as refusal:
            status = show_on(form, refusal)
        else:
            flash("兑换成功，请在领取时出示这里的二维码。", "success")
            return redirect(url_for("resident.redemption", redemption_id=made), 303)
    item, today = shop_queries.item(item_id), local_date(now)
    page = render_template(
        "resident/rewards/item.html",
        item=item,
        open=item.open_on(today),
        form=form,
        nonce=new_id().hex,
        points=queries.points_of(person.id, today=today),
        days=FETCHED_WITHIN.days,
    )
    return page, status


@door.get("/h5/rewards/<uuid:item_id>/pictures/<uuid:attachment_id>-<any(shelf, page):where>.jpg")
@needs_volunteer
def reward_picture(item_id: UUID, attachment_id: UUID, where: str) -> ResponseReturnValue:
    """Its picture, as large as it is shown there; another picture has another address."""
    _refuse_unless_on()
    shown = shop_queries.item(item_id).picture
    if shown is None or shown.id != attachment_id:
        raise NotFound
    headers = {"Cache-Control": f"private, max-age={PICTURE_KEPT_SECONDS}"}
    return Response(_drawn(attachment_id, where), mimetype=MEDIA_TYPE, headers=headers)


@lru_cache(maxsize=100)
def _drawn(attachment_id: UUID, where: str) -> bytes:
    return shrunk(picture(attachment_id).content, LONGEST_SIDES[where])


@door.get("/h5/redemptions")
@needs_volunteer
def redemptions() -> ResponseReturnValue:
    """What I have redeemed, what can be fetched first."""
    found = shop_queries.mine(volunteer().id, asked_page())
    return render_template("resident/rewards/mine.html", found=found)


@door.get("/h5/redemptions/<uuid:redemption_id>")
@needs_volunteer
def redemption(redemption_id: UUID) -> ResponseReturnValue:
    """One of mine: the code to show, or what became of it."""
    return render_template(
        "resident/rewards/redemption.html",
        one=shop_queries.my_redemption(redemption_id, volunteer().id),
        seconds=CHANGES_SECONDS,
    )


@door.get("/h5/redemptions/<uuid:redemption_id>/code.svg")
@needs_volunteer
def redemption_image(redemption_id: UUID) -> ResponseReturnValue:
    """The code as a picture, good for a minute."""
    one = shop_queries.my_redemption(redemption_id, volunteer().id)
    if one.state is not State.RESERVED:
        raise NotFound
    answer = make_response(svg(redemption_code(one.id, now=clock.now())))
    answer.mimetype = "image/svg+xml"
    answer.headers["X-Seconds-Left"] = str(CHANGES_SECONDS)
    return answer


@door.post("/h5/redemptions/<uuid:redemption_id>/cancel")
@limiter.limit("20 per minute")
@needs_volunteer
def cancel_redemption(redemption_id: UUID) -> ResponseReturnValue:
    """I do not want it any more."""
    redeeming.cancel(volunteer().id, redemption_id, now=clock.now())
    flash("已取消，积分已退回。", "success")
    return redirect(url_for("resident.redemption", redemption_id=redemption_id), 303)


def _refuse_unless_on() -> None:
    if not terms.in_force()[0]:
        raise NotFound
