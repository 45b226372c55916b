"""Neighbours vote among candidates: followers of the account, a few ballots that look odd."""

from datetime import datetime, timedelta
from itertools import combinations, cycle
from uuid import UUID

from app.domain.nominations.polls import arranging, casting, excluding, queries
from app.domain.nominations.polls.casting import Trace
from app.domain.nominations.polls.rules import PollPlan
from app.domain.people import identities
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

VOTERS = 24
ONE_PHONE = "0" * 32  # what would be kept of its mark
ODD = 4  # ballots from it


def hold_a_poll(
    campaign_id: UUID, cases: list[UUID], team: Team, *, lasts: timedelta, now: datetime
) -> None:
    """A poll that opens now, with the ballots of its first day."""
    plan = PollPlan(now, now + lasts, most_names=2, shown_to_public=True)
    then(arranging.arrange, team.administrators[0], campaign_id, plan, now=now)
    choices = cycle([*combinations(cases, 2), *((one,) for one in cases)])
    for number in range(VOTERS):
        at = now + timedelta(minutes=17 * number)
        trace = Trace(f"10.{number}.0.*")
        if number >= VOTERS - ODD:
            at = now + timedelta(hours=9, minutes=number)
            trace = Trace("10.99.0.*", ONE_PHONE)
        _vote(f"demo-{campaign_id.hex[-6:]}-{number}", campaign_id, next(choices), trace, now=at)


def _vote(
    open_id: str, campaign_id: UUID, names: tuple[UUID, ...], trace: Trace, *, now: datetime
) -> None:
    follower = then(identities.follow, open_id, None, now=now - timedelta(days=60))
    then(casting.cast, follower.id, campaign_id, names, trace, now=now)


def close_the_poll(campaign_id: UUID, team: Team, *, now: datetime) -> None:
    """It has ended; one administrator proposes to leave the odd ballots out."""
    then(arranging.advance, now=now)
    found = excluding.odd_ballots(queries.poll(campaign_id).id)
    odd = next(one for one in found if one.rule == "phone")
    then(
        excluding.propose,
        *(team.administrators[0], campaign_id, odd.rule, odd.key),
        reason="同一部手机几分钟里连续投出",
        now=now,
    )
