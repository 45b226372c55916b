"""Another position of the same session: taken when free, or exchanged with who agrees."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.activities import errors, events, place_errors
from app.domain.activities.exchange_queries import exchange, fellows, open_exchanges
from app.domain.activities.exchanges import accept, ask, expire, refuse, withdraw
from app.domain.activities.models import Position, PositionExchange, SignUp
from app.domain.activities.rules import exchange_answered_by
from app.domain.activities.sign_up import cancel_sign_up, sign_up
from app.domain.activities.switching import change_position
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.domain.activities.conftest import Heard

HOUR = timedelta(hours=1)


class Two:
    """A session in 48 hours with two positions; 张 has a place at the one, 李 at the other."""

    def __init__(self, now: datetime, *, capacities: tuple[int, int] = (1, 1)) -> None:
        self.now = now
        self.station = world.a_station()
        self.activity = world.an_activity(self.station, starts_at=now + 48 * HOUR)
        self.session = world.a_session(self.activity)
        self.desk = world.a_position(self.session, name="签到台", capacity=capacities[0])
        self.street = world.a_position(self.session, name="路口引导", capacity=capacities[1])
        self.zhang = world.a_volunteer(self.station, name="张桂英")
        self.li = world.a_volunteer(self.station, name="李明")
        self.of_zhang = sign_up(self.zhang.id, self.desk.id, now=now).sign_up_id
        self.of_li = sign_up(self.li.id, self.street.id, now=now).sign_up_id

    def position_of(self, sign_up_id: UUID) -> tuple[str, str]:
        row = session.get_one(SignUp, sign_up_id, populate_existing=True)
        return session.get_one(Position, row.position_id).name, row.state

    def counted(self) -> tuple[int, int]:
        return tuple(  # type: ignore[return-value]
            session.get_one(Position, each.id, populate_existing=True).taken
            for each in (self.desk, self.street)
        )

    def ask(self, *, now: datetime | None = None) -> UUID:
        return ask(self.zhang.id, self.of_zhang, self.of_li, now=now or self.now)


@pytest.fixture
def two(database: Flask, heard: Heard, now: datetime) -> Two:
    ready = Two(now)
    heard.clear()
    return ready


@pytest.fixture
def roomy(database: Flask, heard: Heard, now: datetime) -> Two:
    ready = Two(now, capacities=(1, 2))
    heard.clear()
    return ready


def test_a_free_place_is_taken_and_the_old_one_goes_to_who_waits(
    roomy: Two, heard: Heard, now: datetime
) -> None:
    waits = world.a_volunteer(roomy.station)
    waiting = sign_up(waits.id, roomy.desk.id, now=now).sign_up_id
    heard.clear()
    change_position(roomy.zhang.id, roomy.of_zhang, roomy.street.id, now=now)
    assert roomy.position_of(roomy.of_zhang) == ("路口引导", "signed_up")
    assert roomy.position_of(waiting) == ("签到台", "signed_up")
    assert roomy.counted() == (1, 2)
    changed, moved = heard
    assert isinstance(changed, events.PositionChanged)
    assert (changed.before, changed.place.position) == ("签到台", "路口引导")
    assert isinstance(moved, events.MovedUp)
    change_position(roomy.zhang.id, roomy.of_zhang, roomy.street.id, now=now)
    assert len(heard) == 2


def test_who_waits_may_take_a_free_place_elsewhere(roomy: Two, now: datetime) -> None:
    waits = world.a_volunteer(roomy.station)
    waiting = sign_up(waits.id, roomy.desk.id, now=now).sign_up_id
    change_position(waits.id, waiting, roomy.street.id, now=now)
    assert roomy.position_of(waiting) == ("路口引导", "signed_up")
    assert roomy.counted() == (1, 2)


def test_a_full_position_leaves_everything_as_it_was(two: Two, heard: Heard, now: datetime) -> None:
    with pytest.raises(place_errors.PositionFull, match="路口引导"):
        change_position(two.zhang.id, two.of_zhang, two.street.id, now=now)
    assert two.position_of(two.of_zhang) == ("签到台", "signed_up")
    assert (two.counted(), heard) == ((1, 1), [])


def test_what_a_position_asks_for_counts_when_changing(
    roomy: Two, heard: Heard, now: datetime
) -> None:
    session.get_one(Position, roomy.street.id).youngest = 70
    session.commit()
    with pytest.raises(errors.TooYoung):
        change_position(roomy.zhang.id, roomy.of_zhang, roomy.street.id, now=now)
    assert not heard


def test_only_within_the_session_before_it_starts_and_ones_own(roomy: Two, now: datetime) -> None:
    elsewhere = world.an_open_position(roomy.station)
    with pytest.raises(place_errors.OtherSession):
        change_position(roomy.zhang.id, roomy.of_zhang, elsewhere.id, now=now)
    with pytest.raises(place_errors.BegunAlready):
        change_position(roomy.zhang.id, roomy.of_zhang, roomy.street.id, now=now + 48 * HOUR)
    with pytest.raises(NotFound):
        change_position(roomy.li.id, roomy.of_zhang, roomy.street.id, now=now)
    cancel_sign_up(roomy.zhang.id, roomy.of_zhang, now=now)
    with pytest.raises(place_errors.NoPlaceToChange):
        change_position(roomy.zhang.id, roomy.of_zhang, roomy.street.id, now=now)


@pytest.mark.parametrize(("ahead", "within"), [(48, 24), (24, 24), (5, 5)])
def test_until_when_a_request_is_answered(now: datetime, ahead: int, within: int) -> None:
    assert exchange_answered_by(now + ahead * HOUR, now=now) == now + within * HOUR


def test_two_exchange_when_the_other_accepts(two: Two, heard: Heard, now: datetime) -> None:
    asked = two.ask()
    assert two.ask() == asked
    (event,) = heard
    assert isinstance(event, events.ExchangeAsked)
    assert (event.place.volunteer_id, event.asker) == (two.li.id, exchange(asked).asker_name)
    assert two.position_of(two.of_zhang) == ("签到台", "signed_up")
    accept(two.li.id, asked, now=now + HOUR)
    accept(two.li.id, asked, now=now + 2 * HOUR)
    assert two.position_of(two.of_zhang) == ("路口引导", "signed_up")
    assert two.position_of(two.of_li) == ("签到台", "signed_up")
    assert two.counted() == (1, 1)
    told = [each for each in heard if isinstance(each, events.PositionChanged)]
    assert {each.place.volunteer_id for each in told} == {two.zhang.id, two.li.id}
    assert open_exchanges(two.of_zhang, now=now) == []


def test_who_is_asked_is_named_in_part_only(two: Two) -> None:
    (fellow,) = fellows(two.of_zhang)
    assert (fellow.sign_up_id, fellow.position) == (two.of_li, "路口引导")
    assert fellow.masked_name != "李明"


def test_a_refused_request_is_told_to_who_asked(two: Two, heard: Heard, now: datetime) -> None:
    asked = two.ask()
    heard.clear()
    refuse(two.li.id, asked, now=now)
    (event,) = heard
    assert isinstance(event, events.ExchangeOver)
    assert (event.place.volunteer_id, event.refused) == (two.zhang.id, True)
    with pytest.raises(place_errors.ExchangeRefused):
        accept(two.li.id, asked, now=now)
    assert two.ask() != asked


def test_a_withdrawn_request_is_over(two: Two, now: datetime) -> None:
    asked = two.ask()
    withdraw(two.zhang.id, asked, now=now)
    with pytest.raises(place_errors.ExchangeWithdrawn):
        accept(two.li.id, asked, now=now)
    assert two.position_of(two.of_li) == ("路口引导", "signed_up")


def test_nobody_answers_for_another(two: Two, now: datetime) -> None:
    asked = two.ask()
    for answer, who in ((accept, two.zhang), (refuse, two.zhang), (withdraw, two.li)):
        with pytest.raises(NotFound):
            answer(who.id, asked, now=now)
    with pytest.raises(NotFound):
        ask(two.li.id, two.of_zhang, two.of_li, now=now)


def test_an_unanswered_request_ends_after_a_day(two: Two, heard: Heard, now: datetime) -> None:
    asked = two.ask()
    heard.clear()
    late = now + 24 * HOUR
    with pytest.raises(place_errors.ExchangeExpired):
        accept(two.li.id, asked, now=late)
    assert expire(now=late - HOUR) == 0
    assert expire(now=late) == 1
    assert expire(now=late) == 0
    (event,) = heard
    assert isinstance(event, events.ExchangeOver)
    assert not event.refused
    assert exchange(asked).state == "expired"
    assert two.ask(now=late) != asked


def test_one_request_at_a_time(two: Two, now: datetime) -> None:
    session.get_one(Position, two.street.id).capacity = 2
    session.commit()
    third = world.a_volunteer(two.station)
    of_third = sign_up(third.id, two.street.id, now=now).sign_up_id
    two.ask()
    with pytest.raises(place_errors.AskedSomebodyElse):
        ask(two.zhang.id, two.of_zhang, of_third, now=now)


def test_who_gave_her_place_back_exchanges_nothing(two: Two, heard: Heard, now: datetime) -> None:
    asked = two.ask()
    cancel_sign_up(two.zhang.id, two.of_zhang, now=now)
    heard.clear()
    with pytest.raises(place_errors.ExchangeOutOfDate):
        accept(two.li.id, asked, now=now)
    assert two.position_of(two.of_li) == ("路口引导", "signed_up")
    assert two.counted() == (0, 1)
    assert expire(now=now + 24 * HOUR) == 1
    assert not heard


def test_who_has_changed_meanwhile_exchanges_nothing(roomy: Two, now: datetime) -> None:
    asked = roomy.ask()
    change_position(roomy.zhang.id, roomy.of_zhang, roomy.street.id, now=now)
    with pytest.raises(place_errors.ExchangeOutOfDate):
        accept(roomy.li.id, asked, now=now)


def test_both_must_fit_the_others_position(two: Two, now: datetime) -> None:
    session.get_one(Position, two.desk.id).skills = ["外语翻译"]
    session.commit()
    with pytest.raises(place_errors.OtherDoesNotFit):  # what 李 lacks is not told to 张
        two.ask()
    session.get_one(Position, two.desk.id).skills = []
    session.commit()
    asked = two.ask()
    session.get_one(Position, two.desk.id).youngest = 70
    session.commit()
    with pytest.raises(errors.TooYoung):  # 李 reads what she lacks herself
        accept(two.li.id, asked, now=now)


def test_not_after_the_start(two: Two, now: datetime) -> None:
    asked = two.ask(now=now + 47 * HOUR)
    with pytest.raises(place_errors.ExchangeExpired):
        accept(two.li.id, asked, now=now + 48 * HOUR)
    with pytest.raises(place_errors.BegunAlready):
        ask(two.li.id, two.of_li, two.of_zhang, now=now + 48 * HOUR)


def test_a_place_to_confirm_is_confirmed_by_agreeing(two: Two, now: datetime) -> None:
    session.get_one(SignUp, two.of_li).confirm_by = now + 12 * HOUR
    session.commit()
    accept(two.li.id, two.ask(), now=now)
    assert session.get_one(SignUp, two.of_li, populate_existing=True).confirm_by is None


def test_a_minor_too_young_for_dangerous_work_is_not_exchanged_into_it(
    two: Two, now: datetime
) -> None:
    two.zhang.birth_date = date(2010, 1, 1)
    world.saved(two.zhang)
    two.activity.risk_level = "high"
    world.saved(two.activity)
    with pytest.raises(errors.TooYoung):
        two.ask()
    assert session.scalars(select(PositionExchange)).all() == []
