"""The simulator's JSON API in short, for tests that act as a person and as the account."""

import json
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.wechat.simulator.account_app import ACCOUNT, Account
from wechat.simulator import RunningSimulator

TIMEOUT = 20


@dataclass
class Phone:
    """The JSON API in short, and the calls the account makes."""

    simulator: RunningSimulator
    account: Account
    app_url: str
    web: requests.Session = field(default_factory=requests.Session)

    def do(self, path: str, /, *, who: int = 1, **fields: Any) -> dict[str, Any]:
        return self.ask("POST", f"/followers/{who}/{path}", **fields)

    def see(self, path: str) -> dict[str, Any]:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, /, **fields: Any) -> dict[str, Any]:
        url = f"{self.simulator.url}/simulator/api{path}"
        answer = self.web.request(method, url, json=fields, timeout=TIMEOUT)
        found: dict[str, Any] = answer.json()
        return found

    def token(self) -> str:
        wanted = {
            "grant_type": "client_credential",
            "appid": ACCOUNT["app_id"],
            "secret": ACCOUNT["app_secret"],
        }
        return str(self.call("/cgi-bin/stable_token", wanted, token="")["access_token"])

    def call(
        self, path: str, content: object = None, *, token: str | None = None, **query: str
    ) -> dict[str, Any]:
        """A call of the account: GET without content, POST with it. An empty token sends none."""
        given = self.token() if token is None else token
        params = {**({"access_token": given} if given else {}), **query}
        found: dict[str, Any] = self.raw_call(path, content, params).json()
        return found

    def raw_call(
        self, path: str, content: object = None, params: dict[str, str] | None = None
    ) -> requests.Response:
        url = f"{self.simulator.url}{path}"
        if content is None:
            return self.web.get(url, params=params, timeout=TIMEOUT)
        body = json.dumps(content, ensure_ascii=False).encode()
        return self.web.post(url, params=params, data=body, timeout=TIMEOUT)

    def open_id(self, who: int = 1) -> str:
        return str(self.see(f"/followers/{who}")["open_id"])

    def browse(self, path: str, *, who: int = 1, **options: Any) -> requests.Response:
        options.setdefault("method", "GET")
        headers = {"X-Simulator-Follower": str(who), **options.pop("headers", {})}
        url = f"{self.simulator.browser_url}{path}"
        return requests.request(url=url, headers=headers, timeout=TIMEOUT, **options)
