"""From WeChat's XML to the values of `wechat.incoming`, through wechatpy's parser."""

import hashlib
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict
from xml.parsers.expat import ExpatError

from wechatpy import parse_message

from wechat import incoming
from wechat.errors import BadBody
from wechat.incoming import Incoming
from wechat.xml import parse


class _Header(TypedDict):
    open_id: str
    account: str
    created_at: datetime
    dedupe_key: str


class _Fields:
    """The elements of one message. What is absent or empty is ''; what is nested is not text."""

    def __init__(self, elements: Mapping[str, Any]) -> None:
        self._elements = elements

    def text(self, name: str) -> str:
        value = self._elements.get(name) or ""
        if not isinstance(value, str):
            raise BadBody(f"<{name}> is not one text")
        return value

    def number(self, name: str) -> float:
        try:
            value = float(self.text(name))
        except ValueError:
            raise BadBody(f"<{name}> is not a number") from None
        if not math.isfinite(value):
            raise BadBody(f"<{name}> is not a finite number")
        return value

    def moment(self, name: str) -> datetime:
        try:
            return datetime.fromtimestamp(int(self.text(name)), UTC)
        except (ValueError, OverflowError, OSError):
            raise BadBody(f"<{name}> is not a moment") from None

    def whole_numbers(self, name: str) -> tuple[int, ...]:
        """One number, a list with commas, or the element repeated: WeChat is not of one mind."""
        value = self._elements.get(name) or ""
        parts = value if isinstance(value, list) else str(value).split(",")
        return tuple(int(part) for part in map(str, parts) if part.strip().isdecimal())

    def inside(self, name: str) -> "_Fields":
        value = self._elements.get(name) or {}
        if not isinstance(value, dict):
            raise BadBody(f"<{name}> has nothing inside")
        return _Fields(value)


def read(text: str) -> Incoming:
    """The message or event in this XML."""
    if "<!" in text.replace("<![CDATA[", ""):
        parse(text)  # refuses DTDs and entities before wechatpy sees them
    try:
        message = parse_message(text)
        fields = _Fields(message._data)
        kind = fields.text("MsgType").lower()
    except (KeyError, TypeError, AttributeError, ValueError, ExpatError):
        raise BadBody("the XML is not a message") from None
    if kind == "event":
        return _event(fields, fields.text("Event").lower(), text)
    return _message(fields, kind, text)


def _message(fields: _Fields, kind: str, text: str) -> Incoming:
    open_id, msg_id = fields.text("FromUserName"), fields.text("MsgId")
    # Fifteen people speaking at once got one MsgId: the sender belongs into the key.
    key = _key("message", open_id, msg_id) if msg_id else _key("whole", text)
    header = _header(fields, open_id, key)
    if kind not in _MESSAGES:
        return incoming.Unknown(**header, kind=kind)
    return _MESSAGES[kind](fields, header, msg_id)


def _event(fields: _Fields, event: str, text: str) -> Incoming:
    # Events carry no id, and sender with second drops real ones: the whole text is the key.
    key = _key("whole", text)
    if event in _ABOUT_SOMEBODY:
        # FromUserName is the pushing platform here. Without the person it must not look like one.
        person = fields.text("OpenID") or fields.text("openid")
        if not person:
            return incoming.Unknown(**_header(fields, fields.text("FromUserName"), key), kind=event)
        return _ABOUT_SOMEBODY[event](fields, _header(fields, person, key))
    header = _header(fields, fields.text("FromUserName"), key)
    if event not in _EVENTS:
        return incoming.Unknown(**header, kind=event)
    return _EVENTS[event](fields, header)


def _header(fields: _Fields, open_id: str, dedupe_key: str) -> _Header:
    if not open_id:
        raise BadBody("<FromUserName> is missing")
    return _Header(
        open_id=open_id,
        account=fields.text("ToUserName"),
        created_at=fields.moment("CreateTime"),
        dedupe_key=dedupe_key,
    )


def _key(kind: str, *parts: str) -> str:
    # Hashed so that its length does not depend on what was sent. XML cannot hold NUL.
    return f"{kind}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"


def _place(fields: _Fields, header: _Header, msg_id: str) -> Incoming:
    return incoming.Place(
        **header,
        msg_id=msg_id,
        latitude=fields.number("Location_X"),
        longitude=fields.number("Location_Y"),
        label=fields.text("Label"),
    )


def _link(fields: _Fields, header: _Header, msg_id: str) -> Incoming:
    return incoming.Link(
        **header,
        msg_id=msg_id,
        title=fields.text("Title"),
        description=fields.text("Description"),
        url=fields.text("Url"),
    )


def _voice(fields: _Fields, header: _Header, msg_id: str) -> Incoming:
    return incoming.Voice(
        **header,
        msg_id=msg_id,
        media_id=fields.text("MediaId"),
        format=fields.text("Format"),
        recognition=fields.text("Recognition"),
    )


def _video(fields: _Fields, header: _Header, msg_id: str) -> Incoming:
    media_id, thumb = fields.text("MediaId"), fields.text("ThumbMediaId")
    return incoming.Video(**header, msg_id=msg_id, media_id=media_id, thumb_media_id=thumb)


def _code_scanned(fields: _Fields, header: _Header, *, waits: bool) -> Incoming:
    result = fields.inside("ScanCodeInfo").text("ScanResult")
    return incoming.CodeScanned(**header, key=fields.text("EventKey"), result=result, waits=waits)


def _location_reported(fields: _Fields, header: _Header) -> Incoming:
    return incoming.LocationReported(
        **header,
        latitude=fields.number("Latitude"),
        longitude=fields.number("Longitude"),
        precision_metres=fields.number("Precision"),
    )


def _subscribed(fields: _Fields, header: _Header, *, by_scene: bool) -> Incoming:
    scene = fields.text("EventKey") if by_scene else None
    return incoming.Subscribed(**header, scene=scene, ticket=fields.text("Ticket"))


_MESSAGES: dict[str, Callable[[_Fields, _Header, str], Incoming]] = {
    "text": lambda f, h, i: incoming.Text(**h, msg_id=i, content=f.text("Content")),
    "image": lambda f, h, i: incoming.Picture(
        **h, msg_id=i, media_id=f.text("MediaId"), url=f.text("PicUrl")
    ),
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _place,
    "link": _link,
}

_EVENTS: dict[str, Callable[[_Fields, _Header], Incoming]] = {
    # wechatpy renames the event, and cuts qrscene_, when a scene QR led to the account.
    "subscribe": lambda f, h: _subscribed(f, h, by_scene=False),
    "subscribe_scan": lambda f, h: _subscribed(f, h, by_scene=True),
    "subscribe_scan_product": lambda f, h: _subscribed(f, h, by_scene=False),
    "unsubscribe": lambda f, h: incoming.Unsubscribed(**h),
    "scan": lambda f, h: incoming.Scanned(**h, scene=f.text("EventKey"), ticket=f.text("Ticket")),
    "click": lambda f, h: incoming.Clicked(**h, key=f.text("EventKey")),
    "view": lambda f, h: incoming.Viewed(**h, url=f.text("EventKey")),
    "scancode_push": lambda f, h: _code_scanned(f, h, waits=False),
    "scancode_waitmsg": lambda f, h: _code_scanned(f, h, waits=True),
    "location": _location_reported,
    "templatesendjobfinish": lambda f, h: incoming.TemplateSent(
        **h, msg_id=f.text("MsgID") or f.text("MsgId"), status=f.text("Status")
    ),
}

_ABOUT_SOMEBODY: dict[str, Callable[[_Fields, _Header], Incoming]] = {
    "user_authorization_revoke": lambda f, h: incoming.AuthorizationRevoked(
        **h, revoked=f.whole_numbers("RevokeInfo")
    ),
    "user_authorization_cancellation": lambda f, h: incoming.AuthorizationCancelled(**h),
    "user_info_modified": lambda f, h: incoming.UserInfoModified(
        **h, revoked=f.whole_numbers("RevokeInfo")
    ),
}
