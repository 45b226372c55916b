"""JSON API of the levers behind the scenes: clock, faults, tokens, templates, logs, reset."""

import json
from datetime import datetime
from math import ceil
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from wechat.simulator import faults, followers, menu_api, message_api, token_api
from wechat.simulator.world import World, body_fields, world

blueprint = Blueprint("control_api", __name__, url_prefix="/simulator/api")


@blueprint.errorhandler(ValueError)
def refused(problem: Exception) -> ResponseReturnValue:
    return {"error": str(problem)}, 400


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    return {"ok": True}


@blueprint.get("/menu")
def menu() -> ResponseReturnValue:
    return menu_api.current_menu(world())


@blueprint.get("/scenes")
def scenes() -> ResponseReturnValue:
    """The account's own codes made last, for a camera without a picture at hand."""
    statement = (
        "SELECT scene, url, expires_at FROM scene WHERE expires_at IS NULL OR expires_at > ?"
        " ORDER BY rowid DESC LIMIT 6"
    )
    return {"scenes": world().store.rows(statement, world().now())}


@blueprint.get("/clock")
def clock() -> ResponseReturnValue:
    return _clock_described(world())


@blueprint.post("/clock")
def move_clock() -> ResponseReturnValue:
    wanted = body_fields()
    offset = world().clock.offset_seconds()
    if "to" in wanted:
        # Whole seconds, rounded up: never a moment before the one asked for.
        offset = ceil(_moment(str(wanted["to"])) - world().now()) + offset
    elif "offset_seconds" in wanted:
        offset = int(wanted["offset_seconds"])
    else:
        offset += int(wanted.get("add_seconds") or 0)
    world().clock.move(offset)
    return _clock_described(world())


@blueprint.get("/templates")
def templates() -> ResponseReturnValue:
    return {"templates": message_api.templates(world())}


@blueprint.put("/templates")
def replace_templates() -> ResponseReturnValue:
    content = request.get_json(force=True, silent=True)
    wanted = content.get("templates") if isinstance(content, dict) else content
    store_templates(world(), wanted)
    return {"templates": message_api.templates(world())}


@blueprint.get("/faults")
def fault_list() -> ResponseReturnValue:
    return {"faults": faults.all_faults(world())}


@blueprint.post("/faults")
def new_fault() -> ResponseReturnValue:
    return faults.add(world(), body_fields()), 201


@blueprint.delete("/faults")
@blueprint.delete("/faults/<int:fault_id>")
def clear_faults(fault_id: int | None = None) -> ResponseReturnValue:
    faults.clear(world(), fault_id)
    return {"ok": True}


@blueprint.post("/tokens/expire")
def expire_tokens() -> ResponseReturnValue:
    token_api.expire_tokens(world())
    return {"ok": True}


@blueprint.get("/deliveries")
def deliveries() -> ResponseReturnValue:
    statement = "SELECT * FROM delivery ORDER BY id DESC LIMIT ?"
    return {"deliveries": world().store.rows(statement, _limit())}


@blueprint.get("/calls")
def calls() -> ResponseReturnValue:
    statement = "SELECT * FROM call ORDER BY id DESC LIMIT ?"
    return {"calls": world().store.rows(statement, _limit())}


@blueprint.post("/reset")
def reset() -> ResponseReturnValue:
    known = message_api.templates(world())
    world().store.empty()
    store_templates(world(), known)
    followers.create_first(world())
    return {"ok": True}


def store_templates(world: World, wanted: Any) -> None:
    """Take a list of templates as the account's own; at most 25, as on the platform."""
    if not isinstance(wanted, list) or len(wanted) > 25:
        raise ValueError("templates must be a list of at most 25")
    kept = []
    for template in wanted:
        if len(str(template.get("template_id") or "")) != message_api.TEMPLATE_ID_LENGTH:
            raise ValueError(f"template_id must have {message_api.TEMPLATE_ID_LENGTH} characters")
        fields = [{"key": f["key"], "label": f["label"]} for f in template.get("fields") or []]
        kept.append(
            {
                "template_id": template["template_id"],
                "title": str(template.get("title") or "服务通知"),
                "fields": fields,
            }
        )
    world.store.set("templates", json.dumps(kept, ensure_ascii=False))


def _clock_described(world: World) -> dict[str, Any]:
    return {
        "offset_seconds": world.clock.offset_seconds(),
        "now": world.now(),
        "text": world.clock.moment().isoformat(timespec="seconds"),
    }


def _moment(text: str) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone, such as 2026-11-24T09:00+08:00")
    return moment.timestamp()


def _limit() -> int:
    return min(request.args.get("limit", 50, type=int), 500)
