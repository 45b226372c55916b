"""How many are drawn, for whom, by when. Numbers and their sources: docs/rules.md, Call-backs."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.domain.call_backs import errors
from app.domain.places.scope import Scope
from app.kernel.calendar import local_date, working_days_after
from app.kernel.refusal import BadInput, NotFound, Refusal

SHARE_PERCENT = 2
FEWEST_A_PLACE = 1
WORKING_DAYS = 10
TRIES = 3
BETWEEN_TRIES = timedelta(hours=2)
TAKEN_LASTS = timedelta(days=2)
SHORTEST_TEXT, LONGEST_TEXT = 2, 200
STANDINGS = {
    "open": "待回访",
    "confirmed": "相符",
    "not_reached": "联系不上",
    "differs": "不符",
    "lapsed": "逾期未回访",
}


@dataclass(frozen=True)
class Candidate:
    """A record that may be drawn, and the place it belongs to."""

    id: UUID
    place_id: UUID


@dataclass(frozen=True)
class CallBackFacts:
    """A call-back as the rules see it. `behind`: staff who approved, mended or typed it in."""

    state: str
    place_path: str
    checker_path: str
    volunteer_id: UUID
    behind: frozenset[UUID]
    taken_by_id: UUID | None
    taken_by: str
    taken_at: datetime | None
    tried_at: datetime | None


@dataclass(frozen=True)
class Checker:
    """A member of staff as the rules see her; `at_centre`: nobody stands above her."""

    staff_id: UUID
    volunteer_id: UUID | None
    scope: Scope
    at_centre: bool


def week_before(now: datetime) -> date:
    """The Monday of the last week that is over."""
    today = local_date(now)
    return today - timedelta(days=today.weekday() + 7)


def due_on(now: datetime) -> date:
    """The day by which somebody has called."""
    return working_days_after(local_date(now), WORKING_DAYS)


def how_many(records: int, share_percent: int) -> int:
    """Of so many records of one place: the share, rounded up, and at least one."""
    if not records or not share_percent:
        return 0
    return min(records, max(FEWEST_A_PLACE, -(-records * share_percent // 100)))


def drawn(candidates: Iterable[Candidate], *, seed: str, share_percent: int) -> list[UUID]:
    """Whose number is up: the same for the same seed and records, in whatever order they come."""
    by_place: dict[UUID, list[UUID]] = defaultdict(list)
    for one in candidates:
        by_place[one.place_id].append(one.id)
    found = []
    for place_id in sorted(by_place):
        ids = sorted(by_place[place_id], key=lambda one: lot(seed, one))
        found += ids[: how_many(len(ids), share_percent)]
    return found


def lot(seed: str, record_id: UUID) -> str:
    """A record's lot: SHA-256 of the seed and its id; the lowest of a place are drawn."""
    return hashlib.sha256(f"{seed}:{record_id}".encode()).hexdigest()


def one_of(choices: Sequence[UUID], *, seed: str, record_id: UUID) -> UUID:
    """The place that checks a record, by the same seed."""
    return choices[int(lot(f"{seed}:place", record_id), 16) % len(choices)]


def why_not_take(facts: CallBackFacts, by: Checker, *, now: datetime) -> Refusal | None:
    """Somebody of another place, who has nothing to do with it; nobody twice at once."""
    if not by.scope.covers(facts.checker_path):
        return NotFound()
    if facts.state != "open":
        return errors.Closed(standing=STANDINGS[facts.state])
    if by.volunteer_id is not None and by.volunteer_id == facts.volunteer_id:
        return errors.OwnHours()
    if by.scope.path == facts.place_path and not by.at_centre:
        return errors.OwnPlace()
    if by.staff_id in facts.behind:
        return errors.StandsBehindIt()
    if facts.taken_by_id not in (None, by.staff_id) and has_it(facts, facts.taken_by_id, now=now):
        return errors.TakenByAnother(name=facts.taken_by)
    return None


def has_it(facts: CallBackFacts, staff_id: UUID | None, *, now: datetime) -> bool:
    """Whether it is hers now, and so the phone is shown to her."""
    return (
        facts.state == "open"
        and staff_id is not None
        and facts.taken_by_id == staff_id
        and facts.taken_at is not None
        and now < facts.taken_at + TAKEN_LASTS
    )


def why_not_answer(facts: CallBackFacts, by: Checker, *, now: datetime) -> Refusal | None:
    """Only who has taken it says what came of it."""
    refusal = why_not_take(facts, by, now=now)
    if refusal is not None:
        return refusal
    return None if has_it(facts, by.staff_id, now=now) else errors.NotTaken()


def why_not_count_a_try(facts: CallBackFacts, *, now: datetime) -> Refusal | None:
    """Three calls in a minute are one."""
    if facts.tried_at is not None and now < facts.tried_at + BETWEEN_TRIES:
        return errors.TriedJustNow(at=facts.tried_at + BETWEEN_TRIES)
    return None


def why_not_this_text(text: str) -> Refusal | None:
    """What the person said, in 2 to 200 characters."""
    if SHORTEST_TEXT <= len(text.strip()) <= LONGEST_TEXT:
        return None
    return BadInput(field="said", problem="请写明哪里不符（2 到 200 个字）")
