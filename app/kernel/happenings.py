"""How an event finds its consequences. Rooms announce; `app.domain.reactions` says what follows."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")

_followers: dict[type[Any], tuple[Callable[[Any], None], ...]] = {}
_watchers: list[Callable[[object], None]] = []


def when(event_type: type[Event], *reactions: Callable[[Event], None]) -> None:
    """Say what follows an event, in order. Saying it again replaces what was said."""
    _followers[event_type] = reactions


def watch(watcher: Callable[[object], None]) -> None:
    """Show every event to somebody who only counts, and changes nothing."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def name_of(event: object) -> str:
    """The event's class as a word for machines: `CheckedIn` is `checked_in`."""
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return words.removesuffix("_event")


def happened(event: object) -> None:
    """Run what follows, inside the transaction of the action that announces it."""
    for watcher in _watchers:
        watcher(event)
    for follow in _followers.get(type(event), ()):
        follow(event)


def follows(event_type: type[Any]) -> tuple[Callable[[Any], None], ...]:
    """What was said to follow an event (for tests and documentation)."""
    return _followers.get(event_type, ())
