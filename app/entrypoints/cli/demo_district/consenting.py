"""A few people who decided on the optional uses of their data, one of them twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.activities.suggestion_rules import Wish
from app.domain.activities.suggestion_wishes import ask_for
from app.domain.people import optional_consents, queries
from app.domain.people.purposes import OPEN_NAME, POSITION, RANKING, SMS, WECHAT_NEWS
from app.domain.people.rules import is_of_age
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.steps import then
from app.kernel.calendar import local_date

OPENLY = 12  # every so many people one shows her whole name
RANKED = 6  # and one stands in the ranking
NO_NEWS, NO_SMS = 40, 60


def decide_on_consents(crowd: Sequence[Person], *, now: datetime) -> None:
    """The phone's owner agrees to his position, and took his open name back."""
    him, at = queries.volunteer(crowd[0].id), now - timedelta(days=12)
    for purpose in (OPEN_NAME, POSITION, RANKING):
        then(optional_consents.agree, him.id, purpose.kind, by=him, channel="wechat", now=at)
    then(ask_for, him.id, Wish(reach="km3"), by=him, channel="wechat", now=now)
    at = now - timedelta(days=4)
    then(optional_consents.withdraw, him.id, OPEN_NAME.kind, by=him, now=at)
    for number, person in enumerate(crowd[1:200], start=1):
        wanted = [OPEN_NAME] if number % OPENLY == 0 else []
        wanted += [RANKING] if number % RANKED == 0 else []
        her = queries.volunteer(person.id) if wanted else None
        for purpose in wanted:
            if her and (not purpose.of_age or is_of_age(her.birth_date, local_date(at))):
                agree = (her.id, purpose.kind)
                then(optional_consents.agree, *agree, by=her, channel="phone", now=at)
    for step, purpose in ((NO_NEWS, WECHAT_NEWS), (NO_SMS, SMS)):
        her = queries.volunteer(crowd[step].id)
        then(optional_consents.withdraw, her.id, purpose.kind, by=her, now=at)
