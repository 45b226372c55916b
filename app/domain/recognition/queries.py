"""Reading points: the balance, what runs out next, and the story of each entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import func, select

from app.domain.activities.engagements import titles
from app.domain.nominations import mine
from app.domain.recognition.expiring import LOTS
from app.domain.recognition.models import PointEntry, Redemption, RewardItem
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "earned": "服务时长认定",
        "revoked": "时长撤销，积分收回",
        "honour": "荣誉发布",
        "unhonoured": "荣誉撤销，积分收回",
        "expired": "积分到期",
        "held": "兑换",
        "given_back": "兑换取消，积分退回",
    }
)


@dataclass(frozen=True)
class Points:
    """What a volunteer has: the sum of her entries, what she owes, and what runs out next."""

    balance: int
    owed: int
    next_day: date | None
    next_points: int


@dataclass(frozen=True)
class EntryView:
    """One entry as its owner reads it. `settled`: went into what she owed."""

    id: UUID
    at: datetime
    kind: str
    points: int
    owed: int
    title: str
    record_id: UUID | None
    redemption_id: UUID | None
    nomination_id: UUID | None
    service_date: date | None
    minutes: int | None
    capped: bool
    expires_on: date | None

    @property
    def earned(self) -> bool:
        """Whether it brought points that can be spent until a day."""
        return self.kind in ("earned", "honour")

    @property
    def what(self) -> str:
        """What happened, in a few words."""
        return KINDS[self.kind]


def points_of(volunteer_id: UUID, *, today: date) -> Points:
    """Balance and debt as sums of the ledger, and the next day on which points run out."""
    rows = session.execute(
        select(
            PointEntry.kind,
            PointEntry.expires_on,
            func.sum(PointEntry.points),
            func.sum(PointEntry.owed),
        )
        .where(PointEntry.volunteer_id == volunteer_id)
        .group_by(PointEntry.kind, PointEntry.expires_on)
    ).all()
    balance, owed = sum(int(row[2]) for row in rows), sum(int(row[3]) for row in rows)
    lots: dict[date, int] = {}
    for kind, day, points, _ in rows:
        if kind in LOTS and day is not None:
            lots[day] = lots.get(day, 0) + int(points)
    used = sum(int(row[2]) for row in rows if row[0] not in LOTS)
    for day in sorted(lots):
        used += lots[day]
        if used > 0 and day >= today:
            return Points(balance, owed, day, min(used, balance))
    return Points(balance, owed, None, 0)


def entries(volunteer_id: UUID, page: int = 1, *, size: int = PAGE_SIZE) -> Page[EntryView]:
    """Her entries, the latest first."""
    query = select(PointEntry).where(PointEntry.volunteer_id == volunteer_id)
    order = (PointEntry.at.desc(), PointEntry.id.desc())
    found = page_of(query.order_by(*order), number=page, size=size)
    names = titles({row.activity_id for row in found.items if row.activity_id})
    names |= _redeemed({row.redemption_id for row in found.items if row.redemption_id})
    names |= mine.titles_of({row.nomination_id for row in found.items if row.nomination_id})
    views = [_view(row, names) for row in found.items]
    return Page(views, found.number, found.size, found.total)


def _redeemed(redemption_ids: set[UUID]) -> dict[UUID, str]:
    """What was redeemed, by redemption."""
    query = (
        select(Redemption.id, RewardItem.title)
        .join(RewardItem, RewardItem.id == Redemption.item_id)
        .where(Redemption.id.in_(redemption_ids))
    )
    return {row.id: row.title for row in session.execute(query)} if redemption_ids else {}


def _view(row: PointEntry, names: dict[UUID, str]) -> EntryView:
    return EntryView(
        id=row.id,
        at=row.at,
        kind=row.kind,
        points=row.points,
        owed=row.owed,
        title=names.get(row.activity_id or row.redemption_id or row.nomination_id or row.id, ""),
        record_id=row.record_id,
        redemption_id=row.redemption_id,
        nomination_id=row.nomination_id,
        service_date=row.service_date,
        minutes=row.minutes,
        capped=row.capped,
        expires_on=row.expires_on,
    )
