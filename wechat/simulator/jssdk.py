"""Checking wx.config as WeChat's client does."""

import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wechat.simulator import token_api
from wechat.simulator.envelope import signature_of
from wechat.simulator.world import World

FOLDER = Path(__file__).parent / "static"


def config_answer(world: World, fields: Mapping[str, Any], url: str) -> str:
    """What wx.ready or wx.error gets to read; url is the page's own, without its fragment."""
    if fields.get("appId") != world.settings.app_id:
        return "config:fail,invalid appId"
    for ticket in token_api.valid_tickets(world):
        joined = (
            f"jsapi_ticket={ticket}&noncestr={fields.get('nonceStr')}"
            f"&timestamp={fields.get('timestamp')}&url={url}"
        )
        if hmac.compare_digest(signature_of(joined), str(fields.get("signature"))):
            return "config:ok"
    return "config:fail,invalid signature"
