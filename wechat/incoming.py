"""What people say and do to the account, as frozen values.

Made by `wechat.reading`. `open_id` is always the person concerned, also where WeChat puts the
person elsewhere than in FromUserName.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """What every message and event has. `dedupe_key` is the same for every redelivery."""

    open_id: str
    account: str
    created_at: datetime
    dedupe_key: str


@dataclass(frozen=True, kw_only=True)
class Message(Incoming):
    """Something a person said. The id has 64 bits and is no number to reckon with: kept as text."""

    msg_id: str


@dataclass(frozen=True, kw_only=True)
class Text(Message):
    content: str


@dataclass(frozen=True, kw_only=True)
class Picture(Message):
    media_id: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Voice(Message):
    media_id: str
    format: str
    recognition: str


@dataclass(frozen=True, kw_only=True)
class Video(Message):
    media_id: str
    thumb_media_id: str


@dataclass(frozen=True, kw_only=True)
class Place(Message):
    """A place sent into the chat, in GCJ-02 degrees."""

    latitude: float
    longitude: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Link(Message):
    title: str
    description: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Event(Incoming):
    """Something a person did, or that happened to what we sent."""


@dataclass(frozen=True, kw_only=True)
class Subscribed(Event):
    """A new follower; `scene` when a scene QR led here."""

    scene: str | None
    ticket: str


@dataclass(frozen=True, kw_only=True)
class Unsubscribed(Event):
    """Gone: no answer reaches this person."""


@dataclass(frozen=True, kw_only=True)
class Scanned(Event):
    """A follower scanned a scene QR. May follow a `Subscribed` for the same scan."""

    scene: str
    ticket: str


@dataclass(frozen=True, kw_only=True)
class Clicked(Event):
    key: str


@dataclass(frozen=True, kw_only=True)
class Viewed(Event):
    url: str


@dataclass(frozen=True, kw_only=True)
class CodeScanned(Event):
    """Any code, read by a menu button. `waits` while WeChat shows "receiving" until we answer."""

    key: str
    result: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class LocationReported(Event):
    """Where the phone is, reported by WeChat when the chat is opened. WGS-84 degrees."""

    latitude: float
    longitude: float
    precision_metres: float


@dataclass(frozen=True, kw_only=True)
class TemplateSent(Event):
    """What became of a template message: the only proof of delivery there is."""

    msg_id: str
    status: str

    @property
    def delivered(self) -> bool:
        return self.status == "success"

    @property
    def blocked(self) -> bool:
        """The person refuses our messages. WeChat writes the blank after the colon, or not."""
        return self.status.replace(" ", "") == "failed:userblock"


@dataclass(frozen=True, kw_only=True)
class AuthorizationRevoked(Event):
    """Consent taken back for these: 201 address, 202 invoice, 203 card, 204 microphone,
    205 name and picture, 206 location, 207 chosen pictures and videos."""

    revoked: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AuthorizationCancelled(Event):
    """The person closed the WeChat account or left for good: what we hold must be deleted."""


@dataclass(frozen=True, kw_only=True)
class UserInfoModified(Event):
    """The person changed what was once shown to us."""

    revoked: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Unknown(Incoming):
    """Anything else; `kind` is WeChat's name in lower case. New ones come at any time."""

    kind: str
