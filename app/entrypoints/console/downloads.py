"""Spreadsheets as downloads; pictures to look at."""

from datetime import datetime

from flask import Response

from app.domain.attachments.queries import Picture
from app.entrypoints.downloads import file_answer
from app.kernel.calendar import local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(name: str, content: bytes, *, now: datetime) -> Response:
    """An xlsx file named after what it holds and the day: 志愿者名单-20261123.xlsx."""
    return file_answer(content, XLSX, f"{name}-{local(now):%Y%m%d}.xlsx")


def picture_answer(picture: Picture) -> Response:
    """A picture of evidence: shown, never kept by the browser or what lies between."""
    return Response(picture.content, mimetype=picture.media_type)
