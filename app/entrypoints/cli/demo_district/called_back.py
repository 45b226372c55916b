"""Last week's draw: some calls wait, one is somebody's, one agreed, one differed."""

from datetime import datetime, timedelta

from app.domain.access.queries import Staff
from app.domain.call_backs import calling, drawing, queries
from app.domain.call_backs.queries import CallBackRow
from app.entrypoints.cli.demo_district.crowd import CLERK_TOO
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.refusal import Refusal

SEED = "20261123"
SHARE_PERCENT = 50  # a small district: more than the setting, so that there is something to call
SAID = "本人说那天家里有事没有去，是邻居替他扫的码。"


def call_some_back(team: Team, *, now: datetime) -> None:
    """Drawn this morning; the first clerk has calls to make, her colleagues have made some."""
    at = now - timedelta(hours=1)
    then(drawing.draw_week, SEED, share=SHARE_PERCENT, now=at)
    first = team.by_username[CLERK_TOO.username]
    above = team.above(team.above(first.place).place)
    others = [
        row
        for row in queries.queue(above, size=100).items
        if row.id not in {one.id for one in queries.queue(first, size=100).items}
    ]
    agreed = _takes(above, others, at=at)
    if agreed is not None:
        then(calling.confirm, above, agreed.id, now=at + timedelta(minutes=10))
    differed = _takes(above, others, at=at)
    if differed is not None:
        then(calling.differs, above, differed.id, SAID, now=at + timedelta(minutes=30))


def _takes(staff: Staff, rows: list[CallBackRow], *, at: datetime) -> CallBackRow | None:
    """The first of these she may take."""
    for row in rows:
        try:
            then(calling.take, staff, row.id, now=at)
        except Refusal:
            continue
        return row
    return None
