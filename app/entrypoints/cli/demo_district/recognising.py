"""What the district gives back: the centre's rules for points and stars, and a notice."""

from datetime import datetime, timedelta

from app.domain.recognition import star_batches, terms
from app.domain.recognition.rules import Terms
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

# A season is short: with the usual hours nobody would have a star yet.
STARS_FOR_HOURS = [4, 6, 8, 12, 20]


def set_the_rules(team: Team, *, now: datetime) -> None:
    """From the day after the opening: ten points an hour, at most sixty from one activity."""
    tomorrow = local_date(now) + timedelta(days=1)
    then(star_batches.set_scale, team.administrators[0], STARS_FOR_HOURS, tomorrow, now=now)
    rule = Terms(
        per_hour=10,
        most_per_activity=60,
        most_per_day=80,
        lasts_months=24,
        valid_from=tomorrow,
    )
    then(terms.make_rule, team.administrators[0], rule, now=now)


def hold_a_star_notice(team: Team, *, now: datetime) -> None:
    """This year's stars, computed and reviewed by two people, in public notice since yesterday."""
    computed_by, reviewed_by = team.administrators
    batch_id = then(
        star_batches.compute,
        computed_by,
        counted_until=local_date(now - timedelta(days=7)),
        now=now - timedelta(days=3),
    )
    then(star_batches.review, reviewed_by, batch_id, now=now - timedelta(days=2))
    then(star_batches.publish, computed_by, batch_id, now=now - timedelta(days=1))
