"""An event's states, who gets a ticket, who gets in. Sources: docs/rules.md, Culture."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from app.domain.culture import errors
from app.kernel.refusal import BadInput, Refusal

LONGEST_REASON, SHORTEST_REASON = 200, 2
SEATS_MOST = 5
DOOR_OPENS_BEFORE = timedelta(hours=1)
REMIND_BEFORE = timedelta(days=1)
NUMBER_DIGITS = 8
TAPPED_MOST = 10
TARGET_MOST = 99


class State(StrEnum):
    """Where an event stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The state in Chinese."""
        return TITLES[self]


class Decision(StrEnum):
    """What is decided about an event; START and END are the clock's, END also of staff."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RECORD = "record"
    START = "start"
    END = "end"
    CANCEL = "cancel"


TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.DRAFT: "草稿",
        State.PUBLISHED: "已发布",
        State.RUNNING: "进行中",
        State.ENDED: "已结束",
        State.CANCELLED: "已取消",
    }
)
NEXT: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (State.DRAFT, Decision.PUBLISH): State.PUBLISHED,
        (State.DRAFT, Decision.RECORD): State.ENDED,
        (State.DRAFT, Decision.CANCEL): State.CANCELLED,
        (State.PUBLISHED, Decision.WITHDRAW): State.DRAFT,
        (State.PUBLISHED, Decision.START): State.RUNNING,
        (State.PUBLISHED, Decision.CANCEL): State.CANCELLED,
        (State.RUNNING, Decision.END): State.ENDED,
        (State.RUNNING, Decision.CANCEL): State.CANCELLED,
    }
)
OPEN = (State.PUBLISHED, State.RUNNING)
OPEN_THEN = (*OPEN, State.ENDED)  # as a scan is judged that comes later than it was made
PUBLIC = (*OPEN, State.ENDED, State.CANCELLED)
HELD = (State.RUNNING, State.ENDED)
PLANNED = (State.DRAFT, State.PUBLISHED)


@dataclass(frozen=True)
class Offer:
    """An event as somebody who wants a ticket meets it."""

    title: str
    state: State
    entry: str
    starts_at: datetime
    ends_at: datetime
    seats_most: int
    tickets_from: datetime | None
    tickets_until: datetime | None


def offer_of(event: Any) -> Offer:
    """Of an event's row, or of what others see of it."""
    return Offer(
        title=event.title,
        state=State(event.state),
        entry=event.entry,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        seats_most=event.seats_most,
        tickets_from=event.tickets_from,
        tickets_until=event.tickets_until,
    )


@dataclass(frozen=True)
class Shown:
    """A ticket at a door, and the event it is for."""

    same_event: bool
    title: str
    state: State
    starts_at: datetime
    ends_at: datetime
    held: bool
    seats: int
    admitted: int
    first_in_at: datetime | None


def why_not(state: State, decision: Decision) -> Refusal | None:
    """What is not in the table is refused."""
    return None if (state, decision) in NEXT else errors.EventNotNow(state=state.title)


def decisions_open(state: State) -> frozenset[str]:
    """What could be decided now, by name."""
    return frozenset(one.value for one in Decision if (state, one) in NEXT)


def why_not_publish(*, starts_at: datetime, ends_at: datetime, now: datetime) -> Refusal | None:
    """Not once it has begun; a long one (an exhibition) as long as it lasts."""
    long = ends_at - starts_at > timedelta(days=1)
    return errors.StartsInThePast() if (ends_at if long else starts_at) <= now else None


def why_not_take(offer: Offer, seats: int, *, now: datetime) -> Refusal | None:
    """Published, by ticket, within the hours for tickets, and no more than a family's seats."""
    if offer.entry == "open":
        return errors.OpenEntry()
    if offer.state not in OPEN or now >= offer.ends_at:
        return errors.NotOpen(title=offer.title)
    if offer.tickets_from and now < offer.tickets_from:
        return errors.TicketsNotYet(opens_at=offer.tickets_from)
    if offer.tickets_until and now >= offer.tickets_until:
        return errors.TicketsOver(closed_at=offer.tickets_until)
    return None if 1 <= seats <= offer.seats_most else errors.TooManySeats(most=offer.seats_most)


def why_no_room(offer: Offer, seats: int, *, left: int) -> Refusal:
    """What the counter's no is called. There was room by now: it was closed in that moment."""
    if offer.state not in OPEN or left >= seats:
        return errors.NotOpen(title=offer.title)
    return errors.TooFewLeft(left=left) if left > 0 else errors.Full()


def why_not_give_back(
    *, admitted: int, starts_at: datetime, ends_at: datetime, now: datetime
) -> Refusal | None:
    """Until it begins, and not by who has been in; of what lasts for days, as long as it lasts."""
    if admitted:
        return errors.TicketUsed()
    long = ends_at - starts_at > timedelta(days=1)
    return errors.BegunAlready() if (ends_at if long else starts_at) <= now else None


def why_not_at_door(
    state: State,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    offline: bool = False,
) -> Refusal | None:
    """Whether anybody may come in at that moment; `offline`: it is told later."""
    if state is State.CANCELLED:
        return errors.EventCancelledAtDoor(title=title)
    if at < starts_at - DOOR_OPENS_BEFORE:
        return errors.DoorNotOpen(opens_at=starts_at - DOOR_OPENS_BEFORE)
    if at > ends_at:
        return errors.DoorClosed(title=title, closed_at=ends_at)
    fits = state in (OPEN_THEN if offline else OPEN)
    return None if fits else errors.EventNotOpenAtDoor(title=title)


def why_not_admit(
    shown: Shown, people: int | None, *, at: datetime, offline: bool = False
) -> Refusal | None:
    """A held ticket of this very event with seats left; `people` None: all who are left.

    Without network more may have been let in than the ticket has seats: no more than those count.
    """
    if not shown.same_event:
        return errors.OtherEvent(title=shown.title, starts_at=shown.starts_at)
    if refusal := why_not_at_door(
        shown.state,
        title=shown.title,
        starts_at=shown.starts_at,
        ends_at=shown.ends_at,
        at=at,
        offline=offline,
    ):
        return refusal
    if not shown.held:
        return errors.TicketGivenBack()
    left = shown.seats - shown.admitted
    if not left:
        return errors.AlreadyAdmitted(first_in_at=shown.first_in_at, admitted=shown.admitted)
    fits = offline or people is None or 1 <= people <= left
    return None if fits else errors.PeopleOutside(most=left)


def sentence_at_door(people: int, *, before: int) -> str:
    """What the scanner says: 3 人，请进."""
    return f"{people} 人，请进（前面已进 {before} 人）" if before else f"{people} 人，请进"


def why_not_fewer(people: int, *, came: int) -> Refusal | None:
    """A scan is put right downwards only: who comes later is scanned again."""
    return None if 0 <= people < came else errors.FewerOnly(most=max(came - 1, 0))


def why_not_tap(people: int, *, tapped: int, entry: str = "open") -> Refusal | None:
    """Without tickets only; one to ten at a time; taken back no further than to nobody."""
    if entry != "open":
        return errors.TapsNeedOpenEntry()
    if people > 0:
        return None if people <= TAPPED_MOST else errors.NothingTapped(most=TAPPED_MOST)
    fits = -TAPPED_MOST <= people < 0 <= tapped + people
    return None if fits else errors.NothingTapped(most=TAPPED_MOST)


def why_not_this_reason(text: str) -> Refusal | None:
    """Somebody will read it."""
    if SHORTEST_REASON <= len(text.strip()) <= LONGEST_REASON:
        return None
    return BadInput(
        field="reason", problem=f"请用 {SHORTEST_REASON} 至 {LONGEST_REASON} 个字写明原因"
    )


def standing_of_stop(*, target: int, held: int, planned: int) -> str:
    """done | planned | waits: where a community of a tour stands."""
    if held >= target:
        return "done"
    return "planned" if held + planned >= target else "waits"
