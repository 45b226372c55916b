"""What a series follows: one of its activities was changed alone."""

from app.domain.activities.events import ActivityRevised
from app.domain.series.models import SeriesOccurrence
from app.kernel.database import session


def keep_own_changes(event: ActivityRevised) -> None:
    """It stays as it is when the whole series is changed, unless staff say otherwise."""
    row = session.get(SeriesOccurrence, event.activity_id)
    if row is not None:
        row.keeps_own = True
