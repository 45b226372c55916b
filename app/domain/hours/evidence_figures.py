"""What a place's approved hours rest on, and what was flagged of them, by month."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.attendance.traces import ticked_stays
from app.domain.hours.models import HourRecord, RiskFlag
from app.kernel.calendar import start_of_day
from app.kernel.database import session

KINDS = ("scanned", "by_staff", "late_check_out", "back_filled")


@dataclass(frozen=True, order=True)
class Month:
    """A month of the local calendar."""

    first_day: date

    def shifted(self, by: int) -> "Month":
        """The month so many after it, or before."""
        year, month = divmod(self.first_day.year * 12 + self.first_day.month - 1 + by, 12)
        return Month(date(year, month + 1, 1))

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return start_of_day(self.first_day)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return self.shifted(1).begins

    @property
    def text(self) -> str:
        """As an address has it: 2026-11."""
        return f"{self.first_day:%Y-%m}"


def month_at(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.replace(day=1))


def months_until(last: Month, count: int) -> list[Month]:
    """So many months up to this one, the first first."""
    return [last.shifted(-back) for back in reversed(range(count))]


def month_of(moment: InstrumentedAttribute[Any], months: Sequence[Month]) -> ColumnElement[int]:
    """The number among these months, one after the other, of a moment within them."""
    return case(*((moment < month.ends, number) for number, month in enumerate(months)))


def minutes_by_kind(
    place_ids: Select[UUID], months: Sequence[Month]
) -> dict[tuple[UUID, Month], dict[str, int]]:
    """Approved minutes by place, month of service and what they rest on, in one statement.

    scanned: in and out by a code or a card · by_staff: ticked off a list, or mended ·
    late_check_out: its end confirmed on the volunteer's word · back_filled: without any scan.
    """
    by_staff = or_(
        HourRecord.mended_by_id.is_not(None), HourRecord.attendance_id.in_(ticked_stays())
    )
    kind = case(
        (HourRecord.back_fill_id.is_not(None), "back_filled"),
        (HourRecord.confirmed_on_request.is_(True), "late_check_out"),
        (by_staff, "by_staff"),
        else_="scanned",
    ).label("kind")
    year = extract("year", HourRecord.service_date).label("year")
    month = extract("month", HourRecord.service_date).label("month")
    each = (
        select(HourRecord.place_id, year, month, kind, HourRecord.minutes)
        .where(
            HourRecord.place_id.in_(place_ids),
            HourRecord.state == "approved",
            HourRecord.service_date >= months[0].first_day,
            HourRecord.service_date < months[-1].shifted(1).first_day,
        )
        .subquery()
    )
    keys = (each.c.place_id, each.c.year, each.c.month, each.c.kind)
    found: dict[tuple[UUID, Month], dict[str, int]] = defaultdict(dict)
    for place_id, y, m, word, minutes in session.execute(
        select(*keys, func.sum(each.c.minutes)).group_by(*keys)
    ):
        found[place_id, Month(date(int(y), int(m), 1))][word] = int(minutes)
    return found


def flags_by_outcome(
    place_ids: Select[UUID], months: Sequence[Month]
) -> dict[tuple[UUID, Month], dict[str, int]]:
    """Flags raised, by place, month and how they ended: open, dismissed, upheld."""
    each = (
        select(
            RiskFlag.place_id,
            month_of(RiskFlag.raised_at, months).label("number"),
            func.coalesce(RiskFlag.outcome, "open").label("outcome"),
        )
        .where(
            RiskFlag.raised_at >= months[0].begins,
            RiskFlag.raised_at < months[-1].ends,
            RiskFlag.place_id.in_(place_ids),
        )
        .subquery()
    )
    keys = (each.c.place_id, each.c.number, each.c.outcome)
    found: dict[tuple[UUID, Month], dict[str, int]] = defaultdict(dict)
    for place_id, index, word, count in session.execute(
        select(*keys, func.count()).group_by(*keys)
    ):
        found[place_id, months[index]][word] = int(count)
    return found
