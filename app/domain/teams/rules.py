"""What a team may be, and who may lead or join it. Sources: docs/rules.md, "Teams"."""

from datetime import date, datetime, timedelta

from app.domain.people.rules import age_on
from app.domain.teams import errors
from app.kernel.calendar import local_date
from app.kernel.refusal import Refusal

# The eight regular kinds of a centre's "8+N" teams, and N: whatever else a district has.
KINDS = (
    *("理论政策宣讲", "文化文艺", "助学支教", "医疗健身"),
    *("科学普及", "法律服务", "卫生环保", "扶贫帮困"),
    "其他特色服务",
)
STATES = {"pending": "待认可", "recognised": "已认可", "dissolved": "已解散"}
NAME_LENGTH = (2, 30)
PURPOSE_MOST = 200
REASON_LENGTH = (2, 200)
LEADER_YEARS = 18
MOST_LED = 5
MOST_MEMBERS = 500
INVITATION_LASTS = timedelta(days=7)


def why_not_these_facts(name: str, kind: str, purpose: str) -> Refusal | None:
    """A team has a name, a kind of service and perhaps a few words."""
    least, most = NAME_LENGTH
    if not least <= len(name.strip()) <= most:
        return errors.TeamNameNeeded(least=least, most=most)
    if kind not in KINDS:
        return errors.UnknownKind()
    return errors.PurposeTooLong(most=PURPOSE_MOST) if len(purpose) > PURPOSE_MOST else None


def why_not_lead(
    *, state: str, birth_date: date | None, leads: int, now: datetime
) -> Refusal | None:
    """Who leads is of age, in good standing, and leads not too many already."""
    if state != "active":
        return errors.NotActive()
    if birth_date is not None and age_on(birth_date, local_date(now)) < LEADER_YEARS:
        return errors.LeaderOfAge(years=LEADER_YEARS)
    return errors.LeadsEnough(most=MOST_LED) if leads >= MOST_LED else None


def why_not_join(*, state: str, team_state: str, members: int) -> Refusal | None:
    """A team that stands, with room, for somebody in good standing."""
    if state != "active":
        return errors.NotActive()
    if team_state != "recognised":
        return errors.TeamNotOpen()
    return errors.TeamFull(most=MOST_MEMBERS) if members >= MOST_MEMBERS else None


def why_not_this_reason(reason: str) -> Refusal | None:
    """People will read it."""
    least, most = REASON_LENGTH
    if least <= len(reason.strip()) <= most:
        return None
    return errors.TeamReasonNeeded(least=least, most=most)
