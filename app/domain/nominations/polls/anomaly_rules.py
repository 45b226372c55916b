"""What looks odd about ballots: each rule pure, with its number and its sentence.

None looks at whom a ballot names, and none deletes anything. Sources: docs/rules.md, Polls and
clues (E-09 to E-13).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from app.kernel.calendar import local

MINUTES = timedelta(minutes=10)
SAME_NETWORK, SAME_PHONE, NEWCOMERS, AT_NIGHT, SAME_SET = 20, 3, 20, 10, 20
NEW_FOR = timedelta(days=1)
NIGHT_BEGINS_HOUR, NIGHT_ENDS_HOUR = 1, 5
SAME_SET_PERCENT = 60


@dataclass(frozen=True)
class Seen:
    """A ballot as these rules see it."""

    id: UUID
    cast_at: datetime
    address_range: str
    phone_mark: str | None
    voter_met_at: datetime
    choices_key: str


@dataclass(frozen=True)
class Anomaly:
    """Ballots that look odd together, in the order of their moments."""

    rule: str
    ballots: tuple[UUID, ...]
    first_at: datetime
    last_at: datetime

    @property
    def key(self) -> UUID:
        """Names the group: its first ballot."""
        return self.ballots[0]

    @property
    def sentence(self) -> str:
        """What is odd, for staff."""
        return RULES[self.rule].sentence.format(count=len(self.ballots))


@dataclass(frozen=True)
class Rule:
    """At least so many ballots of one group within a time; `percent`: and of all in that time."""

    title: str
    sentence: str
    group: Callable[[Seen], object | None]  # None: the rule does not look at it
    at_least: int
    within: timedelta
    at: Callable[[Seen], datetime] = lambda seen: seen.cast_at
    percent: int = 0


def _night(seen: Seen) -> object | None:
    here = local(seen.cast_at)
    return here.date() if NIGHT_BEGINS_HOUR <= here.hour < NIGHT_ENDS_HOUR else None


def _new(seen: Seen) -> object | None:
    return True if seen.cast_at - seen.voter_met_at <= NEW_FOR else None


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "network": Rule(
            "同一网络",
            "{count} 张选票在十分钟左右的时间里来自同一个网络段",
            lambda seen: seen.address_range or None,
            SAME_NETWORK,
            MINUTES,
        ),
        "phone": Rule(
            "同一部手机",
            "{count} 张选票在十分钟左右的时间里从同一部手机投出",
            lambda seen: seen.phone_mark,
            SAME_PHONE,
            MINUTES,
        ),
        "newcomers": Rule(
            "成批的新关注",
            "{count} 张选票的投票人几乎同时关注，一天之内就来投票",
            _new,
            NEWCOMERS,
            MINUTES,
            lambda seen: seen.voter_met_at,
        ),
        "night": Rule(
            "夜里投票",
            "{count} 张选票在同一夜的 1 点到 5 点投出",
            _night,
            AT_NIGHT,
            timedelta(hours=NIGHT_ENDS_HOUR - NIGHT_BEGINS_HOUR),
        ),
        "same_set": Rule(
            "选的人完全一样",
            "{count} 张选票在十分钟左右的时间里选了完全一样的几个人",
            lambda seen: seen.choices_key or None,
            SAME_SET,
            MINUTES,
            percent=SAME_SET_PERCENT,
        ),
    }
)


def anomalies(ballots: Sequence[Seen]) -> list[Anomaly]:
    """All that looks odd among a poll's ballots, the largest groups first."""
    moments = sorted(seen.cast_at for seen in ballots)
    found = [one for name, rule in RULES.items() for one in _odd(name, rule, ballots, moments)]
    return sorted(found, key=lambda one: (-len(one.ballots), one.rule, one.first_at))


def _odd(
    name: str, rule: Rule, ballots: Sequence[Seen], moments: Sequence[datetime]
) -> Iterator[Anomaly]:
    groups: dict[object, list[Seen]] = {}
    for seen in ballots:
        group = rule.group(seen)
        if group is not None:
            groups.setdefault(group, []).append(seen)
    for together in groups.values():
        together.sort(key=lambda seen: (rule.at(seen), seen.id))
        for first, last in bursts([rule.at(seen) for seen in together], rule):
            part = together[first : last + 1]
            if rule.percent and not _most_of_all(part, moments, rule.percent):
                continue
            cast = [seen.cast_at for seen in part]
            yield Anomaly(name, tuple(seen.id for seen in part), min(cast), max(cast))


def bursts(moments: Sequence[datetime], rule: Rule) -> Iterator[tuple[int, int]]:
    """First and last of each stretch in which so many come within the time; overlaps are one."""
    start = end = -1
    for last in range(rule.at_least - 1, len(moments)):
        first = last - rule.at_least + 1
        if moments[last] - moments[first] > rule.within:
            continue
        if end >= first:
            end = last
            continue
        if end >= 0:
            yield start, end
        start, end = first, last
    if end >= 0:
        yield start, end


def _most_of_all(part: Sequence[Seen], moments: Sequence[datetime], percent: int) -> bool:
    in_that_time = bisect_right(moments, part[-1].cast_at) - bisect_left(moments, part[0].cast_at)
    return len(part) * 100 >= percent * in_that_time
