"""What else there is to tell of in the same letter: events for audiences, as the rules see them.

They stand in a later room (culture), which hands them in (`Shows`): an activity and an event never
make two letters.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from app.domain.activities.suggestion_rules import Known, Wish, is_wanted
from app.domain.people.free_time import is_free
from app.domain.places.queries import PlaceView
from app.kernel.geo import Point

A_DAY = timedelta(days=1)
CATEGORY = "文化艺术"  # which of the categories of service residents choose from events belong to


@dataclass(frozen=True)
class Show:
    """A new event one can go to."""

    id: UUID
    title: str
    venue: str
    place: PlaceView
    starts_at: datetime
    ends_at: datetime
    published_at: datetime
    category: str = CATEGORY
    point: Point | None = None

    @property
    def lasting(self) -> bool:
        """Whether one may come on any of several days, as to an exhibition."""
        return self.ends_at - self.starts_at > A_DAY


class Shows(Protocol):
    """The room that has them."""

    def to_tell(self, *, now: datetime) -> list[Show]:
        """What was published in the last days and still has room, the next first."""

    def known_to(
        self, volunteer_ids: Collection[UUID], event_ids: Collection[UUID]
    ) -> set[tuple[UUID, UUID]]:
        """Who was told of which, or has a ticket for it."""

    def remember(self, told: Sequence[tuple[UUID, UUID]], *, now: datetime) -> None:
        """Who is told of which now; within an action."""


def shows_for(
    known: Known, wish: Wish, shows: Sequence[Show], heard: set[tuple[UUID, UUID]]
) -> list[Show]:
    """What to tell her of: what she wants to hear of, in hours she has, each once."""
    person = known.person
    if person.state != "active":
        return []
    return [
        one
        for one in shows
        if (person.id, one.id) not in heard
        and is_wanted(one, wish, person)
        and (one.lasting or _has_time(known, one))
    ]


def _has_time(known: Known, one: Show) -> bool:
    begins, ends = one.starts_at, one.ends_at
    if any(begins < until and since < ends for since, until in known.busy):
        return False
    return is_free(known.person.free_times, begins, ends)
