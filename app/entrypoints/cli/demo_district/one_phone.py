"""One person whose phone the simulator has: a history in every state, made by the same actions."""

import hashlib
from datetime import datetime, timedelta

from app.domain.activities import seeding, sign_up
from app.domain.hours import approval
from app.domain.people import identities
from app.entrypoints.cli.demo_district.crowd import ONE_PHONE, Person
from app.entrypoints.cli.demo_district.progress import Held
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.entrypoints.cli.demo_district.verdicts import Drawn

REJECTED = 3  # the fourth of his records
RETURNED = 4
STILL_WAITING = timedelta(days=9)
REJECT_REASON = "当天签到后约十分钟离开，未参加服务。如与事实不符，可以申诉。"
RETURN_REASON = "签退时间与现场登记不一致，请到站核实离开时间。"


def decide_his(drawn: list[Drawn], person: Person, team: Team, *, now: datetime) -> None:
    """Approved, rejected, returned; the latest still wait."""
    mine = [one for one in drawn if one.stay.volunteer_id == person.id]
    mine.sort(key=lambda one: one.stay.plan.starts_at)
    for index, one in enumerate(mine):
        if one.stay.plan.ends_at > now - STILL_WAITING:
            continue
        clerk, ids = team.at(one.held.planned.place), [one.record_id]
        at = one.stay.plan.ends_at + timedelta(days=2)
        if index == REJECTED:
            then(approval.reject_batch, clerk, ids, REJECT_REASON, now=at)
        elif index == RETURNED:
            then(approval.return_batch, clerk, ids, RETURN_REASON, now=at)
        else:
            then(approval.approve_batch, clerk, ids, now=at)


def sign_him_up(
    person: Person, coming: list[Held], full: seeding.Offered, *, now: datetime
) -> list[seeding.Offered]:
    """Places in three activities, one of them given back, and one in a queue; which."""
    chosen = [full]
    for offered in seeding.offered([one.id for one in coming]):
        apart = all(
            offered.activity_id != other.activity_id
            and (offered.starts_at >= other.ends_at or offered.ends_at <= other.starts_at)
            for other in chosen
        )
        if apart and person.suits(offered):
            chosen.append(offered)
    done = [
        then(sign_up.sign_up, person.id, each.position_id, now=now - timedelta(hours=hours))
        for each, hours in zip(chosen[:4], (5, 30, 28, 26), strict=True)
    ]
    given_back = done[-1]
    then(
        sign_up.cancel_sign_up,
        person.id,
        given_back.sign_up_id,
        reason="那天要陪孩子",
        now=now - timedelta(hours=20),
    )
    return chosen[:4]


def bind_his_phone(person: Person, app_id: str, *, now: datetime) -> None:
    """Last of all: what happened before stays in his inbox and is not sent to the phone again."""
    met_at = now - timedelta(days=190)
    identity = then(identities.follow, open_id_of(ONE_PHONE[0], app_id), None, now=met_at)
    then(identities.bind, identity.id, person.id, now=met_at)


def open_id_of(name: str, app_id: str) -> str:
    """The id the simulator gives to the phone of that name."""
    return f"oSim{hashlib.sha256(f'{app_id}/{name}'.encode()).hexdigest()[:24]}"
