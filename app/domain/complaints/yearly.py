"""A year of complaints, counted by subject, place and outcome, and how long answers took."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.complaints.models import Complaint
from app.domain.complaints.queries import rows_of
from app.domain.complaints.rules import OUTCOMES, SUBJECTS, State
from app.domain.complaints.views import ComplaintRow
from app.kernel.calendar import local_date, start_of_day, working_days_after
from app.kernel.database import session
from app.kernel.transaction import transaction

LONGEST_COUNTED = 366


@dataclass(frozen=True)
class Counted:
    """One complaint of the year. `working_days` until the first answer, None without one."""

    row: ComplaintRow
    working_days: int | None


@dataclass(frozen=True)
class Group:
    """Those of one subject, place or outcome. `days`: the median of working days to an answer."""

    title: str
    total: int
    open: int
    answered: int
    overdue: int
    reopened: int
    days: float | None
    stars: float | None


def of_year(staff: Staff, year: int) -> list[Counted]:
    """What was sent in a year from her subtree, in order; three statements."""
    since, until = start_of_day(date(year, 1, 1)), start_of_day(date(year + 1, 1, 1))
    query = select(Complaint).where(
        Complaint.made_at >= since,
        Complaint.made_at < until,
        Complaint.place_path.startswith(staff.place.path, autoescape=True),
    )
    rows = session.scalars(query.order_by(Complaint.made_at, Complaint.id)).all()
    return [
        Counted(line, _days(row.made_at, row.answered_at))
        for row, line in zip(rows, rows_of(rows), strict=True)
    ]


def by_subject(counted: Sequence[Counted]) -> list[Group]:
    """Every subject there was, in its order."""
    return _groups(counted, list(SUBJECTS.values()), lambda one: one.row.subject_kind)


def by_place(counted: Sequence[Counted]) -> list[Group]:
    """Every place something was said about, in the order of the tree."""
    named = {one.row.place.path: one.row.place.name for one in counted}
    order = list(dict.fromkeys(named[path] for path in sorted(named)))
    return _groups(counted, order, lambda one: one.row.place.name)


def by_outcome(counted: Sequence[Counted]) -> list[Group]:
    """Every outcome, those without one by their state."""
    order = [*OUTCOMES.values(), State.WITHDRAWN.title, "还在办"]
    return _groups(counted, order, _outcome)


def take_out(staff: Staff, year: int, *, now: datetime) -> list[Counted]:
    """The list for a spreadsheet, without words and names; who asked is kept."""
    staff.require(Permission.EXPORT, staff.place.path)
    with transaction():
        found = of_year(staff, year)
        trail.record(
            staff.actor,
            "complaints.export",
            "place",
            staff.place.id,
            now=now,
            place_id=staff.place.id,
            year=year,
            count=len(found),
        )
    return found


def _outcome(one: Counted) -> str:
    if one.row.state is State.WITHDRAWN:
        return State.WITHDRAWN.title
    return one.row.outcome_title or "还在办"


def _groups(
    counted: Sequence[Counted], order: Sequence[str], key: Callable[[Counted], str]
) -> list[Group]:
    found = {title: [one for one in counted if key(one) == title] for title in order}
    return [_group(title, its) for title, its in found.items() if its]


def _group(title: str, its: Sequence[Counted]) -> Group:
    days = [one.working_days for one in its if one.working_days is not None]
    stars = [one.row.stars for one in its if one.row.stars is not None]
    return Group(
        title=title,
        total=len(its),
        open=sum(not one.row.ended for one in its),
        answered=len(days),
        overdue=sum(one.row.was_overdue for one in its),
        reopened=sum(one.row.reopened for one in its),
        days=median(days) if days else None,
        stars=round(sum(stars) / len(stars), 1) if stars else None,
    )


def _days(made_at: datetime, answered_at: datetime | None) -> int | None:
    """Working days from the day it was sent to the day of the first answer; 0: the same day."""
    if answered_at is None:
        return None
    end, day, count = local_date(answered_at), local_date(made_at), 0
    while day < end and count < LONGEST_COUNTED:
        day = working_days_after(day, 1)
        count += day <= end
    return count
