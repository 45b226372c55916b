"""HTTP to WeChat: always with timeouts, one session per thread, and errors of our own family."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NewConnectionError,
    ProxyError,
    SSLError,
)

from wechat.errors import AnswerLost, CallFailed, Unreachable, call_failure

Timeout = tuple[float, float]
MakeSession = Callable[[], requests.Session]

DEFAULT_TIMEOUT: Timeout = (3, 10)
_FILE_TYPES = ("image/", "audio/", "video/", "application/octet-stream")
_NOTHING_SENT = (ConnectTimeoutError, NewConnectionError, ProxyError, SSLError)


class Transport:
    """Sends requests. The timeouts are (connect, read) seconds."""

    def __init__(
        self, *, timeout: Timeout = DEFAULT_TIMEOUT, make_session: MakeSession = requests.Session
    ) -> None:
        self._timeout = timeout
        self._make_session = make_session
        # requests does not promise that a session may be shared by threads.
        self._of_thread = threading.local()

    def send(self, method: str, url: str, **options: Any) -> requests.Response:
        """The response with status 200; everything else is `Unreachable` or `AnswerLost`."""
        options = {"timeout": self._timeout, "allow_redirects": False, **options}
        try:
            response = self._session().request(method, url, **options)
        except requests.RequestException as error:
            # `from None`: the text of the original holds the address, with secret or token in it.
            kind = type(error).__name__
            raise (Unreachable(kind) if _nothing_was_sent(error) else AnswerLost(kind)) from None
        if response.status_code != 200:
            raise AnswerLost(f"HTTP status {response.status_code}")
        return response

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._of_thread.session = self._make_session()
        return session


def json_body(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The request options for a JSON body: raw UTF-8, since WeChat shows \\u escapes to people."""
    return {
        "data": json.dumps(payload, ensure_ascii=False).encode(),
        "headers": {"Content-Type": "application/json; charset=utf-8"},
    }


def answer_of(response: requests.Response) -> dict[str, Any]:
    """WeChat's JSON, whatever the Content-Type says; an errcode other than 0 is raised."""
    try:
        # The charset is missing or misnamed, and nicknames hold broken UTF-8 and control bytes.
        answer = json.loads(response.content.decode("utf-8", "ignore"), strict=False)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise AnswerLost("the answer is not a JSON object")
    if isinstance(answer.get("base_resp"), dict):
        answer.update(answer.pop("base_resp"))
    if failure := _failure(answer):
        raise failure
    return answer


def is_file(response: requests.Response) -> bool:
    """Whether this is the content of a downloaded file, not JSON."""
    return response.headers.get("Content-Type", "").lower().startswith(_FILE_TYPES)


def _failure(answer: Mapping[str, Any]) -> CallFailed | None:
    try:
        # A missing errcode means success in half of the calls.
        errcode = int(answer.get("errcode", 0))
    except (TypeError, ValueError):
        return AnswerLost("the errcode is not a number")
    return call_failure(errcode, str(answer.get("errmsg", ""))) if errcode else None


def _nothing_was_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    return isinstance(cause, _NOTHING_SENT)
