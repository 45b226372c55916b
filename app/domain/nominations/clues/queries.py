"""Reading clues: the clerk's queue, one with what may be the same, a resident's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.nominations.clues.models import Clue
from app.domain.nominations.clues.rules import ClueState
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.queries import rows_of
from app.domain.nominations.rules import CampaignState
from app.domain.nominations.views import CaseRow
from app.domain.people import queries as people
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound

MOST_OFFERED = 200  # cases among which a clerk looks for the same person


@dataclass(frozen=True)
class ClueRow:
    """A clue as its pages show it."""

    id: UUID
    text: str
    place: PlaceView
    by: str
    phone: str = field(repr=False)
    given_at: datetime
    due_on: date
    state: ClueState
    answer: str
    nomination_id: UUID | None


def clues(within: Scope, *, state: str, page: int = 1) -> Page[ClueRow]:
    """Clues of a subtree in a state, those first that are due first."""
    query = select(Clue).where(
        Clue.place_path.startswith(within.path, autoescape=True), Clue.state == state
    )
    found = page_of(query.order_by(Clue.due_on, Clue.id), number=page)
    return Page(_rows(list(found.items)), found.number, found.size, found.total)


def count_waiting(within: Scope) -> int:
    """How many nobody has looked at."""
    query = select(func.count(Clue.id)).where(
        Clue.place_path.startswith(within.path, autoescape=True),
        Clue.state == ClueState.WAITING.value,
    )
    return session.scalar(query) or 0


def clue(clue_id: UUID, within: Scope) -> ClueRow:
    """One clue; outside the scope it is not found."""
    row = session.get(Clue, clue_id)
    if row is None or not within.covers(row.place_path):
        raise NotFound
    return _rows([row])[0]


def may_be_the_same(found: ClueRow, within: Scope) -> list[CaseRow]:
    """Cases of campaigns under way in the subtree; whose name the clue says comes first."""
    under_way = [CampaignState.OPEN.value, CampaignState.REVIEWING.value]
    query = (
        select(Nomination)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .where(
            Campaign.state.in_(under_way),
            Nomination.place_path.startswith(within.path, autoescape=True),
        )
        .order_by(Nomination.made_at.desc(), Nomination.id)
        .limit(MOST_OFFERED)
    )
    rows = rows_of(list(session.scalars(query)))
    return sorted(rows, key=lambda one: one.name not in found.text)


def clues_by(volunteer_id: UUID) -> list[ClueRow]:
    """What she gave, the latest first."""
    query = select(Clue).where(Clue.volunteer_id == volunteer_id)
    return _rows(list(session.scalars(query.order_by(Clue.given_at.desc(), Clue.id).limit(30))))


def _rows(items: Sequence[Clue]) -> list[ClueRow]:
    where = places.places([one.place_id for one in items])
    cards = people.cards({one.volunteer_id for one in items})
    return [
        ClueRow(
            id=one.id,
            text=one.text,
            place=where[one.place_id],
            by=cards[one.volunteer_id].name if one.volunteer_id in cards else "",
            phone=cards[one.volunteer_id].phone if one.volunteer_id in cards else "",
            given_at=one.given_at,
            due_on=one.due_on,
            state=ClueState(one.state),
            answer=one.answer,
            nomination_id=one.nomination_id,
        )
        for one in items
    ]
