"""What a way to somebody (WeChat, SMS) offers the outbox, and how it says no.

SendFailed
├── TryLater          passing: again later; `everyone` when it concerns all letters on this way
├── PersonUnreachable this person cannot be reached this way: another way, or give up
├── NotOffered        this installation does not have this way for this kind: another way, or inbox
└── Useless           the same letter will fail again
"""

from datetime import datetime
from typing import Protocol

from app.domain.messaging.outbox import OutboxView


class SendFailed(Exception):
    """A letter did not go out; the text is for staff."""


class TryLater(SendFailed):
    """It may work later. `not_before` when the other side named a moment."""

    def __init__(
        self, why: str, *, everyone: bool = False, not_before: datetime | None = None
    ) -> None:
        super().__init__(why)
        self.everyone = everyone
        self.not_before = not_before


class PersonUnreachable(SendFailed):
    """She does not follow, or refuses our messages."""


class NotOffered(SendFailed):
    """No template, no provider."""


class Useless(SendFailed):
    """Our own words or addresses are wrong, or a repeat could arrive twice."""


class Way(Protocol):
    """Sends one letter. `name` is shared by channels that fail together."""

    @property
    def name(self) -> str: ...

    def send(self, letter: OutboxView, *, now: datetime) -> str | None:
        """Send it and return its number on the other side, if there is one. Raises SendFailed."""
