"""What somebody can take, as a condition inside the database.

It says what `rules.why_not_sign_up` says of one person and one position, with two things more: she
is nowhere else then, and has time as she said. tests/domain/activities/test_fitting.py compares.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select, true

from app.domain.activities.engagements import ALIVE
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.plan_rules import SESSION_LONGEST
from app.domain.activities.rules import ADULT_YEARS
from app.domain.people.free_time import DAY_SECONDS, WEEK_SECONDS, weekly_stretches
from app.domain.people.queries import VolunteerView
from app.domain.people.rules import age_on
from app.domain.qualifications import checking
from app.kernel.calendar import local_date, start_of_day
from app.kernel.elements import all_among

# Shanghai is eight hours ahead, summer and winter, since 1992. 1 January 1970 was a Thursday.
LOCAL_SECONDS = 8 * 3600
MONDAY_SECONDS = 3 * DAY_SECONDS
BIRTHDAYS_AHEAD = 3
NO_LIMIT = 999


def takes_people(now: datetime) -> ColumnElement[bool]:
    """The activity recruits now."""
    return and_(Activity.recruits_from <= now, Activity.recruits_until > now)


def has_position(now: datetime, *whose: ColumnElement[bool], full: bool) -> ColumnElement[bool]:
    """The session has not begun and has such a position with a free place (or, `full`, without)."""
    position = select(Position.id).where(Position.session_id == ActivitySession.id, *whose)
    if not full:
        position = position.where(Position.taken < Position.capacity)
    return and_(ActivitySession.starts_at > now, position.correlate_except(Position).exists())


def suits(person: VolunteerView, *, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Her age, skills and qualifications suit a position of a session."""
    held = checking.held_by(person.id, now, ActivitySession.starts_at)
    qualified = or_(
        Position.qualification_id.is_(None),
        Position.qualification_id.in_(held.correlate(ActivitySession)),
    )
    return (_her_age(person.birth_date, now), all_among(Position.skills, person.skills), qualified)


def has_time(person: VolunteerView, *, now: datetime) -> ColumnElement[bool]:
    """She is free during a session: by what she said, and by what she has signed up for."""
    return and_(_as_she_said(person), ~_busy(person, now))


def local_day() -> Any:
    """The day a session begins in Shanghai, in seconds from 1 January 1970."""
    seconds = _seconds(ActivitySession.starts_at) + LOCAL_SECONDS
    return seconds - seconds % DAY_SECONDS


def _her_age(birth_date: date | None, now: datetime) -> ColumnElement[bool]:
    if birth_date is None:
        return and_(
            func.coalesce(Position.youngest, 0) == 0,
            Position.oldest.is_(None),
            Activity.risk_level != "high",
        )
    age = _age_then(birth_date, now)
    return and_(
        func.coalesce(Position.youngest, 0) <= age,
        func.coalesce(Position.oldest, NO_LIMIT) >= age,
        or_(Activity.risk_level != "high", age >= ADULT_YEARS),
    )


def _age_then(birth_date: date, now: datetime) -> Any:
    """Her age on the day a session begins: it may be after her next birthdays."""
    age = age_on(birth_date, local_date(now))
    birthdays = [
        (
            ActivitySession.starts_at < start_of_day(_birthday(birth_date, age + more)),
            age + more - 1,
        )
        for more in range(1, BIRTHDAYS_AHEAD + 1)
    ]
    return case(*birthdays, else_=age + BIRTHDAYS_AHEAD)


def _birthday(birth_date: date, years: int) -> date:
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:  # 29 February
        return date(birth_date.year + years, 3, 1)


def _as_she_said(person: VolunteerView) -> ColumnElement[bool]:
    if not person.free_times:
        return true()
    begins, ends = _seconds(ActivitySession.starts_at), _seconds(ActivitySession.ends_at)
    in_week = (begins + LOCAL_SECONDS + MONDAY_SECONDS) % WEEK_SECONDS
    return or_(
        *(
            and_(in_week >= first, in_week + (ends - begins) <= last)
            for first, last in weekly_stretches(person.free_times)
        )
    )


def _busy(person: VolunteerView, now: datetime) -> ColumnElement[bool]:
    # What began longer ago than two sessions last is over: the index need not read her past.
    overlapping = select(SignUp.id).where(
        SignUp.volunteer_id == person.id,
        SignUp.state.in_(ALIVE),
        SignUp.starts_at > now - 2 * SESSION_LONGEST - timedelta(hours=1),
        SignUp.starts_at < ActivitySession.ends_at,
        SignUp.ends_at > ActivitySession.starts_at,
    )
    return overlapping.correlate_except(SignUp).exists()


def _seconds(moment: Any) -> Any:
    return extract("epoch", moment)
