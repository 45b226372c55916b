"""Spreadsheets as downloads."""

from datetime import datetime
from urllib.parse import quote

from flask import Response

from app.kernel.calendar import local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(name: str, content: bytes, *, now: datetime) -> Response:
    """An xlsx file named after what it holds and the day: 志愿者名单-20261123.xlsx."""
    file_name = quote(f"{name}-{local(now):%Y%m%d}.xlsx")
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{file_name}"
    return response
