"""The console: where staff work. Importing a room's module hangs its views on the door."""

from app.entrypoints.console import (
    account,
    activities,
    activity_decisions,
    activity_planning,
    audit,
    card_scanning,
    check_outs,
    code_screen,
    home,
    hour_decisions,
    hours,
    outbox,
    people,
    places,
    sessions,
    sign_in,
    staff,
)
from app.entrypoints.console.door import door

__all__ = [
    "account",
    "activities",
    "activity_decisions",
    "activity_planning",
    "audit",
    "card_scanning",
    "check_outs",
    "code_screen",
    "door",
    "home",
    "hour_decisions",
    "hours",
    "outbox",
    "people",
    "places",
    "sessions",
    "sign_in",
    "staff",
]
