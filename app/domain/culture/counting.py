"""Head counts that no scanner makes: counted by hand with a photo, or read from a page online.

Nothing is written over: what is put right is a new row that replaces the old one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.domain.access.queries import Staff
from app.domain.attachments import keeping
from app.domain.culture import errors
from app.domain.culture.holding import note, staffs_event
from app.domain.culture.models import CultureEvent, HeadCount
from app.domain.culture.plan_rules import why_not_count, why_not_counted_then
from app.domain.culture.rules import HELD, State, why_not_this_reason
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.rows import row_with
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Counted:
    """A number as typed. `counted_at`: when it was counted, or when the page was read."""

    kind: str
    number: int
    counted_at: datetime
    source: str = ""
    link: str = ""


def add_count(
    staff: Staff, event_id: UUID, counted: Counted, *, pictures: Sequence[UUID] = (), now: datetime
) -> UUID:
    """The first number of its kind (and, online, of its platform); its id."""
    _refuse_unless_whole(counted, has_picture=bool(pictures), now=now)
    with transaction():
        event = staffs_event(staff, event_id)
        _refuse_before_it_is_held(event)
        source = _source(counted)
        first = select(HeadCount.id).where(
            HeadCount.event_id == event_id,
            HeadCount.kind == counted.kind,
            HeadCount.source == source,
        )
        if session.scalar(first.limit(1)) is not None:
            raise errors.CountedAlready(what="现场清点人数" if not source else f"{source}的观看数")
        return _write(staff, event, counted, pictures, now=now)


def correct_count(
    staff: Staff,
    count_id: UUID,
    counted: Counted,
    *,
    reason: str,
    pictures: Sequence[UUID] = (),
    now: datetime,
) -> UUID:
    """Another number in the place of one, with a reason; a picture may stay. The new row's id."""
    if refusal := why_not_this_reason(reason):
        raise refusal
    with transaction():
        old = row_with(HeadCount, count_id)
        event = staffs_event(staff, old.event_id)
        if session.scalar(select(HeadCount.id).where(HeadCount.replaces_id == count_id)):
            raise errors.ReplacedAlready
        same = Counted(old.kind, counted.number, counted.counted_at, old.source, counted.link)
        kept = old.picture_id is not None
        _refuse_unless_whole(same, has_picture=bool(pictures) or kept, now=now)
        return _write(staff, event, same, pictures, replaces=old, reason=reason.strip(), now=now)


def from_a_sheet(staff: Staff, event: CultureEvent, number: int, *, now: datetime) -> None:
    """A number of an imported row: counted by hand, its photo is still to come."""
    _write(staff, event, Counted("hand", number, event.ends_at), (), now=now)


def latest_counts() -> type[HeadCount]:
    """Counts that none replaces, to be selected from."""
    later = aliased(HeadCount)
    replaced = select(later.replaces_id).where(later.replaces_id.is_not(None))
    query = select(HeadCount).where(HeadCount.id.not_in(replaced))
    return aliased(HeadCount, query.subquery())


def _refuse_unless_whole(counted: Counted, *, has_picture: bool, now: datetime) -> None:
    refusal = why_not_count(
        counted.number,
        kind=counted.kind,
        source=counted.source,
        link=counted.link.strip(),
        has_picture=has_picture,
    )
    if refusal := refusal or why_not_counted_then(counted.counted_at, now=now):
        raise refusal


def _refuse_before_it_is_held(event: CultureEvent) -> None:
    if State(event.state) not in HELD:
        raise errors.NotHeldYet


def _source(counted: Counted) -> str:
    return counted.source if counted.kind == "online" else ""


def _write(
    staff: Staff,
    event: CultureEvent,
    counted: Counted,
    pictures: Sequence[UUID],
    *,
    now: datetime,
    replaces: HeadCount | None = None,
    reason: str = "",
) -> UUID:
    if pictures:
        keeping.attach(staff.actor, pictures[:1], now=now)
    kept = replaces.picture_id if replaces else None
    row = HeadCount(
        id=new_id(),
        event_id=event.id,
        kind=counted.kind,
        number=counted.number,
        source=_source(counted),
        link=counted.link.strip(),
        picture_id=pictures[0] if pictures else kept,
        counted_at=counted.counted_at,
        by_id=staff.id,
        at=now,
        replaces_id=replaces.id if replaces else None,
        reason=reason,
    )
    session.add(row)
    session.flush()
    word = "count_correct" if replaces else "count"
    before = replaces.number if replaces else None
    facts = {"kind": row.kind, "source": row.source, "number": row.number, "before": before}
    note(staff.actor, event, word, now=now, **facts, reason=reason)
    return row.id
