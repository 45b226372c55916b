"""wechatpy's client with its holes closed; `wechat.client` gives it our calls.

Closed: addresses from the account for every API class, stable_token, one token for all processes
and threads, one refresh and one repeat, timeouts, a session per thread, errors of our family.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import requests
from wechatpy import WeChatClient

from wechat.account import Account
from wechat.errors import AnswerLost, TokenRejected
from wechat.tokens import Fetched, SharedToken, TokenStore
from wechat.transport import (
    DEFAULT_TIMEOUT,
    MakeSession,
    Timeout,
    Transport,
    answer_of,
    is_file,
    json_body,
)

_TENCENT_ROOT = "https://api.weixin.qq.com/"


class SteadyClient(WeChatClient):  # type: ignore[misc]  # wechatpy has no types
    """One account's calls; thread-safe.

    wechatpy's own calls (`client.tag`, `client.post("draft/add", data=…)`) work through it.
    """

    def __init__(
        self,
        account: Account,
        tokens: TokenStore,
        *,
        now: Callable[[], datetime],
        timeout: Timeout = DEFAULT_TIMEOUT,
        make_session: MakeSession = requests.Session,
    ) -> None:
        super().__init__(account.app_id, account.app_secret)
        self.account = account
        self._now = now
        self._transport = Transport(timeout=timeout, make_session=make_session)
        self._access = SharedToken("access_token", self._fetch_stable_token, store=tokens, now=now)
        self._ticket = SharedToken("jsapi_ticket", self._fetch_jsapi_ticket, store=tokens, now=now)

    @property
    def access_token(self) -> str:
        """The account's token; may call WeChat."""
        return self._access.current()

    def fetch_access_token(self) -> dict[str, Any]:
        """wechatpy's name for it: make sure that there is a good token."""
        return {"access_token": self._access.current()}

    def _fetch_stable_token(self) -> Fetched:
        payload = {
            "grant_type": "client_credential",
            "appid": self.account.app_id,
            "secret": self.account.app_secret,
            "force_refresh": False,
        }
        url = self.account.api_base_url + "cgi-bin/stable_token"
        answer = answer_of(self._transport.send("post", url, **json_body(payload)))
        return _fetched(answer, "access_token")

    def _fetch_jsapi_ticket(self) -> Fetched:
        answer = self.jsapi.get_ticket("jsapi")
        return _fetched(answer, "ticket")

    def _request(self, method: str, url_or_endpoint: str, **options: Any) -> Any:
        """wechatpy's one way out, replaced whole: its own recurses and has no timeouts."""
        process = options.pop("result_processor", None)
        url = self._address(url_or_endpoint, options.pop("api_base_url", None))
        if isinstance(options.get("data"), dict):
            options |= json_body(options["data"])
        params = options.pop("params", None) or {}
        if "access_token" in params:
            result = self._call(method, url, params=params, **options)
        else:
            result = self._call_with_token(method, url, params, **options)
        return process(result) if process else result

    def _call_with_token(
        self, method: str, url: str, params: Mapping[str, Any], **options: Any
    ) -> Any:
        token = self._access.current()
        try:
            return self._call(method, url, params={**params, "access_token": token}, **options)
        except TokenRejected:
            if options.get("files"):
                raise  # what was read from the file is gone
        # Once, and not again: a lasting refusal must not become a storm of token fetches.
        token = self._access.replacing(token)
        return self._call(method, url, params={**params, "access_token": token}, **options)

    def _call(self, method: str, url: str, **options: Any) -> Any:
        response = self._transport.send(method, url, **options)
        return response if is_file(response) else answer_of(response)

    def _address(self, url_or_endpoint: str, base: str | None) -> str:
        """In the account's WeChat, also for API classes that name Tencent's host themselves."""
        if not url_or_endpoint.startswith(("http://", "https://")):
            url_or_endpoint = (base or _TENCENT_ROOT + "cgi-bin/") + url_or_endpoint
        if url_or_endpoint.startswith(_TENCENT_ROOT):
            return self.account.api_base_url + url_or_endpoint.removeprefix(_TENCENT_ROOT)
        return url_or_endpoint


def _fetched(answer: Mapping[str, Any], name: str) -> Fetched:
    value, life = answer.get(name), answer.get("expires_in", 7200)
    if not isinstance(value, str) or not value or not isinstance(life, int):
        raise AnswerLost(f"the answer holds no {name}")
    return Fetched(value, life)
