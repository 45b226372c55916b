"""The door for everyone, in any browser: what this is, what is on, how to take part."""

from app.entrypoints.public import (
    activities,
    calendar,
    case_objections,
    certificates,
    complaints,
    consultations,
    culture,
    files,
    honour_screen,
    honours,
    hours,
    ledger,
    orders,
    pages,
    places,
    stars,
    units,
)
from app.entrypoints.public.door import door

__all__ = [
    "activities",
    "calendar",
    "case_objections",
    "certificates",
    "complaints",
    "consultations",
    "culture",
    "door",
    "files",
    "honour_screen",
    "honours",
    "hours",
    "ledger",
    "orders",
    "pages",
    "places",
    "stars",
    "units",
]
