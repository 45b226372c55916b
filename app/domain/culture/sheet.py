"""Many events of a programme as a table: columns, a dry run, and all of it at once.

What lies behind is entered as held, with the number somebody counted; what is to come is published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import race_window
from app.domain.culture.counting import from_a_sheet
from app.domain.culture.holding import note
from app.domain.culture.models import CultureEvent, CultureProgramme
from app.domain.culture.plan_rules import LONGEST_TITLE, LONGEST_VENUE, Event, why_not_this_event
from app.domain.culture.planning import describe, draft
from app.domain.culture.queries import programme
from app.domain.culture.rules import State
from app.domain.culture.vocabulary import EVENT_KINDS
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.calendar import SHANGHAI
from app.kernel.database import session
from app.kernel.refusal import BadInput
from app.kernel.sheets import (
    CellProblem,
    Column,
    DryRun,
    Fault,
    RowProblem,
    SheetHasFaults,
    SheetRow,
    cell,
    choice_in,
    day_in,
    read_lines,
    same_twice,
    whole_number_in,
)
from app.kernel.transaction import transaction

LONGEST_NUMBER = 6  # digits
_KIND, _DAY, _BEGINS, _ENDS = "种类", "日期", "开始", "结束"
_PLACE, _VENUE, _TITLE, _HEADS = "社区", "地点", "名称", "现场人数"
COLUMNS = (
    Column(_KIND, "从下拉列表里选", EVENT_KINDS, required=True),
    Column(_DAY, "哪天开始，如 2026-12-05", required=True),
    Column(_BEGINS, "如 19:00", required=True),
    Column(_ENDS, "如 21:00；比开始早的，算第二天", required=True),
    Column(_PLACE, "社区或阵地的全称或简称，如：阳光社区", required=True),
    Column(_VENUE, f"具体地点，如：文化广场；最多 {LONGEST_VENUE} 个字", required=True),
    Column(_TITLE, f"如：《我和我的祖国》；最多 {LONGEST_TITLE} 个字", required=True),
    Column(_HEADS, "已经办过的填现场有多少人，没有数过的留空；还没办的不填"),
)
_FIELDS = {"kind": _KIND, "venue": _VENUE, "ends_at": _ENDS}
_KINDS = {one: one for one in EVENT_KINDS}
_TIMES = ("%H:%M", "%H:%M:%S", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class _Line:
    """A row that could be read: the event it says, where, and how many came."""

    row: SheetRow
    event: Event
    place: PlaceView
    heads: int | None

    @property
    def key(self) -> tuple[UUID, datetime, str]:
        """What no two events of a programme have in common."""
        return self.place.id, self.event.starts_at, self.event.title


def dry_run(staff: Staff, programme_id: UUID, rows: Sequence[SheetRow], *, now: datetime) -> DryRun:
    """What bringing them in would do; writes nothing. Every row is a new event."""
    lines, faults = _looked_through(staff, programme_id, rows, now=now)
    return DryRun(new=len(lines), changed=0, unchanged=0, faults=tuple(sorted(faults)))


def bring_in(staff: Staff, programme_id: UUID, rows: Sequence[SheetRow], *, now: datetime) -> int:
    """Write all rows in one action; how many. Refuses when any is wrong."""
    with transaction():
        _hold(programme_id)
        lines, faults = _looked_through(staff, programme_id, rows, now=now)
        if faults:
            raise SheetHasFaults(count=len(faults))
        race_window.pass_through()
        for one in lines:
            _write(staff, programme_id, one, now=now)
        return len(lines)


def all_over(rows: Sequence[SheetRow], *, now: datetime) -> bool:
    """Whether nothing of a table that could be read is still to come."""
    return all(_times(one)[1] <= now for one in rows)


def _hold(programme_id: UUID) -> None:
    """Who presses twice at once is looked through one after the other."""
    session.execute(
        select(CultureProgramme.id)
        .where(CultureProgramme.id == programme_id)
        .with_for_update(key_share=True)
    )


def _looked_through(
    staff: Staff, programme_id: UUID, rows: Sequence[SheetRow], *, now: datetime
) -> tuple[list[_Line], list[Fault]]:
    staff.require(Permission.CULTURE_MANAGE, staff.place.path)
    there = _There(staff, programme_id, now=now)
    lines, faults = read_lines(rows, there.line)
    keys = {one.row.line: one.key for one in lines}
    return lines, [*faults, *same_twice(rows, keys, _TITLE)]


class _There:
    """What is there already, read once for the whole table."""

    def __init__(self, staff: Staff, programme_id: UUID, *, now: datetime) -> None:
        self.now = now
        organiser = programme(programme_id, within=staff.scope).place
        self.places: dict[str, list[PlaceView]] = {}
        for one in places.sites(staff.scope):
            if one.path.startswith(organiser.path):
                for name in {one.name, one.short_name}:
                    self.places.setdefault(name, []).append(one)
        events = session.execute(
            select(CultureEvent.place_id, CultureEvent.starts_at, CultureEvent.title).where(
                CultureEvent.programme_id == programme_id,
                CultureEvent.state != State.CANCELLED.value,
            )
        )
        self.events = {(row.place_id, row.starts_at, row.title) for row in events}

    def line(self, row: SheetRow) -> _Line:
        """The row as it will be written; raises with the column and what to do."""
        place, event = self._place(row), _event(row)
        line = _Line(row, event, place, self._heads(row, event))
        if line.key in self.events:
            raise RowProblem(_TITLE, "这一场已经有了（同一社区、同一时间、同一名称）")
        return line

    def _place(self, row: SheetRow) -> PlaceView:
        name = row.text(_PLACE)
        found = self.places.get(name, [])
        if not found:
            raise RowProblem(_PLACE, f"没有找到社区“{name}”，或不在您负责的范围内")
        if len(found) > 1:
            raise RowProblem(_PLACE, f"有几个“{name}”，请写全称")
        return found[0]

    def _heads(self, row: SheetRow, event: Event) -> int | None:
        if event.starts_at <= self.now < event.ends_at:
            raise RowProblem(_DAY, "这一场正在进行，请等结束以后再导入")
        if row.text(_HEADS) and event.ends_at > self.now:
            raise RowProblem(_HEADS, "还没有办的场次不能填现场人数")
        if len(row.text(_HEADS)) > LONGEST_NUMBER:
            raise RowProblem(_HEADS, f"现场人数请填整数，最多 {LONGEST_NUMBER} 位")
        return cell(row, _HEADS, whole_number_in)


def _event(row: SheetRow) -> Event:
    kind = cell(row, _KIND, lambda text: choice_in(text, _KINDS, what=_KIND))
    starts_at, ends_at = _times(row)
    event = Event(
        kind=kind,
        title=row.text(_TITLE),
        about="",
        venue=row.text(_VENUE),
        starts_at=starts_at,
        ends_at=ends_at,
        entry="open",
    )
    refusal = why_not_this_event(event)
    if isinstance(refusal, BadInput):
        raise RowProblem(_FIELDS.get(refusal.field, _TITLE), refusal.sentence)
    return event


def _times(row: SheetRow) -> tuple[datetime, datetime]:
    """When it begins and ends; what ends no later than it begins goes on past midnight."""
    on = cell(row, _DAY, day_in)
    if on is None:
        raise RowProblem(_DAY, "请填写日期，如 2026-12-05")
    starts_at, ends_at = (
        datetime.combine(on, cell(row, column, _time_in), SHANGHAI) for column in (_BEGINS, _ENDS)
    )
    return starts_at, ends_at + timedelta(days=1 if ends_at <= starts_at else 0)


def _time_in(text: str) -> time:
    for way in _TIMES:
        try:
            return datetime.strptime(text, way).time()  # noqa: DTZ007 - combined with its zone above
        except ValueError:
            continue
    raise CellProblem(
        f"“{text[:20]}”不是时间，请写成 19:00 这样" if text else "请填写时间，如 19:00"
    )


def _write(staff: Staff, programme_id: UUID, line: _Line, *, now: datetime) -> None:
    row = draft(staff, programme_id, place_id=line.place.id, now=now)
    describe(row, line.event)
    over = line.event.ends_at <= now
    row.state = State.ENDED.value if over else State.PUBLISHED.value
    session.add(row)
    session.flush()
    note(staff.actor, row, "import", now=now, state=row.state)
    if line.heads is not None:
        from_a_sheet(staff, row, line.heads, now=now)
