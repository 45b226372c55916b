"""Read everything about an activity before signing up."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.activities import queries as activities
from app.domain.activities.queries import my_sign_ups
from app.domain.activities.rules import ADULT_YEARS
from app.domain.activities.unsuited import unsuited
from app.domain.activities.views import ActivityView, MySignUp
from app.domain.activities.vocabulary import RISK_LEVELS
from app.domain.orders.team_queries import order_of_activity
from app.entrypoints.guard import current_resident, open_to_all
from app.entrypoints.in_wechat import sdk_signature
from app.entrypoints.resident import course
from app.entrypoints.resident.door import door, volunteer
from app.entrypoints.sharing import share_card
from app.kernel import clock


@door.get("/h5/activities/<uuid:activity_id>")
@open_to_all
def activity(activity_id: UUID) -> ResponseReturnValue:
    """Time, place, unit, risks, contact, positions with free places, and where I stand."""
    now = clock.now()
    found = activities.published_activity(activity_id)
    person = current_resident().volunteer
    mine = mine_by_position()
    its = course.about(found, volunteer().id if person is not None else None, now=now)
    return render_template(
        "resident/activities/activity.html",
        activity=found,
        family=person is not None and person.guards_children,
        mine=mine,
        unsuited=unsuited(person, found, mine.values(), now=now) if person else {},
        recruiting=found.recruiting(now),
        risk=RISK_LEVELS[found.risk_level],
        adult_years=ADULT_YEARS,
        card=share_card(found),
        scanner=sdk_signature(),
        order_id=_order_behind(found),
        qualifications=course.asked_for(found),
        now=now,
        **its,
    )


def _order_behind(found: ActivityView) -> UUID | None:
    """The service order an activity was made from, for who serves it."""
    person = current_resident().volunteer
    if found.team_id is None or person is None:
        return None
    return order_of_activity(found.id, person.id)


def mine_by_position() -> dict[UUID, MySignUp]:
    """The resident's own living sign-ups, by position."""
    if current_resident().volunteer is None:
        return {}
    mine = my_sign_ups(volunteer().id, upcoming=True, now=clock.now())
    return {one.position_id: one for one in mine}
