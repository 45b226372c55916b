"""A station with a clerk, a manager above her, and a weekly series of Wednesdays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities import in_series, planning
from app.domain.activities.in_series import OneOfSeries
from app.domain.activities.plans import ActivityPlan
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.domain.series import deciding, making
from app.domain.series.making import Wish
from app.domain.series.recurrence import WEEKLY, Recurrence
from app.domain.series.rules import MOVE
from tests import world
from tests.domain.activities.plans import a_plan, a_session

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class House:
    """`now` is Monday noon, 23 November 2026; the draft is for Wednesday at noon."""

    station: Place
    clerk: Staff
    manager: Staff
    now: datetime

    def plan(self, **changes: object) -> ActivityPlan:
        starts = self.now + 48 * HOUR
        facts = {"recruits_from": self.now - HOUR, "recruits_until": starts, **changes}
        return a_plan(self.now, sessions=(a_session(starts),), **facts)

    def draft(self, **changes: object) -> UUID:
        plan = self.plan(**changes)
        return planning.draft(self.clerk, plan, place_id=self.station.id, now=self.now)

    def weekly(self, count: int = 4, *, on_holidays: str = MOVE) -> Wish:
        rule = Recurrence(frequency=WEEKLY, weekdays=(2,), count=count)
        return Wish(rule, date(2026, 11, 25), on_holidays)

    def series(self, count: int = 4) -> UUID:
        """Drafts on Wednesdays from 25 November on."""
        draft, wish = self.draft(), self.weekly(count)
        days = wish.rule.days(wish.first)
        return making.make(self.clerk, draft, wish, days, now=self.now)

    def published(self, count: int = 4) -> UUID:
        """The same, handed in, reviewed by the manager, and published."""
        series_id = self.series(count)
        deciding.submit(self.clerk, series_id, now=self.now)
        deciding.approve(self.manager, series_id, now=self.now)
        deciding.publish(self.clerk, series_id, now=self.now)
        return series_id

    def changed(self, activity_id: UUID, *, hours: float = 0, **words: object) -> ActivityPlan:
        """The plan of one activity with other words, and so many hours later."""
        plan = in_series.plan_as_it_stands(activity_id)
        sessions = tuple(
            replace(
                each, starts_at=each.starts_at + hours * HOUR, ends_at=each.ends_at + hours * HOUR
            )
            for each in plan.sessions
        )
        return replace(plan, sessions=sessions, **words)  # type: ignore[arg-type]


def a_house(now: datetime) -> House:
    office = world.an_office()
    station = world.a_station(office)
    manager = world.staff(Role.OFFICE_MANAGER, at=office, name="李主任")
    return House(station, world.staff(at=station), manager, now)


def dates(series_id: UUID) -> Sequence[OneOfSeries]:
    return in_series.of_series(series_id)


def takes_part(person: Volunteer, *ones: OneOfSeries) -> None:
    """She has a place in each of these."""
    for one in ones:
        (part,) = in_series.plan_as_it_stands(one.id).sessions
        position = world.session.get_one(world.Position, part.positions[0].id)
        world.signed_up(person, position)
