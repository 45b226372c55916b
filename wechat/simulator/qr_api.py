"""QR codes with a scene: made by the account, shown as a picture, scanned on a phone."""

import io
import secrets
from typing import Any

import qrcode
from flask import Response, abort, request

from wechat.simulator.platform import (
    answer,
    platform_blueprint,
    sent_object,
    with_token,
    within_daily_limit,
)
from wechat.simulator.platform_errors import PlatformError
from wechat.simulator.store import Row
from wechat.simulator.world import World, world

LONGEST_LIFE_SECONDS = 2_592_000
DEFAULT_LIFE_SECONDS = 60
NUMBER_SCENES = {"QR_SCENE": 2**32 - 1, "QR_LIMIT_SCENE": 100_000}
TEXT_SCENES = ("QR_STR_SCENE", "QR_LIMIT_STR_SCENE")

blueprint = platform_blueprint("qr_api")


@blueprint.post("/cgi-bin/qrcode/create")
@with_token
def create_qr() -> Response:
    within_daily_limit(world(), "qrcode", 100_000)
    wanted = sent_object()
    scene = _scene(wanted)
    seconds = None if "LIMIT" in wanted["action_name"] else _life_seconds(wanted)
    ticket = f"g{secrets.token_urlsafe(70)}=="
    url = f"http://weixin.qq.com/q/02{secrets.token_urlsafe(22)}"
    world().store.write(
        "INSERT INTO scene (ticket, url, scene, expires_at) VALUES (?, ?, ?, ?)",
        *(ticket, url, scene, None if seconds is None else world().now() + seconds),
    )
    life = {} if seconds is None else {"expire_seconds": seconds}
    return answer({"ticket": ticket, **life, "url": url})


@blueprint.get("/cgi-bin/showqrcode")
def show_qr() -> Response:
    found = by_ticket(world(), request.args.get("ticket", ""))
    if found is None:
        abort(404)
    picture = io.BytesIO()
    qrcode.make(found["url"], box_size=10, border=4).get_image().convert("RGB").save(
        picture, "JPEG", quality=92
    )
    return Response(picture.getvalue(), content_type="image/jpg")


def by_ticket(world: World, ticket: str) -> Row | None:
    return world.store.row("SELECT * FROM scene WHERE ticket = ?", ticket)


def by_url(world: World, url: str) -> Row | None:
    return world.store.row("SELECT * FROM scene WHERE url = ?", url)


def by_scene(world: World, scene: str) -> Row | None:
    return world.store.row("SELECT * FROM scene WHERE scene = ? ORDER BY rowid DESC", scene)


def expired(world: World, row: Row) -> bool:
    return row["expires_at"] is not None and row["expires_at"] <= world.now()


def _life_seconds(wanted: dict[str, Any]) -> int:
    seconds = wanted.get("expire_seconds", DEFAULT_LIFE_SECONDS)
    if not isinstance(seconds, int) or seconds < 1:
        raise PlatformError(40097, "invalid expire_seconds")
    return min(seconds, LONGEST_LIFE_SECONDS)


def _scene(wanted: dict[str, Any]) -> str:
    name = wanted.get("action_name")
    info = wanted.get("action_info")
    if name not in (*NUMBER_SCENES, *TEXT_SCENES):
        raise PlatformError(40052)
    if not isinstance(info, dict) or not isinstance(info.get("scene"), dict):
        raise PlatformError(40053)
    if name in TEXT_SCENES:
        text = info["scene"].get("scene_str")
        if not isinstance(text, str) or not 1 <= len(text) <= 64:
            raise PlatformError(40129)
        return text
    number = info["scene"].get("scene_id")
    if not isinstance(number, int) or not 1 <= number <= NUMBER_SCENES[name]:
        raise PlatformError(40129)
    return str(number)
