"""Activities, sessions, positions, sign-ups."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.domain.activities.titles import LONGEST, title_pinyin
from app.domain.places.fates import moves
from app.kernel.database import Base
from app.kernel.ids import new_id

_ALIVE = text("state IN ('signed_up','waiting')")
_TO_CONFIRM = text("state = 'signed_up' AND confirm_by IS NOT NULL")
_OPEN_REQUEST = text("state = 'asked'")
# Lists for residents say this very condition, so that both databases read this index only.
OPEN = text("state IN ('published','running')")


class Activity(Base):
    """One activity of a place. States and decisions are the table in rules.py."""

    __tablename__ = "activity"
    __table_args__ = (
        Index(None, "state", "starts_at"),
        Index(None, "place_id", "starts_at"),
        Index(None, "contact_phone", "starts_at"),
        Index("ix_activity_open", "starts_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("活动", where="starts_at > :now")
    )  # organising and recording unit
    title: Mapped[str] = mapped_column(String(50))
    title_pinyin: Mapped[str] = mapped_column(String(LONGEST), default="")  # follows the title
    work_type: Mapped[str] = mapped_column(String(30))
    category: Mapped[str] = mapped_column(String(20))
    targets: Mapped[list[str]]
    content: Mapped[str] = mapped_column(Text)
    venue: Mapped[str] = mapped_column(String(100))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    check_radius_metres: Mapped[int | None]  # None: the place is not checked at check-in
    risk_level: Mapped[str] = mapped_column(String(10))  # none | low | high
    risk_text: Mapped[str] = mapped_column(Text)
    insurance_number: Mapped[str | None] = mapped_column(String(60))
    contact_name: Mapped[str] = mapped_column(String(50))
    contact_phone: Mapped[str] = mapped_column(String(20))
    recruits_from: Mapped[datetime]
    recruits_until: Mapped[datetime]
    cancel_deadline_hours: Mapped[int] = mapped_column(default=24)
    scene_code_allowed: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    state_reason: Mapped[str | None]
    starts_at: Mapped[datetime]  # of its first session, kept here for lists
    ends_at: Mapped[datetime]  # of its last session
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    submitted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)  # raised on every edit; a stale form is refused
    # Whose members alone can sign up, and find it; NULL: everybody.
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    # One of a series that the room above keeps; NULL: stands alone.
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_series.id"), index=True)

    @validates("title")
    def _sound(self, _name: str, title: str) -> str:
        self.title_pinyin = title_pinyin(title)
        return title


class ActivitySession(Base):
    """One stretch of time of an activity."""

    __tablename__ = "activity_session"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]


class Position(Base):
    """What somebody can do in a session. `taken` never passes `capacity` (also a constraint)."""

    __tablename__ = "activity_position"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="within_capacity"),
        CheckConstraint("capacity > 0", name="some_capacity"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"), index=True)
    name: Mapped[str] = mapped_column(String(30))
    duties: Mapped[str] = mapped_column(String(200), default="")
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    youngest: Mapped[int | None]
    oldest: Mapped[int | None]
    skills: Mapped[list[str]]
    qualification_id: Mapped[UUID | None] = mapped_column(ForeignKey("qualification.id"))


class SignUp(Base):
    """A person's place in a session.

    `state`: signed_up | waiting | cancelled | released | walked_in (came without a place).
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        Index(
            "uq_sign_up_alive",
            "session_id",
            "volunteer_id",
            unique=True,
            sqlite_where=_ALIVE,
            postgresql_where=_ALIVE,
        ),
        Index("ix_sign_up_of_volunteer", "volunteer_id", "starts_at"),
        Index("ix_sign_up_queue", "position_id", "state", "queued_at", "id"),
        Index(
            "ix_sign_up_to_confirm",
            "confirm_by",
            sqlite_where=_TO_CONFIRM,
            postgresql_where=_TO_CONFIRM,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"))
    position_id: Mapped[UUID] = mapped_column(ForeignKey("activity_position.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    state: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[datetime]  # the session's, kept here so that overlap is one indexed look
    ends_at: Mapped[datetime]
    queued_at: Mapped[datetime]
    moved_up_at: Mapped[datetime | None]
    confirm_by: Mapped[datetime | None]  # NULL: nothing to confirm; a place kept open until then
    cancelled_at: Mapped[datetime | None]
    cancelled_late: Mapped[bool] = mapped_column(default=False)
    cancel_reason: Mapped[str | None]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))  # with which team she came
    taken_by_leader: Mapped[bool] = mapped_column(default=False)  # for her: she may decline it
    at_the_door: Mapped[bool] = mapped_column(default=False, server_default=false())


class GuardianWord(Base):
    """A guardian's word for a minor's place: agreed or coming along, in which words. Kept."""

    __tablename__ = "guardian_word"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sign_up_id: Mapped[UUID] = mapped_column(ForeignKey("sign_up.id"), unique=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    way: Mapped[str] = mapped_column(String(12))  # in_person | phone_code | wechat | accompanies
    accompanies: Mapped[bool]
    guardian_name: Mapped[str] = mapped_column(String(50))
    guardian_phone: Mapped[str] = mapped_column(String(20))
    relation: Mapped[str] = mapped_column(String(10))
    version: Mapped[str] = mapped_column(String(20))
    text_hash: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]


class PositionExchange(Base):
    """One with a place asks another of the session to exchange positions; sign-ups, not people.

    `state`: asked | accepted | refused | withdrawn | expired. One open request a sign-up.
    """

    __tablename__ = "position_exchange"
    __table_args__ = (
        Index(
            "uq_position_exchange_asked",
            "asker_id",
            unique=True,
            sqlite_where=_OPEN_REQUEST,
            postgresql_where=_OPEN_REQUEST,
        ),
        Index(None, "state", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    asker_id: Mapped[UUID] = mapped_column(ForeignKey("sign_up.id"), index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("sign_up.id"), index=True)
    asker_position_id: Mapped[UUID] = mapped_column(ForeignKey("activity_position.id"))
    other_position_id: Mapped[UUID] = mapped_column(ForeignKey("activity_position.id"))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class CalendarFeed(Base):
    """A volunteer's calendar address, while she has one; the token is the id, signed."""

    __tablename__ = "calendar_feed"

    id: Mapped[UUID] = mapped_column(primary_key=True)  # random: an address must not be guessed
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), unique=True)
    made_at: Mapped[datetime]


class CalendarEntry(Base):
    """What calendars were last told of a sign-up; `sequence` rises whenever that differs."""

    __tablename__ = "calendar_entry"

    sign_up_id: Mapped[UUID] = mapped_column(ForeignKey("sign_up.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int]
    changed_at: Mapped[datetime]
