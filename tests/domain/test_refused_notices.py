"""Who said no to a way of being told is not told by it, when it is written and when it is sent."""

from collections.abc import Callable
from datetime import datetime

import pytest

from app.domain import activity_notices, notices
from app.domain.activities.events import MovedUp, SignedUpEvent
from app.domain.hours.events import HoursApproved
from app.domain.messaging import queries, telling
from app.domain.messaging.rules import IMPORTANT, INBOX_ONLY, NEEDED
from app.domain.people import queries as people
from app.domain.people.models import Volunteer
from app.domain.people.optional_consents import withdraw
from app.domain.people.purposes import SMS, WECHAT_NEWS, Purpose
from tests import world
from tests.conftest import Counting
from tests.domain.test_notices import due, place_of, records

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]


@pytest.fixture
def zhang(database: object) -> Volunteer:
    return world.a_volunteer(open_id="o-zhang")


Refusing = Callable[[Volunteer, Purpose], None]


@pytest.fixture
def refuses(now: datetime) -> Refusing:
    def refusing(person: Volunteer, purpose: Purpose) -> None:
        withdraw(person.id, purpose.kind, by=people.volunteer(person.id), now=now)

    return refusing


def test_news_stay_in_the_inbox_and_what_a_place_needs_goes_out(
    zhang: Volunteer, refuses: Refusing, now: datetime
) -> None:
    refuses(zhang, WECHAT_NEWS)
    notices.hours_approved(HoursApproved(records([zhang]), now))
    assert due(now) == []
    assert queries.inbox(zhang.id).total == 1
    activity_notices.signed_up(SignedUpEvent(place_of(zhang), now))
    activity_notices.moved_up(MovedUp(place_of(zhang), now))
    assert [letter.channel for letter in due(now)] == ["wechat_template"] * 2


def test_no_sms_means_wechat_or_the_inbox(
    zhang: Volunteer, refuses: Refusing, now: datetime
) -> None:
    li = world.a_volunteer(name="李明")
    for person in (zhang, li):
        refuses(person, SMS)
        activity_notices.moved_up(MovedUp(place_of(person), now))
    (letter,) = due(now)
    assert (letter.channel, "phone" in letter.payload) == ("wechat_template", False)
    assert queries.inbox(li.id).total == 1


def test_a_letter_that_waits_is_looked_at_again(
    zhang: Volunteer, refuses: Refusing, now: datetime
) -> None:
    li = world.a_volunteer(name="李明")
    notices.hours_approved(HoursApproved(records([zhang]), now))
    activity_notices.moved_up(MovedUp(place_of(zhang), now))
    activity_notices.moved_up(MovedUp(place_of(li), now))
    news, needed, sms = due(now)
    assert [telling.still_wanted(one) for one in (news, needed, sms)] == [True, True, True]
    assert telling.phone_instead(needed) == zhang.phone
    for person in (zhang, li):
        refuses(person, SMS)
    refuses(zhang, WECHAT_NEWS)
    assert [telling.still_wanted(one) for one in (news, needed, sms)] == [False, True, False]
    assert telling.phone_instead(needed) is None


def test_a_thousand_are_looked_up_in_as_many_statements_as_two(
    refuses: Refusing, now: datetime, statements: Counting
) -> None:
    crowd = [world.a_volunteer(open_id=f"o-{number}") for number in range(40)]
    refuses(crowd[0], WECHAT_NEWS)
    with statements() as for_two:
        notices.hours_approved(HoursApproved(records(crowd[:2]), now))
    with statements() as for_all:
        notices.hours_approved(HoursApproved(records(crowd), now))
    assert len(for_all) == len(for_two)
    assert len(due(now)) == 40


def test_what_must_be_known_in_time_is_needed() -> None:
    assert IMPORTANT <= NEEDED
    assert not NEEDED & INBOX_ONLY
