"""Polls are exact when several processes vote at once, and the races here are able to fail."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.nominations.polls import counting
from app.domain.nominations.polls.models import Ballot
from app.kernel.database import session
from tests import world
from tests.domain.nominations.house import CLOSED, House
from tests.domain.nominations.voters import URN, Press
from tests.domain.nominations.voting_house import ENDS, a_follower, a_poll, in_the_urn, the_poll
from tests.racing import PROCESSES, Racers, carelessly_too, racers

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]
CROWD = 25


@pytest.fixture(scope="module")
def many(database_url: str, _migrated: Flask) -> Iterator[Racers[Press, str]]:
    with racers(URN, database_url) as running:
        yield running


@carelessly_too
def test_each_presses_four_times_at_once_and_has_one_ballot(
    many: Racers[Press, str], house: House, careless: bool
) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    crowd = [a_follower() for _ in range(CROWD)]
    presses = [Press(campaign_id, who, (one, two)) for who in crowd for _ in range(PROCESSES)]
    answers = Counter(many.race(presses, now=CLOSED, careless=careless))
    expected = {"voted": CROWD, "again": (PROCESSES - 1) * CROWD}
    exact = answers == expected and in_the_urn() == (CROWD, 2 * CROWD)
    assert exact is not careless, answers
    assert most_ballots_of_one() == 1  # the constraint stands whatever the program does


def most_ballots_of_one() -> int:
    per_voter = select(func.count().label("n")).select_from(Ballot).group_by(Ballot.identity_id)
    return session.scalar(select(func.max(per_voter.subquery().c.n))) or 0


def test_one_person_with_two_phones_has_one_ballot(many: Racers[Press, str], house: House) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    people = [world.a_volunteer(house.station) for _ in range(CROWD)]
    phones = [(a_follower(person), a_follower(person)) for person in people]
    presses = [
        Press(campaign_id, phone, (name,))
        for pair in phones
        for phone, name in zip((*pair, *pair), (one, two, two, one), strict=True)
    ]
    answers = Counter(many.race(presses, now=CLOSED))
    assert answers == {"voted": CROWD, "again": 3 * CROWD}
    assert in_the_urn() == (CROWD, CROWD)


def test_what_came_in_before_it_closed_is_counted_and_nothing_else(
    many: Racers[Press, str], house: House
) -> None:
    campaign_id, (one, *_) = a_poll(house)
    late = ENDS - timedelta(seconds=1)
    crowd = [Press(campaign_id, a_follower(), (one,)) for _ in range(60)]
    closing = Press(campaign_id, None, (), ENDS)
    answers = Counter(many.race([*crowd[:20], closing, *crowd[20:]], now=late))
    assert answers["moved 1"] == 1
    assert answers["voted"] + answers["not_voting_now"] == 60
    assert the_poll().state == "closed"
    found = counting.result_for_staff(house.administrator, campaign_id)
    assert (found.cast, found.lines[0].votes) == (answers["voted"], answers["voted"])
