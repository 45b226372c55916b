"""Lines of letters with all that their authorities may see; five statements for any number."""

from collections.abc import Sequence

from sqlalchemy import select

from app.domain.nominations.consultation import rules
from app.domain.nominations.consultation.models import ConsultationLine, ConsultedAuthority
from app.domain.nominations.consultation.views import LineView
from app.domain.nominations.models import Nomination
from app.domain.nominations.rules import State
from app.domain.people.on_paper import PersonOnPaper, on_paper
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.database import session


def seen(rows: Sequence[ConsultationLine]) -> list[LineView]:
    """Several lines, in their order."""
    ids = {row.nomination_id for row in rows}
    cases = {
        one.id: one for one in session.scalars(select(Nomination).where(Nomination.id.in_(ids)))
    }
    wanted = {row.authority_id for row in rows}
    asked = {
        one.id: one
        for one in session.scalars(
            select(ConsultedAuthority).where(ConsultedAuthority.id.in_(wanted))
        )
    }
    where = places.places([one.place_id for one in cases.values()])
    papers = on_paper({one.volunteer_id for one in cases.values() if one.volunteer_id})
    found = []
    for row in rows:
        case, authority = cases[row.nomination_id], asked[row.authority_id]
        paper = papers.get(case.volunteer_id) if case.volunteer_id else None
        shown = _shown(authority.kind, case, where[case.place_id], paper)
        found.append(_view(row, case, authority, shown))
    return found


def _shown(
    kind: str, case: Nomination, place: PlaceView, paper: PersonOnPaper | None
) -> tuple[tuple[str, str], ...]:
    facts = {
        "name": case.name,
        "age": f"{case.age} 岁",
        "unit": case.unit,
        "community": place.short_name,
        "id_tail": paper.id_number[-4:] if paper and paper.id_number else "",
        "category": case.category,
        "headline": case.headline,
    }
    needed = rules.NEEDS[kind]
    return tuple((rules.LABELS[key], facts[key]) for key in needed if facts[key])


def _view(
    row: ConsultationLine,
    case: Nomination,
    authority: ConsultedAuthority,
    shown: tuple[tuple[str, str], ...],
) -> LineView:
    return LineView(
        id=row.id,
        nomination_id=case.id,
        name=case.name,
        authority=authority.name or case.unit,
        shown=shown,
        verdict=row.verdict,
        reason=row.reason,
        by_name=row.by_name,
        way=row.way,
        answered_at=row.answered_at,
        scan_id=row.scan_id,
        letter_id=row.letter_id,
        asked_now=case.state == State.CONSULTING.value,
    )
