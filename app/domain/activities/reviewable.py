"""Whose plans a member of staff may review: as lists ask for them, and of one that is shown."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement

from app.domain.access.queries import Staff
from app.domain.access.same_person import accounts_of
from app.domain.activities.models import Activity
from app.domain.activities.rules import State, why_not_review
from app.domain.activities.views import ActivityView
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.refusal import Refusal


def by(staff: Staff) -> list[ColumnElement[bool]]:
    """What waits for her: within her scope, not of her own place unless it is the centre.

    Nothing that any of her accounts has planned or handed in: they are asked for at once.
    """
    hers = accounts_of(staff)
    conditions = [
        Activity.state == State.SUBMITTED,
        Activity.place_id.in_(places.ids_within(staff.scope)),
        Activity.created_by_id.not_in(hers),
        Activity.submitted_by_id.not_in(hers),
    ]
    if staff.place.level != "centre":
        conditions.append(Activity.place_id != staff.place.id)
    return conditions


def why_not(staff: Staff, found: ActivityView) -> Refusal | None:
    """Why she does not review an activity that is shown to her."""
    return why_not_of(staff, (found.created_by_id, found.submitted_by_id), found.place)


def why_not_of(staff: Staff, authors: Sequence[UUID | None], place: PlaceView) -> Refusal | None:
    """The same of who planned and handed in, and of the place."""
    return why_not_review(
        reviewer_id=staff.id,
        accounts=accounts_of(staff),
        authors=authors,
        within=staff.scope,
        place_path=place.path,
        level=place.level,
    )
