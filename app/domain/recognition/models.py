"""The ledger of points and its rules, yearly stars, the shop, and what a place has switched on."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves, path_of, stays
from app.kernel.append_only import APPEND_ONLY
from app.kernel.database import Base, Json
from app.kernel.ids import new_id


class Switch(Base):
    """Whether a place shows something: `what` is points | stars | rankings. No row: the default."""

    __tablename__ = "recognition_switch"

    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), primary_key=True, info=stays("激励开关")
    )
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    is_on: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))


class PointRule(Base):
    """What service from a day on is worth; a later rule replaces it, and it is never changed."""

    __tablename__ = "point_rule"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    valid_from: Mapped[date] = mapped_column(index=True)
    per_hour: Mapped[int]
    per_honour: Mapped[int | None]  # None: honours earn nothing
    most_per_activity: Mapped[int | None]  # points of one person from one activity
    most_per_day: Mapped[int | None]
    lasts_months: Mapped[int | None]  # None: points never run out
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]


class PointAccount(Base):
    """One volunteer's sums, kept for speed and to be held: `counters` compares them with the rows.

    `owed`: points of revoked hours that had been spent; the next earnings settle them.
    """

    __tablename__ = "point_account"
    __table_args__ = (
        CheckConstraint("balance >= 0", name="balance_not_negative"),
        CheckConstraint("owed >= 0", name="owed_not_negative"),
    )

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    balance: Mapped[int] = mapped_column(default=0)
    owed: Mapped[int] = mapped_column(default=0)


class PointEntry(Base):
    """One row of the ledger, never changed; `id` is its entry's in the trail.

    `kind`: earned | revoked | honour | unhonoured | expired | held | given_back. `points` moves the
    balance, `owed` the debt; worth is `points - owed`. A record is earned for once and revoked
    once, and so is an honour; a redemption holds once and gives back once.
    """

    __tablename__ = "point_entry"
    __table_args__ = (
        UniqueConstraint("record_id", "kind"),
        Index("uq_point_entry_redemption_id_kind", "redemption_id", "kind", unique=True),
        Index("uq_point_entry_nomination_id_kind", "nomination_id", "kind", unique=True),
        CheckConstraint("points <> 0 OR owed <> 0", name="moves_something"),
        Index(None, "volunteer_id", "at"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10))
    points: Mapped[int]
    owed: Mapped[int] = mapped_column(default=0)
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("hour_record.id"))
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))
    service_date: Mapped[date | None]
    minutes: Mapped[int | None]
    capped: Mapped[bool] = mapped_column(default=False)
    rule_id: Mapped[UUID | None] = mapped_column(ForeignKey("point_rule.id"))
    redemption_id: Mapped[UUID | None] = mapped_column(ForeignKey("redemption.id"))
    nomination_id: Mapped[UUID | None] = mapped_column(ForeignKey("nomination.id"))
    expires_on: Mapped[date | None]  # the last day on which what was earned can be spent


class ExpiryRun(Base):
    """Up to which day points have run out; one row a month."""

    __tablename__ = "point_expiry_run"

    through: Mapped[date] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]
    people: Mapped[int]


class ExpiryNotice(Base):
    """Of which last day people were told that their points run out after it; one row a month."""

    __tablename__ = "point_expiry_notice"

    last_day: Mapped[date] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]
    people: Mapped[int]


class StarScale(Base):
    """Hours for one to five stars, for batches from a day on; never changed."""

    __tablename__ = "star_scale"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    valid_from: Mapped[date] = mapped_column(index=True)
    hours: Mapped[list[int]] = mapped_column(Json)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]


class StarBatch(Base):
    """One year's stars. `state`: computed reviewed in_notice notice_over confirmed withdrawn."""

    __tablename__ = "star_batch"
    __table_args__ = (
        Index(
            "uq_star_batch_year_alive",
            "year",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays("星级批次"))
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    counted_until: Mapped[date]  # the last day of service that counts
    hours: Mapped[list[int]] = mapped_column(Json)  # the scale it was computed by
    computed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    computed_at: Mapped[datetime]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    notice_from: Mapped[datetime | None]
    notice_until: Mapped[datetime | None]
    decided_at: Mapped[datetime]  # the latest decision
    reason: Mapped[str | None]  # of a withdrawal


class StarCandidate(Base):
    """Somebody whose star changes: `level` is what her hours come to, `before` what she has."""

    __tablename__ = "star_candidate"
    __table_args__ = (UniqueConstraint("batch_id", "volunteer_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("star_batch.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    number: Mapped[int | None]  # her line in the notice; who falls is not named there
    level: Mapped[int]
    before: Mapped[int]
    minutes: Mapped[int]
    excluded_reason: Mapped[str | None]
    excluded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))


class StarObjection(Base):
    """What somebody says against a notice, and the answer."""

    __tablename__ = "star_objection"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("star_batch.id"), index=True)
    candidate_id: Mapped[UUID | None] = mapped_column(ForeignKey("star_candidate.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    text: Mapped[str]
    said_at: Mapped[datetime]
    answer: Mapped[str | None]
    upheld: Mapped[bool | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    answered_at: Mapped[datetime | None]


class StarAward(Base):
    """A star in a person's record; the latest counts, and level 0 says that it is no more.

    `id` is its entry's in the trail.
    """

    __tablename__ = "star_award"
    __table_args__ = (UniqueConstraint("volunteer_id", "batch_id"), {"info": APPEND_ONLY})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("star_batch.id"))
    level: Mapped[int]
    minutes: Mapped[int]
    given_at: Mapped[datetime]


class RewardItem(Base):
    """Something on the shelf of a place's community shop. `left`: what nobody has reserved yet."""

    __tablename__ = "reward_item"
    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint('"left" >= 0', name="left_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), index=True, info=moves("爱心超市物品")
    )
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    title: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(String(200), default="")
    price: Mapped[int]
    left: Mapped[int]
    stocked: Mapped[int]  # all that was ever put in
    limit_each: Mapped[int | None]
    open_from: Mapped[date]
    open_until: Mapped[date | None]  # the last day
    on_shelf: Mapped[bool]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime]
    picture_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"))


class RewardSettlement(Base):
    """What a place handed over until the end of a month, counted once."""

    __tablename__ = "reward_settlement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), index=True, info=stays("爱心超市结算")
    )
    through: Mapped[date]
    count: Mapped[int]
    points: Mapped[int]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]


class Redemption(Base):
    """One item for one person. `state`: reserved handed_over settled cancelled expired.

    `price` is what it cost her: the item's price may change later.
    """

    __tablename__ = "redemption"
    __table_args__ = (
        UniqueConstraint("volunteer_id", "nonce"),
        Index(None, "volunteer_id", "item_id"),
        Index(None, "place_id", "state", "handed_over_at"),
        Index(None, "state", "pick_up_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(8), unique=True)  # read aloud at the counter
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("reward_item.id"), index=True)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("兑换", where="state IN ('reserved', 'handed_over')")
    )
    price: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    nonce: Mapped[str] = mapped_column(String(32))  # a click sent twice counts once
    reserved_at: Mapped[datetime]
    pick_up_by: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]
    handed_over_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    way: Mapped[str | None] = mapped_column(String(10))  # code | number
    ended_at: Mapped[datetime | None]  # cancelled or expired
    reason: Mapped[str | None]
    settlement_id: Mapped[UUID | None] = mapped_column(ForeignKey("reward_settlement.id"))
