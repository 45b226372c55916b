"""Who signs up for what, who comes, when they leave."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from app.domain.activities.seeding import Offered, SeededSignUp
from app.domain.attendance.rules import Way
from app.domain.attendance.seeding import SeededStay
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.progress import Held
from app.entrypoints.cli.demo_district.team import Team

CANCELS = 0.06
COMES = 0.9
FORGETS_TO_CHECK_OUT = 0.03
CANCEL_REASONS = ("临时有事", "家里老人住院，去不了了", "", "报错了时间")
WAYS: tuple[tuple[Way, int], ...] = (("session_code", 75), ("card", 18), ("scene_code", 7))


@dataclass(frozen=True)
class Filled:
    """A sign-up to be entered, with the activity it belongs to."""

    sign_up: SeededSignUp
    held: Held


class Turnout:
    """Fills activities with people, none of whom is in two places at once."""

    def __init__(self, crowd: list[Person], team: Team, chance: random.Random) -> None:
        self.crowd = crowd
        self.team = team
        self.chance = chance
        self.busy: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
        self.at_station: dict[str, list[Person]] = defaultdict(list)
        for person in crowd[2:]:
            self.at_station[person.station].append(person)

    def fill(
        self,
        held: Held,
        places: Iterable[Offered],
        *,
        share: tuple[float, float],
        now: datetime,
        regulars: Iterable[Person] = (),
    ) -> Iterator[Filled]:
        """Sign people up for a share of each position; the regulars first, where they fit."""
        for offered in places:
            wanted = max(1, round(offered.capacity * self.chance.uniform(*share)))
            until = max(held.opened_at, min(offered.starts_at, now) - timedelta(hours=3))
            for person in self._candidates(held, offered, wanted, regulars=regulars):
                sign_up = self._sign_up(held, offered, person, until)
                wanted -= sign_up.state == "signed_up"
                yield Filled(sign_up, held)
                if wanted == 0:
                    break

    def wait(self, held: Held, offered: Offered, count: int, *, now: datetime) -> Iterator[Filled]:
        """Let people wait for a position that is full."""
        for person in islice(self._candidates(held, offered, count, regulars=()), count):
            self.busy[person.id].append((offered.starts_at, offered.ends_at))
            queued_at = now - timedelta(minutes=self.chance.randint(60, 900))
            yield Filled(SeededSignUp(offered, person.id, "waiting", queued_at), held)

    def _sign_up(
        self, held: Held, offered: Offered, person: Person, until: datetime
    ) -> SeededSignUp:
        span = until - held.opened_at
        queued_at = held.opened_at + span * self.chance.random()
        if person in self.crowd[:2] or self.chance.random() >= CANCELS:
            self.busy[person.id].append((offered.starts_at, offered.ends_at))
            return SeededSignUp(offered, person.id, "signed_up", queued_at)
        cancelled_at = queued_at + (until - queued_at) * self.chance.random()
        reason = self.chance.choice(CANCEL_REASONS) or None
        return SeededSignUp(offered, person.id, "cancelled", queued_at, cancelled_at, reason)

    def _candidates(
        self, held: Held, offered: Offered, wanted: int, *, regulars: Iterable[Person]
    ) -> Iterator[Person]:
        """Each once: the regulars, then neighbours, then anybody."""
        neighbours = self.at_station.get(held.planned.place.short_name, self.crowd[2:])
        asked = [
            *regulars,
            *self.chance.sample(neighbours, min(len(neighbours), wanted * 2)),
            *self.chance.sample(self.crowd[2:], min(len(self.crowd) - 2, wanted * 4 + 100)),
        ]
        for person in {person.id: person for person in asked}.values():
            if self._can(person, held, offered):
                yield person

    def _can(self, person: Person, held: Held, offered: Offered) -> bool:
        return (
            person.registered_at < held.opened_at
            and person.suits(offered)
            and self.is_free(person, offered)
        )

    def is_free(self, person: Person, offered: Offered) -> bool:
        """Whether nothing of hers overlaps with it."""
        return not any(
            start < offered.ends_at and end > offered.starts_at
            for start, end in self.busy[person.id]
        )

    def stay(self, filled: Filled, sign_up_id: UUID, *, now: datetime) -> SeededStay | None:
        """How somebody came and left; None for who stayed away or has not come yet."""
        sign_up, held = filled.sign_up, filled.held
        regular = sign_up.volunteer_id in {person.id for person in self.crowd[:2]}
        if sign_up.state != "signed_up" or (self.chance.random() > COMES and not regular):
            return None
        offered, way = sign_up.offered, self._way(held)
        in_at = offered.starts_at + timedelta(seconds=self.chance.randint(-1500, 700))
        out_at = self._leaves(offered, regular=regular)
        if in_at > now:
            return None
        radius = held.planned.kind.radius_metres
        measured = radius is not None and way == "session_code"
        return SeededStay(
            sign_up_id=sign_up_id,
            offered=offered,
            volunteer_id=sign_up.volunteer_id,
            in_at=in_at,
            out_at=out_at if out_at and out_at < now else None,
            way=way,
            distance_metres=self.chance.randint(4, 180) if measured else None,
            staff_id=self.team.at(held.planned.place).id if way == "card" else None,
        )

    def _way(self, held: Held) -> Way:
        ways, weights = zip(*WAYS, strict=True)
        way: Way = self.chance.choices(ways, weights)[0]
        allowed = way != "scene_code" or held.planned.kind.scene_code_allowed
        return way if allowed else "session_code"

    def _leaves(self, offered: Offered, *, regular: bool) -> datetime | None:
        if self.chance.random() < FORGETS_TO_CHECK_OUT and not regular:
            return None
        if self.chance.random() < 0.1:  # some leave early
            half = (offered.ends_at - offered.starts_at) * self.chance.uniform(0.4, 0.8)
            return offered.starts_at + half
        return offered.ends_at + timedelta(seconds=self.chance.randint(-300, 1500))
