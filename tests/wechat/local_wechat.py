"""A small HTTP server on this machine that stands where WeChat's would."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request that arrived."""

    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answer = dict[str, Any] | bytes | int  # JSON, raw bytes, or an HTTP status


@dataclass
class LocalWeChat:
    """`answers` maps a path to what is said there; what is not mapped is errcode 0."""

    base_url: str = ""
    answers: dict[str, Callable[[Asked], Answer] | Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; encoding=utf-8"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def answer_to(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        found = self.answers.get(asked.path, {"errcode": 0, "errmsg": "ok"})
        return found(asked) if callable(found) else found


def _token(asked: Asked) -> Answer:
    return {"access_token": "TOKEN-1", "expires_in": 7200}


@contextmanager
def local_wechat() -> Iterator[LocalWeChat]:
    wechat = LocalWeChat(answers={"/cgi-bin/stable_token": _token})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = wechat.answer_to(Asked(parts.path, query, body, headers))
            self.send_response(answer if isinstance(answer, int) else 200)
            content = b"" if isinstance(answer, int) else _bytes(answer)
            self.send_header("Content-Type", wechat.content_type)
            self.send_header("Content-Length", str(len(content)))
            for name, value in wechat.headers.items():
                self.send_header(name, value)
            with suppress(ConnectionError):  # a client that timed out is gone
                self.end_headers()
                self.wfile.write(content)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 64  # of 5, the usual number, a rush of threads overflows

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    wechat.base_url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield wechat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _bytes(answer: dict[str, Any] | bytes) -> bytes:
    return answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
