"""Taking a place, waiting for one, and giving it back."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.domain import reactions
from app.domain.activities import errors, events
from app.domain.activities.models import Position, SignUp
from app.domain.activities.sign_up import cancel_sign_up, sign_up
from app.domain.webhooks.subscriptions import subscribed_to
from app.kernel import happenings
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.activities.conftest import Heard

HOUR = timedelta(hours=1)


@pytest.fixture
def station(database: Flask) -> world.Place:
    return world.a_station()


def again(position: Position) -> Position:
    return session.get_one(Position, position.id, populate_existing=True)


def row(sign_up_id: UUID) -> SignUp:
    return session.get_one(SignUp, sign_up_id, populate_existing=True)


def test_a_place_is_taken(station: world.Place, heard: Heard, now: datetime) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station)
    done = sign_up(person.id, position.id, now=now)
    assert (done.state, done.place_in_queue) == ("signed_up", None)
    assert again(position).taken == 1
    kept = row(done.sign_up_id)
    assert (kept.volunteer_id, kept.state, kept.queued_at) == (person.id, "signed_up", now)
    (told,) = heard
    assert isinstance(told, events.SignedUpEvent)
    assert (told.place.title, told.place.position) == ("社区环境清洁", "服务岗")
    assert (told.place.starts_at, told.place.ends_at) == (kept.starts_at, kept.ends_at)


def test_asked_again_the_first_answer(station: world.Place, heard: Heard, now: datetime) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station)
    first = sign_up(person.id, position.id, now=now)
    assert sign_up(person.id, position.id, now=now + HOUR) == first
    assert again(position).taken == 1
    assert len(heard) == 1


def test_who_comes_too_late_waits_in_order(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    position = world.an_open_position(station, capacity=1)
    sign_up(world.a_volunteer(station).id, position.id, now=now)
    waiting = [world.a_volunteer(station) for _ in range(3)]
    # The clocks of processes differ: who comes to the lock later stands later all the same.
    moments = (now, now - HOUR, now)
    done = [
        sign_up(person.id, position.id, now=moment)
        for person, moment in zip(waiting, moments, strict=True)
    ]
    assert [(each.state, each.place_in_queue) for each in done] == [
        ("waiting", 1),
        ("waiting", 2),
        ("waiting", 3),
    ]
    assert sign_up(waiting[1].id, position.id, now=now + HOUR) == done[1]
    assert again(position).taken == 1
    assert isinstance(heard[-1], events.WaitingListed)


def test_an_overlapping_engagement_is_named(station: world.Place, now: datetime) -> None:
    person = world.a_volunteer(station)
    first = world.an_open_position(station, starts_at=now + 24 * HOUR)
    second = world.an_open_position(station, starts_at=now + 25 * HOUR)
    sign_up(person.id, first.id, now=now)
    with pytest.raises(errors.BusyThen, match=r"社区环境清洁.*11月24日 12:00 至 14:00"):
        sign_up(person.id, second.id, now=now)
    assert again(second).taken == 0


def test_waiting_is_an_engagement_too(station: world.Place, now: datetime) -> None:
    person = world.a_volunteer(station)
    full = world.an_open_position(station, capacity=1)
    world.signed_up(world.a_volunteer(station), full)
    sign_up(person.id, full.id, now=now)
    with pytest.raises(errors.BusyThen):
        sign_up(person.id, world.an_open_position(station).id, now=now)


@pytest.mark.parametrize("starts_in", [22, 26])
def test_back_to_back_is_no_overlap(station: world.Place, now: datetime, starts_in: int) -> None:
    person = world.a_volunteer(station)
    sign_up(person.id, world.an_open_position(station, starts_at=now + 24 * HOUR).id, now=now)
    other = world.an_open_position(station, starts_at=now + starts_in * HOUR)
    assert sign_up(person.id, other.id, now=now).state == "signed_up"


@pytest.mark.parametrize("state", ["cancelled", "released"])
def test_a_place_given_back_is_no_engagement(
    station: world.Place, now: datetime, state: str
) -> None:
    person = world.a_volunteer(station)
    world.signed_up(person, world.an_open_position(station), state=state)
    assert sign_up(person.id, world.an_open_position(station).id, now=now).state == "signed_up"


def test_one_position_a_session(station: world.Place, now: datetime) -> None:
    person = world.a_volunteer(station)
    its_session = world.a_session(world.an_activity(station))
    first, second = (world.a_position(its_session, name=name) for name in ("清扫", "劝导"))
    sign_up(person.id, first.id, now=now)
    with pytest.raises(errors.OtherPositionTaken, match="清扫"):
        sign_up(person.id, second.id, now=now)


def test_the_rules_are_asked(station: world.Place, now: datetime) -> None:
    position = world.a_position(world.a_session(world.an_activity(station)), youngest=18)
    child = world.a_volunteer(station, born=date(2012, 1, 1))
    with pytest.raises(errors.TooYoung):
        sign_up(child.id, position.id, now=now)
    frozen = world.a_volunteer(station, state="frozen")
    with pytest.raises(errors.AccountFrozen):
        sign_up(frozen.id, position.id, now=now)
    assert again(position).taken == 0


def test_what_does_not_exist_is_not_found(station: world.Place, now: datetime) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station)
    with pytest.raises(NotFound):
        sign_up(person.id, UUID(int=1), now=now)
    with pytest.raises(NotFound):
        sign_up(UUID(int=1), position.id, now=now)


def test_if_what_follows_fails_nothing_happened(
    station: world.Place, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_event: object) -> None:
        raise RuntimeError("the outbox is broken")

    monkeypatch.setattr(happenings, "_followers", {events.SignedUpEvent: (fail,)})
    person, position = world.a_volunteer(station), world.an_open_position(station)
    with pytest.raises(RuntimeError):
        sign_up(person.id, position.id, now=now)
    assert again(position).taken == 0
    assert session.query(SignUp).count() == 0


def test_a_place_given_back_goes_to_the_first_who_waits(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    position = world.an_open_position(station, capacity=1)
    leaver, first, second = (world.a_volunteer(station) for _ in range(3))
    done = [sign_up(person.id, position.id, now=now) for person in (leaver, first, second)]
    heard.clear()
    gone = cancel_sign_up(leaver.id, done[0].sign_up_id, reason=" 家中有事 ", now=now)
    assert gone.late is False
    assert [row(each.sign_up_id).state for each in done] == ["cancelled", "signed_up", "waiting"]
    assert row(done[0].sign_up_id).cancel_reason == "家中有事"
    assert row(done[1].sign_up_id).moved_up_at == now
    assert again(position).taken == 1
    cancelled, moved = heard
    assert isinstance(cancelled, events.SignUpCancelled)
    assert isinstance(moved, events.MovedUp)
    assert moved.place.volunteer_id == first.id
    assert sign_up(second.id, position.id, now=now).place_in_queue == 1


def test_a_place_given_back_while_nobody_waits_is_free(station: world.Place, now: datetime) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station, capacity=1)
    done = sign_up(person.id, position.id, now=now)
    cancel_sign_up(person.id, done.sign_up_id, now=now)
    assert again(position).taken == 0
    assert sign_up(person.id, position.id, now=now).sign_up_id != done.sign_up_id
    assert again(position).taken == 1


def test_leaving_the_queue_moves_nobody_up(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    position = world.an_open_position(station, capacity=1)
    people = [world.a_volunteer(station) for _ in range(3)]
    done = [sign_up(person.id, position.id, now=now) for person in people]
    late = now + 23 * HOUR
    assert cancel_sign_up(people[1].id, done[1].sign_up_id, now=late).late is False
    assert row(done[2].sign_up_id).state == "waiting"
    assert again(position).taken == 1
    assert not [event for event in heard if isinstance(event, events.MovedUp)]


def test_after_the_deadline_it_is_noted(station: world.Place, now: datetime) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station)
    done = sign_up(person.id, position.id, now=now)
    assert cancel_sign_up(person.id, done.sign_up_id, now=now + timedelta(seconds=1)).late
    assert row(done.sign_up_id).cancelled_late


def test_cancelled_again_the_first_answer(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station)
    done = sign_up(person.id, position.id, now=now)
    first = cancel_sign_up(person.id, done.sign_up_id, now=now)
    assert cancel_sign_up(person.id, done.sign_up_id, now=now + 30 * HOUR) == first
    assert again(position).taken == 0
    assert len(heard) == 2


def test_once_it_has_started_a_place_stays_taken(station: world.Place, now: datetime) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station)
    done = sign_up(person.id, position.id, now=now)
    with pytest.raises(errors.CancelTooLate):
        cancel_sign_up(person.id, done.sign_up_id, now=now + 24 * HOUR)
    assert again(position).taken == 1


def test_a_released_place_needs_no_cancelling(station: world.Place, now: datetime) -> None:
    person = world.a_volunteer(station)
    own = world.signed_up(person, world.an_open_position(station), state="released")
    with pytest.raises(errors.AlreadyReleased):
        cancel_sign_up(person.id, own.id, now=now)


def test_another_s_place_is_not_found(station: world.Place, now: datetime) -> None:
    own = world.signed_up(world.a_volunteer(station), world.an_open_position(station))
    with pytest.raises(NotFound):
        cancel_sign_up(world.a_volunteer(station).id, own.id, now=now)
    assert row(own.id).state == "signed_up"


def test_statements_of_a_sign_up(
    station: world.Place, heard: Heard, statements: Counting, now: datetime
) -> None:
    position = world.an_open_position(station, capacity=1)
    first, second = world.a_volunteer(station), world.a_volunteer(station)
    with statements() as seen:
        sign_up(first.id, position.id, now=now)
    assert len(seen) <= 6, seen
    with statements() as seen:
        sign_up(second.id, position.id, now=now)
    assert len(seen) <= 7, seen


def test_statements_of_a_cancellation_that_moves_somebody_up(
    station: world.Place, heard: Heard, statements: Counting, now: datetime
) -> None:
    position = world.an_open_position(station, capacity=1)
    leaver, first = world.a_volunteer(station), world.a_volunteer(station)
    done = sign_up(leaver.id, position.id, now=now)
    sign_up(first.id, position.id, now=now)
    with statements() as seen:
        cancel_sign_up(leaver.id, done.sign_up_id, now=now)
    assert isinstance(heard[-1], events.MovedUp)
    assert len(seen) <= 8, seen


def test_statements_with_all_that_follows(
    station: world.Place, statements: Counting, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(happenings, "_followers", {})
    reactions.connect()
    position = world.an_open_position(station, capacity=1)
    leaver, first = (world.a_volunteer(station, open_id=name) for name in ("o-one", "o-two"))
    subscribed_to("sign_up.created", now=now)  # known in a process that runs
    with statements() as seen:
        done = sign_up(leaver.id, position.id, now=now)
    assert len(seen) <= 8, seen
    with statements() as seen:
        sign_up(first.id, position.id, now=now)
    assert len(seen) <= 9, seen
    with statements() as seen:
        cancel_sign_up(leaver.id, done.sign_up_id, now=now)
    assert len(seen) <= 12, seen
