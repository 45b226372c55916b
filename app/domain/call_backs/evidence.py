"""A place's evidence by month: what its hours rest on, what was flagged, what call-backs found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.call_backs.queries import outcomes
from app.domain.hours import evidence_figures
from app.domain.hours.evidence_figures import Month, month_at, months_until
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.calendar import local_date
from app.kernel.transaction import transaction

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Evidence:
    """One place in one month."""

    place: PlaceView
    month: Month
    minutes: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)
    call_backs: Mapping[str, int] = field(default_factory=dict)

    @property
    def all_minutes(self) -> int:
        """Everything that was approved."""
        return sum(self.minutes.values())

    @property
    def scanned_percent(self) -> int | None:
        """Of all approved minutes those with a scan at both ends, rounded down; None of nothing."""
        whole = self.all_minutes
        return self.minutes.get("scanned", 0) * 100 // whole if whole else None

    @property
    def flags_raised(self) -> int:
        """However they ended."""
        return sum(self.flags.values())

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.minutes or self.flags or self.call_backs)


class _Figures:
    """Three statements for any number of places and months."""

    def __init__(self, within: Scope, months: Sequence[Month]) -> None:
        ids = places.ids_within(within)
        self.minutes = evidence_figures.minutes_by_kind(ids, months)
        self.flags = evidence_figures.flags_by_outcome(ids, months)
        self.outcomes = outcomes(ids, months)

    def of(self, place: PlaceView, month: Month) -> Evidence:
        key: tuple[UUID, Month] = (place.id, month)
        return Evidence(
            place,
            month,
            self.minutes.get(key, {}),
            self.flags.get(key, {}),
            self.outcomes.get(key, {}),
        )


def of_month(within: Scope, month: Month) -> list[Evidence]:
    """Each place of a subtree that has something to tell, in the tree's order."""
    figures = _Figures(within, [month])
    rows = [figures.of(place, month) for place in places.whole_tree(within)]
    return [row for row in rows if not row.empty]


def of_place(place: PlaceView, *, now: datetime) -> list[Evidence]:
    """One place over the last twelve months, the latest first."""
    months = months_until(month_at(local_date(now)), MONTHS_SHOWN)
    figures = _Figures(Scope(place.path), months)
    return [figures.of(place, month) for month in reversed(months)]


def take_out(by: Staff, month: Month, *, now: datetime) -> list[Evidence]:
    """The month of her subtree, to take away; that she did stands in the trail."""
    by.require(Permission.HOURS_EVIDENCE, by.place.path)
    by.require(Permission.EXPORT, by.place.path)
    with transaction():
        rows = of_month(by.scope, month)
        trail.record(
            by.actor,
            "hours.export_evidence",
            "place",
            by.place.id,
            now=now,
            place_id=by.place.id,
            count=len(rows),
            month=month.text,
        )
    return rows
