"""What templates may say: filters for moments and minutes, and the addresses of assets."""

import hashlib
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from app.domain.messaging.words import hours_in_words
from app.kernel.calendar import local
from app.kernel.masking import masked_name, masked_phone

WEEKDAYS = "一二三四五六日"
STATIC = Path(__file__).parent.parent / "static"


def show_date(moment: datetime | date) -> str:
    """11月23日 周一."""
    day = local(moment).date() if isinstance(moment, datetime) else moment
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def show_full_date(moment: datetime | date) -> str:
    """2026年11月23日."""
    day = local(moment).date() if isinstance(moment, datetime) else moment
    return f"{day.year}年{day.month}月{day.day}日"


def show_time(moment: datetime) -> str:
    """09:00."""
    return f"{local(moment):%H:%M}"


def show_clock(moment: datetime) -> str:
    """09:00:07."""
    return f"{local(moment):%H:%M:%S}"


def show_datetime(moment: datetime) -> str:
    """11月23日 周一 09:00."""
    return f"{show_date(moment)} {show_time(moment)}"


def show_timespan(starts_at: datetime, ends_at: datetime) -> str:
    """11月23日 周一 09:00–11:00, with the second date where it differs."""
    same_day = local(starts_at).date() == local(ends_at).date()
    end = show_time(ends_at) if same_day else show_datetime(ends_at)
    return f"{show_datetime(starts_at)}–{end}"


def show_distance(metres: int | None) -> str:
    """35 米, 1.2 公里, or a dash where none was measured."""
    if metres is None:
        return "—"
    return f"{metres} 米" if metres < 1000 else f"{metres / 1000:.1f} 公里"


@cache
def _vendor_names() -> dict[str, str]:
    manifest = STATIC / "vendor" / "manifest.json"
    if not manifest.exists():
        return {}
    names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return names


@cache
def _version(name: str, _changed: float) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def asset(name: str) -> str:
    """The address of a vendor file (`weui.min.css`) or one of our own (`css/resident.css`)."""
    if name in _vendor_names():
        return url_for("static", filename=f"vendor/{_vendor_names()[name]}")
    path = STATIC / name
    if not path.is_file():
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=_version(name, path.stat().st_mtime))


def install_display(app: Flask) -> None:
    """Give every template its words."""
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.filters.update(
        date=show_date,
        full_date=show_full_date,
        time=show_time,
        clock=show_clock,
        datetime=show_datetime,
        timespan=lambda span: show_timespan(*span),
        hours=hours_in_words,
        distance=show_distance,
        mask_phone=masked_phone,
        mask_name=masked_name,
    )
    app.jinja_env.globals["local"] = local
    app.jinja_env.globals["timespan"] = show_timespan
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
