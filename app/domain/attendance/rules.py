"""Whether a scan counts, whatever the way. Numbers and their sources: docs/rules.md, Check-in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.domain.attendance import errors
from app.kernel.geo import Point, distance_metres
from app.kernel.refusal import Refusal

Direction = Literal["in", "out"]
Way = Literal[
    "session_code", "scene_code", "card", "list", "card_offline", "list_offline", "back_fill"
]

# Staff were there: they scanned a card, or picked the person from the session's list.
STAFF_WAYS = frozenset({"card", "list", "card_offline", "list_offline"})
# Taken by a scanner without network and sent later: the moment is the device's.
OFFLINE_WAYS = frozenset({"card_offline", "list_offline"})
# Picked by staff: no card, no code and no phone of hers says that she was there.
PICKED_WAYS = frozenset({"list", "list_offline"})
# Typed in afterwards from what people remember or signed: no scan stands behind it.
BACK_FILL: Way = "back_fill"

OPENS_BEFORE_START = timedelta(minutes=30)
CHECK_OUT_GRACE = timedelta(minutes=60)
OPEN_STATES = frozenset({"published", "running", "ended"})


@dataclass(frozen=True)
class PlaceCheck:
    """Where the activity is, how far from it still counts, and where the scan was made."""

    point: Point | None
    radius_metres: int | None
    scanned_at: Point | None

    @property
    def distance_metres(self) -> int | None:
        """Whole metres from the activity; None when either end is unknown."""
        if self.point is None or self.scanned_at is None:
            return None
        return distance_metres(self.point, self.scanned_at)


@dataclass(frozen=True)
class ScanFacts:
    """All a scan is judged by. `busy_with` is the title of another session she is still in."""

    at: datetime
    way: Way
    title: str
    activity_state: str
    starts_at: datetime
    ends_at: datetime
    volunteer_state: str
    sign_up_state: str | None
    scene_code_allowed: bool
    place: PlaceCheck
    checked_in: bool
    busy_with: str | None


def opens_at(starts_at: datetime) -> datetime:
    """From when one can check in."""
    return starts_at - OPENS_BEFORE_START


def closes_for_check_out(ends_at: datetime) -> datetime:
    """Until when one can check out."""
    return ends_at + CHECK_OUT_GRACE


def why_not_show(
    direction: Direction, *, title: str, activity_state: str, ends_at: datetime, now: datetime
) -> Refusal | None:
    """A code is shown while it can be used; who is in may leave although it was cancelled."""
    if direction == "out":
        closed_at = closes_for_check_out(ends_at)
        return errors.TooLate(closed_at=closed_at, what="签退") if now > closed_at else None
    if activity_state not in OPEN_STATES:
        return errors.ActivityNotOpen(title=title)
    return errors.TooLate(closed_at=ends_at, what="签到") if now > ends_at else None


def why_not_print(
    *, title: str, activity_state: str, ends_at: datetime, now: datetime
) -> Refusal | None:
    """A sheet is printed for what will be or is: made afterwards it would prove nothing."""
    if activity_state not in OPEN_STATES:
        return errors.NothingToPrint(title=title)
    return errors.TooLateToPrint(ended_at=ends_at) if now > ends_at else None


def why_not_check_in(facts: ScanFacts) -> Refusal | None:
    """The account first, then the sign-up, the time, the way, the place, other sessions."""
    return (
        _why_not_this_person(facts)
        or _why_not_at_this_moment(facts)
        or _why_not_this_way(facts)
        or _why_not_from_here(facts)
        or (errors.BusyElsewhere(title=facts.busy_with) if facts.busy_with else None)
    )


def why_not_check_out(facts: ScanFacts) -> Refusal | None:
    """Who is in may leave: freezing her or cancelling the activity does not undo time given."""
    if not facts.checked_in:
        return errors.CheckInNotHere() if facts.way in OFFLINE_WAYS else errors.NotCheckedIn()
    closed_at = closes_for_check_out(facts.ends_at)
    if facts.at > closed_at:
        return errors.TooLate(closed_at=closed_at, what="签退")
    return _why_not_this_way(facts) or _why_not_from_here(facts)


def _why_not_this_person(facts: ScanFacts) -> Refusal | None:
    if facts.volunteer_state != "active":
        return errors.AccountFrozen()
    if facts.activity_state not in OPEN_STATES:
        return errors.ActivityNotOpen(title=facts.title)
    if facts.sign_up_state is None:
        return errors.NotSignedUp(title=facts.title)
    if facts.sign_up_state == "waiting":
        return errors.StillWaiting(title=facts.title)
    return None


def _why_not_at_this_moment(facts: ScanFacts) -> Refusal | None:
    if facts.at < opens_at(facts.starts_at):
        return errors.TooEarly(opens_at=opens_at(facts.starts_at))
    if facts.at > facts.ends_at:
        return errors.TooLate(closed_at=facts.ends_at, what="签到")
    return None


def _why_not_this_way(facts: ScanFacts) -> Refusal | None:
    if facts.way == "scene_code" and not facts.scene_code_allowed:
        return errors.SceneCodeNotAllowed()
    return None


def _why_not_from_here(facts: ScanFacts) -> Refusal | None:
    """Staff who scan a card are on the spot, so it needs no position."""
    place = facts.place
    if place.radius_metres is None or place.point is None or facts.way in STAFF_WAYS:
        return None
    if place.distance_metres is None:
        return errors.LocationNeeded()
    if place.distance_metres > place.radius_metres:
        return errors.TooFar(
            distance_metres=place.distance_metres, radius_metres=place.radius_metres
        )
    return None
