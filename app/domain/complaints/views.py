"""Complaints as pages show them."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from app.domain.complaints.rules import (
    ENDED,
    OUTCOMES,
    RATE_WITHIN,
    REPLY_WITHIN,
    SUBJECTS,
    WAITS_FOR_STAFF,
    WISHES,
    Decision,
    State,
    is_late,
)
from app.domain.places.queries import PlaceView
from app.kernel.calendar import last_day
from app.kernel.refusal import Refusal

STEP_TITLES = {
    Decision.TAKE_UP: "受理",
    Decision.TAKE_OVER: "超期接手",
    Decision.GIVE_BACK: "交回",
    Decision.PASS_UP: "报上一级",
    Decision.ASK: "请补充",
    Decision.REPLY: "已补充",
    Decision.ANSWER: "答复",
    Decision.RATE: "评价",
    Decision.REOPEN: "不满意，重新办理",
    Decision.WITHDRAW: "撤回",
    Decision.ESCALATE: "超过期限，升到上一级",
    Decision.LAPSE: "到期",
}
HOURS_A_DAY, SECONDS_AN_HOUR = 24, 3600
_ID_OF_A_PATH = re.compile(r"/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=/|$)", re.IGNORECASE)


def without_ids(page: str) -> str:
    """`/h5/hours/…`: the kind of page, not whose it is."""
    return _ID_OF_A_PATH.sub("/…", page)


@dataclass(frozen=True)
class ComplaintRow:
    """One line of a list: no words of hers, and not who she is."""

    id: UUID
    number: str
    wish: str
    subject: str
    subject_title: str
    place: PlaceView
    state: State
    handler_id: UUID | None
    handler: str
    made_at: datetime
    waits_since: datetime
    due_at: datetime | None
    was_overdue: bool
    reopened: bool
    outcome: str | None
    stars: int | None
    ended_at: datetime | None
    reply_days: ClassVar[int] = REPLY_WITHIN.days
    rate_days: ClassVar[int] = RATE_WITHIN.days

    @property
    def wish_title(self) -> str:
        return WISHES[self.wish]

    @property
    def subject_kind(self) -> str:
        """What it is about, in Chinese."""
        return SUBJECTS[self.subject]

    @property
    def outcome_title(self) -> str:
        return OUTCOMES[self.outcome] if self.outcome else ""

    @property
    def due_on(self) -> date | None:
        """The last day to answer it."""
        return last_day(self.due_at) if self.due_at else None

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def paused(self) -> bool:
        """Whether its deadline waits for her reply (CS-06): nothing is overdue meanwhile."""
        return self.state is State.ASKED

    def late(self, now: datetime) -> bool:
        """Whether its deadline has passed, and staff have it."""
        return self.state in WAITS_FOR_STAFF and is_late(self.due_at, now)

    def age(self, now: datetime) -> str:
        """How long it has waited: 3 天, 5 小时."""
        hours = int((now - self.waits_since).total_seconds()) // SECONDS_AN_HOUR
        days = hours // HOURS_A_DAY
        return f"{days} 天" if days else f"{max(1, hours)} 小时"


@dataclass(frozen=True)
class StepView:
    """One step of the history. `by`: a name for staff, else who it was in a word."""

    at: datetime
    by: str
    decision: Decision
    state: State
    words: str = field(repr=False)

    @property
    def title(self) -> str:
        """What was done, in Chinese."""
        return STEP_TITLES[self.decision]


@dataclass(frozen=True)
class ComplaintView:
    """One complaint. `closed_to_her`: why this reader sees no words; None where she does."""

    row: ComplaintRow
    page: str
    by_visitor: bool
    hides_name: bool
    handled_by: str  # the place whose staff handle it
    text: str = field(repr=False)
    pictures: tuple[UUID, ...]
    steps: tuple[StepView, ...]
    may_withdraw: bool
    may_reopen: bool
    closed_to_her: Refusal | None = None

    @property
    def answer(self) -> StepView | None:
        """The last answer."""
        return next((one for one in reversed(self.steps) if one.decision is Decision.ANSWER), None)

    @property
    def question(self) -> StepView | None:
        """What was last asked back."""
        return next((one for one in reversed(self.steps) if one.decision is Decision.ASK), None)
