"""Which courses may stand on a certificate: those attended long enough, and no others."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from app.domain.training.queries import LearnedView, learned
from app.kernel.calendar import end_of_day


def attended(
    volunteer_ids: Collection[UUID], *, since: date | None, until: date
) -> dict[UUID, list[LearnedView]]:
    """Each person's courses that ended between two days (both included), in order of time."""
    now: datetime = end_of_day(until)
    found: dict[UUID, list[LearnedView]] = {}
    for who, each in learned(volunteer_ids, now=now).items():
        fitting = [
            one
            for one in reversed(each)
            if one.attended and one.last_on <= until and (since is None or one.last_on >= since)
        ]
        if fitting:
            found[who] = fitting
    return found
