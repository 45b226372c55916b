"""The console's home: what waits for me."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.activities.views import ActivityCard, SessionView
from app.domain.attendance import queries as attendance
from app.domain.attendance.queries import Turnout
from app.domain.complaints import denying
from app.domain.hours import back_fill_queries
from app.domain.hours import queries as hours
from app.domain.hours.check_out_stays import waiting_requests_count
from app.domain.hours.queries import Counts
from app.domain.messaging import heartbeats
from app.domain.messaging import queries as messaging
from app.domain.series import queries as series
from app.domain.series.queries import SeriesCard
from app.entrypoints.console.door import door
from app.entrypoints.guard import current_staff, needs_staff
from app.kernel import clock
from app.kernel.paging import Page

SHOWN = 5
WORKER_SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Today:
    """One of today's sessions, with who came so far."""

    session: SessionView
    turnout: Turnout


@dataclass(frozen=True)
class Waiting:
    """What waits for one member of staff; None where it is not her business."""

    reviews: Page[ActivityCard] | None
    series: list[SeriesCard]
    hours: Counts | None
    to_approve: int
    check_outs: int
    today: list[Today]
    given_up: int
    worker_silent: bool
    denials: int
    back_fills: int

    @property
    def nothing(self) -> bool:
        """Whether all is done."""
        reviews = (self.reviews.total if self.reviews else 0) + len(self.series)
        people = reviews or self.to_approve or self.check_outs or self.back_fills or self.today
        return not (people or self.given_up or self.worker_silent or self.denials)


@door.get("/")
@needs_staff
def home() -> ResponseReturnValue:
    """Reviews, hours, today's sessions, messages that did not go out."""
    staff, now = current_staff(), clock.now()
    return render_template("console/home.html", staff=staff, waiting=_waiting(staff, now), now=now)


def _waiting(staff: Staff, now: datetime) -> Waiting:
    reviewing = staff.may(Permission.ACTIVITIES_REVIEW)
    approving = staff.may(Permission.HOURS_APPROVE)
    watching = staff.may(Permission.OUTBOX_READ)
    return Waiting(
        reviews=activities.waiting_for_review(staff, now=now, size=SHOWN) if reviewing else None,
        series=series.waiting_for_review(staff) if reviewing else [],
        hours=hours.counts(staff.scope, now=now) if staff.may(Permission.HOURS_READ) else None,
        to_approve=hours.waiting_count(staff) if approving else 0,
        check_outs=waiting_requests_count(staff) if approving else 0,
        today=_today(staff, now),
        given_up=messaging.counts_by_state()["given_up"] if watching else 0,
        worker_silent=watching and _worker_silent(now),
        back_fills=back_fill_queries.waiting_count(staff)
        if staff.may(Permission.HOURS_CONFIRM)
        else 0,
        denials=denying.count_open(staff) if staff.may(Permission.PEOPLE_MANAGE) else 0,
    )


def _today(staff: Staff, now: datetime) -> list[Today]:
    """In order of time; those that are over come last."""
    sessions = activities.sessions_today(staff.scope, now=now)
    sessions.sort(key=lambda one: one.ends_at <= now)
    turnouts = attendance.turnouts([one.id for one in sessions])
    return [Today(one, turnouts.get(one.id, Turnout())) for one in sessions]


def _worker_silent(now: datetime) -> bool:
    beat = heartbeats.newest()
    return beat is None or now - beat > WORKER_SILENT_AFTER
