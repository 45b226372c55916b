"""How long a qualification counts, and whether it does at a session. Sources: docs/rules.md, Q."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.domain.qualifications import errors
from app.kernel.calendar import end_of_day, last_day, local_date, months_after
from app.kernel.refusal import BadInput, Refusal

NAME_MOST = 30
ABOUT_MOST = 1_000
MONTHS_MOST = 120
WORDS_LEAST = 2
WORDS_MOST = 200
TOLD_BEFORE = timedelta(days=30)


class Grant(StrEnum):
    """Where a qualification that somebody was given stands; that it runs out is its end's."""

    HELD = "held"
    RENEWED = "renewed"
    REVOKED = "revoked"


class GrantStep(StrEnum):
    """What happens to it: a later one takes its place, or staff take it back."""

    RENEW = "renew"
    REVOKE = "revoke"


NEXT_GRANT: Mapping[tuple[Grant, GrantStep], Grant] = MappingProxyType(
    {
        (Grant.HELD, GrantStep.RENEW): Grant.RENEWED,
        (Grant.HELD, GrantStep.REVOKE): Grant.REVOKED,
    }
)


@dataclass(frozen=True)
class Needed:
    """What a position asks for."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Holding:
    """A qualification that somebody holds; `ends_at` None: it does not run out."""

    ends_at: datetime | None

    def counts_at(self, moment: datetime) -> bool:
        """Whether it still counts then."""
        return self.ends_at is None or moment < self.ends_at


def why_not_held(
    needed: Needed, holding: Holding | None, *, at: datetime, now: datetime
) -> Refusal | None:
    """She holds it, and it still counts when the session begins."""
    if holding is None or not holding.counts_at(now):
        return errors.QualificationNeeded(qualification_id=needed.id, name=needed.name)
    if not holding.counts_at(at):
        ends_at = holding.ends_at or at
        return errors.QualificationRunsOut(
            qualification_id=needed.id, name=needed.name, last_day=_in_words(last_day(ends_at))
        )
    return None


def ends_at(granted_at: datetime, valid_months: int | None) -> datetime | None:
    """The first moment it does not count: the day of the grant, so many months on, is its last.

    31 January and one month is the last day of February.
    """
    if valid_months is None:
        return None
    return end_of_day(months_after(local_date(granted_at), valid_months))


def why_not_this_qualification(name: str, about: str, valid_months: int | None) -> Refusal | None:
    """A name, what it is good for, and a time that people can plan with."""
    if not WORDS_LEAST <= len(name.strip()) <= NAME_MOST:
        return BadInput(field="name", problem=f"请填写资格名称（2 到 {NAME_MOST} 个字）")
    if not WORDS_LEAST <= len(about.strip()) <= ABOUT_MOST:
        return BadInput(field="about", problem="请写明这项资格能做什么、怎样取得")
    if valid_months is not None and not 1 <= valid_months <= MONTHS_MOST:
        return BadInput(field="valid_months", problem=f"有效期填 1 至 {MONTHS_MOST} 个月")
    return None


def why_not_these_words(words: str, *, field: str, what: str) -> Refusal | None:
    """A basis or a reason that can be read later."""
    if WORDS_LEAST <= len(words.strip()) <= WORDS_MOST:
        return None
    return BadInput(field=field, problem=f"请写明{what}（2 到 {WORDS_MOST} 个字）")


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
