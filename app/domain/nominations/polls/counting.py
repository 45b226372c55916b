"""Count ballots, for staff after the end and for the audit at any time; later only the sums."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit.actors import SYSTEM
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.polls import errors
from app.domain.nominations.polls.arranging import forget_at
from app.domain.nominations.polls.holding import held_poll, note_poll
from app.domain.nominations.polls.models import (
    Ballot,
    BallotChoice,
    BallotExclusion,
    Poll,
    PollCandidate,
)
from app.domain.nominations.polls.rules import PollState
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

ENDED = (PollState.CLOSED, PollState.CALLED_OFF)


@dataclass(frozen=True)
class Line:
    """A candidate's votes: those that count, and those left out."""

    nomination_id: UUID
    name: str
    category: str
    votes: int
    left_out: int


@dataclass(frozen=True)
class Result:
    """What a poll came to; `days` are empty once the ballots are gone."""

    cast: int
    left_out: int
    lines: tuple[Line, ...]
    days: tuple[tuple[date, int], ...]

    @property
    def counted(self) -> int:
        """Ballots that count."""
        return self.cast - self.left_out


def result_for_staff(staff: Staff, campaign_id: UUID) -> Result:
    """The result, once it has ended; nobody is ahead before."""
    poll, campaign = _poll_and_campaign(campaign_id)
    staff.require(Permission.POLLS_READ, campaign.place_path)
    if PollState(poll.state) not in ENDED:
        raise errors.CountsAreSecret
    return result(poll)


def look(staff: Staff, campaign_id: UUID, *, now: datetime) -> Result:
    """The count while neighbours vote, for the audit alone; each look is an entry in the trail."""
    with transaction():
        poll, campaign = _poll_and_campaign(campaign_id)
        staff.require(Permission.POLLS_WATCH, campaign.place_path)
        note_poll(staff.actor, campaign, "look", now=now)
        return result(poll)


def _poll_and_campaign(campaign_id: UUID) -> tuple[Poll, Campaign]:
    found = session.execute(
        select(Poll, Campaign)
        .join(Campaign, Campaign.id == Poll.campaign_id)
        .where(Poll.campaign_id == campaign_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def result(poll: Poll) -> Result:
    """Counted from the ballots, or from the sums that were kept of them."""
    votes = _kept_sums(poll) if poll.cast is not None else _counted(poll)
    rows = session.execute(
        select(Nomination.id, Nomination.name, Nomination.category)
        .join(PollCandidate, PollCandidate.nomination_id == Nomination.id)
        .where(PollCandidate.poll_id == poll.id)
    )
    lines = [Line(*row, *votes.get(row[0], (0, 0))) for row in rows]
    ordered = tuple(sorted(lines, key=lambda one: (-one.votes, one.nomination_id)))
    if poll.cast is not None:
        return Result(poll.cast, poll.left_out or 0, ordered, ())
    days = _days(poll)
    left_out = sum(count for _, out, count in days if out)
    by_day: dict[date, int] = {}
    for day, _, count in days:
        by_day[day] = by_day.get(day, 0) + count
    return Result(sum(by_day.values()), left_out, ordered, tuple(sorted(by_day.items())))


def _kept_sums(poll: Poll) -> dict[UUID, tuple[int, int]]:
    rows = session.execute(
        select(
            PollCandidate.nomination_id, PollCandidate.votes, PollCandidate.votes_left_out
        ).where(PollCandidate.poll_id == poll.id)
    )
    return {one: (votes or 0, out or 0) for one, votes, out in rows}


_LEFT_OUT = BallotExclusion.id.is_not(None)


def _counted(poll: Poll) -> dict[UUID, tuple[int, int]]:
    rows = session.execute(
        select(BallotChoice.nomination_id, _LEFT_OUT, func.count())
        .join(Ballot, Ballot.id == BallotChoice.ballot_id)
        .outerjoin(
            BallotExclusion,
            (BallotExclusion.id == Ballot.exclusion_id) & (BallotExclusion.state == "confirmed"),
        )
        .where(Ballot.poll_id == poll.id)
        .group_by(BallotChoice.nomination_id, _LEFT_OUT)
    )
    found: dict[UUID, tuple[int, int]] = {}
    for one, out, count in rows:
        votes, left_out = found.get(one, (0, 0))
        found[one] = (votes, left_out + count) if out else (votes + count, left_out)
    return found


def _days(poll: Poll) -> list[tuple[date, bool, int]]:
    rows = session.execute(
        select(Ballot.day, _LEFT_OUT, func.count())
        .outerjoin(
            BallotExclusion,
            (BallotExclusion.id == Ballot.exclusion_id) & (BallotExclusion.state == "confirmed"),
        )
        .where(Ballot.poll_id == poll.id)
        .group_by(Ballot.day, _LEFT_OUT)
    )
    return [(day, bool(out), count) for day, out, count in rows]


def forget_old(*, now: datetime) -> int:
    """Delete ballots whose days are over, and keep their sums; how many polls."""
    ended = select(Poll).where(
        Poll.state.in_([one.value for one in ENDED]), Poll.cast.is_(None), Poll.closes_at <= now
    )
    due = [
        one.campaign_id
        for one in session.scalars(ended.order_by(Poll.campaign_id))
        if forget_at(one.closes_at, one.kept_days) <= now
    ]
    for campaign_id in due:
        with transaction():
            _forget(campaign_id, now)
    return len(due)


def _forget(campaign_id: UUID, now: datetime) -> None:
    poll, campaign = held_poll(campaign_id)
    if poll.cast is not None:
        return
    sums = result(poll)
    by_id = {line.nomination_id: line for line in sums.lines}
    for one in session.scalars(select(PollCandidate).where(PollCandidate.poll_id == poll.id)):
        line = by_id[one.nomination_id]
        one.votes, one.votes_left_out = line.votes, line.left_out
    poll.cast, poll.left_out = sums.cast, sums.left_out
    session.flush()
    hers = select(Ballot.id).where(Ballot.poll_id == poll.id)
    for gone in (
        delete(BallotChoice).where(BallotChoice.ballot_id.in_(hers)),
        delete(Ballot).where(Ballot.poll_id == poll.id),
    ):
        session.execute(gone.execution_options(synchronize_session=False))
    facts = {"ballots": sums.cast, "left_out": sums.left_out}
    note_poll(SYSTEM, campaign, "forget", now=now, facts=facts)
