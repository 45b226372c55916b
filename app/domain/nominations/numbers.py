"""The year in numbers: who was named, where they stand, how long it took, and who named them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.domain.nominations import figures
from app.domain.nominations.figures import CaseFacts, Line, Passage, Stage
from app.domain.nominations.models import Campaign, Nomination, NominationStep, NominationVoice
from app.domain.nominations.rules import Decision, State
from app.domain.nominations.vocabulary import KINDS, LEVELS
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.calendar import start_of_day
from app.kernel.database import session


@dataclass(frozen=True)
class YearOfNominations:
    """Cases made in a calendar year of Shanghai, within a subtree."""

    year: int
    whole: Line
    by_kind: list[Line]
    by_category: list[Line]
    by_level: list[Line]
    by_station: list[Line]
    stages: list[Stage]
    sources: Mapping[str, int]
    by_whom: Mapping[str, int]


def of_year(year: int, within: Scope) -> YearOfNominations:
    """Four statements, however many cases."""
    cases = _cases(year, within)
    return YearOfNominations(
        year=year,
        whole=figures.line("合计", cases),
        by_kind=figures.lines(cases, "kind", KINDS),
        by_category=figures.lines(cases, "category", {}),
        by_level=figures.lines(cases, "level", LEVELS),
        by_station=figures.lines(cases, "station", {}),
        stages=figures.stages(cases),
        sources=figures.sources(cases),
        by_whom=figures.by_whom(cases),
    )


def _cases(year: int, within: Scope) -> list[CaseFacts]:
    rows = session.execute(
        select(
            Nomination.id,
            Nomination.category,
            Nomination.state,
            Nomination.level,
            Nomination.place_id,
            Nomination.made_at,
            Campaign.kind,
            Campaign.levels,
        )
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .where(*_in_year(year, within))
        .order_by(Nomination.id)
    ).all()
    steps, sources = _steps(year, within), _sources(year, within)
    where = places.places({row.place_id for row in rows})
    return [
        CaseFacts(
            kind=row.kind,
            category=row.category,
            station=where[row.place_id].short_name,
            level=row.level,
            state=State(row.state),
            levels=tuple(row.levels),
            made_at=row.made_at,
            steps=tuple(steps.get(row.id, ())),
            sources=tuple(sources.get(row.id, ())),
        )
        for row in rows
    ]


def _in_year(year: int, within: Scope) -> tuple[ColumnElement[bool], ...]:
    begins, ends = start_of_day(date(year, 1, 1)), start_of_day(date(year + 1, 1, 1))
    here = Nomination.place_path.startswith(within.path, autoescape=True)
    # What was joined to another nomination is that one's.
    whole = Nomination.state != State.JOINED.value
    return (Nomination.made_at >= begins, Nomination.made_at < ends, here, whole)


def _steps(year: int, within: Scope) -> dict[UUID, list[Passage]]:
    rows = session.execute(
        select(
            NominationStep.nomination_id,
            NominationStep.at,
            NominationStep.decision,
            NominationStep.level,
        )
        .join(Nomination, Nomination.id == NominationStep.nomination_id)
        .where(*_in_year(year, within))
        .order_by(NominationStep.at, NominationStep.id)
    )
    found: dict[UUID, list[Passage]] = {}
    for nomination_id, at, decision, level in rows:
        found.setdefault(nomination_id, []).append(Passage(at, Decision(decision), level))
    return found


def _sources(year: int, within: Scope) -> dict[UUID, list[str]]:
    rows = session.execute(
        select(NominationVoice.nomination_id, NominationVoice.by_kind, NominationVoice.for_name)
        .join(Nomination, Nomination.id == NominationVoice.nomination_id)
        .where(*_in_year(year, within))
    )
    found: dict[UUID, list[str]] = {}
    for nomination_id, by_kind, for_name in rows:
        source = "resident" if by_kind == "volunteer" else "for_resident" if for_name else "staff"
        found.setdefault(nomination_id, []).append(source)
    return found
