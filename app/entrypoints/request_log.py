"""Each request has an id, from nginx or our own; slow and broken ones leave a line in the log."""

import os
import re
import time

import structlog
from flask import Flask, Response, g, request

from config import Settings

log = structlog.get_logger(__name__)
HEADER = "X-Request-ID"
AN_ID = re.compile(r"[0-9a-f]{16,32}")


def install_request_log(app: Flask, settings: Settings) -> None:
    """Name each request, answer with its name, and write down what was slow or went wrong."""

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()
        g.request_id = _given_id(settings) or os.urandom(16).hex()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers[HEADER] = g.request_id
        milliseconds = round(seconds_so_far() * 1000)
        # The endpoint's name, not the address: addresses carry codes and what people search for.
        facts = {
            "endpoint": request.endpoint,
            "method": request.method,
            "status": response.status_code,
            "milliseconds": milliseconds,
        }
        if response.status_code >= 500 and request.endpoint != "health.ready":
            log.error("request failed", **facts)
        elif milliseconds >= settings.slow_request_milliseconds:
            log.warning("slow request", **facts)
        return response

    @app.teardown_request
    def _forget(_error: BaseException | None) -> None:
        structlog.contextvars.clear_contextvars()

    @app.context_processor
    def _for_error_pages() -> dict[str, str]:
        return {"request_id": g.get("request_id", "")}


def seconds_so_far() -> float:
    """Since the request came in."""
    return time.perf_counter() - float(g.began)


def _given_id(settings: Settings) -> str:
    given = request.headers.get(HEADER, "") if settings.trusted_proxies else ""
    return given if AN_ID.fullmatch(given) else ""
