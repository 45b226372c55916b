"""The page, and what it asks: who I am, what a code is worth, redeem, take back."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.coupons import on_paper, redeeming, settlement_queries
from app.domain.coupons.codes import redemption_number
from app.domain.coupons.errors import DeviceRevoked
from app.domain.coupons.merchant_queries import recent_of
from app.domain.coupons.money import fen_of, yuan
from app.domain.coupons.rules import UNDO_WITHIN
from app.entrypoints.complaint_pages import complain_url
from app.entrypoints.display import show_datetime, show_full_date, show_time
from app.entrypoints.guard import current_till, needs_till, open_to_all
from app.entrypoints.limits import limiter, which_device
from app.entrypoints.merchant.door import door
from app.entrypoints.unreadable import NUL
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.ids import new_id
from app.kernel.refusal import Unreadable

ASKS_AT_MOST = "120 per minute"
LONGEST_CODE = 200
LONGEST_NONCE = 32


@door.get("/")
@open_to_all
def page() -> ResponseReturnValue:
    """The same for every phone: the token stays behind the # and never reaches a log."""
    text = render_template(
        "merchant/page.html",
        undo_minutes=UNDO_WITHIN // timedelta(minutes=1),
        complain_url=complain_url(),
    )
    return Response(text, headers={"Cache-Control": "no-cache"})


@door.get("/till")
@limiter.limit(ASKS_AT_MOST, key_func=which_device)
@needs_till
def till() -> ResponseReturnValue:
    """Which merchant this phone redeems for, and what it redeemed last."""
    device, now = current_till(), clock.now()
    if refusal := device.why_not():
        raise refusal
    recent = [
        {
            "id": str(one.id),
            "title": one.title,
            "time": _when(one.at, now),
            "amount": f"消费 {yuan(one.spent_fen)} 元，减 {yuan(one.face_fen)} 元",
            "number": redemption_number(one.id),
            "undone": one.undone,
            "can_undo": not one.undone and now - one.at <= UNDO_WITHIN,
        }
        for one in recent_of(device)
    ]
    return jsonify(merchant=device.merchant_name, device=device.name, recent=recent)


@door.get("/settlements")
@limiter.limit(ASKS_AT_MOST, key_func=which_device)
@needs_till
def settlements() -> ResponseReturnValue:
    """What is paid to this merchant: his confirmed sheets, also when he takes coupons no more."""
    device = current_till()
    if device.revoked:
        raise DeviceRevoked
    shown = [
        {
            "number": one.number,
            "days": f"{show_full_date(one.first_day)}到{show_full_date(one.last_day)}",
            "amount": f"{one.count} 张，{yuan(one.face_fen)} 元，{one.standing}",
            "url": url_for("public.coupon_settlement", code=on_paper.code_of(one.id)),
        }
        for one in settlement_queries.settlements_of(device.merchant_id)
    ]
    return jsonify(settlements=shown)


@door.post("/look")
@limiter.limit(ASKS_AT_MOST, key_func=which_device)
@needs_till
def look() -> ResponseReturnValue:
    """What a code is worth on this bill; nothing is redeemed yet."""
    quote = redeeming.look(
        current_till(), _said("code", LONGEST_CODE), fen_of(_said("spent", 12)), now=clock.now()
    )
    return jsonify(ticket=quote.ticket, title=quote.title, sentence=quote.sentence)


@door.post("/redeem")
@limiter.limit(ASKS_AT_MOST, key_func=which_device)
@needs_till
def redeem() -> ResponseReturnValue:
    """The customer has agreed."""
    made = redeeming.redeem(
        current_till(),
        _said("ticket", LONGEST_CODE),
        fen_of(_said("spent", 12)),
        nonce=_said("nonce", LONGEST_NONCE) or new_id().hex,
        now=clock.now(),
    )
    paid = made.spent_fen - made.face_fen
    sentence = (
        f"请收顾客 {yuan(paid)} 元（消费 {yuan(made.spent_fen)} 元，券抵 {yuan(made.face_fen)} 元）"
    )
    return jsonify(id=str(made.redemption_id), sentence=sentence)


@door.post("/redemptions/<uuid:redemption_id>/undo")
@limiter.limit(ASKS_AT_MOST, key_func=which_device)
@needs_till
def undo(redemption_id: UUID) -> ResponseReturnValue:
    """A slip."""
    redeeming.undo(current_till(), redemption_id, now=clock.now())
    return jsonify(sentence="已撤销，顾客的券可以再用")


def _when(at: datetime, now: datetime) -> str:
    """The hour; with its day where that is not today."""
    return show_time(at) if local_date(at) == local_date(now) else show_datetime(at)


def _said(name: str, most: int) -> str:
    """A text of the JSON that was sent; empty where there is none. Refuses Unreadable."""
    sent = request.get_json(silent=True)
    value = str(sent.get(name, "") if isinstance(sent, dict) else "")
    if NUL in value:
        raise Unreadable
    return value[:most]
