"""The facts the risk rules see, for any number of records with the same number of statements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import extract, func, select

from app.domain.activities.engagements import PlannedWhen, planned_when
from app.domain.attendance import traces
from app.domain.attendance.rules import BACK_FILL
from app.domain.attendance.traces import ScanTrace, StayTrace
from app.domain.hours.models import HourDecision, HourRecord
from app.domain.hours.risk_rules import PAST_MONTHS, PHONE_WEEK, RecordTraces
from app.domain.people.households import households_of, others_with_number
from app.kernel.calendar import local_date
from app.kernel.database import session

A_DAY = timedelta(days=1)
STAFF_TYPED = ("mend", "confirm")
Month = tuple[int, int]


@dataclass(frozen=True)
class Weighed:
    """A record as far as it is weighed."""

    id: UUID
    place_id: UUID
    attendance_id: UUID
    session_id: UUID
    volunteer_id: UUID
    service_date: date
    back_filled: bool


def of_records(records: Sequence[Weighed]) -> dict[UUID, RecordTraces]:
    """What is known around each record, by its id."""
    if not records:
        return {}
    sessions = {one.session_id for one in records}
    people = {one.volunteer_id for one in records}
    plans = planned_when(sessions)
    stays, scans = traces.stays_of(sessions), traces.scans_of(sessions)
    crowd = _Crowd(stays, scans)
    scanned = _scanned_by_staff(scans)
    typed = _typed_at([one.id for one in records])
    numbers = others_with_number(people)
    months = _months(records)
    scans_of: dict[tuple[UUID, UUID], list[ScanTrace]] = defaultdict(list)
    for scan in scans:
        scans_of[scan.session_id, scan.volunteer_id].append(scan)
    return {
        one.id: _around(
            one,
            plan=plans[one.session_id],
            crowd=crowd,
            scans=scans_of[one.session_id, one.volunteer_id],
            scanned=scanned,
            typed=typed.get(one.id, ()),
            number_others=numbers.get(one.volunteer_id, 0),
            months=months,
        )
        for one in records
    }


def _around(
    record: Weighed,
    *,
    plan: PlannedWhen,
    crowd: "_Crowd",
    scans: list[ScanTrace],
    scanned: Mapping[tuple[UUID, date], int],
    typed: Sequence[datetime],
    number_others: int,
    months: Mapping[tuple[UUID, Month], int],
) -> RecordTraces:
    by_staff = [scanned.get((one.staff_id, local_date(one.at)), 0) for one in scans if one.staff_id]
    metres = [one.distance_metres for one in scans if one.distance_metres is not None]
    month = _month(record.service_date)
    return RecordTraces(
        starts_at=plan.starts_at,
        phone_others_in_session=crowd.others_by_phone(record),
        phone_others_in_week=crowd.others_in_week(record, scans),
        same_times_others=crowd.others_at_same_times(record),
        written_at=plan.written_at,
        published_at=plan.published_at,
        scanned_by_staff=max(by_staff, default=0),
        typed_at=typed,
        farthest_metres=max(metres, default=None),
        number_others=number_others,
        without_scan=crowd.unscanned[record.session_id],
        with_scan=crowd.scanned[record.session_id],
        codes=[
            (one.code_age_seconds, one.distance_metres)
            for one in scans
            if one.code_age_seconds is not None
        ],
        month_minutes=months.get((record.volunteer_id, month), 0),
        past_months=[
            months.get((record.volunteer_id, _before(month, back)), 0)
            for back in range(1, PAST_MONTHS + 1)
        ],
    )


class _Crowd:
    """Who was at the sessions, at which seconds, with which phones; families count once."""

    def __init__(self, stays: Sequence[StayTrace], scans: Sequence[ScanTrace]) -> None:
        marks = {one.phone_mark for one in scans if one.phone_mark}
        moments = [one.at for one in scans if one.phone_mark]
        week = (
            traces.people_by_phone(marks, since=min(moments) - PHONE_WEEK, until=max(moments))
            if moments
            else []
        )
        self.family = households_of(
            {one.volunteer_id for one in stays} | {person for _, person, _ in week}
        )
        self.week: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
        for mark, person, at in week:
            self.week[mark].append((self._home(person), at))
        self.at_times: dict[tuple[UUID, datetime, datetime], set[str]] = defaultdict(set)
        self.times: dict[UUID, tuple[UUID, datetime, datetime]] = {}
        self.scanned: Counter[UUID] = Counter()
        self.unscanned: Counter[UUID] = Counter()
        for stay in stays:
            self._enter(stay)
        self.with_phone: dict[tuple[UUID, str], set[str]] = defaultdict(set)
        self.phones: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
        for scan in scans:
            if scan.phone_mark:
                self.with_phone[scan.session_id, scan.phone_mark].add(self._home(scan.volunteer_id))
                self.phones[scan.session_id, scan.volunteer_id].add(scan.phone_mark)

    def _enter(self, stay: StayTrace) -> None:
        if stay.in_way == BACK_FILL:
            self.unscanned[stay.session_id] += 1
            return
        self.scanned[stay.session_id] += 1
        if stay.out_at is not None:
            at = (stay.session_id, _second(stay.in_at), _second(stay.out_at))
            self.times[stay.attendance_id] = at
            self.at_times[at].add(self._home(stay.volunteer_id))

    def _home(self, person: UUID) -> str:
        return self.family.get(person, str(person))

    def others_by_phone(self, record: Weighed) -> int:
        """Other families that one of her phones scanned for at her session, at most."""
        phones = self.phones.get((record.session_id, record.volunteer_id), ())
        homes = [self.with_phone[record.session_id, phone] for phone in phones]
        return max((len(one) - 1 for one in homes), default=0)

    def others_in_week(self, record: Weighed, scans: Iterable[ScanTrace]) -> int:
        """The same within the week before her scans, wherever."""
        mine = self._home(record.volunteer_id)
        most = 0
        for scan in scans:
            seen = self.week[scan.phone_mark] if scan.phone_mark else ()
            homes = {home for home, at in seen if scan.at - PHONE_WEEK <= at <= scan.at}
            most = max(most, len(homes - {mine}))
        return most

    def others_at_same_times(self, record: Weighed) -> int:
        """Other families in and out at the very seconds she was."""
        at = self.times.get(record.attendance_id)
        return len(self.at_times[at]) - 1 if at else 0


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _scanned_by_staff(scans: Sequence[ScanTrace]) -> dict[tuple[UUID, date], int]:
    """How many people each member of staff scanned on each local day around these scans."""
    by = [one for one in scans if one.staff_id]
    if not by:
        return {}
    found = traces.people_by_staff(
        {one.staff_id for one in by if one.staff_id},
        since=min(one.at for one in by) - A_DAY,
        until=max(one.at for one in by) + A_DAY,
    )
    people: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    for staff_id, person, at in found:
        people[staff_id, local_date(at)].add(person)
    return {key: len(those) for key, those in people.items()}


def _typed_at(record_ids: Collection[UUID]) -> dict[UUID, list[datetime]]:
    rows = session.execute(
        select(HourDecision.record_id, HourDecision.at).where(
            HourDecision.record_id.in_(record_ids), HourDecision.decision.in_(STAFF_TYPED)
        )
    )
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for record_id, at in rows:
        found[record_id].append(at)
    return found


def _months(records: Sequence[Weighed]) -> dict[tuple[UUID, Month], int]:
    """Minutes by person and month, this one and those before it."""
    days = [one.service_date for one in records]
    first = _before(_month(min(days)), PAST_MONTHS)
    year = extract("year", HourRecord.service_date)
    month = extract("month", HourRecord.service_date)
    rows = session.execute(
        select(HourRecord.volunteer_id, year, month, func.sum(HourRecord.minutes))
        .where(
            HourRecord.volunteer_id.in_({one.volunteer_id for one in records}),
            HourRecord.state.in_(("pending", "approved")),
            HourRecord.service_date >= date(first[0], first[1], 1),
        )
        .group_by(HourRecord.volunteer_id, year, month)
    )
    return {(person, (int(y), int(m))): int(minutes) for person, y, m, minutes in rows}


def _month(day: date) -> Month:
    return day.year, day.month


def _before(month: Month, back: int) -> Month:
    number = month[0] * 12 + month[1] - 1 - back
    return number // 12, number % 12 + 1
