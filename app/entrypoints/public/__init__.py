"""The door for everyone, in any browser: what this is, what is on, how to take part."""

from app.entrypoints.public import (
    activities,
    calendar,
    certificates,
    files,
    hours,
    ledger,
    pages,
    stars,
)
from app.entrypoints.public.door import door

__all__ = [
    "activities",
    "calendar",
    "certificates",
    "door",
    "files",
    "hours",
    "ledger",
    "pages",
    "stars",
]
