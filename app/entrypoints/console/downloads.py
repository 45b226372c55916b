"""Spreadsheets and papers as downloads; pictures to look at."""

from datetime import datetime
from urllib.parse import quote

from flask import Response

from app.domain.attachments.queries import Picture
from app.kernel.calendar import local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def spreadsheet(name: str, content: bytes, *, now: datetime) -> Response:
    """An xlsx file named after what it holds and the day: 志愿者名单-20261123.xlsx."""
    return _file(content, XLSX, f"{name}-{local(now):%Y%m%d}.xlsx")


def paper(name: str, content: bytes) -> Response:
    """A PDF under a name of its own: 签到表-社区清洁-7K3M-9QXA.pdf."""
    return _file(content, PDF, f"{name}.pdf")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def picture_answer(picture: Picture) -> Response:
    """A picture of evidence: shown, never kept by the browser or what lies between."""
    return Response(picture.content, mimetype=picture.media_type)
