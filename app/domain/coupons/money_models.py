"""Rows that move money: only added, never changed. In fen; opposing rows are below 0."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.append_only import APPEND_ONLY
from app.kernel.database import Base
from app.kernel.ids import new_id

# Of many bills of 100,000 yuan: more than 32 bits hold. SQLite's whole numbers have 64.
SUM = BigInteger().with_variant(Integer(), "sqlite")


class CouponRedemption(Base):
    """A coupon used at a merchant, or that taken back; `id` is its entry's in the trail.

    `kind`: redeemed | undone (by the merchant, at once) | corrected (by staff). A coupon's turn has
    one row and at most one that opposes it.
    """

    __tablename__ = "coupon_redemption"
    __table_args__ = (
        UniqueConstraint("coupon_id", "turn", "opposing"),
        UniqueConstraint("device_id", "nonce"),
        CheckConstraint("(face_fen < 0) = opposing", name="opposing_is_below_zero"),
        Index(None, "merchant_id", "at"),
        Index(None, "season_id", "at"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    coupon_id: Mapped[UUID] = mapped_column(ForeignKey("coupon.id"))
    season_id: Mapped[UUID] = mapped_column(ForeignKey("coupon_season.id"))
    kind_id: Mapped[UUID] = mapped_column(ForeignKey("coupon_kind.id"))
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant_device.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    kind: Mapped[str] = mapped_column(String(10))
    turn: Mapped[int]
    opposing: Mapped[bool]
    at: Mapped[datetime]
    face_fen: Mapped[int]
    spent_fen: Mapped[int]  # the whole bill, coupon included
    nonce: Mapped[str | None] = mapped_column(String(32))  # a click sent twice counts once


class RefusedScan(Base):
    """A scan that was refused, with the sentence the merchant read; whose coupon, where known."""

    __tablename__ = "coupon_refused_scan"
    __table_args__ = (Index(None, "merchant_id", "at"), {"info": APPEND_ONLY})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("merchant_device.id"))
    coupon_id: Mapped[UUID | None] = mapped_column(ForeignKey("coupon.id"))
    at: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(40))
    sentence: Mapped[str]


class CouponSettlement(Base):
    """What is paid to a merchant. `state`: prepared confirmed paid dropped (rules.NEXT_SETTLEMENT).

    One that corrects another is its opposite for one coupon: its sums are below 0.
    """

    __tablename__ = "coupon_settlement"
    __table_args__ = (Index(None, "state", "prepared_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("coupon_settlement.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    count: Mapped[int]
    face_fen: Mapped[int] = mapped_column(SUM)
    spent_fen: Mapped[int] = mapped_column(SUM)
    prepared_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    prepared_at: Mapped[datetime]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    confirmed_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    voucher: Mapped[str | None] = mapped_column(String(40))
    paid_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    ended_at: Mapped[datetime | None]  # dropped
    reason: Mapped[str | None]


class SettlementLine(Base):
    """One redemption in a settlement, or its opposite; counted once a turn, and so opposed once."""

    __tablename__ = "coupon_settlement_line"
    __table_args__ = (
        UniqueConstraint("redemption_id", "turn", "opposing"),
        CheckConstraint("(face_fen < 0) = opposing", name="opposing_is_below_zero"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    settlement_id: Mapped[UUID] = mapped_column(ForeignKey("coupon_settlement.id"), index=True)
    redemption_id: Mapped[UUID] = mapped_column(ForeignKey("coupon_redemption.id"))
    turn: Mapped[int]
    opposing: Mapped[bool]
    face_fen: Mapped[int]
    spent_fen: Mapped[int]
