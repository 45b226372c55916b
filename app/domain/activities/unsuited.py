"""Why somebody cannot take a position, said before she tries."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.domain.activities import errors
from app.domain.activities.asked import is_member
from app.domain.activities.rules import Candidate, Offer, why_not_sign_up
from app.domain.activities.views import ActivityView, MySignUp
from app.domain.people.queries import VolunteerView
from app.domain.qualifications import checking
from app.domain.qualifications import queries as qualifications
from app.domain.qualifications.rules import Needed, why_not_held
from app.kernel.refusal import Refusal


def unsuited(
    person: VolunteerView, activity: ActivityView, mine: Iterable[MySignUp], *, now: datetime
) -> dict[UUID, Refusal]:
    """By position, what signing up would answer; her own places and open ones are left out.

    A guardian's word, which she gives on the way, is not asked for here.
    """
    team_id = activity.team_id
    candidate = Candidate(
        person.state,
        person.birth_date,
        person.skills,
        of_the_team=team_id is not None and is_member(team_id, person.id),
    )
    held = list(mine)
    unqualified = _unqualified(person.id, activity, now=now)
    found: dict[UUID, Refusal] = {}
    for part in activity.sessions:
        taken = _why_not_then(held, part.id, part.starts_at, part.ends_at)
        for position in part.positions:
            offer = Offer(
                activity_state=activity.state,
                risk_level=activity.risk_level,
                recruits_from=activity.recruits_from,
                recruits_until=activity.recruits_until,
                starts_at=part.starts_at,
                youngest=position.youngest,
                oldest=position.oldest,
                skills=position.skills,
                for_a_team=activity.team_id is not None,
            )
            refusal = taken or why_not_sign_up(candidate, offer, now=now)
            refusal = refusal or unqualified.get(position.id)
            if refusal and position.id not in {one.position_id for one in held}:
                found[position.id] = refusal
    return found


def _unqualified(
    volunteer_id: UUID, activity: ActivityView, *, now: datetime
) -> dict[UUID, Refusal]:
    """Positions that ask for a qualification she does not hold; two statements, or none."""
    asking = [
        (position.id, position.qualification_id, part.starts_at)
        for part in activity.sessions
        for position in part.positions
        if position.qualification_id is not None
    ]
    needed = qualifications.names({wanted for _, wanted, _ in asking})
    holdings = checking.holdings([volunteer_id], needed)
    refusals = {
        position_id: why_not_held(
            Needed(wanted, needed[wanted]),
            holdings.get((volunteer_id, wanted)),
            at=starts_at,
            now=now,
        )
        for position_id, wanted, starts_at in asking
    }
    return {one: refusal for one, refusal in refusals.items() if refusal is not None}


def _why_not_then(
    held: list[MySignUp], session_id: UUID, starts_at: datetime, ends_at: datetime
) -> Refusal | None:
    for one in held:
        if one.session_id == session_id:
            return errors.OtherPositionTaken(position=one.position)
    for one in held:
        if one.starts_at < ends_at and one.ends_at > starts_at:
            return errors.BusyThen(title=one.title, starts_at=one.starts_at, ends_at=one.ends_at)
    return None
