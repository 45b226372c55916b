"""What staff decided about the season's records; several hundred still wait."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.attendance.events import Stay
from app.domain.hours import approval, mending
from app.domain.hours.rules import countable_stretch
from app.entrypoints.cli.demo_district.progress import Held
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date, start_of_day

RECENT = timedelta(days=12)  # what is older has been decided, nearly all of it
DECIDED_EARLY = 0.15  # of the recent activities
LEFT_LYING = 0.03
REJECTS = 0.25  # of the older activities have one record rejected
RETURNS = 0.3
RETURN_REASON = "签到签退时间与现场情况不符，请到站核实。"
REJECT_REASON = "核对现场登记表，本人当天未到场，由他人代为签到。"
REVOKE_REASON = "复核发现该场次签到码被转发到群里，本人不在现场。"
MEND_NOTE = "电话联系本人和当天带队人，确认服务到活动结束。"
APPEAL = "我当天在现场发放物资，带队的同志可以作证，请再核实一下。"


@dataclass(frozen=True)
class Drawn:
    """A record that has been drawn up, with the stay behind it."""

    record_id: UUID
    stay: Stay
    held: Held


def decide_season(
    drawn: list[Drawn], team: Team, chance: random.Random, *, spare: set[UUID], now: datetime
) -> None:
    """Activity by activity, some days after each; records of `spare` people are left alone."""
    by_activity: dict[UUID, list[Drawn]] = defaultdict(list)
    for one in drawn:
        if one.stay.volunteer_id not in spare:
            by_activity[one.held.id].append(one)
    approved: list[Drawn] = []
    rejected: list[Drawn] = []
    for records in by_activity.values():
        ended_at = max(one.stay.plan.ends_at for one in records)
        old = ended_at < now - RECENT
        if old or (ended_at < now - timedelta(days=4) and chance.random() < DECIDED_EARLY):
            at = _office_hour(ended_at, chance.randint(1, 3), now=now)
            share = _share_out(records, chance, old=old)
            _decide(share, team, at=at)
            approved += share.approved
            rejected += share.rejected
    _afterthoughts(approved, rejected, team, now=now)


def _office_hour(ended_at: datetime, days: int, *, now: datetime) -> datetime:
    morning = start_of_day(local_date(ended_at) + timedelta(days=days)) + timedelta(hours=10)
    return min(morning, now - timedelta(hours=6))


@dataclass(frozen=True)
class Share:
    """Who fares how among the records of an activity; who is in none of these is left lying."""

    approved: list[Drawn]
    rejected: list[Drawn]
    returned: list[Drawn]
    mended: list[Drawn]


def _share_out(records: list[Drawn], chance: random.Random, *, old: bool) -> Share:
    forgotten = [one for one in records if one.stay.out_at is None]
    came = [one for one in records if one.stay.out_at is not None]
    chance.shuffle(came)
    rejected = [came.pop()] if came and old and chance.random() < REJECTS else []
    returned = [came.pop()] if came and chance.random() < RETURNS else []
    left = round(len(came) * LEFT_LYING + chance.random() * 0.6)
    return Share(came[left:], rejected, returned, forgotten if old else [])


def _decide(share: Share, team: Team, *, at: datetime) -> None:
    """The clerk decides; what needs a second look, and what she mended, goes one level up."""
    every = [*share.approved, *share.rejected, *share.returned, *share.mended]
    if not every:
        return
    place = every[0].held.planned.place
    clerk, above = team.at(place), team.above(place)
    if share.rejected:
        then(approval.reject_batch, clerk, _ids(share.rejected), REJECT_REASON, now=at)
    if share.returned:
        then(approval.return_batch, clerk, _ids(share.returned), RETURN_REASON, now=at)
    for one in share.mended:
        _mend(one, clerk, at=at)
    outcome = then(approval.approve_batch, clerk, _ids(share.approved), now=at)
    upward = [*outcome.refused, *_ids(share.mended)]
    then(approval.approve_batch, above, upward, now=at + timedelta(hours=5))


def _mend(one: Drawn, clerk: Staff, *, at: datetime) -> None:
    """Count until the planned end, for nobody checked out."""
    plan = one.stay.plan
    stretch = countable_stretch(
        one.stay.in_at, None, starts_at=plan.starts_at, ends_at=plan.ends_at
    )
    then(
        mending.mend,
        clerk,
        one.record_id,
        counted_from=stretch.begins,
        counted_until=stretch.ends,
        note=MEND_NOTE,
        now=at,
    )


def _afterthoughts(
    approved: list[Drawn], rejected: list[Drawn], team: Team, *, now: datetime
) -> None:
    """Two people appeal, and one approval is taken back."""
    for one in rejected[:2]:
        at = now - timedelta(days=2)
        then(mending.appeal, one.stay.volunteer_id, one.record_id, APPEAL, now=at)
    wrong = next(one for one in approved if one.held.planned.place.level == "station")
    manager = team.above(wrong.held.planned.place)
    then(approval.revoke, manager, wrong.record_id, REVOKE_REASON, now=now - timedelta(days=1))


def decide_hers(drawn: list[Drawn], clerk_too: UUID, team: Team, *, now: datetime) -> None:
    """A clerk's own hours are decided one level up; the recent ones still wait."""
    for one in drawn:
        if one.stay.volunteer_id == clerk_too and one.stay.plan.ends_at < now - RECENT:
            above = team.above(one.held.planned.place)
            at = one.stay.plan.ends_at + timedelta(days=2)
            then(approval.approve_batch, above, [one.record_id], now=at)


def _ids(records: list[Drawn]) -> list[UUID]:
    return [one.record_id for one in records]
