"""Reading series: a list of a subtree, and one series with its dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.activities import in_series
from app.domain.activities.in_series import OneOfSeries
from app.domain.activities.rules import State
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.domain.series.models import ActivitySeries, SeriesOccurrence
from app.domain.series.rules import remark_on
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound

_ORDER = list(State)


@dataclass(frozen=True)
class SeriesCard:
    """One line of a list; `counts` are its activities by state, in the order of states."""

    id: UUID
    title: str
    words: str
    place_name: str
    first_on: date
    until: date
    counts: tuple[tuple[State, int], ...]


@dataclass(frozen=True)
class Occurrence:
    """One date of a series as its page shows it; `moved_from`: where the rule had put it."""

    activity: OneOfSeries
    moved_from: date | None
    keeps_own: bool
    remark: str


@dataclass(frozen=True)
class SeriesView:
    """A series whole. How it stands is told by its dates."""

    id: UUID
    title: str
    words: str
    on_holidays: str
    place: PlaceView
    created_by_id: UUID
    created_at: datetime
    dates: tuple[Occurrence, ...]

    @property
    def states(self) -> set[str]:
        """The states its activities are in."""
        return {one.activity.state for one in self.dates}

    def ahead(self, now: datetime) -> list[Occurrence]:
        """What has not begun and will take place."""
        gone = (State.WITHDRAWN, State.CANCELLED)
        return [
            one
            for one in self.dates
            if one.activity.starts_at > now and one.activity.state not in gone
        ]


def listed(within: Scope, *, today: date, past: bool = False, page: int = 1) -> Page[SeriesCard]:
    """The series of a subtree: those with dates ahead, or those that are over."""
    query = select(ActivitySeries).where(ActivitySeries.place_id.in_(places.ids_within(within)))
    if past:
        query = query.where(ActivitySeries.until < today).order_by(ActivitySeries.until.desc())
    else:
        query = query.where(ActivitySeries.until >= today).order_by(ActivitySeries.first_on)
    found = page_of(query.order_by(ActivitySeries.id), number=page)
    return Page(cards(found.items), found.number, found.size, found.total)


def cards(rows: Sequence[ActivitySeries]) -> list[SeriesCard]:
    """Lines of a list; two statements."""
    where = places.places([row.place_id for row in rows])
    counts = in_series.counts_by_state([row.id for row in rows])
    return [
        SeriesCard(
            row.id,
            row.title,
            row.words,
            where[row.place_id].name,
            row.first_on,
            row.until,
            tuple((state, counts[row.id][state]) for state in _ORDER if counts[row.id].get(state)),
        )
        for row in rows
    ]


def waiting_for_review(staff: Staff) -> list[SeriesCard]:
    """The series whose activities wait for her, the nearest first."""
    waiting = [one.series_id for one in in_series.to_review(staff)]
    rows = session.scalars(select(ActivitySeries).where(ActivitySeries.id.in_(waiting))).all()
    order = {series_id: number for number, series_id in enumerate(waiting)}
    return cards(sorted(rows, key=lambda row: order[row.id]))


def count_waiting_for_review(staff: Staff) -> int:
    """How many series wait for her."""
    return len(in_series.to_review(staff))


def series(series_id: UUID, *, within: Scope) -> SeriesView:
    """One series with all its dates; outside the scope it is not found."""
    row = session.get(ActivitySeries, series_id, populate_existing=True)
    if row is None:
        raise NotFound
    place = places.place(row.place_id, within=within)
    notes = {one.activity_id: one for one in occurrence_rows(series_id)}
    dates = tuple(_occurrence(one, notes[one.id]) for one in in_series.of_series(series_id))
    return SeriesView(
        row.id,
        row.title,
        row.words,
        row.on_holidays,
        place,
        row.created_by_id,
        row.created_at,
        dates,
    )


def title_of(series_id: UUID) -> str:
    """What a series is called."""
    return session.scalar(select(ActivitySeries.title).where(ActivitySeries.id == series_id)) or ""


def occurrence_rows(series_id: UUID) -> Sequence[SeriesOccurrence]:
    """What the series notes of its activities; within the room."""
    return session.scalars(
        select(SeriesOccurrence)
        .where(SeriesOccurrence.series_id == series_id)
        .execution_options(populate_existing=True)
    ).all()


def _occurrence(one: OneOfSeries, note: SeriesOccurrence) -> Occurrence:
    day = local_date(one.starts_at)
    return Occurrence(
        one, note.rule_day if note.rule_day != day else None, note.keeps_own, remark_on(day)
    )
