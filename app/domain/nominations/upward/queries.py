"""Reading recommendations: the list, one, what to begin a form with, what was honoured above."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.nominations.mine import honours_of
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.upward import rules
from app.domain.nominations.upward.following import follow_up
from app.domain.nominations.upward.models import UpwardRecommendation
from app.domain.nominations.upward.recommending import as_typed
from app.domain.nominations.upward.rules import FormFacts
from app.domain.people import queries as people
from app.domain.people.on_paper import on_paper
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with


@dataclass(frozen=True)
class RecommendationView:
    """One person recommended to a level above."""

    id: UUID
    nomination_id: UUID
    name: str
    unit: str
    category: str
    campaign_id: UUID
    level: str
    asked_title: str
    facts: FormFacts = field(repr=False)
    made_by: str
    made_at: datetime
    packaged_at: datetime | None
    outcome: str | None
    title: str
    document_number: str
    answered_on: date | None
    asks_id_number: bool
    knows_id_number: bool

    @property
    def level_title(self) -> str:
        """The level in words."""
        return rules.ABOVE[self.level]

    @property
    def outcome_title(self) -> str:
        """The outcome in words."""
        return rules.OUTCOMES[self.outcome] if self.outcome else "等结果"


@dataclass(frozen=True)
class Higher:
    """An honour given above, as everybody may read it."""

    level: str
    title: str
    on: date


def recommendations(
    staff: Staff, *, waiting: bool = False, page: int = 1
) -> Page[RecommendationView]:
    """Those of her centre, the latest first; or only what awaits its answer."""
    query = (
        select(UpwardRecommendation)
        .join(Nomination, Nomination.id == UpwardRecommendation.nomination_id)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .where(Campaign.place_path.startswith(staff.scope.path, autoescape=True))
    )
    if waiting:
        query = query.where(UpwardRecommendation.outcome.is_(None))
    order = (UpwardRecommendation.made_at.desc(), UpwardRecommendation.id.desc())
    found = page_of(query.order_by(*order), number=page)
    return Page([_view(one) for one in found.items], found.number, found.size, found.total)


def recommendation(recommendation_id: UUID, staff: Staff) -> RecommendationView:
    """One of her centre; another's is not found."""
    row = row_with(UpwardRecommendation, recommendation_id)
    case = session.get_one(Nomination, row.nomination_id)
    if not staff.scope.covers(session.get_one(Campaign, case.campaign_id).place_path):
        raise NotFound
    return _view(row)


def recommended(nomination_id: UUID) -> list[RecommendationView]:
    """Where a person has been recommended to, the first first."""
    query = select(UpwardRecommendation).where(UpwardRecommendation.nomination_id == nomination_id)
    return [_view(one) for one in session.scalars(query.order_by(UpwardRecommendation.id))]


def begun(nomination_id: UUID, staff: Staff) -> FormFacts:
    """What the form can begin with: the story, and of a volunteer what she told us."""
    case = session.get(Nomination, nomination_id)
    if case is None or not staff.scope.covers(case.place_path):
        raise NotFound
    born = phone = earlier = ""
    if case.volunteer_id:
        for person in people.cards([case.volunteer_id]).values():
            day, phone = person.birth_date, person.phone
            born = f"{day.year} 年 {day.month} 月" if day else ""
        earlier = "\n".join(
            f"{local_date(one.conferred_at).year} 年 {one.title}（{one.category}）"
            for one in honours_of(case.volunteer_id)
            if one.id != case.id and one.revoked_at is None
        )
    return FormFacts(
        born=born,
        phone=phone,
        earlier_honours=earlier[: rules.LONGEST_TEXT],
        headline=case.headline,
        deed=case.story,
        recommender=staff.place.name,
        contact_person=staff.name,
        contact_phone=staff.phone,
    )


def honours_above(nomination_ids: Collection[UUID]) -> dict[UUID, list[Higher]]:
    """What was honoured above, by case, the highest level first: only what was answered so."""
    query = select(UpwardRecommendation).where(
        UpwardRecommendation.nomination_id.in_(nomination_ids),
        UpwardRecommendation.outcome == "honoured",
    )
    found: dict[UUID, list[Higher]] = {}
    ranks = list(rules.ABOVE)
    for row in session.scalars(query.order_by(UpwardRecommendation.id)):
        if row.answered_on is not None:
            higher = Higher(row.level, row.title, row.answered_on)
            found.setdefault(row.nomination_id, []).append(higher)
    for several in found.values():
        several.sort(key=lambda one: -ranks.index(one.level))
    return found


def _view(row: UpwardRecommendation) -> RecommendationView:
    case = session.get_one(Nomination, row.nomination_id)
    papers = on_paper([case.volunteer_id]) if case.volunteer_id else {}
    return RecommendationView(
        id=row.id,
        nomination_id=case.id,
        name=case.name,
        unit=case.unit,
        category=case.category,
        campaign_id=case.campaign_id,
        level=row.level,
        asked_title=row.asked_title,
        facts=as_typed(row.typed),
        made_by=access.names({row.made_by_id}).get(row.made_by_id, ""),
        made_at=row.made_at,
        packaged_at=row.packaged_at,
        outcome=row.outcome,
        title=row.title,
        document_number=row.document_number,
        answered_on=row.answered_on,
        asks_id_number=follow_up(case.campaign_id).asks_id_number,
        knows_id_number=any(one.id_number for one in papers.values()),
    )
