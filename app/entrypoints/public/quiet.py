"""Pages whose address opens them: no search engine, and no other site, learns it."""

from flask import Response, make_response
from flask.typing import ResponseReturnValue


def kept_quiet(answer: ResponseReturnValue) -> Response:
    """The answer, told to no index and no referrer."""
    quiet = make_response(answer)
    quiet.headers["X-Robots-Tag"] = "noindex, nofollow"
    quiet.headers["Referrer-Policy"] = "no-referrer"
    return quiet
