"""What every call of WeChat's API has in common: faults, errors with a rid, the log."""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Blueprint, Response, request

from wechat.simulator import faults
from wechat.simulator.platform_errors import PlatformError, new_rid
from wechat.simulator.world import World, world

Arguments = ParamSpec("Arguments")
CALLS_KEPT = 2000
ESCAPED_LETTER = re.compile(rb"\\u([0-9a-fA-F]{4})")


def platform_blueprint(name: str) -> Blueprint:
    """A blueprint whose views speak as WeChat's servers do."""
    blueprint = Blueprint(name, __name__)
    blueprint.before_request(faults.meet_fault)
    blueprint.register_error_handler(PlatformError, _refused)
    blueprint.after_request(faults.lose_answer)
    blueprint.after_request(_log)
    return blueprint


def answer(fields: dict[str, Any]) -> Response:
    """A JSON answer with WeChat's own content types: none of them names a charset properly."""
    text = json.dumps(fields, ensure_ascii=False)
    kind = "text/plain" if request.path.startswith("/sns/") else "application/json; encoding=utf-8"
    response = Response(text.encode(), mimetype=None, headers={"Content-Type": kind})
    response.headers["X-Errcode"] = str(fields.get("errcode", 0))
    return response


def done(**fields: Any) -> Response:
    return answer({"errcode": 0, "errmsg": "ok", **fields})


def sent_object() -> dict[str, Any]:
    """The JSON object of the call. Letters sent as \\uXXXX stay so, as users would see them."""
    raw = request.get_data()
    if not raw:
        raise PlatformError(44002)
    try:
        content = json.loads(ESCAPED_LETTER.sub(rb"\\\\u\1", raw))
    except ValueError as problem:
        raise PlatformError(47001) from problem
    if not isinstance(content, dict):
        raise PlatformError(47001)
    return content


def with_token(
    view: Callable[Arguments, Response],
) -> Callable[Arguments, Response]:
    """Let a call pass only with an access token that is valid now."""

    @wraps(view)
    def checked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        _check_token(world(), request.args.get("access_token", ""))
        return view(*args, **kwargs)

    return checked


def within_daily_limit(world: World, name: str, most: int) -> None:
    """Count one call of today; 45009 once there were too many."""
    with world.store.alone():
        day = world.clock.today()
        world.store.write(
            "INSERT INTO quota (name, day, used) VALUES (?, ?, 1)"
            " ON CONFLICT (name, day) DO UPDATE SET used = used + 1",
            *(name, day),
        )
        row = world.store.row("SELECT used FROM quota WHERE name = ? AND day = ?", name, day)
    if row and row["used"] > most:
        raise PlatformError(45009)


def _check_token(world: World, token: str) -> None:
    if not token:
        raise PlatformError(41001)
    if len(token) < 32:
        raise PlatformError(40014)
    row = world.store.row("SELECT * FROM token WHERE token = ? AND kind <> 'jsapi'", token)
    if row is None:
        raise PlatformError(40001)
    if row["expires_at"] <= world.now():
        raise PlatformError(42001)


def _refused(problem: PlatformError) -> Response:
    separator = ", rid: " if request.path.startswith("/sns/") else " rid: "
    message = f"{problem.errmsg}{separator}{new_rid()}"
    return answer({"errcode": problem.errcode, "errmsg": message})


def _log(response: Response) -> Response:
    errcode = response.headers.pop("X-Errcode", None)
    store = world().store
    call_id = store.write(
        "INSERT INTO call (path, errcode, status, created_at) VALUES (?, ?, ?, ?)",
        *(request.path, errcode, response.status_code, world().now()),
    )
    if call_id % 100 == 0:
        store.write("DELETE FROM call WHERE id <= ?", call_id - CALLS_KEPT)
    return response
