"""Polls, who stands in them, ballots with their choices, and what was left out."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base
from app.kernel.ids import new_id


class Poll(Base):
    """A vote among a campaign's candidates.

    `state`: arranged open closed called_off. `cast` and `left_out` are NULL while its ballots are
    still there to be counted; `kept_days` after the end they are deleted.
    """

    __tablename__ = "poll"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("most_names > 0", name="most_names_positive"),
        Index(None, "state", "closes_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), unique=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    most_names: Mapped[int]
    shown_to_public: Mapped[bool]  # the result, after the end
    kept_days: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    arranged_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    arranged_at: Mapped[datetime]
    reason: Mapped[str | None]  # why it was called off
    cast: Mapped[int | None]
    left_out: Mapped[int | None]


class PollCandidate(Base):
    """Who stands in a poll; her sums, once the ballots are gone."""

    __tablename__ = "poll_candidate"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    votes: Mapped[int | None]
    votes_left_out: Mapped[int | None]


class Ballot(Base):
    """One follower's ballot of one local day.

    Where it came from is kept as keyed hashes; `choices_key` is the same for the same names, and
    empty for a single one.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("poll_id", "day", "identity_id"),
        UniqueConstraint("poll_id", "day", "volunteer_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"))
    identity_id: Mapped[UUID] = mapped_column(ForeignKey("wechat_identity.id"))
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    day: Mapped[date]
    cast_at: Mapped[datetime]
    voter_met_at: Mapped[datetime]
    address_range: Mapped[str] = mapped_column(String(32))
    phone_mark: Mapped[str | None] = mapped_column(String(32))
    choices_key: Mapped[str] = mapped_column(String(32))
    exclusion_id: Mapped[UUID | None] = mapped_column(ForeignKey("ballot_exclusion.id"), index=True)


class BallotChoice(Base):
    """One name on a ballot."""

    __tablename__ = "ballot_choice"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)


class BallotExclusion(Base):
    """Ballots that somebody wants left out, and what a second person said to it.

    `state`: proposed confirmed dropped; only confirmed ones are left out of the count.
    """

    __tablename__ = "ballot_exclusion"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), index=True)
    rule: Mapped[str] = mapped_column(String(12))
    ballots: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(10))
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
