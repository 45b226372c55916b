"""The calls we make, over `SteadyClient`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from wechat.errors import Final, OurDataIsWrong
from wechat.js_sdk import JsSdkSignature, js_sdk_signature
from wechat.menu import Menu, menu_from
from wechat.replies import fitted
from wechat.steady_client import SteadyClient

_NO_MENU = 46003
_CLIENT_MSG_ID_LIMIT = 32
_SCENE_LIMIT = 64
_QR_LONGEST_SECONDS = 2_592_000


@dataclass(frozen=True)
class QrTicket:
    """A scene QR: `url` is what it says, `picture_url` where WeChat draws it."""

    ticket: str
    url: str
    picture_url: str
    expires_at: datetime | None


@dataclass(frozen=True)
class Follower:
    """What WeChat still tells about a person: no name and no picture since 2021."""

    open_id: str
    follows: bool
    union_id: str
    subscribed_at: datetime | None
    scene: str


class Client(SteadyClient):
    """One account's calls; thread-safe, one per process is enough."""

    def send_template(
        self,
        open_id: str,
        template_id: str,
        values: Mapping[str, str],
        *,
        url: str = "",
        client_msg_id: str = "",
    ) -> str:
        """Send a template message and return its msgid. With `client_msg_id` (32 characters)
        it may be repeated within ten minutes: WeChat delivers it once."""
        if len(client_msg_id) > _CLIENT_MSG_ID_LIMIT:
            raise OurDataIsWrong(f"client_msg_id is longer than {_CLIENT_MSG_ID_LIMIT} characters")
        if empty := [name for name, value in values.items() if not value.strip()]:
            raise OurDataIsWrong(f"WeChat refuses empty values: {', '.join(empty)}")
        payload: dict[str, Any] = {
            "touser": open_id,
            "template_id": template_id,
            "data": {name: {"value": value} for name, value in values.items()},
        }
        optional = {"url": url, "client_msg_id": client_msg_id}
        payload |= {name: value for name, value in optional.items() if value}
        return str(self.post("message/template/send", data=payload).get("msgid", ""))

    def send_text(self, open_id: str, text: str) -> None:
        """Send a customer message. After `AnswerLost` do not repeat it: it may have arrived."""
        self.message.send_text(open_id, fitted(text))

    def create_menu(self, menu: Menu) -> None:
        """Put this menu up. Phones show it within five minutes."""
        if problems := menu.problems():
            raise OurDataIsWrong("; ".join(problems))
        self.menu.create(menu.payload())

    def get_menu(self) -> Menu | None:
        """The menu made by calls."""
        try:
            return menu_from(self.get("menu/get"))
        except Final as error:
            if error.errcode == _NO_MENU:
                return None
            raise

    def get_shown_menu(self) -> Menu | None:
        """The menu people see, also when it was made by hand in WeChat's console."""
        return menu_from(self.get("get_current_selfmenu_info"))

    def delete_menu(self) -> None:
        """Take the menu down, conditional ones included."""
        self.menu.delete()

    def create_qr(self, scene: str, *, expire_seconds: int | None) -> QrTicket:
        """A QR that tells us `scene` (1 to 64 characters) when scanned. None: permanent, of
        which an account has 100 000."""
        if not 1 <= len(scene) <= _SCENE_LIMIT:
            raise OurDataIsWrong(f"a scene has 1 to {_SCENE_LIMIT} characters")
        payload: dict[str, Any] = {"action_info": {"scene": {"scene_str": scene}}}
        if expire_seconds is None:
            payload["action_name"] = "QR_LIMIT_STR_SCENE"
        elif 1 <= expire_seconds <= _QR_LONGEST_SECONDS:
            payload |= {"action_name": "QR_STR_SCENE", "expire_seconds": expire_seconds}
        else:
            raise OurDataIsWrong(f"a QR lives 1 to {_QR_LONGEST_SECONDS} seconds")
        asked_at = self._now()
        answer = self.qrcode.create(payload)
        life = answer.get("expire_seconds") if expire_seconds is not None else None
        return QrTicket(
            ticket=answer["ticket"],
            url=answer.get("url", ""),
            picture_url=self.account.qr_picture_url(answer["ticket"]),
            expires_at=asked_at + timedelta(seconds=int(life)) if life else None,
        )

    def get_user(self, open_id: str) -> Follower:
        """Whether the person follows, since when, and by which scene."""
        answer = self.user.get(open_id)
        subscribed_at = int(answer.get("subscribe_time") or 0)
        return Follower(
            open_id=answer.get("openid", open_id),
            follows=str(answer.get("subscribe", 0)) == "1",
            union_id=answer.get("unionid") or "",
            subscribed_at=datetime.fromtimestamp(subscribed_at, UTC) if subscribed_at else None,
            scene=answer.get("qr_scene_str") or "",
        )

    def jsapi_ticket(self) -> str:
        """The ticket for JS-SDK signatures; may call WeChat."""
        return self._ticket.current()

    def stored_jsapi_ticket(self) -> str | None:
        """The ticket if a good one is known; never calls WeChat."""
        return self._ticket.stored()

    def jsapi_signature(self, url: str) -> JsSdkSignature:
        """The arguments of `wx.config` for this page; may call WeChat."""
        return js_sdk_signature(self.account.app_id, self.jsapi_ticket(), url, now=self._now())
