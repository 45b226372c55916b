"""Bring a planned activity as far as it has come, by the decisions that lead there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities import planning, publication, review
from app.entrypoints.cli.demo_district.season import Planned
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date, start_of_day

RETURN_REASON = "请写明集合地点和雨天的安排，再提交一次。"
WITHDRAW_REASON = "与街道的活动时间冲突，改到下个月。"
CANCEL_REASON = "预报有大风降温，为保证安全取消，另行安排时间。"
ANNOUNCED = timedelta(days=9)  # before it starts
KEPT_BACK = timedelta(days=3)  # what lies far ahead was drafted this long ago
PUBLIC = frozenset({"published", "running", "ended", "cancelled"})


@dataclass(frozen=True)
class Held:
    """An activity that stands in the database."""

    id: UUID
    planned: Planned
    opened_at: datetime  # for signing up


def bring_about(planned: Planned, team: Team, *, now: datetime) -> Held:
    """Draft, submit, review and publish, on one day and the next; time does the rest."""
    place = planned.place
    author, reviewer = team.at(place), team.above(place)
    drafted_on = local_date(min(min(planned.starts) - ANNOUNCED, now - KEPT_BACK))
    morning = start_of_day(drafted_on) + timedelta(hours=10)
    publishing = morning + timedelta(days=1, hours=4)
    # A daily post takes people from the noon before: a week of posts would bury everything else.
    eve = start_of_day(local_date(min(planned.starts))) - timedelta(hours=12)
    opens = eve if planned.title else publishing
    plan = planned.kind.plan(
        place, author, planned.starts, recruits_from=opens, title=planned.title
    )
    activity_id = then(planning.draft, author, plan, place_id=place.id, now=morning)
    if planned.stage != "draft":
        then(planning.submit, author, activity_id, now=morning + timedelta(hours=1))
        _decide(planned.stage, activity_id, author, reviewer, morning=morning)
    if planned.stage in PUBLIC:
        then(publication.publish, author, activity_id, now=publishing)
    return Held(activity_id, planned, opens)


def _decide(
    stage: str, activity_id: UUID, author: Staff, reviewer: Staff, *, morning: datetime
) -> None:
    next_day = morning + timedelta(days=1)
    if stage == "returned":
        then(review.return_, reviewer, activity_id, reason=RETURN_REASON, now=next_day)
    elif stage == "withdrawn":
        then(planning.withdraw, author, activity_id, reason=WITHDRAW_REASON, now=next_day)
    elif stage != "submitted":
        then(review.approve, reviewer, activity_id, now=next_day)


def call_off(held: list[Held], team: Team, *, now: datetime) -> None:
    """Cancel what is to be cancelled, once people have signed up: they are told."""
    for one in held:
        if one.planned.stage == "cancelled":
            author = team.at(one.planned.place)
            then(publication.cancel, author, one.id, reason=CANCEL_REASON, now=now)


def let_time_pass(*, now: datetime) -> None:
    """What has begun runs, what is over has ended."""
    then(publication.advance, now=now)
