"""What a person does with the phone, and how WeChat carries it to the account."""

from dataclasses import dataclass, field
from typing import Any

from wechat.simulator import chat, events, followers, menu_api, qr_api, reply_windows
from wechat.simulator.delivery import Outcome, deliver
from wechat.simulator.store import Row
from wechat.simulator.world import World

SCANCODE = ("scancode_push", "scancode_waitmsg")


class CannotDo(ValueError):
    """The phone does not offer this now; the message says why."""


@dataclass
class Deed:
    """What came of it: the chat's new entries and how the deliveries went."""

    entries: list[dict[str, Any]]
    outcome: Outcome
    extra: dict[str, Any] = field(default_factory=dict)

    def described(self) -> dict[str, Any]:
        return {
            "entries": self.entries,
            "replies": [entry for entry in self.entries if entry["sender"] == "account"],
            "deliveries": self.outcome.described(),
            "served": self.outcome.served,
            **self.extra,
        }


def follow(world: World, person: Row, scene: str = "", ticket: str = "") -> Deed:
    """Follow the account, by search or through the QR of a scene."""
    if person["following"]:
        raise CannotDo("已经关注了公众号")
    last = chat.last_id(world, person["id"])
    followers.mark_following(world, person["id"], scene)
    chat.add(world, person["id"], "system", "event", text="你已关注该公众号")
    reply_windows.open_after_event(world, person)
    fields = {"EventKey": f"qrscene_{scene}", "Ticket": ticket} if scene else {"EventKey": ""}
    return _tell(world, person, events.event(world, person, "subscribe", **fields), after=last)


def unfollow(world: World, person: Row) -> Deed:
    _needs_following(person)
    last = chat.last_id(world, person["id"])
    followers.mark_gone(world, person["id"])
    chat.add(world, person["id"], "system", "event", text="你已取消关注该公众号")
    xml = events.event(world, person, "unsubscribe", EventKey="")
    return _tell(world, person, xml, after=last, answerable=False)


def say(world: World, person: Row, text: str) -> Deed:
    return _send(world, person, ("text", {"text": text}), ("text", {"Content": text}))


def send_location(
    world: World, person: Row, *, latitude: float, longitude: float, label: str
) -> Deed:
    shown = {"text": label, "latitude": latitude, "longitude": longitude}
    sent = {"Location_X": latitude, "Location_Y": longitude, "Scale": 15, "Label": label}
    return _send(world, person, ("location", shown), ("location", sent))


def send_picture(world: World, person: Row) -> Deed:
    sent = {"PicUrl": "http://mmbiz.qpic.cn/mmbiz_jpg/picture/0", "MediaId": "simulated-picture"}
    return _send(world, person, ("image", {"text": "[图片]"}), ("image", sent))


def press(world: World, person: Row, button: dict[str, Any], scanned: str = "") -> Deed:
    """Press a menu button.

    A view button also opens its page; a scan button needs what was scanned.
    """
    _needs_following(person)
    kind = button["type"]
    last = chat.last_id(world, person["id"])
    if kind == "view":
        xml = events.event(world, person, "VIEW", EventKey=button["url"])
        deed = _tell(world, person, xml, after=last, answerable=False)
        deed.extra["opens"] = button["url"]
        return deed
    reply_windows.open_after_event(world, person)
    fields: dict[str, events.Value] = {"EventKey": button["key"]}
    if kind in SCANCODE:
        fields["ScanCodeInfo"] = {"ScanType": "qrcode", "ScanResult": scanned}
    name = "CLICK" if kind == "click" else kind
    return _tell(world, person, events.event(world, person, name, **fields), after=last)


def scan(world: World, person: Row, text: str) -> Deed:
    """What WeChat's own scanner does with a code: the account, a page, or just the text."""
    scene = qr_api.by_url(world, text.strip())
    if scene is not None:
        return scan_scene(world, person, scene)
    is_link = text.strip().startswith(("http://", "https://"))
    found = {"kind": "link" if is_link else "text", "text": text.strip()}
    return Deed([], Outcome(), {**found, "opens": text.strip() if is_link else None})


def scan_scene(world: World, person: Row, scene: Row) -> Deed:
    """One of the account's own codes: follows first when need be."""
    if qr_api.expired(world, scene):
        raise CannotDo("二维码已过期")
    found = {"kind": "account", "text": scene["url"], "opens": None}
    if not person["following"]:
        deed = follow(world, person, scene["scene"], scene["ticket"])
    else:
        last = chat.last_id(world, person["id"])
        reply_windows.open_after_event(world, person)
        fields = {"EventKey": scene["scene"], "Ticket": scene["ticket"]}
        deed = _tell(world, person, events.event(world, person, "SCAN", **fields), after=last)
    deed.extra |= found
    return deed


def change_authorization(world: World, person: Row, name: str, revoke_info: str) -> Deed:
    xml = events.authorization_event(world, person, name, revoke_info)
    last = chat.last_id(world, person["id"])
    return _tell(world, person, xml, after=last, answerable=False)


def button_by(world: World, *, key: str = "", name: str = "") -> dict[str, Any]:
    for button in menu_api.all_buttons(menu_api.current_menu(world)):
        if (key and button.get("key") == key) or (name and button.get("name") == name):
            return button
    raise CannotDo(f"the menu has no button {key or name!r}")


def _send(
    world: World,
    person: Row,
    shown: tuple[str, dict[str, Any]],
    sent: tuple[str, dict[str, Any]],
) -> Deed:
    _needs_following(person)
    last = chat.last_id(world, person["id"])
    chat.add(world, person["id"], "follower", shown[0], **shown[1])
    reply_windows.open_after_message(world, person)
    xml = events.message(world, person, sent[0], **sent[1])
    outcome = deliver(world, person, xml, to_message=True)
    return Deed(chat.entries(world, person["id"], last), outcome)


def _tell(world: World, person: Row, xml: str, *, after: int, answerable: bool = True) -> Deed:
    outcome = deliver(world, person, xml, answerable=answerable)
    return Deed(chat.entries(world, person["id"], after), outcome)


def _needs_following(person: Row) -> None:
    if not person["following"]:
        raise CannotDo("还没有关注公众号")
