"""Approved minutes of many people at once, for what is given back for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from app.domain.hours.models import HourRecord
from app.domain.places.scope import Scope
from app.kernel.database import session


def approved_minutes_by_person(
    *, until: date, since: date | None = None, least: int = 1, also: Collection[UUID] = ()
) -> dict[UUID, int]:
    """Who has at least so many approved minutes of service on these days (both included).

    `also` are counted however little they have; who has none is missing.
    """
    total = func.sum(HourRecord.minutes)
    query = (
        select(HourRecord.volunteer_id, total)
        .where(HourRecord.state == "approved", HourRecord.service_date <= until)
        .group_by(HourRecord.volunteer_id)
    )
    if since is not None:
        query = query.where(HourRecord.service_date >= since)
    enough = total >= least
    if also:
        enough = or_(enough, HourRecord.volunteer_id.in_(also))
    return {row[0]: int(row[1]) for row in session.execute(query.having(enough))}


@dataclass(frozen=True)
class Standing:
    """Somebody's place among others by minutes; equal minutes, equal rank."""

    volunteer_id: UUID
    minutes: int
    rank: int


def ranked(
    among: Select[UUID],
    *,
    since: date,
    until: date,
    within: Scope,
    most: int,
    also: UUID | None = None,
) -> list[Standing]:
    """The first by approved minutes of these days that somebody scanned, recorded in a subtree.

    `also` is looked for beyond the first `most` ranks. One statement.
    """
    total = func.sum(HourRecord.minutes)
    query = (
        select(
            HourRecord.volunteer_id,
            total.label("minutes"),
            func.rank().over(order_by=total.desc()).label("rank"),
        )
        .where(
            HourRecord.state == "approved",
            HourRecord.back_fill_id.is_(None),
            HourRecord.service_date >= since,
            HourRecord.service_date <= until,
            HourRecord.volunteer_id.in_(among),
        )
        .group_by(HourRecord.volunteer_id)
    )
    if within.path:
        query = query.where(HourRecord.place_path.startswith(within.path, autoescape=True))
    each = query.having(total > 0).subquery()
    shown = or_(each.c.rank <= most, each.c.volunteer_id == also)
    rows = session.execute(
        select(each).where(shown).order_by(each.c.rank, each.c.volunteer_id)
    ).all()
    return [Standing(row.volunteer_id, int(row.minutes), int(row.rank)) for row in rows]
