"""Where a ticket stands. What the doors let in on it is counted beside (`admitted`)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Ticket(StrEnum):
    """Whose seats are hers, and whose are free for others again."""

    HELD = "held"
    GIVEN_BACK = "given_back"


class TicketStep(StrEnum):
    """What is done with it; who leaves the platform gives back, too."""

    LET_IN = "let_in"
    GIVE_BACK = "give_back"


NEXT_TICKET: Mapping[tuple[Ticket, TicketStep], Ticket] = MappingProxyType(
    {
        (Ticket.HELD, TicketStep.LET_IN): Ticket.HELD,
        (Ticket.HELD, TicketStep.GIVE_BACK): Ticket.GIVEN_BACK,
    }
)
