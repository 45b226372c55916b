"""Who stands behind an account, as those see it who answer "this is not me"."""

from uuid import UUID

from sqlalchemy import select

from app.domain.audit import queries as audit
from app.domain.people.models import Guardianship, Invitation
from app.kernel.database import session

TYPED_IN_HER_PHONE = "volunteer.change_phone_in_person"


def who_is_behind(volunteer_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Staff who invited her or typed in her phone; herself and her guardian."""
    invited = select(Invitation.invited_by_id).where(Invitation.volunteer_id == volunteer_id)
    typed_in = {
        entry.actor_id
        for entry in audit.story_of("volunteer", volunteer_id)
        if entry.actor_kind == "staff" and entry.action == TYPED_IN_HER_PHONE and entry.actor_id
    }
    guardians = select(Guardianship.guardian_id).where(
        Guardianship.child_id == volunteer_id, Guardianship.guardian_id.is_not(None)
    )
    acts_for = {one for one in session.scalars(guardians) if one}
    return frozenset({*session.scalars(invited), *typed_in}), frozenset({volunteer_id, *acts_for})
