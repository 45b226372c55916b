"""The XML in which WeChat tells the account what a person did."""

import secrets
from collections.abc import Mapping
from xml.sax.saxutils import escape

from wechat.simulator.store import Row
from wechat.simulator.world import World

Value = str | int | float | Mapping[str, "Value"]


def message(world: World, sender: Row, kind: str, **fields: Value) -> str:
    """A message a follower typed or sent; its MsgId is beyond 2**53, as WeChat's are."""
    message_id = 2**53 + secrets.randbelow(2**62)
    return _xml(world, sender["open_id"], {"MsgType": kind, **fields, "MsgId": message_id})


def event(world: World, sender: Row, name: str, **fields: Value) -> str:
    return _xml(world, sender["open_id"], {"MsgType": "event", "Event": name, **fields})


def authorization_event(world: World, person: Row, name: str, revoke_info: str) -> str:
    """An authorisation event: the platform's own name as sender, the person concerned in OpenID."""
    fields: dict[str, Value] = {
        "MsgType": "event",
        "Event": name,
        "OpenID": person["open_id"],
        "AppID": world.settings.app_id,
    }
    if name == "user_authorization_revoke":
        fields["RevokeInfo"] = revoke_info
    return _xml(world, "oPlatformPushesThisEvent0000", fields)


def _xml(world: World, sender: str, fields: Mapping[str, Value]) -> str:
    head: dict[str, Value] = {
        "ToUserName": world.settings.original_id,
        "FromUserName": sender,
        "CreateTime": int(world.now()),
    }
    return f"<xml>{_elements({**head, **fields})}</xml>"


def _elements(fields: Mapping[str, Value]) -> str:
    return "".join(f"<{name}>{_content(value)}</{name}>" for name, value in fields.items())


def _content(value: Value) -> str:
    if isinstance(value, Mapping):
        return _elements(value)
    if isinstance(value, str):
        return cdata(value)
    return escape(str(value))


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
