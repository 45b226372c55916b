"""WeChat's address: it verifies us here, and delivers here. Answers within its five seconds."""

import logging

from flask import Blueprint, Response, current_app, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.adapters.wechat_gateway import callback_of
from app.entrypoints.csrf import csrf
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.limits import limiter
from app.entrypoints.wechat.conversations import acts_together, answer
from app.kernel import clock
from app.kernel.patience import waiting_at_most
from wechat import BODY_LIMIT_BYTES, Callback, CallbackRefused, Incoming

# WeChat hangs up after five seconds. Told "later" within three, it delivers again.
PATIENCE_SECONDS = 2.5
_MADE = "haoren_wechat_callback"
log = logging.getLogger(__name__)

door = Blueprint("wechat", __name__, url_prefix="/wechat")
limiter.exempt(door)  # everything here comes from WeChat's few addresses, and is signed
csrf.exempt(door)


@door.get("/callback")
@open_to_all
def verify() -> Response:
    """WeChat makes sure that the address is ours."""
    try:
        return _plain(_callback().verify(request.args.to_dict()))
    except CallbackRefused as refusal:
        return _refused(refusal)


@door.post("/callback")
@open_to_all
def receive() -> Response:
    """One delivery. 503 when the database cannot be had: nothing was done, WeChat comes again."""
    body = request.stream.read(BODY_LIMIT_BYTES + 1)
    try:
        with waiting_at_most(PATIENCE_SECONDS):
            said = _callback().receive(request.args.to_dict(), body)
    except CallbackRefused as refusal:
        return _refused(refusal)
    except (OperationalError, PoolTimeout) as busy:
        log.warning("delivery put off, the database is busy: %s", busy)
        return _plain("", status=503)
    if said.startswith("<"):
        return Response(said, mimetype="application/xml")
    return _plain(said)


def _callback() -> Callback:
    """One for the whole installation, made when the first delivery comes."""
    if _MADE not in current_app.extensions:
        current_app.extensions[_MADE] = callback_of(settings(), _answer_now, together=acts_together)
    made: Callback = current_app.extensions[_MADE]
    return made


def _answer_now(message: Incoming) -> str | None:
    return answer(message, settings=settings(), now=clock.now())


def _refused(refusal: CallbackRefused) -> Response:
    log.warning("delivery refused: %s %s", type(refusal).__name__, refusal)
    return _plain("", status=403)


def _plain(text: str, *, status: int = 200) -> Response:
    # The echostr is not signed: a browser must not take it for a page.
    return Response(
        text,
        status=status,
        mimetype="text/plain",
        headers={"X-Content-Type-Options": "nosniff"},
    )
