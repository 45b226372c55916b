"""Sign-in inside WeChat: send the person to WeChat, learn the open id from the code."""

import re
from dataclasses import dataclass
from typing import Any

import requests
from wechatpy.oauth import WeChatOAuth

from wechat.account import Account
from wechat.errors import AnswerLost, CodeSpent, OurDataIsWrong
from wechat.transport import DEFAULT_TIMEOUT, MakeSession, Timeout, Transport, answer_of

_STATE = re.compile(r"[a-zA-Z0-9]{1,128}")
_CODE_LIMIT = 512


@dataclass(frozen=True)
class Visitor:
    """Who came back from WeChat. A snapshot is nobody real: never sign it in."""

    open_id: str
    union_id: str
    is_snapshot: bool


class WebSignIn:
    """OAuth with `snsapi_base`: silent, and gives no more than the open id. Thread-safe."""

    def __init__(
        self,
        account: Account,
        *,
        timeout: Timeout = DEFAULT_TIMEOUT,
        make_session: MakeSession = requests.Session,
    ) -> None:
        self._account = account
        self._transport = Transport(timeout=timeout, make_session=make_session)

    def authorize_url(self, redirect_uri: str, state: str) -> str:
        """Where to send the browser. WeChat insists on the order of the parameters."""
        if not _STATE.fullmatch(state):
            raise OurDataIsWrong("state must be 1 to 128 letters and digits")
        return str(_OAuth(self._account, self._transport, redirect_uri, state).authorize_url)

    def visitor(self, code: str) -> Visitor:
        """Who this code is about. `CodeSpent`: send the person through WeChat once more."""
        if not code or len(code) > _CODE_LIMIT:
            raise CodeSpent("not a code of WeChat's")
        answer = _OAuth(self._account, self._transport).exchange(code)
        open_id = answer.get("openid")
        if not isinstance(open_id, str) or not open_id:
            raise AnswerLost("the answer names nobody")
        return Visitor(
            open_id=open_id,
            union_id=str(answer.get("unionid") or ""),
            is_snapshot=str(answer.get("is_snapshotuser") or "0") != "0",
        )


class _OAuth(WeChatOAuth):  # type: ignore[misc]  # wechatpy has no types
    """wechatpy's, with the account's addresses, timeouts and our errors."""

    def __init__(
        self, account: Account, transport: Transport, redirect_uri: str = "", state: str = ""
    ) -> None:
        super().__init__(account.app_id, account.app_secret, redirect_uri, state=state)
        self.API_BASE_URL = account.api_base_url
        self.OAUTH_BASE_URL = account.oauth_base_url + "connect/"
        self._transport = transport

    def _request(self, method: str, url_or_endpoint: str, **options: Any) -> dict[str, Any]:
        url = self.API_BASE_URL + url_or_endpoint
        return answer_of(self._transport.send(method, url, **options))

    def exchange(self, code: str) -> dict[str, Any]:
        # Not fetch_access_token: it fails on answers without a refresh_token.
        return self._request(
            "get",
            "sns/oauth2/access_token",
            params={
                "appid": self.app_id,
                "secret": self.secret,
                "code": code,
                "grant_type": "authorization_code",
            },
        )
