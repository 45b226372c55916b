"""Making WeChat fail on purpose: which calls, how, and how often."""

import socket
import time
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from wechat.simulator.platform_errors import PlatformError
from wechat.simulator.store import Row
from wechat.simulator.world import World, world

ON_CALLS = ("errcode", "hang", "bad_gateway", "drop", "answer_lost")
ON_CALLBACK = ("deliver_twice", "no_answer_read")
BAD_GATEWAY_PAGE = "<html><title>502 Bad Gateway</title><body>502 Bad Gateway</body></html>"


class NotAFault(ValueError):
    """The wanted fault makes no sense; the message says why."""


def add(world: World, fields: Mapping[str, Any]) -> Row:
    path, kind = str(fields.get("path") or ""), str(fields.get("kind") or "")
    known = ON_CALLBACK if path == "callback" else ON_CALLS
    if not path or kind not in known:
        raise NotAFault(f"a fault needs a path and a kind out of {', '.join(known)}")
    if kind == "errcode" and not fields.get("errcode"):
        raise NotAFault("a fault of kind errcode needs an errcode")
    fault_id = world.store.write(
        "INSERT INTO fault (path, kind, times, errcode, errmsg, seconds) VALUES (?, ?, ?, ?, ?, ?)",
        *(path, kind, fields.get("times"), fields.get("errcode")),
        *(fields.get("errmsg"), fields.get("seconds")),
    )
    return next(fault for fault in all_faults(world) if fault["id"] == fault_id)


def all_faults(world: World) -> list[Row]:
    return world.store.rows("SELECT * FROM fault ORDER BY id")


def clear(world: World, fault_id: int | None = None) -> None:
    world.store.write("DELETE FROM fault WHERE ? IS NULL OR id = ?", fault_id, fault_id)


def take_for_callback(world: World, kind: str) -> bool:
    return _take(world, "callback", (kind,)) is not None


def meet_fault() -> Response | None:
    """Before a call: answer for it, delay it, or let it pass."""
    fault = _take(world(), request.path, ("errcode", "hang", "bad_gateway", "drop"))
    if fault is None:
        return None
    if fault["kind"] == "errcode":
        raise PlatformError(fault["errcode"], fault["errmsg"])
    if fault["kind"] == "hang":
        time.sleep(fault["seconds"] or 30)
        return None
    if fault["kind"] == "drop":
        _close_connection()
    return _bad_gateway()


def lose_answer(response: Response) -> Response:
    """After a call: its work is done, but the caller never learns of it."""
    fault = _take(world(), request.path, ("answer_lost",))
    return _bad_gateway() if fault else response


def _take(world: World, path: str, kinds: tuple[str, ...]) -> Row | None:
    """The first fault that fits; one that lasts for n calls loses one of them."""
    with world.store.alone():
        for fault in all_faults(world):
            if fault["kind"] in kinds and path.startswith(fault["path"]):
                _use_up(world, fault)
                return fault
    return None


def _use_up(world: World, fault: Row) -> None:
    if fault["times"] is None:
        return
    world.store.write("UPDATE fault SET times = times - 1 WHERE id = ?", fault["id"])
    world.store.write("DELETE FROM fault WHERE times <= 0")


def _close_connection() -> None:
    connection = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)


def _bad_gateway() -> Response:
    return Response(BAD_GATEWAY_PAGE, status=502, content_type="text/html")
