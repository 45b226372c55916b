"""Programmes, events, tickets, what was scanned at the door, and head counts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves
from app.kernel.append_only import APPEND_ONLY
from app.kernel.database import Base
from app.kernel.ids import new_id

_HELD = text("state = 'held'")
_FIRST = text("replaces_id IS NULL")
# When a place is merged: what goes on, and stops that the successor has not got itself.
HAS_MORE_TO_COME = (
    "EXISTS (SELECT 1 FROM culture_event AS ahead "
    "WHERE ahead.programme_id = culture_programme.id AND ahead.starts_at > :now)"
)
IS_NOT_OVER = "(state IN ('draft', 'published', 'running') AND ends_at > :now)"
IS_NO_STOP_YET = (
    "NOT EXISTS (SELECT 1 FROM culture_tour_stop AS theirs "
    "WHERE theirs.programme_id = culture_tour_stop.programme_id "
    "AND theirs.place_id = :successor)"
)


class CultureProgramme(Base):
    """What events belong to: a festival, a season, a tour, a year's screenings."""

    __tablename__ = "culture_programme"
    __table_args__ = (CheckConstraint("to_on >= from_on", name="ends_after_it_begins"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), index=True, info=moves("文化节目", where=HAS_MORE_TO_COME)
    )
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(50))
    about: Mapped[str] = mapped_column(String(1000))
    from_on: Mapped[date]
    to_on: Mapped[date]
    cover_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"))
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]


class CultureEvent(Base):
    """One event for an audience. States and decisions are the table in rules.py.

    `place_id`: the community or site it is held in. `entry`: ticket | open. `capacity` NULL: as
    many as come. `seats_taken` counts the seats of held tickets.
    """

    __tablename__ = "culture_event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
        CheckConstraint("seats_most BETWEEN 1 AND 5", name="a_family"),
        CheckConstraint("seats_taken >= 0", name="no_less_than_nobody"),
        CheckConstraint("capacity IS NULL OR seats_taken <= capacity", name="not_overbooked"),
        Index(None, "programme_id", "starts_at"),
        Index(None, "place_id", "starts_at"),
        Index(None, "state", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("culture_programme.id"))
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("文化场次", where="starts_at > :now", holds=IS_NOT_OVER)
    )
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(50))
    about: Mapped[str] = mapped_column(String(1000), default="")
    venue: Mapped[str] = mapped_column(String(60))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    entry: Mapped[str] = mapped_column(String(6))
    capacity: Mapped[int | None]
    seats_most: Mapped[int] = mapped_column(default=1)
    seats_taken: Mapped[int] = mapped_column(default=0)
    tickets_from: Mapped[datetime | None]
    tickets_until: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(default="")  # of a cancellation, as the audience reads it
    reminded_at: Mapped[datetime | None]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]


class CultureTicket(Base):
    """So many seats under one person's ticket. `state`: held | given_back.

    `admitted` counts who has come in on it; `first_in_at` is when the first did.
    """

    __tablename__ = "culture_ticket"
    __table_args__ = (
        CheckConstraint("seats BETWEEN 1 AND 5", name="a_family"),
        CheckConstraint("admitted BETWEEN 0 AND seats", name="no_more_than_seats"),
        UniqueConstraint("event_id", "number"),
        Index(
            "uq_culture_ticket_held",
            "event_id",
            "volunteer_id",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(8))  # for who has no phone at the door
    event_id: Mapped[UUID] = mapped_column(ForeignKey("culture_event.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    seats: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    taken_at: Mapped[datetime]
    given_back_at: Mapped[datetime | None]
    admitted: Mapped[int] = mapped_column(default=0)
    first_in_at: Mapped[datetime | None]


class CultureScan(Base):
    """What happened at a door, refused scans too: a ticket read, or people counted by a tap.

    `way`: ticket | card | number | tap. `people`: how many came in by it; below nothing where a
    scan is put right (`corrects_id`). Made without network, a scan was sent at `received_at`, and
    `let_in` people (NULL: not known) stood inside by then. Rows are only added.
    """

    __tablename__ = "culture_scan"
    __table_args__ = (
        UniqueConstraint("device", "nonce"),
        Index(None, "event_id", "at"),
        Index(None, "event_id", "nonce"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("culture_event.id"))
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("culture_ticket.id"), index=True)
    way: Mapped[str] = mapped_column(String(6))
    people: Mapped[int]
    refusal: Mapped[str | None] = mapped_column(String(40))
    sentence: Mapped[str]
    at: Mapped[datetime]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    device: Mapped[str | None] = mapped_column(String(64))
    nonce: Mapped[str | None] = mapped_column(String(64))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("culture_scan.id"))
    received_at: Mapped[datetime | None]
    let_in: Mapped[int | None]


class HeadCount(Base):
    """How many there were, as somebody counted by hand or read from a page. Rows are only added.

    `kind`: hand | online. A later row that `replaces` another is what counts from then on.
    """

    __tablename__ = "culture_head_count"
    __table_args__ = (
        CheckConstraint("number >= 0", name="no_less_than_nobody"),
        UniqueConstraint("replaces_id"),
        Index(
            "uq_culture_head_count_first",
            "event_id",
            "kind",
            "source",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
        {"info": APPEND_ONLY},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("culture_event.id"))
    kind: Mapped[str] = mapped_column(String(6))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(String(20))  # of online views; empty when counted by hand
    link: Mapped[str] = mapped_column(String(300), default="")
    picture_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"))
    counted_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("culture_head_count.id"))
    reason: Mapped[str] = mapped_column(default="")


class TourStop(Base):
    """How many events of a programme a community is to have."""

    __tablename__ = "culture_tour_stop"
    __table_args__ = (CheckConstraint("target > 0", name="some_shows"),)

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("culture_programme.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"),
        primary_key=True,
        index=True,
        info=moves("巡演计划", where=IS_NO_STOP_YET),
    )
    target: Mapped[int]
