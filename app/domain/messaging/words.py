"""The words of messages: templates/messages/<kind>.txt, the first line is the title."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from app.kernel.calendar import local

TEXTS = Path(__file__).parents[3] / "templates" / "messages"
WEEKDAYS = "一二三四五六日"


def words(kind: str, **facts: object) -> tuple[str, str]:
    """Title and body of a kind, with the facts filled in."""
    title, body = _text(kind)
    return title, body.format(**facts)


@lru_cache
def _text(kind: str) -> tuple[str, str]:
    """Title and body of templates/messages/<kind>.txt."""
    title, _, body = (TEXTS / f"{kind}.txt").read_text(encoding="utf-8").partition("\n")
    return title.strip(), body.strip()


def timespan(starts_at: datetime, ends_at: datetime) -> str:
    """11月28日 周六 09:00–11:00, in local time."""
    start, end = local(starts_at), local(ends_at)
    day = f"{start.month}月{start.day}日 周{WEEKDAYS[start.weekday()]}"
    until = f"{end:%H:%M}" if end.date() == start.date() else short_moment(ends_at)
    return f"{day} {start:%H:%M}–{until}"


def hours_in_words(minutes: int) -> str:
    """2 小时 5 分钟, 2 小时, 45 分钟: the same on pages and in messages."""
    whole, rest = divmod(minutes, 60)
    if whole and rest:
        return f"{whole} 小时 {rest} 分钟"
    return f"{whole} 小时" if whole else f"{rest} 分钟"


def moment(at: datetime) -> str:
    """2026年11月28日 09:00, in local time, as template fields of the type time take it."""
    return f"{local(at):%Y年%m月%d日 %H:%M}"


def short_moment(at: datetime) -> str:
    """11月28日 09:00, in local time."""
    return f"{local(at).month}月{local(at).day}日 {local(at):%H:%M}"
