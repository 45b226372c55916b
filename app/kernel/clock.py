"""The one place that reads the time. Doors and the worker ask it; the domain is told (`now=`)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def _system_time() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_time


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


def use_system_time() -> None:
    """Read the machine's clock (the default)."""
    global _source  # noqa: PLW0603 - said once, at start
    _source = _system_time


def use_offset_file(path: Path) -> None:
    """Shift the clock by the whole seconds written in a file; development and tests only.

    A missing or unreadable file means no shift, so that removing it brings the present back.
    """

    def shifted() -> datetime:
        try:
            offset_seconds = int(path.read_text(encoding="ascii").strip() or "0")
        except (OSError, ValueError):
            offset_seconds = 0
        return _system_time() + timedelta(seconds=offset_seconds)

    global _source  # noqa: PLW0603 - said once, at start
    _source = shifted
