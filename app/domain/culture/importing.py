"""Many events at once from a sheet: looked through line by line first, then all or none written.

What lies behind is entered as held, with the number somebody counted; what is to come is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import race_window
from app.domain.culture import errors
from app.domain.culture.counting import from_a_sheet
from app.domain.culture.holding import note
from app.domain.culture.models import CultureEvent, CultureProgramme
from app.domain.culture.plan_rules import Event, why_not_this_event
from app.domain.culture.planning import describe, draft
from app.domain.culture.queries import programme
from app.domain.culture.rules import MOST_ROWS, State
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.calendar import SHANGHAI
from app.kernel.database import session
from app.kernel.transaction import transaction

LONGEST_NUMBER = 6  # digits
COLUMNS = ("日期", "开始", "结束", "社区", "地点", "名称", "现场人数")
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S")
_TIMES = ("%H:%M", "%H:%M:%S", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Line:
    """One line of the sheet as text; `number` is its number in the sheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A line looked through: either what it says, or its fault."""

    line: Line
    fault: str = ""
    event: Event | None = None
    place: PlaceView | None = None
    heads: int | None = None


def lines_of(table: Sequence[Sequence[str]]) -> list[Line]:
    """The lines below the heading that hold anything; refuses another heading, none, too many."""
    heading = tuple(cell.strip() for cell in table[0]) if table else ()
    if heading[: len(COLUMNS)] != COLUMNS:
        raise errors.WrongColumns(columns="、".join(COLUMNS))
    width = len(COLUMNS)
    found = [
        Line(number, tuple(cell.strip() for cell in (*cells, *[""] * width)[:width]))
        for number, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not found:
        raise errors.NoRows
    _refuse_too_many(found)
    return found


def _refuse_too_many(lines: Sequence[Line]) -> None:
    if len(lines) > MOST_ROWS:
        raise errors.TooManyRows(most=MOST_ROWS, count=len(lines))


def checked(
    staff: Staff, programme_id: UUID, kind: str, lines: Sequence[Line], *, now: datetime
) -> list[Checked]:
    """The dry run: every line with what it means or why it cannot be taken."""
    staff.require(Permission.CULTURE_MANAGE, staff.place.path)
    _refuse_too_many(lines)
    organiser = programme(programme_id, within=staff.scope).place
    found: dict[str, list[PlaceView]] = {}
    for one in places.tree(staff.scope):
        if one.path.startswith(organiser.path):
            for name in {one.name, one.short_name}:
                found.setdefault(name, []).append(one)
    seen = _there_already(programme_id)
    return [_checked(one, kind, found, seen, now=now) for one in lines]


Key = tuple[UUID, datetime, str]


def _there_already(programme_id: UUID) -> set[Key]:
    rows = session.execute(
        select(CultureEvent.place_id, CultureEvent.starts_at, CultureEvent.title).where(
            CultureEvent.programme_id == programme_id,
            CultureEvent.state != State.CANCELLED.value,
        )
    )
    return {(row.place_id, row.starts_at, row.title) for row in rows}


def _checked(
    line: Line,
    kind: str,
    known: Mapping[str, list[PlaceView]],
    seen: set[Key],
    *,
    now: datetime,
) -> Checked:
    _, _, _, community, venue, title, heads = line.cells
    there = known.get(community, [])
    if not there:
        return Checked(line, f"没有找到社区“{community}”，或不在您负责的范围内")
    if len(there) > 1:
        return Checked(line, f"有几个“{community}”，请写全称")
    times = _times(line)
    if times is None:
        return Checked(line, "日期请写成 2026-12-05，时间请写成 19:00")
    starts_at, ends_at = times
    event = Event(
        kind=kind,
        title=title,
        about="",
        venue=venue,
        starts_at=starts_at,
        ends_at=ends_at,
        entry="open",
    )
    if refusal := why_not_this_event(event):
        return Checked(line, refusal.sentence)
    if fault := _fault_of_heads(heads, over=ends_at <= now, begun=starts_at <= now):
        return Checked(line, fault)
    key = (there[0].id, starts_at, title)
    if key in seen:
        return Checked(line, "这一场已经有了（同一社区、同一时间、同一名称）")
    seen.add(key)
    return Checked(line, "", event, there[0], int(heads) if heads else None)


def _fault_of_heads(heads: str, *, over: bool, begun: bool) -> str:
    if begun and not over:
        return "这一场正在进行，请等结束以后再导入"
    if heads and not over:
        return "还没有办的场次不能填现场人数"
    if heads and not (heads.isascii() and heads.isdigit() and len(heads) <= LONGEST_NUMBER):
        return "现场人数请填整数"
    return ""


def import_lines(
    staff: Staff, programme_id: UUID, kind: str, lines: Sequence[Line], *, now: datetime
) -> int:
    """All of them, or none when one has a fault; how many."""
    with transaction():
        _hold(programme_id)
        looked_at = checked(staff, programme_id, kind, lines, now=now)
        if faulty := sum(bool(one.fault) for one in looked_at):
            raise errors.RowsFaulty(count=faulty)
        race_window.pass_through()
        for one in looked_at:
            _write(staff, programme_id, one, now=now)
        return len(looked_at)


def all_over(lines: Sequence[Line], *, now: datetime) -> bool:
    """Whether nothing of a sheet is still to come."""
    times = [_times(one) for one in lines]
    return all(one is not None and one[1] <= now for one in times)


def _hold(programme_id: UUID) -> None:
    """Who presses twice at once is looked through one after the other."""
    session.execute(
        select(CultureProgramme.id)
        .where(CultureProgramme.id == programme_id)
        .with_for_update(key_share=True)
    )


def _write(staff: Staff, programme_id: UUID, line: Checked, *, now: datetime) -> None:
    if line.event is None or line.place is None:
        raise errors.RowsFaulty(count=1)
    row = draft(staff, programme_id, place_id=line.place.id, now=now)
    describe(row, line.event)
    over = line.event.ends_at <= now
    row.state = State.ENDED.value if over else State.PUBLISHED.value
    session.add(row)
    session.flush()
    note(staff.actor, row, "import", now=now, state=row.state)
    if line.heads is not None:
        from_a_sheet(staff, row, line.heads, now=now)


def _times(line: Line) -> tuple[datetime, datetime] | None:
    """When it begins and ends; None where that cannot be read."""
    day, begins, ends = line.cells[:3]
    starts_at, ends_at = _moment(day, begins), _moment(day, ends)
    if starts_at is None or ends_at is None:
        return None
    past_midnight = timedelta(days=1 if ends_at <= starts_at else 0)
    return starts_at, ends_at + past_midnight


def _moment(day: str, time: str) -> datetime | None:
    on, at = _parsed(day, _DATES), _parsed(time, _TIMES)
    if on is None or at is None:
        return None
    return datetime.combine(on.date(), at.time(), SHANGHAI)


def _parsed(text: str, ways: Sequence[str]) -> datetime | None:
    for way in ways:
        try:
            return datetime.strptime(text, way)  # noqa: DTZ007 - combined with its zone above
        except ValueError:
            continue
    return None


def example() -> list[tuple[str | int, ...]]:
    """A line for the blank sheet."""
    return [("2026-12-05", "19:00", "21:00", "阳光社区", "阳光社区广场", "《我和我的祖国》", 86)]
