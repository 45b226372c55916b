"""The console: where staff work. Importing a room's module hangs its views on the door."""

from app.entrypoints.console import (
    account,
    audit,
    home,
    outbox,
    people,
    places,
    sign_in,
    staff,
)
from app.entrypoints.console.door import door

__all__ = ["account", "audit", "door", "home", "outbox", "people", "places", "sign_in", "staff"]
