"""A record of hours as staff and its volunteer see it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain.access import queries as access
from app.domain.activities.engagements import SessionOutline, outlines
from app.domain.attendance.queries import AttendanceView, attendances
from app.domain.attendance.rules import OFFLINE_WAYS
from app.domain.hours import risk_queries
from app.domain.hours.models import HourRecord
from app.domain.hours.risk_rules import Flag
from app.domain.hours.rules import STANDINGS, UNCONFIRMED, Stretch, countable_stretch
from app.domain.people import queries as people
from app.domain.people.queries import PersonCard
from app.kernel.calendar import local_date


@dataclass(frozen=True)
class RecordRow:
    """One record, how it came about, and where it stands."""

    id: UUID
    person: PersonCard
    plan: SessionOutline
    stay: AttendanceView
    counted_from: datetime
    counted_until: datetime
    service_date: date
    minutes: int
    state: str
    reason: str | None
    due_on: date
    needs_second_look: bool
    mended_by: str | None
    confirmed_on_request: bool
    decided_by: str | None
    decided_at: datetime | None
    appealed_at: datetime | None
    back_fill_id: UUID | None = None
    risks: tuple[Flag, ...] = ()  # what has to be looked at before anybody approves it
    supersedes_id: UUID | None = None

    @property
    def back_filled(self) -> bool:
        """Whether staff typed it in, without a scan."""
        return self.back_fill_id is not None

    @property
    def earns_points(self) -> bool:
        """Only what a scan stands behind is worth anything beyond itself."""
        return not self.back_filled

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def title(self) -> str:
        """The activity's title."""
        return self.plan.title

    @property
    def standing(self) -> str:
        """The state in words."""
        return UNCONFIRMED if self.unconfirmed else STANDINGS[self.state]

    @property
    def unconfirmed(self) -> bool:
        """Whether nobody knows yet when she left."""
        return self.state == "returned" and self.stay.missed and self.mended_by is None

    @property
    def planned_minutes(self) -> int:
        """Whole minutes of the session as planned."""
        return int((self.plan.ends_at - self.plan.starts_at).total_seconds() // 60)

    @property
    def countable(self) -> Stretch:
        """Between these times a returned record may be mended."""
        return countable_stretch(
            self.stay.in_at,
            self.stay.out_at,
            starts_at=self.plan.starts_at,
            ends_at=self.plan.ends_at,
        )

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been decided before today."""
        return self.state == "pending" and self.due_on < local_date(now)

    def flags(self, now: datetime) -> tuple[str, ...]:
        """What an approver should look at, in words."""
        return tuple(words for applies, words in self._concerns(now) if applies)

    def _concerns(self, now: datetime) -> Iterator[tuple[bool, str]]:
        yield self.back_filled, "补录"
        yield self.supersedes_id is not None, "更正后的记录"
        yield self.overdue(now), "已超期"
        for risk in self.risks:
            yield True, risk.title
        yield self.needs_second_look, "当日超 8 小时"
        asked = self.confirmed_on_request
        yield asked, f"补签退，由{self.mended_by}确认"
        yield self.mended_by is not None and not asked, f"由{self.mended_by}补正"
        yield self.appealed_at is not None, "志愿者申诉"
        yield self.stay.out_at is None, "无签退"
        yield bool(OFFLINE_WAYS & {self.stay.in_way, self.stay.out_way}), "离线扫码"
        yield self.stay.note is not None, "考勤有更正"


@dataclass(frozen=True)
class DecisionRow:
    """One decision: drawn_up redrawn approve return reject revoke mend appeal."""

    at: datetime
    decision: str
    actor_name: str
    reason: str | None
    minutes: int


def rows_of(records: Sequence[HourRecord]) -> list[RecordRow]:
    """Rows with everything they show: four or five statements for any number."""
    stays = attendances({record.attendance_id for record in records})
    cards = people.cards({record.volunteer_id for record in records})
    plans = outlines({record.session_id for record in records})
    names = access.names(set(_staff_ids(records)))
    risks = risk_queries.open_flags([record.id for record in records if record.open_flags])
    return [
        RecordRow(
            id=record.id,
            person=cards[record.volunteer_id],
            plan=plans[record.session_id],
            stay=stays[record.attendance_id],
            counted_from=record.counted_from,
            counted_until=record.counted_until,
            service_date=record.service_date,
            minutes=record.minutes,
            state=record.state,
            reason=record.reason,
            due_on=record.due_on,
            needs_second_look=record.needs_second_look,
            mended_by=_name(record.mended_by_id, names),
            confirmed_on_request=record.confirmed_on_request,
            decided_by=_name(record.decided_by_id, names),
            decided_at=record.decided_at,
            appealed_at=record.appealed_at,
            back_fill_id=record.back_fill_id,
            risks=tuple(risks.get(record.id, ())),
            supersedes_id=record.supersedes_id,
        )
        for record in records
    ]


def _staff_ids(records: Iterable[HourRecord]) -> Iterator[UUID | None]:
    for record in records:
        yield record.mended_by_id
        yield record.decided_by_id


def _name(staff_id: UUID | None, names: dict[UUID, str]) -> str | None:
    return names.get(staff_id) if staff_id else None
