"""Change positions within a session: to a free place at once, or with somebody who agrees."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import exchanges as act
from app.domain.activities import queries as activities
from app.domain.activities import switching
from app.domain.activities.exchange_queries import (
    ExchangeView,
    exchange,
    fellows,
    open_exchanges,
)
from app.domain.activities.views import MySignUp
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, volunteer
from app.entrypoints.resident.family import one_of_us
from app.kernel import clock
from app.kernel.refusal import NotFound


@door.get("/h5/sign-ups/<uuid:sign_up_id>/position")
@needs_volunteer
def change_position(sign_up_id: UUID) -> ResponseReturnValue:
    """The other positions with room, and who could exchange with me."""
    mine, now = _mine(sign_up_id), clock.now()
    found = activities.published_activity(mine.activity_id)
    part = next(one for one in found.sessions if one.id == mine.session_id)
    return render_template(
        "resident/sign_ups/position.html",
        mine=mine,
        others=[one for one in part.positions if one.id != mine.position_id],
        fellows=fellows(sign_up_id) if mine.state == "signed_up" else [],
        requests=open_exchanges(sign_up_id, now=now),
        begun=now >= mine.starts_at,
    )


@door.post("/h5/sign-ups/<uuid:sign_up_id>/position")
@needs_volunteer
@limiter.limit("30/minute")
def change_position_now(sign_up_id: UUID) -> ResponseReturnValue:
    """Take the free place; the old one goes to who waits."""
    wanted = _id(request.form.get("position", ""))
    switching.change_position(volunteer().id, sign_up_id, wanted, now=clock.now())
    flash("岗位已换好", "success")
    return redirect(url_for("resident.my_sign_up", sign_up_id=sign_up_id), 303)


@door.post("/h5/sign-ups/<uuid:sign_up_id>/exchange")
@needs_volunteer
@limiter.limit("10/minute")
def ask_to_exchange(sign_up_id: UUID) -> ResponseReturnValue:
    """Ask somebody; nothing changes until she agrees."""
    other = _id(request.form.get("other", ""))
    asked = act.ask(volunteer().id, sign_up_id, other, now=clock.now())
    flash("已告诉对方。对方同意以前，您的岗位不变。", "success")
    return redirect(url_for("resident.exchange_request", exchange_id=asked), 303)


@door.get("/h5/exchanges/<uuid:exchange_id>")
@needs_volunteer
def exchange_request(exchange_id: UUID) -> ResponseReturnValue:
    """What changes for both, and where the request stands."""
    found = exchange(exchange_id)
    asker, _ = _side(found)
    return render_template(
        "resident/sign_ups/exchange.html", asked=found, asker=asker, now=clock.now()
    )


@door.post("/h5/exchanges/<uuid:exchange_id>/<any(accept, refuse, withdraw):answer>")
@needs_volunteer
@limiter.limit("30/minute")
def answer_exchange(exchange_id: UUID, answer: str) -> ResponseReturnValue:
    """One tap: yes, no, or never mind. A guardian answers for her child."""
    found, now = exchange(exchange_id), clock.now()
    _, who = _side(found)
    {"accept": act.accept, "refuse": act.refuse, "withdraw": act.withdraw}[answer](
        who, exchange_id, now=now
    )
    flash(
        {
            "accept": "岗位已互换，谢谢您！",
            "refuse": "已谢绝，您的岗位不变。",
            "withdraw": "已撤回，您的岗位不变。",
        }[answer],
        "success",
    )
    return redirect(url_for("resident.exchange_request", exchange_id=exchange_id), 303)


def _side(found: ExchangeView) -> tuple[bool, UUID]:
    """Whether she reads as the one who asked, and for whom; not found for everybody else."""
    for asker, who in ((True, found.asker_id), (False, found.other_id)):
        if volunteer().id == who:
            return asker, who
    for asker, who in ((False, found.other_id), (True, found.asker_id)):
        if one_of_us(who):
            return asker, who
    raise NotFound


def _mine(sign_up_id: UUID) -> MySignUp:
    for one in activities.my_sign_ups(volunteer().id, upcoming=True, now=clock.now()):
        if one.id == sign_up_id:
            return one
    raise NotFound


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
