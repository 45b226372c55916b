"""A station that went on as part of its neighbour, and one for which that is asked."""

from datetime import datetime, timedelta

from app.domain.access.same_person import accounts_of
from app.domain.places import merging
from app.domain.places.opening import open_place
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.cli.demo_district.sites import STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

OFFICE, CLOSED, SUCCESSOR = "双杨街道", "铁路新村社区", "铁路社区"
ASKED, INTO = "朝阳村", "梧桐社区"
REASON = "社区规模调整，区政办发〔2026〕18号"


def merge_two(team: Team, *, now: datetime) -> None:
    """The first is done by both administrators, the second waits for one of them."""
    _merge_one(team, now=now)
    _ask_for_another(team, now=now)


def _merge_one(team: Team, *, now: datetime) -> None:
    one, other = team.administrators[:2]
    closed = then(
        open_place,
        actor=one.actor,
        scope=EVERYWHERE,
        parent_id=team.sites.offices[OFFICE].id,
        level="station",
        name=CLOSED + STATION,
        address="高新区站前路 60 号",
        now=now - timedelta(days=300),
    )
    asked = then(
        merging.propose,
        closed.id,
        team.sites.stations[SUCCESSOR].id,
        actor=one.actor,
        scope=one.scope,
        reason=REASON,
        typed=closed.name,
        now=now - timedelta(days=41),
    )
    then(
        merging.confirm,
        asked,
        actor=other.actor,
        accounts=accounts_of(other),
        scope=other.scope,
        typed=closed.name,
        now=now - timedelta(days=40),
    )


def _ask_for_another(team: Team, *, now: datetime) -> None:
    other = team.administrators[1]
    station = team.sites.stations[ASKED]
    then(
        merging.propose,
        station.id,
        team.sites.stations[INTO].id,
        actor=other.actor,
        scope=other.scope,
        reason="村改居，与梧桐社区合并设站",
        typed=station.name,
        keeps=[team.at(station).id],
        tells=True,
        now=now - timedelta(days=1),
    )
