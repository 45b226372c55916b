"""Back-fills to tell tests in: a session that is over, people who were there, a sheet typed in."""

from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities.models import ActivitySession, Position
from app.domain.attachments import keeping
from app.domain.hours import back_fill_entry
from app.domain.hours.back_fill_entry import Entry
from app.domain.hours.back_fill_rules import Quota
from app.domain.hours.rules import Stretch
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.photographs import a_photo
from tests.world import HOUR, NOON

QUOTA = Quota(share_percent=10, floor_minutes=40 * 60)
MUCH = Quota(share_percent=10, floor_minutes=10_000 * 60)


def a_past_position(at: Place, *, ended: timedelta = 24 * HOUR, **facts: object) -> Position:
    """A position of a session of two hours that ended some time before noon."""
    facts = {"state": "ended", "capacity": 300, **facts}
    return world.an_open_position(at, starts_at=NOON - ended - 2 * HOUR, **facts)  # type: ignore[arg-type]


def times_of(position: Position) -> tuple[datetime, datetime]:
    its = session.get_one(ActivitySession, position.session_id)
    return its.starts_at, its.ends_at


def an_entry(
    staff: Staff, position: Position, people: list[Volunteer], *, picture: int = 1, **facts: object
) -> Entry:
    """Everybody for the whole session, with a reason and a picture of hers."""
    starts_at, ends_at = times_of(position)
    return Entry(
        **{
            "session_id": position.session_id,
            "stays": {one.id: Stretch(starts_at, ends_at) for one in people},
            "reason": "现场停电，用纸质签到表签到",
            "attachment_ids": [keeping.keep(staff.actor, a_photo(seed=picture), now=NOON)],
            **facts,
        }  # type: ignore[arg-type]
    )


def a_back_fill(
    staff: Staff,
    position: Position,
    people: list[Volunteer],
    *,
    picture: int = 1,
    now: datetime = NOON,
) -> UUID:
    """The same, entered."""
    entry = an_entry(staff, position, people, picture=picture)
    return back_fill_entry.enter(staff, entry, quota=MUCH, now=now)
