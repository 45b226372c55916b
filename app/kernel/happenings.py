"""How an event finds its consequences. Rooms announce; `app.domain.reactions` says what follows."""

from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")

_followers: dict[type[Any], tuple[Callable[[Any], None], ...]] = {}


def when(event_type: type[Event], *reactions: Callable[[Event], None]) -> None:
    """Say what follows an event, in order. Saying it again replaces what was said."""
    _followers[event_type] = reactions


def happened(event: object) -> None:
    """Run what follows, inside the transaction of the action that announces it."""
    for follow in _followers.get(type(event), ()):
        follow(event)


def follows(event_type: type[Any]) -> tuple[Callable[[Any], None], ...]:
    """What was said to follow an event (for tests and documentation)."""
    return _followers.get(event_type, ())
