"""Certificates, what they counted, who issues them, and groups issued together."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import stays
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class CertificateUnit(Base):
    """Who signs the certificates of a place, and the picture of its seal."""

    __tablename__ = "certificate_unit"

    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), primary_key=True, info=stays("签发人和公章设置")
    )
    responsible_name: Mapped[str] = mapped_column(String(50))
    handler_name: Mapped[str] = mapped_column(String(50))
    seal_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))


class Certificate(Base):
    """One certificate. What it says never changes; how it stands may.

    `state`: a word of `rules.State`. `snapshot` is the JSON that the paper is printed from, with
    the code in it; NULL once the person has left. `code_index` finds number and code together.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="some_minutes"),
        Index(None, "volunteer_id", "issued_at"),
        Index(None, "place_id", "issued_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(17), unique=True)
    code_index: Mapped[str] = mapped_column(String(64), unique=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    masked_name: Mapped[str] = mapped_column(String(50))
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=stays("记录单")
    )  # the issuing unit
    unit_name: Mapped[str] = mapped_column(String(50))  # as it was called then
    since: Mapped[date | None]
    until: Mapped[date]
    minutes: Mapped[int]
    back_filled_minutes: Mapped[int]
    revoked_minutes: Mapped[int] = mapped_column(default=0)  # of those counted, revoked later
    with_rows: Mapped[bool]
    with_id_number: Mapped[bool]
    snapshot: Mapped[str | None] = mapped_column(EncryptedText("certificate.snapshot"))
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate_group.id"), index=True)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="valid")
    state_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(200))
    revoked_honours: Mapped[int] = mapped_column(default=0)  # of those printed, revoked later


class CertifiedHonour(Base):
    """An honour that a certificate prints."""

    __tablename__ = "certified_honour"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(
        ForeignKey("nomination.id"), primary_key=True, index=True
    )
    revoked_at: Mapped[datetime | None]


class CertifiedHours(Base):
    """A record of hours that a certificate counted, with the minutes it had then."""

    __tablename__ = "certified_hours"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(
        ForeignKey("hour_record.id"), primary_key=True, index=True
    )
    minutes: Mapped[int]
    revoked_at: Mapped[datetime | None]


class CertificateGroup(Base):
    """Certificates for many at once, made by the worker. `state`: waiting | done."""

    __tablename__ = "certificate_group"
    __table_args__ = (
        Index(None, "place_id", "asked_at"),
        Index(
            "ix_certificate_group_waiting",
            "asked_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays("批量开具的记录单"))
    name: Mapped[str] = mapped_column(String(60))
    since: Mapped[date | None]
    until: Mapped[date]
    with_rows: Mapped[bool]
    people: Mapped[int]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    done_at: Mapped[datetime | None]


class CertificateGroupLine(Base):
    """One person of a group: her certificate, or why there is none; then the printed paper."""

    __tablename__ = "certificate_group_line"
    __table_args__ = (UniqueConstraint("group_id", "volunteer_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("certificate_group.id"))
    position: Mapped[int]  # in the list that was given, from 0
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    left_out: Mapped[str | None] = mapped_column(String(200))
    printed_at: Mapped[datetime | None]


class CertificatePaper(Base):
    """The PDF of one certificate of a group, until its download days are over."""

    __tablename__ = "certificate_paper"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
