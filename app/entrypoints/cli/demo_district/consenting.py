"""A few people who decided on the optional uses of their data, one of them twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.people import optional_consents, queries
from app.domain.people.purposes import OPEN_NAME, POSITION, SMS, WECHAT_NEWS
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.steps import then

OPENLY = 12  # every so many people one shows her whole name
NO_NEWS, NO_SMS = 40, 60


def decide_on_consents(crowd: Sequence[Person], *, now: datetime) -> None:
    """The phone's owner agrees to his position, and took his open name back."""
    him, at = queries.volunteer(crowd[0].id), now - timedelta(days=12)
    for purpose in (OPEN_NAME, POSITION):
        then(optional_consents.agree, him.id, purpose.kind, by=him, channel="wechat", now=at)
    at = now - timedelta(days=4)
    then(optional_consents.withdraw, him.id, OPEN_NAME.kind, by=him, now=at)
    for number, person in enumerate(crowd[1:200], start=1):
        if number % OPENLY == 0:
            her = queries.volunteer(person.id)
            then(optional_consents.agree, her.id, OPEN_NAME.kind, by=her, channel="phone", now=at)
    for step, purpose in ((NO_NEWS, WECHAT_NEWS), (NO_SMS, SMS)):
        her = queries.volunteer(crowd[step].id)
        then(optional_consents.withdraw, her.id, purpose.kind, by=her, now=at)
