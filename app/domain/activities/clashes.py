"""What happens at the same time in the same room, or asks for the same contact: to be weighed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from app.domain.activities.models import Activity, ActivitySession
from app.domain.activities.plan_rules import WHOLE_LONGEST
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.rules import State
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session

VENUE, CONTACT = "venue", "contact"
SAME = {VENUE: "地点", CONTACT: "联系人"}
_OVER = (State.WITHDRAWN, State.CANCELLED)

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Clash:
    """A session that overlaps a planned stretch (`of`); `same` is venue | contact.

    It may be an event for audiences (room culture): then `activity_id` is the event's.
    """

    of: Stretch
    same: str
    activity_id: UUID
    title: str
    venue: str
    starts_at: datetime
    ends_at: datetime

    @property
    def sentence(self) -> str:
        """What is the same, as a sentence begins with it."""
        return f"{SAME[self.same]}相同"


def clashes(
    plan: ActivityPlan,
    *,
    place_id: UUID,
    within: Scope,
    stretches: Sequence[Stretch] = (),
    besides: Sequence[UUID] = (),
) -> list[Clash]:
    """Clashes of a plan, at its own times or at others; two statements, whatever the dates.

    The same venue counts at the same place, the same contact in the whole scope; the contact of
    what a team does for a service order is who dispatched it, who is not there. `besides` are
    activities that do not count, because they are the plan's own.
    """
    wanted = list(stretches) or [(each.starts_at, each.ends_at) for each in plan.sessions]
    found: list[Clash] = []
    if plan.venue.strip():
        found += at_venues([plan.venue.strip()], [place_id], wanted, besides=besides)
    if contact_key(plan.contact_name, plan.contact_phone):
        by = and_(
            Activity.contact_phone == plan.contact_phone.strip(),
            Activity.contact_name == plan.contact_name.strip(),
            Activity.team_id.is_(None),
            ~_for_a_team(besides),
            Activity.place_id.in_(places.ids_within(within)),
        )
        known = {(one.activity_id, one.of) for one in found}
        found += [
            one
            for one in _among(_sessions(by, wanted), CONTACT, wanted, set(besides))
            if (one.activity_id, one.of) not in known
        ]
    return sorted(found, key=lambda one: (one.of, one.starts_at, one.title))


def at_venues(
    names: Collection[str],
    place_ids: Collection[UUID],
    stretches: Sequence[Stretch],
    *,
    besides: Sequence[UUID] = (),
) -> list[Clash]:
    """Sessions at venues of these names of these places that overlap the stretches."""
    at = and_(Activity.place_id.in_(place_ids), Activity.venue.in_(names))
    return list(_among(_sessions(at, stretches), VENUE, stretches, set(besides)))


def contact_key(name: str, phone: str) -> tuple[str, str] | None:
    """Whom one can be taken to be the same by: name and phone together, None without both."""
    name, phone = name.strip(), phone.strip()
    return (name, phone) if name and phone else None


def overlap(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share time; one may begin the moment the other ends."""
    return one[0] < other[1] and other[0] < one[1]


def _for_a_team(activity_ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Whether the plan itself serves an order."""
    own = aliased(Activity)
    return exists().where(own.id.in_(activity_ids), own.team_id.is_not(None))


def _sessions(condition: ColumnElement[bool], wanted: Sequence[Stretch]) -> Sequence[Any]:
    since, until = min(each[0] for each in wanted), max(each[1] for each in wanted)
    query = (
        select(
            *(ActivitySession.starts_at, ActivitySession.ends_at),
            *(Activity.id, Activity.title, Activity.venue),
        )
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(
            condition,
            Activity.state.not_in(_OVER),
            Activity.starts_at > since - WHOLE_LONGEST - timedelta(days=1),
            Activity.starts_at < until,
            Activity.ends_at > since,
            ActivitySession.starts_at < until,
            ActivitySession.ends_at > since,
        )
        .order_by(ActivitySession.starts_at, ActivitySession.id)
    )
    return session.execute(query).all()


def _among(
    rows: Sequence[Any], same: str, wanted: Sequence[Stretch], besides: set[UUID]
) -> Iterator[Clash]:
    for row in rows:
        if row.id in besides:
            continue
        for each in wanted:
            if overlap(each, (row.starts_at, row.ends_at)):
                yield Clash(each, same, row.id, row.title, row.venue, row.starts_at, row.ends_at)
