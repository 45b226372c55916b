"""What pages show of orders: a line of a list, one order with its history. No name or address."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from app.domain.orders.rules import STANDING, Decision, State, is_low, step_of
from app.domain.orders.wanted import in_words
from app.domain.places.queries import PlaceView
from app.kernel.calendar import last_day, local

HearsBy = Literal["account", "sms", "staff"]


@dataclass(frozen=True)
class ItemView:
    """One line of the menu; `team` is empty where the place itself serves."""

    id: UUID
    place: PlaceView
    team_id: UUID | None
    team: str
    title: str
    category: str
    work_type: str
    content: str
    at_home: bool
    venue: str
    when_text: str
    for_whom: tuple[str, ...]
    least_age: int | None
    lead_days: int
    capacity: int | None
    capacity_per: str
    picture_id: UUID | None
    active: bool

    @property
    def where(self) -> str:
        """Where it is done."""
        return "上门服务" if self.at_home else self.venue

    @property
    def how_many(self) -> str:
        """How many orders it takes, in words; empty where there is no limit."""
        return in_words(self.capacity, self.capacity_per) if self.capacity else ""

    @property
    def who(self) -> str:
        """Who may order it, in words."""
        groups = "、".join(self.for_whom) or "所有居民"
        return f"{groups}，年满 {self.least_age} 周岁" if self.least_age else groups


@dataclass(frozen=True)
class OrderRow:
    """A line of a list; `masked_name` is the requester's, `team` the one that has it now."""

    id: UUID
    number: str
    title: str
    category: str
    source: str
    place: PlaceView
    state: State
    masked_name: str
    people: int
    group: str
    wanted_on: date
    wanted_part: str
    at_home: bool
    team_id: UUID | None
    team: str
    verifier_id: UUID | None
    verifier: str
    due_at: datetime | None
    waits_since: datetime
    made_at: datetime
    ended_at: datetime | None
    brief: str
    reason: str
    call_state: str
    rounds: int

    @property
    def step(self) -> int:
        """Which of the five steps it is at."""
        return step_of(self.state)

    @property
    def standing(self) -> str:
        """How it stands, in a sentence for who asked."""
        return STANDING[self.state].format(team=self.team)

    @property
    def due_on(self) -> date | None:
        """The last day, where the deadline is the end of one."""
        if self.due_at is None or local(self.due_at).time() != time.min:
            return None
        return last_day(self.due_at)

    def overdue(self, now: datetime) -> bool:
        """Whether somebody should have done something by now."""
        return self.due_at is not None and self.due_at < now

    def age(self, now: datetime) -> str:
        """How long it has been where it is: 3 天, 5 小时, 20 分钟."""
        waited = max(timedelta(), now - self.waits_since)
        if waited.days:
            return f"{waited.days} 天"
        hours, minutes = divmod(waited.seconds // 60, 60)
        return f"{hours} 小时" if hours else f"{minutes} 分钟"


@dataclass(frozen=True)
class RoundView:
    """One time a team accepted it."""

    id: UUID
    number: int
    team_id: UUID
    team: str
    activity_id: UUID
    accepted_at: datetime
    starts_at: datetime
    ends_at: datetime
    given_back_at: datetime | None
    result: str
    done_at: datetime | None
    pictures: tuple[UUID, ...]
    stars: int | None
    rating_words: str
    rated_way: str
    rated_at: datetime | None

    @property
    def low(self) -> bool:
        """Rated so low that somebody has to look."""
        return is_low(self.stars)


@dataclass(frozen=True)
class StepView:
    """One line of the history."""

    at: datetime
    by: str
    decision: Decision
    state: State
    team: str
    words: str


@dataclass(frozen=True)
class OrderView:
    """One order on one page of staff. `hears_by`: how its requester is told of its steps."""

    row: OrderRow
    consent_way: str
    consent_at: datetime
    taken_by: str
    dispatcher: str
    hears_by: HearsBy
    item_team_id: UUID | None
    has_contact: bool
    call_tries: int
    called_by: str
    called_at: datetime | None
    call_words: str
    rounds: tuple[RoundView, ...]
    steps: tuple[StepView, ...]

    @property
    def bound(self) -> bool:
        """Whether the requester follows it by her account."""
        return self.hears_by == "account"

    @property
    def present(self) -> RoundView | None:
        """The round that counts now."""
        living = [one for one in self.rounds if one.given_back_at is None]
        return living[-1] if living else None

    @property
    def said_no(self) -> dict[str, str]:
        """Teams that declined or gave it back, or did not answer, and why."""
        no = (Decision.DECLINE, Decision.RELEASE, Decision.TIME_OUT)
        return {one.team: one.words for one in self.steps if one.decision in no and one.team}
