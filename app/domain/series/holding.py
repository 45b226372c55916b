"""A series' row held until the end of the action: before its activities, in the order of ids."""

from uuid import UUID

from sqlalchemy import select

from app.domain.places import queries as places
from app.domain.series.models import ActivitySeries
from app.kernel.database import session
from app.kernel.refusal import NotFound


def hold(series_id: UUID) -> tuple[ActivitySeries, str]:
    """The row, held, and the path of its place; raises NotFound."""
    query = places.with_place(select(ActivitySeries), ActivitySeries.place_id).where(
        ActivitySeries.id == series_id
    )
    row = session.execute(
        query.with_for_update(of=ActivitySeries, key_share=True).execution_options(
            populate_existing=True
        )
    ).first()
    if row is None:
        raise NotFound
    return row[0], places.view(row[1]).path
