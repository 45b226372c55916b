"""Tour plans: how many shows each community of a programme is to have, and which still wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.culture import errors
from app.domain.culture.figures import Heads, heads_of
from app.domain.culture.holding import staffs_programme
from app.domain.culture.models import CultureEvent, CultureProgramme, TourStop
from app.domain.culture.rules import HELD, PLANNED, TARGET_MOST, State, standing_of_stop
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class StopEvent:
    """An event at a stop."""

    id: UUID
    title: str
    starts_at: datetime
    state: State
    heads: Heads


@dataclass(frozen=True)
class Stop:
    """One community: how many it is to have, what was held there, what is planned."""

    place: PlaceView
    target: int
    held: tuple[StopEvent, ...]
    planned: tuple[StopEvent, ...]

    @property
    def scanned(self) -> int:
        return sum(one.heads.scanned or 0 for one in self.held)

    @property
    def hand(self) -> int:
        return sum(one.heads.hand or 0 for one in self.held)

    @property
    def online(self) -> int:
        return sum(one.heads.online or 0 for one in self.held)

    @property
    def standing(self) -> str:
        """done | planned | waits."""
        return standing_of_stop(target=self.target, held=len(self.held), planned=len(self.planned))


@dataclass(frozen=True)
class Tour:
    """A programme's tour plan. Of shows held no more count than a community was to have."""

    stops: tuple[Stop, ...]

    @property
    def target(self) -> int:
        return sum(one.target for one in self.stops)

    @property
    def done(self) -> int:
        return sum(min(one.target, len(one.held)) for one in self.stops)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.target if self.stops else 0

    def standing(self, word: str) -> int:
        """How many communities stand there."""
        return sum(one.standing == word for one in self.stops)


def plan_tour(
    staff: Staff,
    programme_id: UUID,
    place_ids: Collection[UUID],
    *,
    target: int,
    now: datetime,
) -> int:
    """These communities, and no others, are to have so many shows each; how many they are.

    Who was in the plan keeps events; only what is expected changes.
    """
    if not 1 <= target <= TARGET_MOST:
        raise BadInput(field="target", problem=f"每个社区安排几场，请填 1 至 {TARGET_MOST}")
    wanted = sorted(set(place_ids))
    with transaction():
        row = staffs_programme(staff, programme_id)
        _refuse_from_elsewhere(row, wanted)
        session.execute(delete(TourStop).where(TourStop.programme_id == programme_id))
        session.add_all(
            TourStop(programme_id=programme_id, place_id=one, target=target) for one in wanted
        )
        session.flush()
        trail.record(
            staff.actor,
            "culture.tour_plan",
            "culture_programme",
            row.id,
            now=now,
            place_id=row.place_id,
            name=row.title,
            count=len(wanted),
            target=target,
        )
        return len(wanted)


def _refuse_from_elsewhere(row: CultureProgramme, wanted: Collection[UUID]) -> None:
    organiser = places.place(row.place_id)
    there = places.places(wanted)
    for one in wanted:
        if one not in there or not there[one].path.startswith(organiser.path):
            raise errors.OutsideProgramme(place=organiser.short_name)


def tour(programme_id: UUID, *, within: Scope) -> Tour:
    """The plan as far as it lies in a subtree: who waits first, in the order of the tree."""
    rows = session.scalars(
        select(TourStop).where(
            TourStop.programme_id == programme_id,
            TourStop.place_id.in_(places.ids_within(within)),
        )
    ).all()
    where = places.places({row.place_id for row in rows})
    events = _events_at(programme_id, [row.place_id for row in rows])
    stops = [_stop(where[row.place_id], row.target, events.get(row.place_id, [])) for row in rows]
    order = {"waits": 0, "planned": 1, "done": 2}
    return Tour(tuple(sorted(stops, key=lambda one: (order[one.standing], one.place.path))))


def take_out(staff: Staff, programme_id: UUID, *, now: datetime) -> Tour:
    """The plan for a spreadsheet; who asked is kept."""
    staff.require(Permission.EXPORT, staff.place.path)
    with transaction():
        found = tour(programme_id, within=staff.scope)
        trail.record(
            staff.actor,
            "culture.export",
            "culture_programme",
            programme_id,
            now=now,
            place_id=staff.place.id,
            count=len(found.stops),
        )
    return found


def _stop(place: PlaceView, target: int, events: list[StopEvent]) -> Stop:
    return Stop(
        place=place,
        target=target,
        held=tuple(one for one in events if one.state in HELD),
        planned=tuple(one for one in events if one.state in PLANNED),
    )


def _events_at(programme_id: UUID, place_ids: list[UUID]) -> dict[UUID, list[StopEvent]]:
    """Of each place, what is held in it or at a point that it looks after."""
    community = {one.id: one.parent_id or one.id for one in places.points_of(place_ids)}
    rows = session.scalars(
        select(CultureEvent)
        .where(
            CultureEvent.programme_id == programme_id,
            CultureEvent.place_id.in_([*place_ids, *community]),
            CultureEvent.state != State.CANCELLED.value,
        )
        .order_by(CultureEvent.starts_at, CultureEvent.id)
    ).all()
    heads = heads_of([row.id for row in rows])
    found: dict[UUID, list[StopEvent]] = {}
    for row in rows:
        one = StopEvent(row.id, row.title, row.starts_at, State(row.state), heads[row.id])
        found.setdefault(community.get(row.place_id, row.place_id), []).append(one)
    return found
