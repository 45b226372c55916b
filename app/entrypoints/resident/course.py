"""What an activity's page tells more when it is a course, and what its positions ask for."""

from datetime import datetime
from uuid import UUID

from app.domain.activities.views import ActivityView
from app.domain.activities.vocabulary import TRAINING
from app.domain.qualifications import queries as qualifications
from app.domain.training import documents, enrolling, queries


def about(found: ActivityView, volunteer_id: UUID | None, *, now: datetime) -> dict[str, object]:
    """For the template; nothing of another activity, at no cost."""
    if found.work_type != TRAINING:
        return {"course": None}
    everything = queries.learned([volunteer_id], now=now) if volunteer_id else {}
    mine = [one for each in everything.values() for one in each if one.course_id == found.id]
    return {
        "course": queries.course(found.id),
        "learned": mine[0] if mine else None,
        "materials": queries.materials(found.id) if volunteer_id else [],
        "documents": documents.documents(found.id) if volunteer_id else [],
        "whole": len(enrolling.sessions_ahead(found.sessions, now=now)) > 1,
    }


def asked_for(found: ActivityView) -> dict[UUID, str]:
    """Names of the qualifications that its positions ask for."""
    asked = {position.qualification_id for part in found.sessions for position in part.positions}
    return qualifications.names({one for one in asked if one is not None})
