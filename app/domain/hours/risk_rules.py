"""What makes one look twice at hours. Numbers and their sources: docs/rules.md, Risk flags.

Each rule sees facts and answers with a flag or None. A flag refuses nothing: it asks for a look.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from types import MappingProxyType

from app.kernel.calendar import local

PHONE_IN_SESSION = 2  # people, no family, scanned by one phone at one session
PHONE_IN_WEEK = 3  # the same within a week, wherever
PHONE_WEEK = timedelta(days=7)
SAME_TIMES_PEOPLE = 3
LATE_BEFORE_START = timedelta(minutes=30)
MOST_SCANNED_A_DAY = 150  # people scanned by one member of staff
MOST_TYPED_PEOPLE_A_DAY = 40
MOST_TYPED_MINUTES_A_DAY = 80 * 60
NIGHT_BEGINS, NIGHT_ENDS = 22, 6  # local hours
FAR_METRES = 500
SHARED_PHONE_PEOPLE = 3
NO_SCAN_PEOPLE = 20  # without a scan, and more than those with one
RELAYED_AFTER_SECONDS = 60
RELAYED_FROM_METRES = 300
MOST_A_MONTH_MINUTES = 100 * 60
SUDDEN_FROM_MINUTES = 40 * 60
SUDDEN_TIMES = 3
PAST_MONTHS = 6
FEWEST_PAST_MONTHS = 2
SHORTEST_NOTE, LONGEST_NOTE = 2, 200

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "same_phone": "一机多人",
        "same_times": "时间相同",
        "late_activity": "活动后建",
        "same_photo": "照片重复",
        "much_entered": "一人大量办理",
        "at_night": "夜间录入",
        "far_away": "距离较远",
        "shared_number": "手机号多人共用",
        "no_scans": "多人无扫码",
        "relayed_code": "疑似转发的码",
        "outlier": "本月时长突增",
        "call_back": "回访不符",
    }
)
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "same_phone": "同一部手机为 {people} 个不是一家人的志愿者扫了码，请核实本人是否都到场",
        "same_times": "同一场有 {people} 个人的签到、签退时间精确到秒都相同，请核实是否代签",
        "late_activity": "活动在{when}才{what}，请核实活动是否真的按计划开展",
        "same_photo": "有 {pictures} 张照片在别的补录里用过（完全相同或重新压缩过），请对照照片",
        "much_entered": "同一位工作人员当天{what}了 {people} 人，请核实是否都有依据",
        "at_night": "{time} 在夜间录入或确认，请核实当时为什么办理",
        "far_away": "扫码时离活动地点 {metres} 米，请核实是否到场",
        "shared_number": "这个手机号登记在 {people} 个不是一家人的志愿者名下，请核实是不是同一个人",
        "no_scans": "这一场有 {people} 个人没有扫码记录，占多数，请核实活动规模",
        "relayed_code": "扫码时这个码已显示过 {seconds} 秒，{where}，可能是转发的，请核实是否到场",
        "outlier": "本月累计 {hours} 小时，{why}，请核实",
        "call_back": "抽查回访时本人说的与记录不符：{said}",
    }
)


@dataclass(frozen=True)
class Flag:
    """Something to look at; `facts` are plain values, without names or numbers of people."""

    code: str
    facts: dict[str, int | str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """In a few words, for a list."""
        return TITLES[self.code]

    @property
    def sentence(self) -> str:
        """What the approver reads."""
        return SENTENCES[self.code].format(**self.facts)


@dataclass(frozen=True, kw_only=True)
class RecordTraces:
    """What is known around one record. Counts of people are of others, who are no family.

    `planned_at`: when the activity was written down and published, the later. `typed_at`: moments
    at which staff confirmed or mended its times. `relayed`: age of a code in seconds, and metres.
    """

    starts_at: datetime
    phone_others_in_session: int = 0
    phone_others_in_week: int = 0
    same_times_others: int = 0
    written_at: datetime | None = None
    published_at: datetime | None = None
    scanned_by_staff: int = 0
    typed_at: Sequence[datetime] = ()
    farthest_metres: int | None = None
    number_others: int = 0
    without_scan: int = 0
    with_scan: int = 0
    codes: Sequence[tuple[int, int | None]] = ()
    month_minutes: int = 0
    past_months: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class BackFillTraces:
    """What is known around hours that were typed in together."""

    starts_at: datetime
    written_at: datetime | None = None
    published_at: datetime | None = None
    pictures_used_before: int = 0
    typed_people: int = 0  # by the same member of staff on that day, these included
    typed_minutes: int = 0
    typed_at: Sequence[datetime] = ()
    number_others: int = 0  # of whoever on it shares a number with most
    without_scan: int = 0  # of the session, these included
    with_scan: int = 0


def same_phone(traces: RecordTraces) -> Flag | None:
    """One phone scanned for several people who are no family."""
    in_session, in_week = traces.phone_others_in_session + 1, traces.phone_others_in_week + 1
    if in_session >= PHONE_IN_SESSION or in_week >= PHONE_IN_WEEK:
        return Flag("same_phone", {"people": max(in_session, in_week)})
    return None


def same_times(traces: RecordTraces) -> Flag | None:
    """In and out at the same seconds as several others of the session."""
    people = traces.same_times_others + 1
    return Flag("same_times", {"people": people}) if people >= SAME_TIMES_PEOPLE else None


def late_activity(traces: RecordTraces | BackFillTraces) -> Flag | None:
    """An activity that was made, or published, after its start or shortly before."""
    for what, moment in (("建立", traces.written_at), ("发布", traces.published_at)):
        if moment is not None and moment > traces.starts_at - LATE_BEFORE_START:
            return Flag("late_activity", {"what": what, "when": _beside(moment, traces.starts_at)})
    return None


def _beside(moment: datetime, starts_at: datetime) -> str:
    minutes = int((moment - starts_at).total_seconds() // 60)
    return f"开始前 {-minutes} 分钟" if minutes < 0 else "开始以后"


def much_scanned(traces: RecordTraces) -> Flag | None:
    """One member of staff scanned very many people that day."""
    if traces.scanned_by_staff <= MOST_SCANNED_A_DAY:
        return None
    return Flag("much_entered", {"what": "扫码", "people": traces.scanned_by_staff})


def much_typed(traces: BackFillTraces) -> Flag | None:
    """One member of staff typed in very many people, or hours, that day."""
    people, minutes = traces.typed_people, traces.typed_minutes
    if people <= MOST_TYPED_PEOPLE_A_DAY and minutes <= MOST_TYPED_MINUTES_A_DAY:
        return None
    return Flag("much_entered", {"what": "补录", "people": people})


def at_night(traces: RecordTraces | BackFillTraces) -> Flag | None:
    """Times typed or confirmed when offices are closed."""
    for moment in traces.typed_at:
        hour = local(moment).hour
        if hour >= NIGHT_BEGINS or hour < NIGHT_ENDS:
            return Flag("at_night", {"time": f"{local(moment):%H:%M}"})
    return None


def far_away(traces: RecordTraces) -> Flag | None:
    """Scanned far from the place, where distances are known."""
    metres = traces.farthest_metres
    if metres is None or metres <= FAR_METRES:
        return None
    return Flag("far_away", {"metres": metres})


def shared_number(traces: RecordTraces | BackFillTraces) -> Flag | None:
    """One phone number that belongs to several volunteers who are no family."""
    people = traces.number_others + 1
    return Flag("shared_number", {"people": people}) if people >= SHARED_PHONE_PEOPLE else None


def no_scans(traces: RecordTraces | BackFillTraces) -> Flag | None:
    """Many took part, and most of them left no scan."""
    many = traces.without_scan >= NO_SCAN_PEOPLE and traces.without_scan > traces.with_scan
    return Flag("no_scans", {"people": traces.without_scan}) if many else None


def relayed_code(traces: RecordTraces) -> Flag | None:
    """A code opened long after the screen had shown it, by somebody far away or nowhere."""
    for seconds, metres in traces.codes:
        far = metres is None or metres > RELAYED_FROM_METRES
        if seconds >= RELAYED_AFTER_SECONDS and far:
            where = "没有位置" if metres is None else f"离活动地点 {metres} 米"
            return Flag("relayed_code", {"seconds": seconds, "where": where})
    return None


def outlier(traces: RecordTraces) -> Flag | None:
    """Very much in one month, or suddenly far more than she is used to."""
    hours = traces.month_minutes // 60
    if traces.month_minutes > MOST_A_MONTH_MINUTES:
        return Flag("outlier", {"hours": hours, "why": f"超过 {MOST_A_MONTH_MINUTES // 60} 小时"})
    past = [minutes for minutes in traces.past_months if minutes]
    if traces.month_minutes < SUDDEN_FROM_MINUTES or len(past) < FEWEST_PAST_MONTHS:
        return None
    usual = int(median(past))
    if traces.month_minutes <= SUDDEN_TIMES * usual:
        return None
    return Flag("outlier", {"hours": hours, "why": f"平时每月约 {usual // 60} 小时"})


def same_photo(traces: BackFillTraces) -> Flag | None:
    """A picture that other hours rest on already."""
    pictures = traces.pictures_used_before
    return Flag("same_photo", {"pictures": pictures}) if pictures else None


RECORD_RULES: tuple[Callable[[RecordTraces], Flag | None], ...] = (
    same_phone,
    relayed_code,
    far_away,
    same_times,
    late_activity,
    much_scanned,
    at_night,
    no_scans,
    shared_number,
    outlier,
)
# What a back-fill was flagged for stands on the back-fill; this is about the person alone.
BACK_FILLED_RECORD_RULES: tuple[Callable[[RecordTraces], Flag | None], ...] = (outlier,)
BACK_FILL_RULES: tuple[Callable[[BackFillTraces], Flag | None], ...] = (
    same_photo,
    late_activity,
    much_typed,
    at_night,
    no_scans,
    shared_number,
)


def flags_of_record(traces: RecordTraces, *, back_filled: bool) -> list[Flag]:
    """Every flag of one record."""
    rules = BACK_FILLED_RECORD_RULES if back_filled else RECORD_RULES
    return [flag for rule in rules if (flag := rule(traces))]


def flags_of_back_fill(traces: BackFillTraces) -> list[Flag]:
    """Every flag of one back-fill."""
    return [flag for rule in BACK_FILL_RULES if (flag := rule(traces))]
