"""Reading polls: what a voter sees, and what staff see of one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.domain.access import queries as access
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.polls import counting
from app.domain.nominations.polls.arranging import forget_at
from app.domain.nominations.polls.counting import Line, Result
from app.domain.nominations.polls.models import Ballot, BallotExclusion, Poll, PollCandidate
from app.domain.nominations.polls.rules import PollState, shuffled
from app.domain.nominations.roll import PublicPerson, seen
from app.domain.nominations.rules import CampaignState, State
from app.domain.nominations.vocabulary import AGREED
from app.domain.people.followers import Follower
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with


@dataclass(frozen=True)
class PollView:
    """A poll as its pages show it."""

    id: UUID
    campaign_id: UUID
    opens_at: datetime
    closes_at: datetime
    most_names: int
    shown_to_public: bool
    kept_days: int
    state: PollState
    reason: str | None
    ballots_gone: bool

    @property
    def ended(self) -> bool:
        """Whether nobody votes any more."""
        return self.state in counting.ENDED

    @property
    def forget_at(self) -> datetime:
        """When its ballots are deleted."""
        return forget_at(self.closes_at, self.kept_days)

    def takes_ballots(self, now: datetime) -> bool:
        """Whether somebody can vote now."""
        return self.state is PollState.OPEN and self.opens_at <= now < self.closes_at


@dataclass(frozen=True)
class OpenPoll:
    """A line of the polls under way."""

    campaign_id: UUID
    title: str
    closes_at: datetime


@dataclass(frozen=True)
class ExclusionView:
    """Ballots somebody wanted left out, with both names."""

    id: UUID
    campaign_id: UUID
    rule: str
    ballots: int
    reason: str
    state: str
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None


def view(row: Poll) -> PollView:
    """A row of this room as the others may see it."""
    return PollView(
        row.id,
        row.campaign_id,
        row.opens_at,
        row.closes_at,
        row.most_names,
        row.shown_to_public,
        row.kept_days,
        PollState(row.state),
        row.reason,
        ballots_gone=row.cast is not None,
    )


def poll_of(campaign_id: UUID) -> PollView | None:
    """A campaign's poll; None where nobody arranged one."""
    row = session.scalars(select(Poll).where(Poll.campaign_id == campaign_id)).one_or_none()
    return view(row) if row else None


def poll(campaign_id: UUID) -> PollView:
    """The same where there must be one."""
    found = poll_of(campaign_id)
    if found is None:
        raise NotFound
    return found


def open_polls(now: datetime) -> list[OpenPoll]:
    """Where somebody can vote now, the first to close first."""
    rows = session.execute(
        select(Poll.campaign_id, Campaign.title, Poll.closes_at)
        .join(Campaign, Campaign.id == Poll.campaign_id)
        .where(
            Poll.state == PollState.OPEN.value,
            Poll.opens_at <= now,
            Poll.closes_at > now,
            Campaign.state == CampaignState.REVIEWING.value,
        )
        .order_by(Poll.closes_at, Poll.campaign_id)
    )
    return [OpenPoll(*row) for row in rows]


def candidates_for(found: PollView, voter: UUID, day: date) -> list[PublicPerson]:
    """Who stands, as everybody may read of them, in the voter's own order of that day."""
    people = {one.id: one for one in seen(list(session.scalars(_standing(found.id))))}
    order = shuffled(list(people), poll_id=found.id, voter=voter, day=day)
    return [people[one] for one in order]


def candidate(campaign_id: UUID, nomination_id: UUID, now: datetime) -> PublicPerson:
    """One who stands in a poll that is open, with her story; others are not found."""
    found = poll_of(campaign_id)
    if found is None or not found.takes_ballots(now):
        raise NotFound
    rows = session.scalars(_standing(found.id).where(Nomination.id == nomination_id)).all()
    if not rows:
        raise NotFound
    return seen(list(rows))[0]


def _standing(poll_id: UUID) -> Select[Nomination]:
    return (
        select(Nomination)
        .join(PollCandidate, PollCandidate.nomination_id == Nomination.id)
        .where(PollCandidate.poll_id == poll_id, Nomination.state == State.PASSED.value)
    )


def has_voted(poll_id: UUID, voter: Follower, day: date) -> bool:
    """Whether this person's ballot of the day is in; for whom is asked nowhere."""
    hers = Ballot.identity_id == voter.identity_id
    if voter.volunteer_id is not None:
        hers = or_(hers, Ballot.volunteer_id == voter.volunteer_id)
    query = select(Ballot.id).where(Ballot.poll_id == poll_id, Ballot.day == day, hers)
    return session.scalars(query.limit(1)).first() is not None


def public_result(campaign_id: UUID) -> tuple[Result, list[tuple[PublicPerson, Line]]] | None:
    """The result where the campaign shows it: with those who still agree to be read of."""
    row = session.scalars(select(Poll).where(Poll.campaign_id == campaign_id)).one_or_none()
    if row is None or not row.shown_to_public or row.state != PollState.CLOSED.value:
        return None
    found = counting.result(row)
    cases = session.scalars(
        select(Nomination).where(
            Nomination.id.in_([line.nomination_id for line in found.lines]),
            Nomination.consent.in_(AGREED),
            Nomination.state.not_in([State.STRUCK.value, State.REVOKED.value]),
        )
    )
    people = {one.id: one for one in seen(list(cases))}
    shown = [
        (people[line.nomination_id], line) for line in found.lines if line.nomination_id in people
    ]
    return found, shown


def exclusions(found: PollView) -> list[ExclusionView]:
    """What was proposed to be left out, the latest first."""
    query = select(BallotExclusion).where(BallotExclusion.poll_id == found.id)
    rows = session.scalars(query.order_by(BallotExclusion.proposed_at.desc())).all()
    return _exclusions(found.campaign_id, list(rows))


def exclusion(exclusion_id: UUID) -> ExclusionView:
    """One of them; whose campaign it is decides who may see it."""
    row = row_with(BallotExclusion, exclusion_id)
    campaign_id = session.get_one(Poll, row.poll_id).campaign_id
    return _exclusions(campaign_id, [row])[0]


def _exclusions(campaign_id: UUID, rows: list[BallotExclusion]) -> list[ExclusionView]:
    ids = {one.proposed_by_id for one in rows} | {
        one.decided_by_id for one in rows if one.decided_by_id
    }
    names = access.names(ids) if ids else {}
    return [
        ExclusionView(
            id=one.id,
            campaign_id=campaign_id,
            rule=one.rule,
            ballots=one.ballots,
            reason=one.reason,
            state=one.state,
            proposed_by_id=one.proposed_by_id,
            proposed_by=names.get(one.proposed_by_id, ""),
            proposed_at=one.proposed_at,
            decided_by=names.get(one.decided_by_id, "") if one.decided_by_id else "",
            decided_at=one.decided_at,
        )
        for one in rows
    ]
