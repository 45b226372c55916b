"""Volunteers, their WeChat ids, consents and phone codes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves, stays
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class Volunteer(Base):
    """A registered person. `number` never changes; `state` is active, frozen or left.

    A child in a guardian's care has the guardian's phone, and no WeChat id of its own.
    """

    __tablename__ = "volunteer"
    __table_args__ = (Index(None, "community_id", "registered_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(50), index=True)
    name_pinyin: Mapped[str] = mapped_column(
        String(120)
    )  # "zhangguiying zgy": for search and sorting
    phone: Mapped[str] = mapped_column(String(20), index=True)
    birth_date: Mapped[date | None]
    id_number: Mapped[str | None] = mapped_column(EncryptedText("volunteer.id_number"))
    id_number_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    id_number_tail: Mapped[str | None] = mapped_column(String(4))
    community_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=moves("志愿者"))
    categories: Mapped[list[str]]
    skills: Mapped[list[str]]
    free_times: Mapped[list[str]] = mapped_column(default=list)  # as in free_time.py
    state: Mapped[str] = mapped_column(String(10), default="active")
    frozen_reason: Mapped[str | None]
    large_type: Mapped[bool] = mapped_column(default=False)
    guards_children: Mapped[bool] = mapped_column(
        default=False
    )  # whether there is a family to ask for
    sign_in_generation: Mapped[int] = mapped_column(default=0)  # raised to end every open sign-in
    registered_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(10))  # wechat | phone | demo


class WeChatIdentity(Base):
    """One WeChat id (openid) that has met us; bound to a volunteer once she has registered."""

    __tablename__ = "wechat_identity"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    open_id: Mapped[str] = mapped_column(String(64), unique=True)
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    following: Mapped[bool] = mapped_column(default=False)
    scene: Mapped[str | None] = mapped_column(String(64))  # the QR that led here
    met_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]
    wrote_at: Mapped[datetime | None]  # last message: opens the window for customer messages


class Consent(Base):
    """What a person agreed to, in which words; withdrawn, never deleted."""

    __tablename__ = "consent"
    __table_args__ = (
        Index(
            "uq_consent_in_force",
            "volunteer_id",
            "kind",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))  # service_rules_and_privacy
    version: Mapped[str] = mapped_column(String(20))
    text_hash: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Guardianship(Base):
    """A guardian's consent to a child's account, and who acts for the child; ended, never deleted.

    `guardian_id` is NULL while the guardian is no volunteer herself but known by her proven phone.
    """

    __tablename__ = "guardianship"
    __table_args__ = (
        Index(
            "uq_guardianship_in_force",
            "child_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    guardian_name: Mapped[str] = mapped_column(String(50))
    guardian_phone: Mapped[str] = mapped_column(String(20), index=True)
    relation: Mapped[str] = mapped_column(String(10))
    version: Mapped[str] = mapped_column(String(20))
    text_hash: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ResidenceMove(Base):
    """Somebody lived in a community that was merged into another one; only added."""

    __tablename__ = "residence_move"

    merging_id: Mapped[UUID] = mapped_column(ForeignKey("place_merging.id"), primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(
        ForeignKey("volunteer.id"), primary_key=True, index=True
    )
    from_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays())
    to_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays())
    at: Mapped[datetime]


class Invitation(Base):
    """Somebody staff would like to have; no account until she accepts.

    `state`: invited | accepted | declined | expired. Once expired, name and phone are wiped.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "community_id", "invited_at"), Index(None, "state", "expires_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(50))
    phone: Mapped[str] = mapped_column(String(20), index=True)
    community_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("邀请", where="state = 'invited'")
    )
    state: Mapped[str] = mapped_column(String(10), default="invited")
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))


class Denial(Base):
    """Somebody said "this is not me": her WeChat id or phone stands for the volunteer no more.

    `outcome`, once staff have looked: mistake | corrected | removed.
    """

    __tablename__ = "denial"
    __table_args__ = (Index(None, "settled_at", "said_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    identity_id: Mapped[UUID | None] = mapped_column(ForeignKey("wechat_identity.id"))
    phone: Mapped[str | None] = mapped_column(String(20))  # where she came by phone
    said_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    outcome: Mapped[str | None] = mapped_column(String(10))


class PhoneCode(Base):
    """A code sent by SMS to prove a phone; only its HMAC is kept."""

    __tablename__ = "phone_code"
    __table_args__ = (Index(None, "phone", "sent_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    phone: Mapped[str] = mapped_column(String(20))
    code_mac: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45), index=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
