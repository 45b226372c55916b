"""Telling people of new activities: what they asked for, and never more. Pure.

Whether she can take one is `rules.why_not_sign_up`, as everywhere. Source: docs/rules.md, F-11.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from app.domain.activities.rules import Candidate, Offer, why_not_sign_up
from app.domain.activities.vocabulary import CATEGORIES
from app.domain.people.free_time import is_free
from app.domain.people.queries import VolunteerView
from app.domain.places.queries import PlaceView
from app.domain.qualifications.rules import Holding, Needed, why_not_held
from app.kernel.calendar import local
from app.kernel.geo import Point, distance_metres
from app.kernel.refusal import BadInput, Refusal

REACHES: Mapping[str, str] = MappingProxyType(
    {
        "community": "本社区",
        "office": "本街道",
        "km3": "离我的社区 3 公里以内",
        "km10": "离我的社区 10 公里以内",
        "all": "全区",
    }
)
METRES: Mapping[str, int] = MappingProxyType({"km3": 3_000, "km10": 10_000})
MOST_A_WEEK = 3
NEW_FOR = timedelta(days=7)
LOOK_AGAIN = timedelta(hours=1)
WEEK = timedelta(days=7)
QUIET_FROM, QUIET_UNTIL = 20, 8  # hours on a clock in Shanghai
LINES_IN_A_LETTER = 3


@dataclass(frozen=True)
class Wish:
    """What somebody wants to hear of. No `categories`: all. Quiet from one hour to the other."""

    categories: tuple[str, ...] = ()
    reach: str = "office"
    most_a_week: int = 1
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL


@dataclass(frozen=True)
class Opening:
    """A position with a free place in a session of a new activity."""

    activity_id: UUID
    title: str
    venue: str
    category: str
    place: PlaceView
    point: Point | None
    offer: Offer
    ends_at: datetime
    needed: Needed | None


class Somewhere(Protocol):
    """What is of a category and takes place somewhere: an opening, an event for audiences."""

    @property
    def category(self) -> str: ...

    @property
    def place(self) -> PlaceView: ...

    @property
    def point(self) -> Point | None: ...


@dataclass(frozen=True)
class Known:
    """What is known of somebody besides her profile: where she is then, what she holds."""

    person: VolunteerView
    busy: Sequence[tuple[datetime, datetime]] = ()
    held: Mapping[UUID, Holding] = field(default_factory=dict)
    told: Collection[UUID] = ()


def why_not_this_wish(wish: Wish) -> Refusal | None:
    """Of the categories there are, as often as allowed, quiet within a day."""
    if not set(wish.categories) <= set(CATEGORIES):
        return BadInput(field="categories", problem="请从表中选择类别")
    if wish.reach not in REACHES:
        return BadInput(field="reach", problem="请选择多远")
    if not 1 <= wish.most_a_week <= MOST_A_WEEK:
        return BadInput(field="most_a_week", problem=f"每周 1 到 {MOST_A_WEEK} 次")
    if not (0 <= wish.quiet_from <= 23 and 0 <= wish.quiet_until <= 23):
        return BadInput(field="quiet_from", problem="请选择 0 点到 23 点")
    return None


def is_quiet(wish: Wish, now: datetime) -> bool:
    """Whether she does not want to be told now; the same hour twice: never quiet."""
    hour, begins, ends = local(now).hour, wish.quiet_from, wish.quiet_until
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


def next_after_a_letter(wish: Wish, now: datetime) -> datetime:
    """When she may be told again: so many a week, spread evenly."""
    return now + WEEK / wish.most_a_week


def suggested(
    known: Known, wish: Wish, openings: Sequence[Opening], *, now: datetime
) -> list[Opening]:
    """What to tell her of: each activity once, by its first session she can take, in order."""
    found: dict[UUID, Opening] = {}
    for one in sorted(openings, key=lambda each: each.offer.starts_at):
        if one.activity_id in found or one.activity_id in known.told:
            continue
        if is_wanted(one, wish, known.person) and can_take(one, known, now=now):
            found[one.activity_id] = one
    return list(found.values())


def can_take(one: Opening, known: Known, *, now: datetime) -> bool:
    """The rule of signing up, a free hour as she said, and nowhere else then."""
    person = known.person
    candidate = Candidate(person.state, person.birth_date, person.skills)
    if why_not_sign_up(candidate, one.offer, now=now) is not None:
        return False
    begins, ends = one.offer.starts_at, one.ends_at
    if any(begins < until and since < ends for since, until in known.busy):
        return False
    if not is_free(person.free_times, begins, ends):
        return False
    if one.needed is None:
        return True
    held = known.held.get(one.needed.id)
    return why_not_held(one.needed, held, at=begins, now=now) is None


def is_wanted(one: Somewhere, wish: Wish, person: VolunteerView) -> bool:
    """Of her categories, and within her distance; a community's points are the community."""
    if wish.categories and one.category not in wish.categories:
        return False
    home = person.community
    if wish.reach == "community":
        return one.place.path.startswith(home.path)
    if wish.reach == "office":
        office = home.path.rstrip("/").rpartition("/")[0] + "/"
        return one.place.path.startswith(office)
    metres = METRES.get(wish.reach)
    if metres is None:
        return True
    there = one.point or one.place.point
    if there is None or home.point is None:
        return one.place.path.startswith(home.path)
    return distance_metres(home.point, there) <= metres
