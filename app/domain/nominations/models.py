"""Campaigns, cases with the voices behind them, their history, and objections."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import path_of, stays
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class Campaign(Base):
    """One round of finding good persons.

    `state`: draft announced open reviewing in_notice notice_over concluded withdrawn.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("quota > 0", name="quota_positive"),
        Index(None, "state", "closes_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays("好人推选"))
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(1000))
    approval_number: Mapped[str] = mapped_column(String(60), default="")
    categories: Mapped[list[str]]
    least_age: Mapped[int | None]
    most_age: Mapped[int | None]
    residents_only: Mapped[bool]
    holders_out: Mapped[bool]
    deed_within_years: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    levels: Mapped[list[str]]  # in the order of review, the centre last
    notice_working_days: Mapped[int]
    quota: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]
    notice_from: Mapped[datetime | None]
    notice_until: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    reason: Mapped[str | None]  # of a withdrawal


class Nomination(Base):
    """One person's case in a campaign, whoever named her.

    `state`: in_review returned rejected passed not_chosen in_notice notice_over struck conferred
    revoked withdrawn. `level` is where it is (or was last) reviewed. `person_key` tells who is the
    same. `headline` and `story` are the public words.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_key"),
        UniqueConstraint("campaign_id", "number"),
        Index(None, "state", "due_on"),
        Index(None, "state", "conferred_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays("好人推荐"))
    place_path: Mapped[str] = mapped_column(String(60), index=True, info=path_of("place_id"))
    person_key: Mapped[str] = mapped_column(String(130))
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    name: Mapped[str] = mapped_column(String(50))
    unit: Mapped[str] = mapped_column(String(60))
    age: Mapped[int]
    category: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    level: Mapped[str] = mapped_column(String(8))
    due_on: Mapped[date]
    waits_since: Mapped[datetime]
    made_at: Mapped[datetime]
    consent: Mapped[str] = mapped_column(String(10))
    consent_note: Mapped[str] = mapped_column(default="")
    consent_at: Mapped[datetime | None]
    show_name: Mapped[bool] = mapped_column(default=False)
    show_photos: Mapped[bool] = mapped_column(default=False)
    headline: Mapped[str] = mapped_column(String(70), default="")
    story: Mapped[str] = mapped_column(String(1500), default="")
    number: Mapped[int | None]  # its line in the notice
    conferred_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class NominationVoice(Base):
    """Who named her, and why, in that person's own words; `for_name`: whom staff wrote it for."""

    __tablename__ = "nomination_voice"
    __table_args__ = (UniqueConstraint("nomination_id", "by_kind", "by_id", "for_name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    by_kind: Mapped[str] = mapped_column(String(16))  # staff | volunteer
    by_id: Mapped[UUID] = mapped_column(index=True)
    for_name: Mapped[str] = mapped_column(String(50), default="")
    as_kind: Mapped[str] = mapped_column(String(8), default="person")  # person | self | team | unit
    as_name: Mapped[str] = mapped_column(String(60), default="")  # of the team or unit
    deed: Mapped[str] = mapped_column(String(1500))
    deed_on: Mapped[date]
    said_at: Mapped[datetime]


class NominationWitness(Base):
    """Somebody who can be called about the deed."""

    __tablename__ = "nomination_witness"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    voice_id: Mapped[UUID] = mapped_column(ForeignKey("nomination_voice.id"), index=True)
    name: Mapped[str] = mapped_column(String(50))
    phone: Mapped[str] = mapped_column(EncryptedText("nomination_witness.phone"))


class NominationPicture(Base):
    """A photo that came with a voice."""

    __tablename__ = "nomination_picture"

    voice_id: Mapped[UUID] = mapped_column(ForeignKey("nomination_voice.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)


class NominationDraft(Base):
    """What somebody has typed so far; it is hers alone, and gone once it is sent."""

    __tablename__ = "nomination_draft"
    __table_args__ = (UniqueConstraint("campaign_id", "volunteer_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    typed: Mapped[str] = mapped_column(EncryptedText("nomination_draft.typed"))  # JSON
    pictures: Mapped[list[str]]
    saved_at: Mapped[datetime]


class NominationStep(Base):
    """One decision in a case's history; staff who decided at a level are found here."""

    __tablename__ = "nomination_step"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    at: Mapped[datetime]
    by_kind: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[UUID | None]
    decision: Mapped[str] = mapped_column(String(16))
    level: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(500), default="")


class NominationObjection(Base):
    """What somebody says against a person in notice; with her name, or with a clue to check."""

    __tablename__ = "nomination_objection"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    name: Mapped[str] = mapped_column(String(50), default="")
    phone: Mapped[str] = mapped_column(EncryptedText("nomination_objection.phone"), default="")
    text: Mapped[str] = mapped_column(String(500))
    said_at: Mapped[datetime]
    due_on: Mapped[date]
    answer: Mapped[str | None] = mapped_column(String(500))
    upheld: Mapped[bool | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    answered_at: Mapped[datetime | None]
