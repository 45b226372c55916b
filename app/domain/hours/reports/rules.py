"""Reports about hours in notice: what may be said, who answers, and what follows.

Numbers and their sources: docs/rules.md, Hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.domain.hours.back_fill_rules import Person
from app.domain.hours.errors import OwnRecord
from app.domain.hours.reports import errors
from app.domain.hours.rules import Decider
from app.kernel.calendar import local_date, working_days_after
from app.kernel.refusal import BadInput, NotFound, Refusal

WORDS_AT_LEAST = 10
WORDS_AT_MOST = 500
MOST_REPORTS_A_DAY = 5
MOST_UNREGISTERED_A_DAY = 2  # a WeChat id costs nothing
MOST_PICTURES = 3
WORKING_DAYS_TO_ANSWER = 5
OPEN = ("open", "correcting")  # a report in one of these states freezes its records
STANDINGS = {
    "open": "待答复",
    "correcting": "更正待核对",
    "upheld": "属实，已处理",
    "dismissed": "不属实",
}


class Decision(StrEnum):
    """What can be decided about a report."""

    DISMISS = "dismiss"
    UPHOLD = "uphold"
    CORRECT = "correct"
    CORRECTED = "corrected"  # the correction that answers it is approved
    NOT_CORRECTED = "not_corrected"  # it is refused or withdrawn


# What is not in the table is refused.
NEXT_STATE: Mapping[tuple[str, Decision], str] = MappingProxyType(
    {
        ("open", Decision.DISMISS): "dismissed",
        ("open", Decision.UPHOLD): "upheld",
        ("open", Decision.CORRECT): "correcting",
        ("correcting", Decision.CORRECTED): "upheld",
        ("correcting", Decision.NOT_CORRECTED): "open",
    }
)


class RecordDecision(StrEnum):
    """What reports and corrections do to a record."""

    FREEZE = "freeze"
    RELEASE = "release"
    UPHOLD = "uphold"
    REPLACE = "replace"


NEXT_RECORD_STATE: Mapping[tuple[str, RecordDecision], str] = MappingProxyType(
    {
        ("approved", RecordDecision.FREEZE): "frozen",
        ("frozen", RecordDecision.FREEZE): "frozen",  # a second report about it
        ("frozen", RecordDecision.RELEASE): "approved",
        ("frozen", RecordDecision.UPHOLD): "revoked",
        ("approved", RecordDecision.REPLACE): "superseded",
        ("frozen", RecordDecision.REPLACE): "superseded",  # as the answer to its report
    }
)


@dataclass(frozen=True)
class ReportFacts:
    """A report as the rules see it.

    `behind`: who approved, mended, entered or confirmed the hours. `approved_at_levels`: of which
    places: centre | office | station. `reporter_id`: None while she is registered as nobody.
    """

    state: str
    place_path: str
    reporter_id: UUID | None
    volunteer_ids: frozenset[UUID]
    behind: tuple[Person, ...]
    approved_at_levels: frozenset[str]


@dataclass(frozen=True)
class Answerer:
    """Who would answer. `level` is that of the place she serves."""

    by: Decider
    person: Person
    level: str


def due_on(reported_at: datetime) -> date:
    """The day by which a report is answered, or a correction decided."""
    return working_days_after(local_date(reported_at), WORKING_DAYS_TO_ANSWER)


def why_not_say(text: str) -> Refusal | None:
    """Enough to look into, and it fits."""
    length = len(text.strip())
    if length < WORDS_AT_LEAST:
        problem = f"请写清楚是什么情况、您怎么知道的，至少 {WORDS_AT_LEAST} 个字"
        return BadInput(field="text", problem=problem)
    if length > WORDS_AT_MOST:
        return BadInput(field="text", problem=f"最多 {WORDS_AT_MOST} 个字")
    return None


@dataclass(frozen=True)
class Said:
    """What is about to be reported, and by whom. `looked_into`: every line of it, and untrue."""

    registered: bool
    in_notice: bool
    reported_before: bool
    looked_into: bool
    reports_today: int
    pictures: int


def why_not_report(said: Said) -> Refusal | None:
    """While it is in notice, each thing once a person, and a handful a day.

    Who is registered as nobody has fewer, sends no pictures, and freezes nothing that somebody
    has looked into: else a hundred WeChat ids would keep a person's hours from counting.
    """
    if not said.in_notice:
        return errors.NotInNotice()
    if said.reported_before:
        return errors.ReportedAlready()
    if not said.registered and said.looked_into:
        return errors.LookedIntoBefore()
    most = MOST_REPORTS_A_DAY if said.registered else MOST_UNREGISTERED_A_DAY
    if said.reports_today >= most:
        return errors.TooManyReports(most=most)
    if said.pictures > MOST_PICTURES:
        return BadInput(field="pictures", problem=f"最多 {MOST_PICTURES} 张图片")
    if said.pictures and not said.registered:
        return errors.PicturesOfRegistered()
    return None


def why_not_answer(facts: ReportFacts, decision: Decision, who: Answerer) -> Refusal | None:
    """By staff of another level than who approved, who had no hand in it and gains nothing.

    Above the centre there is nobody: what was approved there, another person there may answer.
    """
    if not who.by.scope.covers(facts.place_path):
        return NotFound()
    if (facts.state, decision) not in NEXT_STATE:
        return errors.ReportDecided(standing=STANDINGS[facts.state])
    if any(who.person.is_same_as(other) for other in facts.behind):
        return errors.StandsBehindTheHours()
    if who.by.volunteer_id is not None:
        if who.by.volunteer_id in facts.volunteer_ids:
            return OwnRecord()
        if who.by.volunteer_id == facts.reporter_id:
            return errors.OwnReport()
    if who.level in facts.approved_at_levels and not who.by.at_centre:
        return errors.AnsweredAtAnotherLevel()
    return None


def next_record_state(state: str, decision: RecordDecision) -> str | None:
    """The state that follows; None when the decision does not touch such a record."""
    return NEXT_RECORD_STATE.get((state, decision))
