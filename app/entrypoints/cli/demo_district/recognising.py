"""What the district gives back: the centre's rule for points."""

from datetime import datetime, timedelta

from app.domain.recognition import terms
from app.domain.recognition.rules import Terms
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date


def set_the_rule(team: Team, *, now: datetime) -> None:
    """Ten points an hour, at most sixty from one activity, from the day after the opening."""
    rule = Terms(
        per_hour=10,
        most_per_activity=60,
        most_per_day=80,
        lasts_months=24,
        valid_from=local_date(now) + timedelta(days=1),
    )
    then(terms.make_rule, team.administrators[0], rule, now=now)
