"""The limits WeChat puts on an account's menu, each with its own error code."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

KEY_TYPES = (
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
)
TOP, SUB = 0, 1
# For each limit: the code for a top button, the code for a sub button.
TYPE_CODES, NAME_CODES, KEY_CODES = (40017, 40024), (40018, 40025), (40019, 40026)
URL_CODES, DOMAIN_CODES = (40020, 40027), (40055, 40054)
LONGEST_NAME_BYTES = (16, 60)
LONGEST_KEY_BYTES, LONGEST_URL_BYTES = 128, 1024


def why_not(menu: Mapping[str, Any]) -> int | None:
    """The error code WeChat answers for this menu, or None when it takes it."""
    buttons = menu.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        return 40016
    for button in buttons:
        code = _why_not_top(button)
        if code is not None:
            return code
    return None


def _why_not_top(button: Any) -> int | None:
    if not isinstance(button, Mapping):
        return 47001
    below = button.get("sub_button")
    if not below:
        return _why_not_button(button, TOP)
    if not isinstance(below, list) or len(below) > 5:
        return 40023
    if any(sub.get("sub_button") for sub in below):
        return 40022
    codes = (_why_not_name(button, TOP), *(_why_not_button(sub, SUB) for sub in below))
    return next((code for code in codes if code is not None), None)


def _why_not_button(button: Mapping[str, Any], level: int) -> int | None:
    name_code = _why_not_name(button, level)
    if name_code is not None:
        return name_code
    kind = button.get("type")
    if kind == "view":
        return _why_not_url(str(button.get("url") or ""), level)
    if kind in KEY_TYPES:
        size = len(str(button.get("key") or "").encode())
        return None if 1 <= size <= LONGEST_KEY_BYTES else KEY_CODES[level]
    return TYPE_CODES[level]


def _why_not_name(button: Mapping[str, Any], level: int) -> int | None:
    size = len(str(button.get("name") or "").encode())
    return None if 1 <= size <= LONGEST_NAME_BYTES[level] else NAME_CODES[level]


def _why_not_url(url: str, level: int) -> int | None:
    if not 1 <= len(url.encode()) <= LONGEST_URL_BYTES:
        return URL_CODES[level]
    parts = urlsplit(url)
    good = parts.scheme in ("http", "https") and parts.netloc
    return None if good else DOMAIN_CODES[level]
