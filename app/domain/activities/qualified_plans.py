"""A plan's positions ask only for qualifications that its place may ask for."""

from app.domain.activities import place_errors
from app.domain.activities.plans import ActivityPlan
from app.domain.qualifications import queries as qualifications


def refuse_foreign_qualifications(plan: ActivityPlan, path: str) -> None:
    """Those of the place and of the places above it; one statement, none where nothing is asked."""
    asked = {position.qualification_id for position in plan.positions} - {None}
    if asked and not asked <= {one.id for one in qualifications.usable_at(path)}:
        raise place_errors.QualificationFromElsewhere
