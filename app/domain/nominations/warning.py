"""Warn those who must act at half of a stage's time and on its last day; each warning once.

A worker that slept through both gives the later one alone. Everybody gets one letter a tick,
however many cases it is about.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations.deadline_models import NominationWarning
from app.domain.nominations.events import StaffCalled
from app.domain.nominations.models import Campaign, Nomination, NominationObjection
from app.domain.nominations.review_models import ObjectionAnswerer
from app.domain.nominations.rules import UNDER_REVIEW, State
from app.domain.nominations.scoring_models import ExpertScore, ScoringExpert, ScoringRound
from app.domain.nominations.vocabulary import RANKS
from app.kernel.calendar import end_of_day, local_date, start_of_day
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

AT_ONCE = 500
FIRST_HALF_AT_LEAST = timedelta(hours=36)  # three working days end no sooner than that
LAST_MORNING = timedelta(hours=9)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for somebody. `level` is empty where `staff_ids` says who must act."""

    item_id: UUID
    what: str  # case | score | objection
    since: datetime
    due_on: date
    place_path: str
    level: str = ""
    staff_ids: tuple[UUID, ...] = ()


def stage_at(since: datetime, due_on: date, now: datetime) -> str | None:
    """end: from nine in the morning of the last day; half: from the middle; None before."""
    if now >= start_of_day(due_on) + LAST_MORNING:
        return "end"
    return "half" if now >= since + (end_of_day(due_on) - since) / 2 else None


def warn(*, now: datetime) -> int:
    """Give what warnings are due; how many things they were about."""
    found = [
        (one, stage)
        for one in (*_cases(now), *_scores(now), *_objections(now))
        if (stage := stage_at(one.since, one.due_on, now)) is not None
    ]
    if not found:
        return 0
    with transaction():
        given = {
            (row.item_id, row.since, row.stage)
            for row in session.scalars(
                select(NominationWarning).where(
                    NominationWarning.item_id.in_([one.item_id for one, _ in found])
                )
            )
        }
        due = [(one, stage) for one, stage in found if (one.item_id, one.since, stage) not in given]
        for one, stage in due:
            _remember(one, stage, given, now)
        _tell([one for one, _ in due], now=now)
    return len(due)


def _remember(
    one: Waiting, stage: str, given: Collection[tuple[UUID, datetime, str]], now: datetime
) -> None:
    """The last warning makes the first one needless."""
    for each in ("half", "end") if stage == "end" else ("half",):
        if (one.item_id, one.since, each) not in given:
            row = NominationWarning(item_id=one.item_id, since=one.since, stage=each, warned_at=now)
            session.add(row)


def _tell(due: Sequence[Waiting], *, now: datetime) -> None:
    """One letter each, to whoever has a volunteer's account; the console counts for the others."""
    lists: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in due:
        for who in _who_must_act(one):
            if who.volunteer_id is not None:
                lists[who.volunteer_id][one.what] += 1
    for volunteer_id, counts in sorted(lists.items()):
        words = "，".join(
            f"{counts[what]} {words}" for what, words in WORDS.items() if counts.get(what)
        )
        happened(StaffCalled("cases_due", (volunteer_id,), words, now))


WORDS = {"case": "份推荐等您审核", "score": "份推荐等您评分", "objection": "条异议等您答复"}


def _who_must_act(one: Waiting) -> list[Staff]:
    if one.staff_ids:
        return access.staff_by_ids(one.staff_ids)
    above = [one.place_path[: end + 1] for end, sign in enumerate(one.place_path) if sign == "/"]
    needed = Permission.OBJECTIONS_ANSWER if one.what == "objection" else None
    return [
        who
        for who in access.staff_serving(above)
        if who.place.level == one.level and who.may(needed or Permission.NOMINATIONS_REVIEW)
    ]


def _cases(now: datetime) -> list[Waiting]:
    query = (
        select(Nomination)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .where(
            Nomination.state == State.IN_REVIEW.value,
            Campaign.state.in_([one.value for one in UNDER_REVIEW]),
            Nomination.waits_since <= now - FIRST_HALF_AT_LEAST,
            _open(Nomination.id, Nomination.waits_since, Nomination.due_on, now),
        )
        .order_by(Nomination.due_on, Nomination.id)
        .limit(AT_ONCE)
    )
    return [
        Waiting(one.id, "case", one.waits_since, one.due_on, one.place_path, level=one.level)
        for one in session.scalars(query)
    ]


def _scores(now: datetime) -> list[Waiting]:
    query = (
        select(ScoringRound, Nomination)
        .join(Nomination, Nomination.id == ScoringRound.nomination_id)
        .where(
            ScoringRound.closed_at.is_(None),
            ScoringRound.opened_at <= now - FIRST_HALF_AT_LEAST,
            Nomination.state == State.IN_REVIEW.value,
            Nomination.level == ScoringRound.level,
            _open(ScoringRound.id, ScoringRound.opened_at, ScoringRound.due_on, now),
        )
        .order_by(ScoringRound.due_on, ScoringRound.id)
        .limit(AT_ONCE)
    )
    return [
        Waiting(
            one.id,
            "score",
            one.opened_at,
            one.due_on,
            case.place_path,
            staff_ids=_silent_experts(one, case.campaign_id),
        )
        for one, case in session.execute(query)
    ]


def _silent_experts(one: ScoringRound, campaign_id: UUID) -> tuple[UUID, ...]:
    said = select(ExpertScore.staff_id).where(ExpertScore.round_id == one.id)
    query = select(ScoringExpert.staff_id).where(
        ScoringExpert.campaign_id == campaign_id,
        ScoringExpert.level == one.level,
        ScoringExpert.staff_id.not_in(said),
    )
    return tuple(session.scalars(query.order_by(ScoringExpert.staff_id)))


def _objections(now: datetime) -> list[Waiting]:
    query = (
        select(NominationObjection, Nomination.place_path, ObjectionAnswerer.staff_id)
        .join(Nomination, Nomination.id == NominationObjection.nomination_id)
        .outerjoin(ObjectionAnswerer, ObjectionAnswerer.objection_id == NominationObjection.id)
        .where(
            NominationObjection.answered_at.is_(None),
            NominationObjection.said_at <= now - FIRST_HALF_AT_LEAST,
            _open(
                NominationObjection.id,
                NominationObjection.said_at,
                NominationObjection.due_on,
                now,
            ),
        )
        .order_by(NominationObjection.due_on, NominationObjection.id)
        .limit(AT_ONCE)
    )
    return [
        Waiting(
            one.id,
            "objection",
            one.said_at,
            one.due_on,
            path,
            level="" if asked else max(RANKS, key=lambda level: RANKS[level]),
            staff_ids=(asked,) if asked else (),
        )
        for one, path, asked in session.execute(query)
    ]


def _open(
    item_id: InstrumentedAttribute[UUID],
    since: InstrumentedAttribute[datetime],
    due_on: InstrumentedAttribute[date],
    now: datetime,
) -> ColumnElement[bool]:
    """What may still be warned of: the first warning, and on its last day the last one."""
    given = exists().where(NominationWarning.item_id == item_id, NominationWarning.since == since)
    last = given.where(NominationWarning.stage == "end")
    return ~given | (~last & (due_on <= local_date(now)))
