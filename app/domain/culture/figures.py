"""How many came: scanned, counted by hand, seen online. Three numbers, never one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.culture.counting import latest_counts
from app.domain.culture.models import CultureEvent, CultureProgramme, CultureScan
from app.domain.culture.rules import HELD
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.calendar import start_of_day
from app.kernel.database import session
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Heads:
    """Of one event. `hand` is what was counted with a photo, else what was tapped at the door;
    None where nothing of that kind is known."""

    scanned: int | None = None
    hand: int | None = None
    online: int | None = None
    by_tapping: bool = False


@dataclass(frozen=True)
class YearLine:
    """A programme's events of one kind in a year; sums of what is known."""

    programme: str
    kind: str
    events: int
    scanned: int
    hand: int
    online: int
    uncounted: int  # held, and nobody knows how many came


@dataclass(frozen=True)
class YearEvent:
    """One held event of a year, for the export."""

    programme: str
    kind: str
    title: str
    place: str
    venue: str
    starts_at: datetime
    heads: Heads


def heads_of(event_ids: Collection[UUID]) -> dict[UUID, Heads]:
    """Of several events; two statements."""
    if not event_ids:
        return {}
    tapped = func.sum(case((CultureScan.way == "tap", CultureScan.people)))
    scanned = func.sum(case((CultureScan.way != "tap", CultureScan.people)))
    rows = session.execute(
        select(CultureScan.event_id, scanned.label("scanned"), tapped.label("tapped"))
        .where(CultureScan.event_id.in_(set(event_ids)), CultureScan.refusal.is_(None))
        .group_by(CultureScan.event_id)
    )
    doors = {row.event_id: (row.scanned, row.tapped) for row in rows}
    counts = _counts(event_ids)
    return {one: _heads(doors.get(one, (None, None)), counts.get(one, {})) for one in event_ids}


def _counts(event_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    latest = latest_counts()
    rows = session.execute(
        select(latest.event_id, latest.kind, func.sum(latest.number).label("number"))
        .where(latest.event_id.in_(set(event_ids)))
        .group_by(latest.event_id, latest.kind)
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.event_id, {})[row.kind] = int(row.number)
    return found


def _heads(door: tuple[int | None, int | None], counts: dict[str, int]) -> Heads:
    scanned, tapped = (None if one is None else int(one) for one in door)
    by_hand = counts.get("hand")
    return Heads(
        scanned=scanned,
        hand=tapped if by_hand is None else by_hand,
        online=counts.get("online"),
        by_tapping=by_hand is None and tapped is not None,
    )


def events_of_year(within: Scope, year: int) -> list[YearEvent]:
    """What was held in a year in a subtree, in order; four statements."""
    since, until = start_of_day(date(year, 1, 1)), start_of_day(date(year + 1, 1, 1))
    rows = session.execute(
        select(CultureEvent, CultureProgramme.title.label("programme"))
        .join(CultureProgramme, CultureProgramme.id == CultureEvent.programme_id)
        .where(
            CultureEvent.place_id.in_(places.ids_within(within)),
            CultureEvent.state.in_([one.value for one in HELD]),
            CultureEvent.starts_at >= since,
            CultureEvent.starts_at < until,
        )
        .order_by(CultureProgramme.title, CultureEvent.starts_at, CultureEvent.id)
    ).all()
    heads = heads_of([row.CultureEvent.id for row in rows])
    where = places.places({row.CultureEvent.place_id for row in rows})
    return [
        YearEvent(
            programme=row.programme,
            kind=row.CultureEvent.kind,
            title=row.CultureEvent.title,
            place=where[row.CultureEvent.place_id].short_name,
            venue=row.CultureEvent.venue,
            starts_at=row.CultureEvent.starts_at,
            heads=heads[row.CultureEvent.id],
        )
        for row in rows
    ]


def summed(events: Collection[YearEvent]) -> list[YearLine]:
    """By programme and kind; the three numbers apart."""
    found: dict[tuple[str, str], list[YearEvent]] = {}
    for one in events:
        found.setdefault((one.programme, one.kind), []).append(one)
    return [_line(programme, kind, those) for (programme, kind), those in found.items()]


def whole(events: Collection[YearEvent]) -> YearLine:
    """All of them together; still three numbers."""
    return _line("合计", "", events)


def _line(programme: str, kind: str, events: Collection[YearEvent]) -> YearLine:
    heads = [one.heads for one in events]
    return YearLine(
        programme=programme,
        kind=kind,
        events=len(heads),
        scanned=sum(one.scanned or 0 for one in heads),
        hand=sum(one.hand or 0 for one in heads),
        online=sum(one.online or 0 for one in heads),
        uncounted=sum(one.scanned is None and one.hand is None for one in heads),
    )


def take_out(staff: Staff, year: int, *, now: datetime) -> list[YearEvent]:
    """The list for a spreadsheet; who asked is kept."""
    staff.require(Permission.EXPORT, staff.place.path)
    with transaction():
        found = events_of_year(staff.scope, year)
        trail.record(
            staff.actor,
            "culture.export",
            "place",
            staff.place.id,
            now=now,
            place_id=staff.place.id,
            year=year,
            count=len(found),
        )
    return found
