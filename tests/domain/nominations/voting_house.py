"""A poll as tests need it: candidates who passed, followers who vote, a window of five days."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.domain.nominations import campaigns
from app.domain.nominations.polls import arranging, casting
from app.domain.nominations.polls.casting import Trace
from app.domain.nominations.polls.models import Ballot, BallotChoice, Poll
from app.domain.nominations.polls.rules import PollPlan
from app.domain.people.models import Volunteer, WeChatIdentity
from app.kernel.database import session
from app.kernel.ids import new_id
from tests.conftest import NOON
from tests.domain.nominations.house import CLOSED, House, an_open_campaign, nominated, passed
from tests.world import saved

DAY = timedelta(days=1)
ENDS = CLOSED + 5 * DAY
HERE = Trace("10.1.2.*")
NAMES = ("陈秀兰", "王建国", "刘桂芳", "赵卫东", "孙玉梅")


def a_plan(**changes: object) -> PollPlan:
    """Five days after the last nomination, two names a ballot, shown to nobody outside."""
    facts: dict[str, object] = {
        "opens_at": CLOSED,
        "closes_at": ENDS,
        "most_names": 2,
        "shown_to_public": False,
    }
    return PollPlan(**{**facts, **changes})  # type: ignore[arg-type]


def a_poll(house: House, candidates: int = 3, **changes: object) -> tuple[UUID, list[UUID]]:
    """A campaign whose poll is open, and who stands in it."""
    campaign_id = an_open_campaign(house)
    standing = [
        passed(house, nominated(house, campaign_id, name=name).id) for name in NAMES[:candidates]
    ]
    campaigns.advance(now=CLOSED)
    arranging.arrange(house.administrator, campaign_id, a_plan(**changes), now=CLOSED)
    return campaign_id, standing


def a_follower(
    volunteer: Volunteer | None = None,
    *,
    following: bool = True,
    met_at: datetime = NOON - timedelta(days=30),
) -> UUID:
    """A WeChat id that follows the account; hers, where somebody is named."""
    row = WeChatIdentity(
        id=new_id(),
        open_id=f"o{new_id().hex[:24]}",
        volunteer_id=volunteer.id if volunteer else None,
        following=following,
        met_at=met_at,
    )
    return saved(row).id


def votes(
    campaign_id: UUID,
    names: list[UUID],
    *,
    who: UUID | None = None,
    now: datetime = CLOSED,
    trace: Trace = HERE,
) -> bool:
    """Somebody's ballot."""
    return casting.cast(who or a_follower(), campaign_id, names, trace, now=now)


def count(what: type) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def in_the_urn() -> tuple[int, int]:
    """Ballots, and names on them."""
    return count(Ballot), count(BallotChoice)


def the_poll() -> Poll:
    return session.scalars(select(Poll).execution_options(populate_existing=True)).one()
