"""Sign in inside WeChat: silently, by the person's WeChat id.

The exchange of WeChat's code is the one call to WeChat made within a request; it has a short
timeout, and a page with "try again" when it fails.
"""

import re
import secrets

from flask import (
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.adapters.qr_images import svg
from app.adapters.wechat_gateway import account_of
from app.domain.people import identities
from app.domain.people import queries as people
from app.entrypoints.guard import (
    current_resident,
    open_to_all,
    safe_next,
    settings,
    sign_resident_in,
)
from app.entrypoints.in_wechat import in_wechat
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, home, wanted_next
from app.kernel import clock
from wechat import CallFailed, CodeSpent, Visitor, WebSignIn

MOST_TRIES = 3  # the first, and two more when a code turns out to be spent
TIMEOUT_SECONDS = (2, 4)
_STATE = re.compile(r"[1-9][0-9a-f]{32}")


@door.get("/h5/sign-in")
@open_to_all
@limiter.limit("600/minute")
def sign_in() -> ResponseReturnValue:
    """To WeChat and back; outside WeChat, how to get in."""
    if wanted_next():
        session["next"] = wanted_next()
    if not in_wechat():
        return _outside_wechat()
    return _to_wechat(tries=1)


def _outside_wechat() -> ResponseReturnValue:
    there = wanted_next() or home()
    return render_template(
        "resident/sign_in/outside.html",
        target_url=settings().public_url + there,
        qr_src=url_for("resident.address_code", to=there),
        by_phone_url=url_for("resident.sign_in_by_phone", next=there),
    )


@door.get("/h5/qr.svg")
@open_to_all
def address_code() -> ResponseReturnValue:
    """The QR of one of our own addresses."""
    there = safe_next(request.args.get("to"), home())
    answer = make_response(svg(settings().public_url + there[:300]))
    answer.mimetype = "image/svg+xml"
    return answer


def _to_wechat(*, tries: int) -> ResponseReturnValue:
    """The number of tries travels in the state: a lost cookie must not go round for ever."""
    state = f"{tries}{secrets.token_hex(16)}"
    session["wechat_state"] = state
    back_to = settings().public_url + url_for("resident.signed_in")
    return redirect(_wechat().authorize_url(back_to, state))


def _wechat() -> WebSignIn:
    return WebSignIn(account_of(settings()), timeout=TIMEOUT_SECONDS)


@door.get("/h5/signed-in")
@open_to_all
@limiter.limit("600/minute")
def signed_in() -> ResponseReturnValue:
    """Back from WeChat with a code: learn who it is, and go on."""
    state = request.args.get("state", "")
    code = request.args.get("code", "")
    expected = session.pop("wechat_state", None)
    if expected is None and current_resident().identity_id:
        return _go_on()  # the back button, after all went well
    if not code or expected != state:
        return _start_over(state)
    try:
        visitor = _wechat().visitor(code)
    except CodeSpent:
        return _start_over(state)
    except CallFailed as trouble:
        current_app.logger.warning("sign-in: WeChat did not answer: %r", trouble)
        return render_template("resident/sign_in/trouble.html", again=_again()), 503
    return _welcome(visitor)


def _start_over(state: str) -> ResponseReturnValue:
    tries = int(state[0]) if _STATE.fullmatch(state) else MOST_TRIES
    if tries < MOST_TRIES and in_wechat():
        return _to_wechat(tries=tries + 1)
    return render_template("resident/sign_in/start_over.html", again=_again()), 409


def _again() -> str:
    return url_for("resident.sign_in", next=session.get("next"))


def _welcome(visitor: Visitor) -> ResponseReturnValue:
    if visitor.is_snapshot:
        return render_template("resident/sign_in/snapshot.html", again=_again()), 403
    identity = identities.meet(visitor.open_id, now=clock.now())
    found = people.resident(identity_id=identity.id)
    if found is not None:
        sign_resident_in(found)
    return _go_on()


def _go_on() -> ResponseReturnValue:
    return redirect(safe_next(session.pop("next", None), home()), 303)


@door.post("/h5/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    """Forget who was here; inside WeChat the next page that needs it asks WeChat again."""
    session.clear()
    flash("已退出登录", "success")
    return redirect(home(), 303)
