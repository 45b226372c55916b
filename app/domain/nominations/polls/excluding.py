"""Leave ballots out of the count: proposed by one, confirmed by another, counted apart."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.access.same_person import accounts_of
from app.domain.nominations import errors as cases
from app.domain.nominations import rules as case_rules
from app.domain.nominations.holding import locking
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.polls import errors
from app.domain.nominations.polls.anomaly_rules import Anomaly, Seen, anomalies
from app.domain.nominations.polls.holding import held_poll, move_poll, note_poll
from app.domain.nominations.polls.models import Ballot, BallotExclusion, Poll, PollCandidate
from app.domain.nominations.polls.rules import PollDecision
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

AT_ONCE = 500  # ballots marked in one statement


def odd_ballots(poll_id: UUID) -> list[Anomaly]:
    """What looks odd among the ballots nobody has proposed to leave out; one statement."""
    rows = session.execute(
        select(
            Ballot.id,
            Ballot.cast_at,
            Ballot.address_range,
            Ballot.phone_mark,
            Ballot.voter_met_at,
            Ballot.choices_key,
        ).where(Ballot.poll_id == poll_id, Ballot.exclusion_id.is_(None))
    )
    return anomalies([Seen(*row) for row in rows])


def odd_group(poll_id: UUID, rule: str, key: UUID) -> Anomaly:
    """One group of odd ballots, by its rule and its first ballot."""
    for one in odd_ballots(poll_id):
        if (one.rule, one.key) == (rule, key):
            return one
    raise errors.NoSuchAnomaly


def propose(
    staff: Staff, campaign_id: UUID, rule: str, key: UUID, *, reason: str, now: datetime
) -> UUID:
    """Ask that odd ballots be left out; nothing changes before a second person agrees."""
    refusal = case_rules.why_not_these_words(reason, field="reason", what="理由")
    if refusal:
        raise refusal
    with transaction():
        poll, campaign = _deciding(staff, campaign_id)
        odd = odd_group(poll.id, rule, key)
        row = BallotExclusion(
            id=new_id(),
            poll_id=poll.id,
            rule=rule,
            ballots=len(odd.ballots),
            reason=reason.strip(),
            state="proposed",
            proposed_by_id=staff.id,
            proposed_at=now,
        )
        session.add(row)
        session.flush()
        for first in range(0, len(odd.ballots), AT_ONCE):
            some = odd.ballots[first : first + AT_ONCE]
            _mark(Ballot.id.in_(some), row.id)
        facts = {"ballots": row.ballots, "rule": rule}
        note_poll(
            staff.actor, campaign, "propose_exclusion", now=now, facts=facts, reason=row.reason
        )
    return row.id


def decide(staff: Staff, exclusion_id: UUID, *, agreed: bool, now: datetime) -> None:
    """The second person's word: left out from now on, or put back into the count."""
    with transaction():
        campaign_id = session.scalar(
            select(Poll.campaign_id)
            .join(BallotExclusion, BallotExclusion.poll_id == Poll.id)
            .where(BallotExclusion.id == exclusion_id)
        )
        if campaign_id is None:
            raise NotFound
        _, campaign = _deciding(staff, campaign_id)
        row = session.scalars(
            locking(select(BallotExclusion).where(BallotExclusion.id == exclusion_id))
        ).one()
        if row.state != "proposed":
            raise errors.AlreadyDecidedUpon
        if agreed and row.proposed_by_id in accounts_of(staff):
            raise errors.SecondPersonNeeded
        row.state = "confirmed" if agreed else "dropped"
        row.decided_by_id, row.decided_at = staff.id, now
        session.flush()
        if not agreed:
            _mark(Ballot.exclusion_id == row.id, None)
        word = "confirm_exclusion" if agreed else "drop_exclusion"
        facts = {"ballots": row.ballots, "rule": row.rule}
        note_poll(staff.actor, campaign, word, now=now, facts=facts)


def _mark(which: object, exclusion_id: UUID | None) -> None:
    marked = update(Ballot).where(which).values(exclusion_id=exclusion_id)  # type: ignore[arg-type]
    session.execute(marked.execution_options(synchronize_session=False))


def _deciding(staff: Staff, campaign_id: UUID) -> tuple[Poll, Campaign]:
    """The held poll for who may decide about its ballots: after the end, and not a candidate."""
    poll, campaign = held_poll(campaign_id)
    staff.require(Permission.CAMPAIGNS_MANAGE, campaign.place_path)
    move_poll(poll, PollDecision.EXCLUDE)
    if poll.cast is not None:
        raise errors.BallotsGone
    stands = (
        select(Nomination.id)
        .join(PollCandidate, PollCandidate.nomination_id == Nomination.id)
        .where(
            PollCandidate.poll_id == poll.id,
            Nomination.volunteer_id == (staff.volunteer_id or staff.id),
        )
    )
    if session.scalars(stands.limit(1)).first() is not None:
        raise cases.OwnCase
    return poll, campaign
