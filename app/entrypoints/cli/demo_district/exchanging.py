"""Somebody would like to have the position of the phone's owner, and he has not answered yet."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from app.domain.activities import exchanges, seeding, sign_up
from app.domain.activities.rules import ADULT_YEARS
from app.domain.activities.seeding import Offered
from app.domain.people.rules import age_on
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.progress import Held
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.turnout import Turnout
from app.kernel.calendar import local_date

ROOM = 4  # a position with so many places has one left
TIME_TO_ANSWER = timedelta(days=2)


def ask_him_to_exchange(
    him: Person, turnout: Turnout, coming: list[Held], his: Sequence[Offered], *, now: datetime
) -> None:
    """He and a neighbour have the two positions of a session; she asks him for his."""
    for mine, hers in _in_pairs(coming, now=now):
        apart = all(mine.starts_at >= one.ends_at or mine.ends_at <= one.starts_at for one in his)
        asker = next((one for one in turnout.crowd[2:] if _may(one, turnout, mine, hers)), None)
        if not (apart and asker and him.suits(mine) and him.suits(hers)):
            continue
        at = now - timedelta(hours=6)
        place = then(sign_up.sign_up, him.id, mine.position_id, now=at)
        her_place = then(sign_up.sign_up, asker.id, hers.position_id, now=at)
        for person in (him, asker):
            turnout.busy[person.id].append((mine.starts_at, mine.ends_at))
        at = now - timedelta(hours=1)
        then(exchanges.ask, asker.id, her_place.sign_up_id, place.sign_up_id, now=at)
        return


def _in_pairs(coming: list[Held], *, now: datetime) -> Iterator[tuple[Offered, Offered]]:
    """The first two positions of each session with room for both of them."""
    places = seeding.offered([one.id for one in coming])
    for _, found in groupby(places, lambda one: one.session_id):
        first, *others = found
        roomy = others and min(first.capacity, others[0].capacity) >= ROOM
        if roomy and first.starts_at > now + TIME_TO_ANSWER:
            yield first, others[0]


def _may(person: Person, turnout: Turnout, mine: Offered, hers: Offered) -> bool:
    grown = age_on(person.born, local_date(mine.starts_at)) >= ADULT_YEARS
    both = person.suits(mine) and person.suits(hers)
    return grown and both and turnout.is_free(person, mine)
