"""Merchants and their devices, seasons with their kinds, coupons. Money is in fen."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves, path_of, stays
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class Merchant(Base):
    """Who accepts coupons. `account_number` is for the settlement's sheet and nowhere else."""

    __tablename__ = "merchant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True, info=moves("商户"))
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    name: Mapped[str] = mapped_column(String(40))
    category: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(100))
    contact_name: Mapped[str] = mapped_column(String(50))
    contact_phone: Mapped[str] = mapped_column(EncryptedText("merchant.contact_phone"))
    account_name: Mapped[str] = mapped_column(String(60), default="")
    account_number: Mapped[str] = mapped_column(EncryptedText("merchant.account_number"))
    opens_at: Mapped[time | None]  # on a clock in Shanghai
    closes_at: Mapped[time | None]
    stopped_at: Mapped[datetime | None]
    stopped_reason: Mapped[str | None]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime]


class MerchantDevice(Base):
    """A token by which one phone redeems for one merchant, and does nothing else."""

    __tablename__ = "merchant_device"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    name: Mapped[str] = mapped_column(String(30))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]


class CouponSeason(Base):
    """A season. `state`: draft announced open paused over dropped (rules.NEXT_SEASON).

    `committed_fen`: the face value of all coupons that somebody has, never over the budget.
    """

    __tablename__ = "coupon_season"
    __table_args__ = (
        CheckConstraint("committed_fen >= 0", name="committed_not_negative"),
        CheckConstraint("committed_fen <= budget_fen", name="within_budget"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True, info=stays("消费季"))
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    title: Mapped[str] = mapped_column(String(40))
    organiser: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(500), default="")
    take_from: Mapped[datetime]
    take_until: Mapped[datetime]
    use_from: Mapped[datetime]
    use_until: Mapped[datetime]
    budget_fen: Mapped[int]
    committed_fen: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), index=True)
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime]
    told_of_end_at: Mapped[datetime | None]  # when holders heard that their coupons end soon


class CouponKind(Base):
    """满 50 减 20: `face_fen` off a bill of at least `minimum_fen`. `taken`: how many are out."""

    __tablename__ = "coupon_kind"
    __table_args__ = (
        CheckConstraint("face_fen > 0", name="face_positive"),
        CheckConstraint("minimum_fen >= face_fen", name="never_more_than_the_bill"),
        CheckConstraint("taken >= 0 AND taken <= total", name="no_more_than_there_are"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    season_id: Mapped[UUID] = mapped_column(ForeignKey("coupon_season.id"), index=True)
    title: Mapped[str] = mapped_column(String(30))
    face_fen: Mapped[int]
    minimum_fen: Mapped[int]
    total: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    limit_each: Mapped[int]
    take_from: Mapped[datetime]
    take_until: Mapped[datetime]


class KindMerchant(Base):
    """That a merchant accepts a kind."""

    __tablename__ = "coupon_kind_merchant"

    kind_id: Mapped[UUID] = mapped_column(ForeignKey("coupon_kind.id"), primary_key=True)
    merchant_id: Mapped[UUID] = mapped_column(
        ForeignKey("merchant.id"), primary_key=True, index=True
    )


class Coupon(Base):
    """One coupon of one person. `state`: held used settled expired dropped void (rules.NEXT).

    `ordinal` counts a person's coupons of a kind from 1: the constraint is the limit's last word.
    """

    __tablename__ = "coupon"
    __table_args__ = (
        UniqueConstraint("volunteer_id", "kind_id", "ordinal"),
        UniqueConstraint("volunteer_id", "nonce"),
        CheckConstraint("ordinal > 0", name="counted_from_one"),
        Index(None, "season_id", "state"),
        Index(None, "kind_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    season_id: Mapped[UUID] = mapped_column(ForeignKey("coupon_season.id"))
    kind_id: Mapped[UUID] = mapped_column(ForeignKey("coupon_kind.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    ordinal: Mapped[int]
    face_fen: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    nonce: Mapped[str] = mapped_column(String(32))  # a click sent twice counts once
    taken_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    phone_mark: Mapped[str | None] = mapped_column(String(32), index=True)
    turn: Mapped[int] = mapped_column(default=1)  # goes up with each redemption taken back
