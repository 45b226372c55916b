"""Files to take away, for every door."""

from collections.abc import Iterable
from urllib.parse import quote

from flask import Response

PDF = "application/pdf"


def file_answer(content: bytes | Iterable[bytes], kind: str, name: str) -> Response:
    """A download under a Chinese name; what comes in pieces is sent as it comes."""
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def paper(name: str, content: bytes) -> Response:
    """A PDF under a name of its own: 签到表-社区清洁-7K3M-9QXA.pdf."""
    return file_answer(content, PDF, f"{name}.pdf")
