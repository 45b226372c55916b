"""Series of activities, and templates for plans."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves
from app.kernel.database import Base
from app.kernel.ids import new_id

# The successor may have a template of that name already; then this one stays to be read.
HAS_NO_NAMESAKE = (
    "NOT EXISTS (SELECT 1 FROM activity_template AS theirs "
    "WHERE theirs.place_id = :successor AND theirs.name = activity_template.name)"
)


class ActivitySeries(Base):
    """One plan at many dates. How it stands is how its activities stand."""

    __tablename__ = "activity_series"
    __table_args__ = (Index(None, "place_id", "until"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=moves("系列活动"))
    title: Mapped[str] = mapped_column(String(50))
    rrule: Mapped[str] = mapped_column(String(200))  # RFC 5545, e.g. FREQ=WEEKLY;BYDAY=WE;COUNT=28
    on_holidays: Mapped[str] = mapped_column(String(4))  # skip | move | keep
    words: Mapped[str]  # the rule in Chinese, with the times it began with
    first_on: Mapped[date]
    until: Mapped[date]  # the last date there is, for lists
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime]


class SeriesOccurrence(Base):
    """One activity of a series; `keeps_own`: it was changed alone, and stays so."""

    __tablename__ = "series_occurrence"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("activity_series.id"), index=True)
    rule_day: Mapped[date]  # the date the rule gave; a holiday may have moved it
    keeps_own: Mapped[bool] = mapped_column(default=False)


class ActivityTemplate(Base):
    """A plan to begin from, of a place and the places below it. `plan` is plans_kept's."""

    __tablename__ = "activity_template"
    __table_args__ = (Index(None, "place_id", "name", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("活动模板", where=HAS_NO_NAMESAKE)
    )
    name: Mapped[str] = mapped_column(String(30))
    work_type: Mapped[str] = mapped_column(String(30))
    team_kind: Mapped[str] = mapped_column(String(20), default="")  # of the 8+N teams
    for_whom: Mapped[str] = mapped_column(String(20), default="")  # of the 五为
    plan: Mapped[dict[str, Any]]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    saved_at: Mapped[datetime]
