"""The menu, orders with their history, and each time a team served one."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves, path_of, stays
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class ServiceItem(Base):
    """One line of the menu: what a place, or a team of it, does for people who ask."""

    __tablename__ = "service_item"
    __table_args__ = (Index(None, "place_id", "active"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=moves("点单菜单项"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))  # NULL: the place's own
    title: Mapped[str] = mapped_column(String(30))
    category: Mapped[str] = mapped_column(String(20))
    work_type: Mapped[str] = mapped_column(String(30))
    content: Mapped[str] = mapped_column(String(500))
    at_home: Mapped[bool]
    venue: Mapped[str] = mapped_column(String(60), default="")  # where, when not at home
    when_text: Mapped[str] = mapped_column(String(60))
    for_whom: Mapped[list[str]]  # empty: everybody
    least_age: Mapped[int | None]
    lead_days: Mapped[int] = mapped_column(default=0)
    capacity: Mapped[int | None]  # orders wanted in one day or week; NULL: no limit
    capacity_per: Mapped[str] = mapped_column(String(4), default="day")  # day | week
    picture_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"))
    active: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]


class ServiceOrder(Base):
    """What somebody asked for. States and decisions are the table in rules.py.

    `source`: menu | free | phone | visit. `consent_way`: own | by_phone | in_person. `due_at` is
    the deadline of the present state, NULL where nothing is awaited. `call_state`: none | drawn |
    satisfied | unsatisfied | not_reached | lapsed.
    """

    __tablename__ = "service_order"
    __table_args__ = (
        CheckConstraint("people > 0", name="some_people"),
        Index(None, "state", "due_at"),
        Index(None, "team_id", "state"),
        Index(None, "item_id", "wanted_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays("点单"))
    place_path: Mapped[str] = mapped_column(String(60), index=True, info=path_of("place_id"))
    source: Mapped[str] = mapped_column(String(8))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_item.id"))
    title: Mapped[str] = mapped_column(String(30))
    category: Mapped[str] = mapped_column(String(20))
    work_type: Mapped[str] = mapped_column(String(30))
    group: Mapped[str] = mapped_column(String(20), default="")
    people: Mapped[int]
    wanted_on: Mapped[date]
    wanted_part: Mapped[str] = mapped_column(String(8))
    at_home: Mapped[bool]
    requester_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    name: Mapped[str] = mapped_column(EncryptedText("service_order.name"))
    phone: Mapped[str] = mapped_column(EncryptedText("service_order.phone"))
    # Of an empty text where no phone was left; NULL once the contact is wiped.
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(EncryptedText("service_order.address"))
    wish: Mapped[str] = mapped_column(EncryptedText("service_order.wish"))
    consent_way: Mapped[str] = mapped_column(String(10))
    consent_at: Mapped[datetime]
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    state: Mapped[str] = mapped_column(String(12))
    due_at: Mapped[datetime | None]
    waits_since: Mapped[datetime]
    reminded_at: Mapped[datetime | None]  # that this deadline has passed; NULL in a new state
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # of the last "no", as the requester reads it
    verifier_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    brief: Mapped[str] = mapped_column(default="")  # what teams read
    dispatcher_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    rounds: Mapped[int] = mapped_column(default=0)
    call_state: Mapped[str] = mapped_column(String(12), default="none")
    call_tries: Mapped[int] = mapped_column(default=0)
    called_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    called_at: Mapped[datetime | None]
    call_words: Mapped[str] = mapped_column(default="")


class ServiceOrderPicture(Base):
    """A photo that the requester sent with it: seen and wiped as her address is."""

    __tablename__ = "service_order_picture"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("service_order.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)


class ServiceRound(Base):
    """One time a team accepted an order: the activity made of it, what came of it, the rating.

    `rated_way`: own | link | staff.
    """

    __tablename__ = "service_round"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name="one_to_five"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("service_order.id"))
    number: Mapped[int]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    accepted_by_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    accepted_at: Mapped[datetime]
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), unique=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    given_back_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(String(500), default="")
    done_at: Mapped[datetime | None]
    stars: Mapped[int | None]
    rating_words: Mapped[str] = mapped_column(default="")
    rated_way: Mapped[str | None] = mapped_column(String(6))
    rated_at: Mapped[datetime | None]


class ServiceRoundPicture(Base):
    """A photo of what was done."""

    __tablename__ = "service_round_picture"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("service_round.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)


class ServiceOrderStep(Base):
    """One decision in an order's history; `team_id`: the team it was about."""

    __tablename__ = "service_order_step"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("service_order.id"), index=True)
    at: Mapped[datetime]
    by_kind: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[UUID | None]
    decision: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))  # the one it led to
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    words: Mapped[str] = mapped_column(default="")
