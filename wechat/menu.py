"""The account's menu: declared as values, checked before sending, compared with WeChat's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_LINK_KINDS = {"view"}
_KEY_KINDS = {
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
}
TOP_LIMIT, SUB_LIMIT = 3, 5
TOP_NAME_BYTES, SUB_NAME_BYTES, KEY_BYTES, URL_BYTES = 16, 60, 128, 1024


@dataclass(frozen=True)
class Button:
    """`kind` is WeChat's type; `value` its key, or its address when the kind is view."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True)
class Submenu:
    name: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Menu:
    """At most three top entries, each with at most five below."""

    entries: tuple[Button | Submenu, ...]

    def problems(self) -> list[str]:
        """What WeChat would refuse, in sentences; empty when it may be sent."""
        return list(_problems(self))

    def payload(self) -> dict[str, Any]:
        """The body of menu/create."""
        return {"button": [_entry_payload(entry) for entry in self.entries]}


def click(name: str, key: str) -> Button:
    """Sends us `Clicked(key)`."""
    return Button(name, "click", key)


def link(name: str, url: str) -> Button:
    """Opens a page."""
    return Button(name, "view", url)


def scan_button(name: str, key: str) -> Button:
    """Opens the camera and sends us `CodeScanned(key, result)`; WeChat waits for the answer."""
    return Button(name, "scancode_waitmsg", key)


def menu_from(answer: Mapping[str, Any]) -> Menu | None:
    """The menu in WeChat's answer, None when there is none.

    menu/get nests entries as {"menu": {"button": [… "sub_button": […]]}}, and
    get_current_selfmenu_info as {"selfmenu_info": {"button": [… "sub_button": {"list": […]}]}}.
    """
    holder = answer.get("menu") or answer.get("selfmenu_info") or {}
    entries = tuple(_entry_from(raw) for raw in holder.get("button") or ())
    return Menu(entries) if entries else None


def diff(mine: Menu | None, theirs: Menu | None) -> list[str]:
    """Lines that say how WeChat's menu differs from ours; empty when they are the same."""
    ours, shown = _lines(mine), _lines(theirs)
    gone = [f"- {line}" for line in shown if line not in ours]
    new = [f"+ {line}" for line in ours if line not in shown]
    if not gone and not new and ours != shown:
        return ["~ same entries, other order", *(f"+ {line}" for line in ours)]
    return gone + new


def _problems(menu: Menu) -> Iterator[str]:
    if not 1 <= len(menu.entries) <= TOP_LIMIT:
        yield f"{len(menu.entries)} top entries; 1 to {TOP_LIMIT} are allowed"
    for entry in menu.entries:
        yield from _name_problems(entry.name, TOP_NAME_BYTES)
        if isinstance(entry, Button):
            yield from _button_problems(entry)
            continue
        if not 1 <= len(entry.buttons) <= SUB_LIMIT:
            yield f"{len(entry.buttons)} entries below {entry.name}; 1 to {SUB_LIMIT} are allowed"
        for button in entry.buttons:
            yield from _name_problems(button.name, SUB_NAME_BYTES)
            yield from _button_problems(button)


def _name_problems(name: str, limit_bytes: int) -> Iterator[str]:
    size = len(name.encode())
    if not name.strip():
        yield "an entry has no name"
    elif size > limit_bytes:
        yield f"the name {name} has {size} bytes; {limit_bytes} are allowed"


def _button_problems(button: Button) -> Iterator[str]:
    size = len(button.value.encode())
    if button.kind in _LINK_KINDS:
        if size > URL_BYTES:
            yield f"the address of {button.name} has {size} bytes; {URL_BYTES} are allowed"
        if not _is_web_address(button.value):
            yield f"{button.name} does not lead to an http(s) address"
    elif button.kind in _KEY_KINDS:
        if not 1 <= size <= KEY_BYTES:
            yield f"the key of {button.name} has {size} bytes; 1 to {KEY_BYTES} are allowed"
    else:
        yield f"{button.name} is of the kind {button.kind}, which we do not send"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _entry_payload(entry: Button | Submenu) -> dict[str, Any]:
    if isinstance(entry, Submenu):
        below = [_entry_payload(button) for button in entry.buttons]
        return {"name": entry.name, "sub_button": below}
    field = "url" if entry.kind in _LINK_KINDS else "key"
    return {"type": entry.kind, "name": entry.name, field: entry.value}


def _entry_from(raw: Mapping[str, Any]) -> Button | Submenu:
    below = raw.get("sub_button") or []
    below = below.get("list") or [] if isinstance(below, Mapping) else below
    if below:
        return Submenu(str(raw.get("name", "")), tuple(_button_from(button) for button in below))
    return _button_from(raw)


def _button_from(raw: Mapping[str, Any]) -> Button:
    # Entries made by hand in WeChat's console have other kinds, and their content in `value`.
    value = next((raw[name] for name in ("url", "key", "value", "media_id") if raw.get(name)), "")
    return Button(str(raw.get("name", "")), str(raw.get("type", "")), str(value))


def _lines(menu: Menu | None) -> list[str]:
    lines = []
    for entry in menu.entries if menu else ():
        if isinstance(entry, Button):
            lines.append(f"{entry.name}: {entry.kind} {entry.value}")
            continue
        lines += [f"{entry.name} / {b.name}: {b.kind} {b.value}" for b in entry.buttons]
    return lines
