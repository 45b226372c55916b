"""The staff's calendar: a month, a week or a day of her subtree, and moving what is in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import moving, timetable
from app.domain.activities.clashes import Clash
from app.domain.activities.moving import Move
from app.domain.activities.queries import activity as find_activity
from app.domain.activities.queries import session as find_session
from app.domain.activities.rules import NEXT_STATE, Decision, State
from app.domain.activities.timetable import Day, Entry, Wanted
from app.domain.activities.vocabulary import ALL_WORK_TYPES
from app.domain.culture.clashes import events_at
from app.domain.culture.timetable import on_show
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.domain.series import alone
from app.entrypoints.console.activities import rooms_kept_for
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.display import show_timespan
from app.entrypoints.forms import Form, MomentField, required, whole_number
from app.entrypoints.guard import current_staff, needs, safe_next
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import SHANGHAI, holiday_name, is_make_up_day, local, local_date

MONTH, WEEK, DAY = "month", "week", "day"
VIEWS = {MONTH: "月", WEEK: "周", DAY: "日"}
MOST_A_DAY = {MONTH: 3, WEEK: 12}
MOST_EVENTS_A_DAY = {MONTH: 2, WEEK: 6, DAY: 50}
USUAL_HOURS = (8, 18)  # rows of a week without anything earlier or later
A_WEEK = timedelta(days=7)


class MoveForm(Form):
    """Where a session goes; `version` is the one it was seen with."""

    to = MomentField("改到什么时候开始", [required("请填写新的开始时间")])
    version = HiddenField()


class Span(NamedTuple):
    """Which days a view shows, and the day that the arrows lead to."""

    since: date
    until: date
    earlier: date
    later: date


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    view: str
    on: date
    place: PlaceView
    wanted: Wanted

    def kept(self) -> dict[str, str]:
        """The filter, for links to other days."""
        facts = {
            "view": self.view,
            "place": str(self.place.id),
            "work_type": self.wanted.work_type,
            "state": self.wanted.state,
        }
        return {name: value for name, value in facts.items() if value}


@door.get("/calendar")
@needs(Permission.ACTIVITIES_READ)
def calendar() -> ResponseReturnValue:
    """Her subtree's sessions, and beside them what is on for audiences, which is not moved here.

    Without a script every session leads to a form that moves it.
    """
    staff, now = current_staff(), clock.now()
    asked = _asked(staff, local_date(now))
    span = span_of(asked.view, asked.on)
    number = request.args.get("page", 1, type=int)
    daily = asked.view == DAY
    days = [] if daily else _days(asked, span)
    most = MOST_EVENTS_A_DAY[asked.view]
    events = on_show(asked.wanted, span.since, span.until, most_a_day=most)
    shown = [*days, *events.days]
    return render_template(
        "console/calendar/calendar.html",
        asked=asked,
        span=span,
        days=days,
        page=timetable.of_day(asked.wanted, asked.on, page=number) if daily else None,
        views=VIEWS,
        offered=places.tree(staff.scope),
        work_types=ALL_WORK_TYPES,
        states=timetable.ALIVE,
        notes=_notes(span),
        may_move=_may_move(staff, now),
        events=events,
        clashing=timetable.clashing(
            one for entries in (events.lasting, *(day.entries for day in shown)) for one in entries
        ),
        hour_of=lambda one: local(one.starts_at).hour,
        hours=_hours(shown),
        quiet=_quiet_hours(shown),
        today=local_date(now),
        here=request.full_path.rstrip("?"),
    )


@door.route("/sessions/<uuid:session_id>/move", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def move_session(session_id: UUID) -> ResponseReturnValue:
    """A draft moves at once; what residents see is asked once more, with who would be told."""
    staff, now = current_staff(), clock.now()
    its = find_session(session_id, within=staff.scope)
    form = MoveForm(to=_moment(its.starts_at))
    looked: list[Move] = []
    moves: list[Move] = []
    page = url_for("console.activity", activity_id=its.activity_id)
    back = safe_next(request.values.get("back"), page)

    def look() -> None:
        found = moving.look(staff, session_id, form.to.data, now=now)
        looked.append(_with_events(found, its.place_id))

    def act() -> None:
        version = whole_number(form.version.data, otherwise=-1)
        moved = alone.move(staff, session_id, form.to.data, version=version, now=now)
        moves.append(_with_events(moved, its.place_id))

    sure = bool(request.form.get("sure"))
    if done(form, look) and (sure or not looked[0].seen_by_residents) and done(form, act):
        _say(moves[0])
        return redirect(f"{back}#s-{moves[0].session_id.hex}", 303)
    entry = timetable.entry(session_id)
    return render_template(
        "console/calendar/move.html",
        form=form,
        session=its,
        version=form.version.data or (entry.version if entry else 0),
        found=looked[0] if looked else None,
        back=back,
        kept_rooms=rooms_kept_for(staff, its.activity_id),
        sessions=find_activity(its.activity_id, within=staff.scope).sessions,
    ), status(form)


def span_of(view: str, on: date) -> Span:
    """A month in whole weeks, a week from Monday, or a day."""
    if view == DAY:
        step = timedelta(days=1)
        return Span(on, on, on - step, on + step)
    if view == WEEK:
        monday = on - timedelta(days=on.weekday())
        return Span(monday, monday + timedelta(days=6), monday - A_WEEK, monday + A_WEEK)
    first = on.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    since = first - timedelta(days=first.weekday())
    until = last + timedelta(days=6 - last.weekday())
    return Span(since, until, (first - timedelta(days=1)).replace(day=1), following)


def _asked(staff: Staff, today: date) -> Asked:
    view = request.args.get("view", MONTH)
    state, work_type = request.args.get("state", ""), request.args.get("work_type", "")
    place = _place(staff)
    return Asked(
        view if view in VIEWS else MONTH,
        _day(request.args.get("on", ""), today),
        place,
        Wanted(
            Scope(place.path) if place.parent_id else staff.scope,
            work_type if work_type in ALL_WORK_TYPES else "",
            state if state in timetable.ALIVE else "",
        ),
    )


def _place(staff: Staff) -> PlaceView:
    try:
        return places.place(UUID(request.args.get("place", "")), within=staff.scope)
    except ValueError:
        return places.place(staff.place.id)


def _day(text: str, otherwise: date) -> date:
    """A day of these centuries: a calendar has no year 1 and no year 9999."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if abs(day.year - otherwise.year) <= 50 else otherwise


def _days(asked: Asked, span: Span) -> list[Day]:
    return timetable.days(asked.wanted, span.since, span.until, most_a_day=MOST_A_DAY[asked.view])


def _hours(days: Sequence[Day]) -> range:
    begins = [local(one.starts_at).hour for day in days for one in day.entries]
    return range(min([USUAL_HOURS[0], *begins]), max([USUAL_HOURS[1], *begins]) + 1)


def _quiet_hours(days: Sequence[Day]) -> set[int]:
    """Of night and evening what has nothing in it: a row that need not be tall."""
    begins = {local(one.starts_at).hour for day in days for one in day.entries}
    return set(range(24)) - set(range(USUAL_HOURS[0], USUAL_HOURS[1] + 1)) - begins


def _notes(span: Span) -> dict[date, str]:
    """Holidays and weekends on which people work."""
    each = (span.since + timedelta(days=n) for n in range((span.until - span.since).days + 1))
    return {day: holiday_name(day) or ("班" if is_make_up_day(day) else "") for day in each}


def _moment(starts_at: datetime) -> datetime:
    """What the address asks for, in Shanghai time; else when it begins now."""
    try:
        asked = datetime.fromisoformat(request.args.get("to", ""))
    except ValueError:
        return starts_at
    return asked.replace(tzinfo=SHANGHAI)


def _with_events(found: Move, place_id: UUID) -> Move:
    """What a move clashes with, events for audiences among it."""
    events = events_at(found.plan.venue, place_id, [found.to])
    return replace(found, clashes=(*found.clashes, *events))


def _say(moved: Move) -> None:
    told = f"，通知 {moved.people} 人" if moved.people else ""
    flash(f"“{moved.title}”已改到 {show_timespan(*moved.to)}{told}", "success")
    for one in moved.clashes[:3]:
        flash(_clash(one), "warning")


def _clash(one: Clash) -> str:
    when = show_timespan(one.starts_at, one.ends_at)
    return f"{one.sentence}：“{one.title}”（{when}）也在那个时间"


def _may_move(staff: Staff, now: datetime) -> Callable[[Entry], bool]:
    """Whether she plans, its state permits it, and it has not begun."""
    plans = staff.may(Permission.ACTIVITIES_PLAN)

    def may_move(one: Entry) -> bool:
        revisable = (State(one.state), Decision.REVISE) in NEXT_STATE
        return plans and revisable and one.starts_at > now

    return may_move
