"""A team signs up as a team: its leader picks a position and which members come.

A place is taken for who has said that her leader may (decision 0006); the others are told, and sign
up themselves. Nobody is bound: one tap gives such a place back, and it is never noted as late.
Members are held first, then the team, then the position: in a rush as exact as one person's
sign-up, in as many statements for one member as for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.activities import errors, place_errors, race_window
from app.domain.activities.asked import Asked, asked, candidate, offered
from app.domain.activities.engagements import ALIVE
from app.domain.activities.events import TeamSignedUp
from app.domain.activities.locks import hold_position
from app.domain.activities.minors import why_not_without_guardian
from app.domain.activities.models import Activity, Position, SignUp
from app.domain.activities.queue import end_of_queue, place_told
from app.domain.activities.rules import MOST_OF_A_TEAM, Candidate, why_not_sign_up
from app.domain.activities.sign_up import SignedUp
from app.domain.people.holding import HeldVolunteer, hold
from app.domain.qualifications import checking
from app.domain.teams import queries as teams
from app.domain.teams.holding import hold_led_team
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class TeamOutcome:
    """What came of each member: a place, a place in the queue, or why not."""

    signed_up: dict[UUID, SignedUp]
    refused: dict[UUID, Refusal]

    @property
    def with_a_place(self) -> int:
        """How many have a place."""
        return sum(one.state == "signed_up" for one in self.signed_up.values())


def sign_up_team(
    leader_id: UUID,
    team_id: UUID,
    position_id: UUID,
    *,
    member_ids: Sequence[UUID],
    now: datetime,
) -> TeamOutcome:
    """Take places for members in the order given; when they run out, the next wait. Again: the
    first answers."""
    wanted = list(dict.fromkeys(member_ids))
    if not 0 < len(wanted) <= MOST_OF_A_TEAM:
        raise place_errors.HowManyOfATeam(most=MOST_OF_A_TEAM)
    with transaction():
        people = hold({leader_id, *wanted})
        team = hold_led_team(team_id, leader_id)
        if team.state != "recognised":
            raise NotFound
        what = asked(hold_position(position_id))
        agreed = teams.who_agreed(team_id, wanted)
        if leader_id in agreed:
            agreed[leader_id] = True
        outcome = _sorted_out(wanted, people, what, team_id=team_id, agreed=agreed, now=now)
        race_window.pass_through()
        welcome = [one for one in wanted if one not in outcome.signed_up | outcome.refused]
        rows = _take_places(what, welcome, team_id=team_id, leader_id=leader_id, now=now)
        for row, place in rows:
            outcome.signed_up[row.volunteer_id] = SignedUp(row.id, row.state, place)
        _tell(what, rows, outcome, team=team.name, leader_id=leader_id, now=now)
        return outcome


def _sorted_out(
    wanted: Sequence[UUID],
    people: dict[UUID, HeldVolunteer],
    what: Asked,
    *,
    team_id: UUID,
    agreed: dict[UUID, bool],
    now: datetime,
) -> TeamOutcome:
    """Who has a place already, and who can have none and why; the others are welcome."""
    busy = _engagements(wanted, what)
    unqualified = checking.why_none_of(
        wanted, what.position.qualification_id, at=what.its_session.starts_at, now=now
    )
    outcome = TeamOutcome({}, {})
    for who in wanted:
        earlier = next((row for row, _ in busy[who] if row.position_id == what.position.id), None)
        if who not in agreed:
            outcome.refused[who] = place_errors.NotOfTheTeam()
        elif earlier is not None:
            outcome.signed_up[who] = SignedUp(earlier.id, earlier.state, None)
        else:
            refusal = (
                _why_not_by_the_leader(agreed[who])
                or why_not_sign_up(_of(team_id, people[who], what), offered(what), now=now)
                or why_not_without_guardian(
                    people[who].birth_date, what.its_session.starts_at, None
                )
                or unqualified.get(who)
                or _why_not_busy(busy[who])
            )
            if refusal:
                outcome.refused[who] = refusal
    return outcome


def _of(team_id: UUID, person: HeldVolunteer, what: Asked) -> Candidate:
    return replace(candidate(person), of_the_team=what.activity.team_id == team_id)


def _why_not_by_the_leader(agreed: bool) -> Refusal | None:
    return None if agreed else place_errors.SignsUpHerself()


def _why_not_busy(engagements: Sequence[tuple[SignUp, str]]) -> Refusal | None:
    for row, title in engagements:
        return errors.BusyThen(title=title, starts_at=row.starts_at, ends_at=row.ends_at)
    return None


def _engagements(wanted: Sequence[UUID], what: Asked) -> dict[UUID, list[tuple[SignUp, str]]]:
    """Living sign-ups that overlap the session (half-open), by person; one statement."""
    found: dict[UUID, list[tuple[SignUp, str]]] = {who: [] for who in wanted}
    rows = session.execute(
        select(SignUp, Activity.title)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            SignUp.volunteer_id.in_(wanted),
            SignUp.state.in_(ALIVE),
            SignUp.starts_at < what.its_session.ends_at,
            SignUp.ends_at > what.its_session.starts_at,
        )
        .order_by(SignUp.starts_at, SignUp.id)
        .execution_options(populate_existing=True)
    )
    for row, title in rows:
        found[row.volunteer_id].append((row, title))
    return found


def _take_places(
    what: Asked, welcome: Sequence[UUID], *, team_id: UUID, leader_id: UUID, now: datetime
) -> list[tuple[SignUp, int | None]]:
    """Rows with their places in the queue; the position is held, so that counting is exact."""
    if not welcome:
        return []
    position: Position = what.position
    free = position.capacity - position.taken
    next_place, queued_at = end_of_queue(position.id, now=now) if len(welcome) > free else (0, now)
    rows: list[tuple[SignUp, int | None]] = []
    for number, who in enumerate(welcome):
        behind = number - max(0, free)
        waits = behind >= 0
        row = SignUp(
            id=new_id(),
            activity_id=what.activity.id,
            session_id=what.its_session.id,
            position_id=position.id,
            volunteer_id=who,
            state="waiting" if waits else "signed_up",
            starts_at=what.its_session.starts_at,
            ends_at=what.its_session.ends_at,
            queued_at=queued_at + behind * timedelta(microseconds=1) if waits else now,
            team_id=team_id,
            taken_by_leader=who != leader_id,
        )
        rows.append((row, next_place + behind if waits else None))
    position.taken += sum(place is None for _, place in rows)
    session.add_all([row for row, _ in rows])
    session.flush()
    return rows


def _tell(
    what: Asked,
    rows: Sequence[tuple[SignUp, int | None]],
    outcome: TeamOutcome,
    *,
    team: str,
    leader_id: UUID,
    now: datetime,
) -> None:
    by_themselves = (place_errors.SignsUpHerself, errors.GuardianNeeded, errors.AccompanimentNeeded)
    called = tuple(who for who, why in outcome.refused.items() if isinstance(why, by_themselves))
    places = tuple((place_told(row, what.activity, what.position), place) for row, place in rows)
    if places or called:
        happened(
            TeamSignedUp(
                team=team,
                leader_id=leader_id,
                places=places,
                called=called,
                activity_id=what.activity.id,
                position_id=what.position.id,
                title=what.activity.title,
                position=what.position.name,
                venue=what.activity.venue,
                starts_at=what.its_session.starts_at,
                ends_at=what.its_session.ends_at,
                now=now,
            )
        )
