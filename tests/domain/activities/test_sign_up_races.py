"""Sign-up is exact when several processes rush it, and the races here are able to fail."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.activities import exchanges
from app.domain.activities.models import Position, SignUp
from app.kernel.database import session
from tests import world
from tests.domain.activities.racers import PLACES, Answer, Move
from tests.racing import Racers, carelessly_too, racers

pytestmark = pytest.mark.slow
HOUR = timedelta(hours=1)
WIDE = 0.03
Many = Racers[Move, Answer]


@pytest.fixture(scope="module")
def many(database_url: str, _migrated: Flask) -> Iterator[Many]:
    with racers(PLACES, database_url) as running:
        yield running


@pytest.fixture
def station(database: Flask) -> world.Place:
    return world.a_station()


def standing(position: Position) -> dict[str, list[UUID]]:
    """Who has a place and who waits, in order, as the rows say."""
    states = ("signed_up", "waiting", "cancelled", "released")
    found: dict[str, list[UUID]] = {state: [] for state in states}
    rows = session.execute(
        select(SignUp.state, SignUp.volunteer_id)
        .where(SignUp.position_id == position.id)
        .order_by(SignUp.queued_at, SignUp.id)
    )
    for state, volunteer_id in rows:
        found[state].append(volunteer_id)
    return found


def taken(position: Position) -> int:
    return session.get_one(Position, position.id, populate_existing=True).taken


def flaws_of_a_rush(answers: Sequence[Answer], position: Position, places: int) -> list[str]:
    """What is not exact after everyone wanted the same position."""
    flaws = []
    outcomes = Counter(answer.outcome for answer in answers)
    if outcomes != {"signed_up": places, "waiting": len(answers) - places}:
        flaws.append(f"answers {outcomes}")
    queued = [each for each in answers if each.outcome == "waiting"]
    in_order = sorted(queued, key=lambda each: each.place_in_queue or 0)
    if [each.place_in_queue for each in in_order] != list(range(1, len(answers) - places + 1)):
        flaws.append("places in the queue told twice or left out")
    found = standing(position)
    if [each.volunteer_id for each in in_order] != found["waiting"]:
        flaws.append("the queue stands in another order than people were told")
    if not len(found["signed_up"]) == taken(position) == places:
        flaws.append(f"{taken(position)} counted, {len(found['signed_up'])} rows")
    return flaws


@carelessly_too
def test_sixty_people_for_ten_places(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    position = world.an_open_position(station, capacity=10)
    moves = [Move(world.a_volunteer(station).id, position.id) for _ in range(60)]
    pause = WIDE if careless else 0.002
    answers = many.race(moves, now=now, pause_seconds=pause, careless=careless)
    flaws = flaws_of_a_rush(answers, position, 10)
    assert bool(flaws) is careless, flaws


def flaws_of_moving_up(
    answers: Sequence[Answer], position: Position, waited: list[UUID], newcomers: list[UUID]
) -> list[str]:
    """What is not exact after as many places were given back as people waited."""
    flaws = []
    outcomes = Counter(answer.outcome for answer in answers)
    if outcomes != {"cancelled": len(waited), "waiting": len(newcomers)}:
        flaws.append(f"answers {outcomes}")
    found = standing(position)
    if found["signed_up"] != waited:
        flaws.append("others than those who waited have the places")
    if set(found["waiting"]) != set(newcomers):
        flaws.append("newcomers do not wait")
    if taken(position) != len(found["signed_up"]):
        flaws.append(f"{taken(position)} counted, {len(found['signed_up'])} rows")
    return flaws


@carelessly_too
def test_places_given_back_in_a_rush_move_people_up_once(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    position = world.an_open_position(station, capacity=8)
    leaving = [world.signed_up(world.a_volunteer(station), position) for _ in range(8)]
    waited = []
    for minute in range(8):
        person = world.a_volunteer(station)
        moment = now + timedelta(minutes=minute)
        world.signed_up(person, position, state="waiting", queued_at=moment)
        waited.append(person.id)
    newcomers = [world.a_volunteer(station).id for _ in range(12)]
    back = [Move(own.volunteer_id, sign_up_id=own.id) for own in leaving]
    new = [Move(each, position.id) for each in newcomers]
    moves = [*new[:4], *back[:4], *new[4:8], *back[4:], *new[8:]]
    pause = WIDE if careless else 0.002
    answers = many.race(moves, now=now + HOUR, pause_seconds=pause, careless=careless)
    flaws = flaws_of_moving_up(answers, position, waited, newcomers)
    assert bool(flaws) is careless, flaws


@carelessly_too
def test_one_person_gets_one_of_four_overlapping_sessions(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    person = world.a_volunteer(station)
    begins = [now + 24 * HOUR + timedelta(minutes=10 * each) for each in range(4)]
    positions = [world.an_open_position(station, starts_at=begin) for begin in begins]
    moves = [Move(person.id, position.id) for position in positions]
    answers = many.race(moves, now=now, pause_seconds=WIDE, careless=careless)
    exact = Counter(each.outcome for each in answers) == {"signed_up": 1, "busy_then": 3}
    one = sum(taken(position) for position in positions) == 1
    assert (exact and one) is not careless


def test_one_person_who_taps_four_times_has_one_place(
    many: Many, station: world.Place, now: datetime
) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station)
    answers = many.race([Move(person.id, position.id)] * 4, now=now, pause_seconds=WIDE)
    assert [each.outcome for each in answers] == ["signed_up"] * 4
    assert taken(position) == 1


@carelessly_too
def test_an_activity_called_off_in_a_rush_leaves_nobody_with_a_place(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    activity = world.an_activity(station)
    position = world.a_position(world.a_session(activity), capacity=10)
    moves = [Move(world.a_volunteer(station).id, position.id) for _ in range(24)]
    moves.insert(8, Move(None, activity_id=activity.id, staff=world.staff(at=station)))
    answers = many.race(moves, now=now, pause_seconds=WIDE, careless=careless)
    outcomes = Counter(each.outcome for each in answers)
    found = standing(position)
    nobody = not found["signed_up"] and not found["waiting"] and taken(position) == 0
    all_told = len(found["released"]) == outcomes["signed_up"] + outcomes["waiting"]
    known = {"called_off", "signed_up", "waiting", "not_recruiting"}
    exact = set(outcomes) <= known and outcomes["called_off"] == 1
    assert (nobody and all_told and exact) is not careless, outcomes


def flaws_of_lowering(
    answers: Sequence[Answer], position: Position, ahead: list[UUID]
) -> list[str]:
    """What is not exact after four of ten places were taken back while people came and went.

    `ahead` are those who lost a place, in the order in which they move up first.
    """
    flaws = []
    outcomes = Counter(answer.outcome for answer in answers)
    found, counted = standing(position), taken(position)
    lowered = outcomes["lowered"] == 1
    if outcomes["lowered"] + outcomes["others_lose"] != 1:
        flaws.append(f"answers {outcomes}")
    if (outcomes["cancelled"], outcomes["signed_up"] + outcomes["waiting"]) != (2, 20):
        flaws.append(f"answers {outcomes}")
    if not counted == len(found["signed_up"]) == (6 if lowered else 10):
        flaws.append(f"{counted} counted, {len(found['signed_up'])} rows")
    moved_up = [each for each in ahead if each in found["signed_up"]]
    still = [each for each in ahead if each in found["waiting"]]
    if lowered and (moved_up + still != ahead or found["waiting"][: len(still)] != still):
        flaws.append("who lost a place does not wait first")
    return flaws


@carelessly_too
def test_places_taken_back_in_a_rush_leave_as_many_as_there_are(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    activity = world.an_activity(station)
    position = world.a_position(world.a_session(activity), capacity=10)
    inside = [
        world.signed_up(
            world.a_volunteer(station), position, queued_at=now + timedelta(seconds=second)
        )
        for second in range(10)
    ]
    losers = inside[6:]
    moves = [Move(world.a_volunteer(station).id, position.id) for _ in range(20)]
    moves[8:8] = [Move(own.volunteer_id, sign_up_id=own.id) for own in inside[:2]]
    moves.insert(
        4,
        Move(
            None,
            position.id,
            staff=world.staff(at=station),
            capacity=6,
            confirmed=tuple(own.id for own in losers),
        ),
    )
    pause = WIDE if careless else 0.002
    answers = many.race(moves, now=now + HOUR, pause_seconds=pause, careless=careless)
    flaws = flaws_of_lowering(answers, position, [own.volunteer_id for own in losers])
    assert bool(flaws) is careless, flaws


@carelessly_too
def test_positions_changed_in_a_rush_keep_every_place_counted(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    """Ten at the desk want five places in the street while newcomers want the desk."""
    part = world.a_session(world.an_activity(station))
    desk, street = (world.a_position(part, capacity=places) for places in (10, 5))
    inside = [world.signed_up(world.a_volunteer(station), desk) for _ in range(10)]
    moves = [Move(own.volunteer_id, street.id, sign_up_id=own.id) for own in inside]
    moves += [Move(world.a_volunteer(station).id, desk.id) for _ in range(10)]
    pause = WIDE if careless else 0.002
    answers = many.race(moves, now=now, pause_seconds=pause, careless=careless)
    outcomes = Counter(each.outcome for each in answers)
    exact = (
        (outcomes["changed"], outcomes["position_full"]) == (5, 5)
        and outcomes["signed_up"] + outcomes["waiting"] == 10
        and taken(desk) == len(standing(desk)["signed_up"]) == 10
        and taken(street) == len(standing(street)["signed_up"]) == 5
        and len(standing(desk)["waiting"]) == 5
    )
    assert exact is not careless, outcomes


def test_a_place_given_back_while_it_is_exchanged_is_given_back_once(
    many: Many, station: world.Place, now: datetime
) -> None:
    """Either they exchange and then she goes, or she goes and nothing is exchanged."""
    part = world.a_session(world.an_activity(station))
    desk, street = (world.a_position(part, capacity=6) for _ in range(2))
    pairs = [
        (
            world.signed_up(world.a_volunteer(station), desk),
            world.signed_up(world.a_volunteer(station), street),
        )
        for _ in range(6)
    ]
    asked = [exchanges.ask(mine.volunteer_id, mine.id, hers.id, now=now) for mine, hers in pairs]
    moves = []
    for (mine, hers), each in zip(pairs, asked, strict=True):
        moves += [Move(hers.volunteer_id, exchange_id=each)]
        moves += [Move(mine.volunteer_id, sign_up_id=mine.id)]
    answers = many.race(moves, now=now, pause_seconds=WIDE)
    outcomes = Counter(each.outcome for each in answers)
    assert outcomes["cancelled"] == 6
    assert outcomes["exchanged"] + outcomes["exchange_out_of_date"] == 6
    assert taken(desk) == len(standing(desk)["signed_up"])
    assert taken(street) == len(standing(street)["signed_up"])
    assert taken(desk) + taken(street) == 6


@carelessly_too
def test_teams_and_single_people_rush_the_same_places(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    """Four teams of five and twelve people on their own want fifteen places."""
    position = world.an_open_position(station, capacity=15)
    moves = []
    for number in range(4):
        leader, *others = [world.a_volunteer(station) for _ in range(5)]
        team = world.a_team(station, leader, *others, name=f"第{number}队")
        ids = tuple(each.id for each in (leader, *others))
        moves.append(Move(leader.id, position.id, team_id=team.id, member_ids=ids))
    single = [Move(world.a_volunteer(station).id, position.id) for _ in range(12)]
    moves = [*moves[:2], *single[:6], *moves[2:], *single[6:]]
    pause = WIDE if careless else 0.002
    answers = many.race(moves, now=now, pause_seconds=pause, careless=careless)
    outcomes = Counter(each.outcome for each in answers)
    found = standing(position)
    exact = (
        outcomes["team of 5"] == 4
        and outcomes["signed_up"] + outcomes["waiting"] == 12
        and len(found["signed_up"]) == taken(position) == 15
        and len(found["waiting"]) == 17
        and len(set(queued_at(position))) == 17
    )
    assert exact is not careless, outcomes


def queued_at(position: Position) -> list[datetime]:
    """The moments of those who wait: no two alike."""
    query = select(SignUp.queued_at).where(
        SignUp.position_id == position.id, SignUp.state == "waiting"
    )
    return list(session.scalars(query))
