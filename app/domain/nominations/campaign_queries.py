"""Reading campaigns: for staff all of their centre, for everybody what has been announced."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access.queries import Staff
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.nominating import conditions_of
from app.domain.nominations.nominee_rules import Conditions
from app.domain.nominations.rules import CampaignState, State
from app.domain.nominations.vocabulary import KINDS
from app.kernel.calendar import last_day
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound

SHOWN = (
    CampaignState.ANNOUNCED,
    CampaignState.OPEN,
    CampaignState.REVIEWING,
    CampaignState.IN_NOTICE,
    CampaignState.NOTICE_OVER,
    CampaignState.CONCLUDED,
)


@dataclass(frozen=True)
class CampaignView:
    """A campaign as its pages show it."""

    id: UUID
    kind: str
    title: str
    about: str
    approval_number: str
    conditions: Conditions
    holders_out: bool
    opens_at: datetime
    closes_at: datetime
    levels: tuple[str, ...]
    notice_working_days: int
    quota: int
    state: CampaignState
    notice_from: datetime | None
    notice_until: datetime | None
    concluded_at: datetime | None
    reason: str | None

    @property
    def kind_title(self) -> str:
        """The kind in words."""
        return KINDS[self.kind]

    @property
    def notice_day(self) -> date | None:
        """The last day of the notice: it ends with the midnight after."""
        return last_day(self.notice_until) if self.notice_until else None

    def takes_nominations(self, now: datetime) -> bool:
        """Whether somebody can be named now."""
        return self.state is CampaignState.OPEN and self.opens_at <= now < self.closes_at


def view(row: Campaign) -> CampaignView:
    """A row of this room as the others may see it."""
    return CampaignView(
        id=row.id,
        kind=row.kind,
        title=row.title,
        about=row.about,
        approval_number=row.approval_number,
        conditions=conditions_of(row),
        holders_out=row.holders_out,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        levels=tuple(row.levels),
        notice_working_days=row.notice_working_days,
        quota=row.quota,
        state=CampaignState(row.state),
        notice_from=row.notice_from,
        notice_until=row.notice_until,
        concluded_at=row.concluded_at,
        reason=row.reason,
    )


def campaigns(page: int = 1) -> Page[CampaignView]:
    """Every campaign, the latest first."""
    return _page(select(Campaign), page)


def shown(page: int = 1) -> Page[CampaignView]:
    """What has been announced, the latest first."""
    states = [one.value for one in SHOWN]
    return _page(select(Campaign).where(Campaign.state.in_(states)), page)


def _page(query: Select[Campaign], page: int) -> Page[CampaignView]:
    found = page_of(query.order_by(Campaign.opens_at.desc(), Campaign.id.desc()), number=page)
    return Page([view(row) for row in found.items], found.number, found.size, found.total)


def open_now(now: datetime) -> list[CampaignView]:
    """Where somebody can be named now, the first to close first."""
    query = select(Campaign).where(
        Campaign.state == CampaignState.OPEN.value,
        Campaign.opens_at <= now,
        Campaign.closes_at > now,
    )
    return [view(row) for row in session.scalars(query.order_by(Campaign.closes_at, Campaign.id))]


def campaign(campaign_id: UUID, staff: Staff) -> CampaignView:
    """One campaign of the centre above her; another centre's is not found."""
    row = session.get(Campaign, campaign_id)
    if row is None or not staff.place.path.startswith(row.place_path):
        raise NotFound
    return view(row)


def shown_campaign(campaign_id: UUID) -> CampaignView:
    """One that has been announced, for everybody."""
    row = session.get(Campaign, campaign_id)
    if row is None or CampaignState(row.state) not in SHOWN:
        raise NotFound
    return view(row)


def counts(campaign_id: UUID) -> dict[State, int]:
    """How many cases stand where."""
    rows = session.execute(
        select(Nomination.state, func.count())
        .where(Nomination.campaign_id == campaign_id)
        .group_by(Nomination.state)
    )
    return {State(state): count for state, count in rows}


def objections_taken(found: CampaignView, now: datetime) -> bool:
    """Whether somebody can still say something against a person in the notice."""
    until = found.notice_until
    return found.state is CampaignState.IN_NOTICE and until is not None and now < until
