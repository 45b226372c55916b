"""Reading the community shop: the shelf, one's own redemptions, what staff hand over and settle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, or_, select

from app.domain.access import queries as access
from app.domain.attachments.queries import AttachmentView, attachments
from app.domain.people import queries as people
from app.domain.people.queries import PersonCard
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.domain.recognition.models import Redemption, RewardItem, RewardSettlement
from app.domain.recognition.shop_rules import STATE_TITLES, ItemFacts, State, is_open
from app.domain.recognition.stocking import facts_of
from app.kernel.calendar import last_day
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class ItemView:
    """Something on a shelf."""

    id: UUID
    place: PlaceView
    facts: ItemFacts
    left: int
    picture: AttachmentView | None = None

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def price(self) -> int:
        """In points."""
        return self.facts.price

    def open_on(self, today: date) -> bool:
        """Whether it can be redeemed on a day, as far as its dates go."""
        return is_open(self.facts, today=today)


@dataclass(frozen=True)
class RedemptionView:
    """One item for one person, and where it stands."""

    id: UUID
    number: str
    item: ItemView
    person: PersonCard
    price: int
    state: State
    reserved_at: datetime
    pick_up_by: datetime
    handed_over_at: datetime | None
    handed_over_by: str | None
    ended_at: datetime | None
    reason: str | None

    @property
    def standing(self) -> str:
        """The state in words."""
        return STATE_TITLES[self.state]

    @property
    def fetch_day(self) -> date:
        """The last day on which it can be fetched."""
        return last_day(self.pick_up_by)


@dataclass(frozen=True)
class SettlementView:
    """What a place handed over until the end of a month."""

    id: UUID
    place: PlaceView
    through: date
    count: int
    points: int
    made_by: str
    made_at: datetime


def shelf(near: UUID, *, today: date, page: int = 1) -> Page[ItemView]:
    """What can be redeemed now, of one's own community first; what is sold out comes last."""
    open_now = (
        RewardItem.on_shelf.is_(True),
        RewardItem.open_from <= today,
        or_(RewardItem.open_until.is_(None), RewardItem.open_until >= today),
    )
    order = (
        case((RewardItem.left > 0, 0), else_=1),
        case((RewardItem.place_id == near, 0), else_=1),
        RewardItem.price,
        RewardItem.id,
    )
    return _items(page_of(select(RewardItem).where(*open_now).order_by(*order), number=page))


def items(within: Scope, page: int = 1) -> Page[ItemView]:
    """Every item of a subtree, the latest first."""
    query = select(RewardItem).where(RewardItem.place_id.in_(places.ids_within(within)))
    order = (RewardItem.on_shelf.desc(), RewardItem.created_at.desc(), RewardItem.id.desc())
    return _items(page_of(query.order_by(*order), number=page))


def item(item_id: UUID, within: Scope | None = None) -> ItemView:
    """One item; outside the scope it is not found."""
    row = session.get(RewardItem, item_id)
    if row is None or (within is not None and not within.covers(row.place_path)):
        raise NotFound
    return _item_views([row])[0]


def _items(page: Page[RewardItem]) -> Page[ItemView]:
    return Page(_item_views(page.items), page.number, page.size, page.total)


def _item_views(rows: Sequence[RewardItem]) -> list[ItemView]:
    where = places.places({row.place_id for row in rows})
    shown = {one.id: one for one in attachments({row.picture_id for row in rows if row.picture_id})}
    return [
        ItemView(
            row.id,
            where[row.place_id],
            facts_of(row),
            row.left,
            shown[row.picture_id] if row.picture_id else None,
        )
        for row in rows
    ]


def mine(volunteer_id: UUID, page: int = 1) -> Page[RedemptionView]:
    """Her redemptions, what can be fetched first, then the latest."""
    query = select(Redemption).where(Redemption.volunteer_id == volunteer_id)
    order = (case((Redemption.state == State.RESERVED.value, 0), else_=1),)
    latest = (Redemption.reserved_at.desc(), Redemption.id.desc())
    return _redemptions(page_of(query.order_by(*order, *latest), number=page))


def my_redemption(redemption_id: UUID, volunteer_id: UUID) -> RedemptionView:
    """Her own; somebody else's is not found."""
    row = session.get(Redemption, redemption_id)
    if row is None or row.volunteer_id != volunteer_id:
        raise NotFound
    return _redemption_views([row])[0]


def redemptions(
    within: Scope, state: State = State.RESERVED, page: int = 1, *, size: int = PAGE_SIZE
) -> Page[RedemptionView]:
    """Redemptions of a subtree in one state; what has to be fetched soonest comes first."""
    query = select(Redemption).where(
        Redemption.place_id.in_(places.ids_within(within)), Redemption.state == state.value
    )
    first: ColumnElement[datetime] = (
        Redemption.pick_up_by.asc() if state is State.RESERVED else Redemption.reserved_at.desc()
    )
    found = page_of(query.order_by(first, Redemption.id), number=page, size=size)
    return _redemptions(found)


def latest_handed_over(within: Scope, most: int = 10) -> list[RedemptionView]:
    """The last ones across the counter."""
    query = (
        select(Redemption)
        .where(
            Redemption.place_id.in_(places.ids_within(within)),
            Redemption.handed_over_at.is_not(None),
        )
        .order_by(Redemption.handed_over_at.desc(), Redemption.id)
        .limit(most)
    )
    return _redemption_views(session.scalars(query).all())


def redemption(redemption_id: UUID, within: Scope) -> RedemptionView:
    """One redemption; outside the scope it is not found."""
    row = session.get(Redemption, redemption_id)
    if row is None or not within.covers(places.place(row.place_id).path):
        raise NotFound
    return _redemption_views([row])[0]


def numbered(number: str, within: Scope) -> RedemptionView:
    """The redemption with a number; outside the scope it is not found."""
    row = session.scalars(
        select(Redemption).where(Redemption.number == number.strip())
    ).one_or_none()
    if row is None:
        raise NotFound
    return redemption(row.id, within)


def settlements(within: Scope, page: int = 1) -> Page[SettlementView]:
    """The settlements of a subtree, the latest first."""
    query = select(RewardSettlement).where(RewardSettlement.place_id.in_(places.ids_within(within)))
    order = (RewardSettlement.made_at.desc(), RewardSettlement.id.desc())
    found = page_of(query.order_by(*order), number=page)
    return Page(_settlement_views(found.items), found.number, found.size, found.total)


def settlement(settlement_id: UUID, within: Scope) -> SettlementView:
    """One settlement; outside the scope it is not found."""
    row = session.get(RewardSettlement, settlement_id)
    if row is None or not within.covers(places.place(row.place_id).path):
        raise NotFound
    return _settlement_views([row])[0]


def settled(settlement_id: UUID) -> list[RedemptionView]:
    """What a settlement counted, in the order it was handed over."""
    query = select(Redemption).where(Redemption.settlement_id == settlement_id)
    rows = session.scalars(query.order_by(Redemption.handed_over_at, Redemption.id))
    return _redemption_views(rows.all())


def _settlement_views(rows: Sequence[RewardSettlement]) -> list[SettlementView]:
    where = places.places({row.place_id for row in rows})
    names = access.names({row.made_by_id for row in rows})
    return [
        SettlementView(
            row.id,
            where[row.place_id],
            row.through,
            row.count,
            row.points,
            names.get(row.made_by_id, ""),
            row.made_at,
        )
        for row in rows
    ]


def _redemptions(page: Page[Redemption]) -> Page[RedemptionView]:
    return Page(_redemption_views(page.items), page.number, page.size, page.total)


def _redemption_views(rows: Sequence[Redemption]) -> list[RedemptionView]:
    wanted = {row.item_id for row in rows}
    found = session.scalars(select(RewardItem).where(RewardItem.id.in_(wanted))).all()
    things = {view.id: view for view in _item_views(found)}
    cards = people.cards({row.volunteer_id for row in rows})
    names = access.names({row.handed_over_by_id for row in rows})
    return [
        RedemptionView(
            id=row.id,
            number=row.number,
            item=things[row.item_id],
            person=cards[row.volunteer_id],
            price=row.price,
            state=State(row.state),
            reserved_at=row.reserved_at,
            pick_up_by=row.pick_up_by,
            handed_over_at=row.handed_over_at,
            handed_over_by=names.get(row.handed_over_by_id) if row.handed_over_by_id else None,
            ended_at=row.ended_at,
            reason=row.reason,
        )
        for row in rows
    ]
