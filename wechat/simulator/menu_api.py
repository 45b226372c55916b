"""The account's menu: create, get, delete, and the shape the platform's own page knows it by."""

import json
import re
from typing import Any

from flask import Response, request

from wechat.simulator import menu_rules
from wechat.simulator.platform import (
    answer,
    done,
    platform_blueprint,
    sent_object,
    with_token,
    within_daily_limit,
)
from wechat.simulator.platform_errors import PlatformError
from wechat.simulator.world import World, world

KEPT = ("type", "name", "key", "url")
ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")

blueprint = platform_blueprint("menu_api")


@blueprint.post("/cgi-bin/menu/create")
@with_token
def create_menu() -> Response:
    within_daily_limit(world(), "menu create", 1000)
    if ESCAPED.search(request.get_data()):
        raise PlatformError(40033)
    wanted = sent_object()
    code = menu_rules.why_not(wanted)
    if code is not None:
        raise PlatformError(code)
    menu = {"button": [_stored(button) for button in wanted["button"]]}
    world().store.set("menu", json.dumps(menu, ensure_ascii=False))
    return done()


@blueprint.get("/cgi-bin/menu/get")
@with_token
def get_menu() -> Response:
    menu = current_menu(world())
    if not menu:
        raise PlatformError(46003)
    return answer({"menu": menu})


@blueprint.get("/cgi-bin/menu/delete")
@with_token
def delete_menu() -> Response:
    within_daily_limit(world(), "menu delete", 1000)
    world().store.set("menu", "{}")
    return done()


@blueprint.get("/cgi-bin/get_current_selfmenu_info")
@with_token
def selfmenu_info() -> Response:
    """Another shape than menu/get: sub buttons stand in sub_button.list, no empty ones."""
    menu = current_menu(world())
    if not menu:
        return answer({"is_menu_open": 0})
    buttons = [_as_selfmenu(button) for button in menu["button"]]
    return answer({"is_menu_open": 1, "selfmenu_info": {"button": buttons}})


def current_menu(world: World) -> dict[str, Any]:
    menu: dict[str, Any] = json.loads(world.store.setting("menu", "{}"))
    return menu


def all_buttons(menu: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button one can press."""
    found: list[dict[str, Any]] = []
    for top in menu.get("button", []):
        found.extend(top["sub_button"] or [top])
    return found


def _stored(button: dict[str, Any]) -> dict[str, Any]:
    below = [_stored(sub) for sub in button.get("sub_button") or []]
    kept: dict[str, Any] = {k: button[k] for k in KEPT if k in button}
    if below:
        kept = {"name": button["name"]}
    return {**kept, "sub_button": below}


def _as_selfmenu(button: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in button.items() if k != "sub_button"}
    if button["sub_button"]:
        kept["sub_button"] = {"list": [_as_selfmenu(sub) for sub in button["sub_button"]]}
    return kept
