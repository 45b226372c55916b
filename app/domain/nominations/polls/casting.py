"""Cast a ballot: one a follower and day, exact when thousands press at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, insert, select

from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.polls import rules
from app.domain.nominations.polls.models import Ballot, BallotChoice, Poll, PollCandidate
from app.domain.nominations.polls.rules import PollState, Voting, choices_key
from app.domain.nominations.rules import CampaignState, State
from app.domain.people import followers
from app.kernel import lean
from app.kernel.calendar import local_date
from app.kernel.crypto import blind_index
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.lean import table_of
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from app.kernel.upsert import dialect, insert_of

KEPT_DIGITS = 32  # of the hash: 128 bits


@dataclass(frozen=True)
class Trace:
    """Where a ballot came from: a range of addresses, and the phone's mark where it has one."""

    address_range: str
    phone_mark: str | None = None


def cast(
    identity_id: UUID, campaign_id: UUID, names: Collection[UUID], trace: Trace, *, now: datetime
) -> bool:
    """Put a ballot in. False when this person has voted today: the first ballot stands.

    Two ballots of one person at the same moment meet in a unique constraint; nobody waits for
    another voter. The poll is held as by many readers, so that closing it waits for who is within.
    """
    with transaction():
        voter = followers.follower(identity_id)
        poll_id, voting = _voting(campaign_id)
        refusal = rules.why_not_vote(voting, names, following=voter.following, now=now)
        if refusal:
            raise refusal
        made = lean.run(
            _put_in(dialect()),
            id=new_id(),
            poll_id=poll_id,
            identity_id=voter.identity_id,
            volunteer_id=voter.volunteer_id,
            day=local_date(now),
            cast_at=now,
            voter_met_at=voter.met_at,
            address_range=kept_range(trace.address_range),
            phone_mark=trace.phone_mark,
            choices_key=choices_key(set(names)),
            exclusion_id=None,
        ).first()
        if made is None:
            return False
        choices = [{"ballot_id": made.id, "nomination_id": one} for one in sorted(set(names))]
        session.execute(insert(table_of(BallotChoice)), choices)
    return True


def kept_range(address_range: str) -> str:
    """What is kept of a range of addresses: enough to see that two ballots share it."""
    return blind_index(address_range, column="ballot.address_range")[:KEPT_DIGITS]


def _voting(campaign_id: UUID) -> tuple[UUID, Voting]:
    rows = lean.run(_WITH_CANDIDATES, campaign_id=campaign_id)
    if not rows:
        raise NotFound
    first = rows[0]
    return first.id, Voting(
        state=PollState(first.state),
        opens_at=first.opens_at,
        closes_at=first.closes_at,
        most_names=first.most_names,
        campaign_reviews=first.campaign_state == CampaignState.REVIEWING.value,
        standing=frozenset(row.nomination_id for row in rows if row.nomination_id),
    )


@cache
def _put_in(dialect_name: str) -> Any:
    """One statement, whoever else is voting."""
    columns = table_of(Ballot).columns
    values = {column.name: bindparam(column.name, type_=column.type) for column in columns}
    new = insert_of(dialect_name, Ballot).values(**values)
    return new.on_conflict_do_nothing().returning(Ballot.id)


_WITH_CANDIDATES = (
    select(
        Poll.id,
        Poll.state,
        Poll.opens_at,
        Poll.closes_at,
        Poll.most_names,
        Campaign.state.label("campaign_state"),
        Nomination.id.label("nomination_id"),
    )
    .join(Campaign, Campaign.id == Poll.campaign_id)
    .outerjoin(PollCandidate, PollCandidate.poll_id == Poll.id)
    .outerjoin(
        Nomination,
        and_(Nomination.id == PollCandidate.nomination_id, Nomination.state == State.PASSED.value),
    )
    .where(Poll.campaign_id == bindparam("campaign_id"))
    .with_for_update(read=True, of=Poll)
)
