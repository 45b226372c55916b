"""Who served most in a month or a year, of those who want to be seen in it; off until switched on.

Only volunteers of age who agreed, never staff, never hours that were typed in. Numbers and their
sources: docs/rules.md, Rankings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.domain.hours import sums
from app.domain.people import optional_consents
from app.domain.people import queries as people
from app.domain.people.purposes import RANKING
from app.domain.places.scope import Scope

RANKS_SHOWN = 50


class Period(StrEnum):
    """Of which days hours are added up."""

    MONTH = "month"
    LAST_MONTH = "last_month"
    YEAR = "year"


PERIODS: Mapping[Period, str] = MappingProxyType(
    {Period.MONTH: "本月", Period.LAST_MONTH: "上月", Period.YEAR: "今年"}
)


@dataclass(frozen=True)
class Ranked:
    """One line: the name as strangers may read it, unless it is her own."""

    rank: int
    name: str
    community: str
    minutes: int
    hers: bool


@dataclass(frozen=True)
class Ranking:
    """The first lines, and where the reader stands when she is in it; and what it covers."""

    lines: list[Ranked]
    mine: Ranked | None
    since: date
    until: date


def days_of(period: Period, *, today: date) -> tuple[date, date]:
    """The first and the last day, both included; the present month and year end today."""
    first = today.replace(day=1)
    if period is Period.MONTH:
        return first, today
    if period is Period.YEAR:
        return today.replace(month=1, day=1), today
    last = first - timedelta(days=1)
    return last.replace(day=1), last


def ranking(period: Period, within: Scope, *, reader_id: UUID, today: date) -> Ranking:
    """As it stands at this moment: who withdrew her consent is not in it any more."""
    since, until = days_of(period, today=today)
    found = sums.ranked(
        optional_consents.adults_who_agree(RANKING, today=today),
        since=since,
        until=until,
        within=within,
        most=RANKS_SHOWN,
        also=reader_id,
    )
    ids = {one.volunteer_id for one in found}
    names, communities = optional_consents.public_names(ids), people.communities_of(ids)
    everyone = [
        Ranked(
            rank=one.rank,
            name=names[one.volunteer_id],
            community=communities.get(one.volunteer_id, ""),
            minutes=one.minutes,
            hers=one.volunteer_id == reader_id,
        )
        for one in found
    ]
    lines = [one for one in everyone if one.rank <= RANKS_SHOWN]
    return Ranking(lines, next((one for one in everyone if one.hers), None), since, until)
