"""Five hundred people want thirty places at the same moment; later twenty give theirs back.

Two web servers of two processes each work over one database. To sign five hundred people in is not
the story: their cookies are made with the app's own secret, as if they had signed in before.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import flask
import pytest
from flask import current_app
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from app.domain.activities.models import Position, SignUp
from app.domain.messaging.models import OutboxMessage
from app.domain.people import consents
from app.domain.people.application import Application
from app.domain.people.seeding import SeededVolunteer, enter_volunteers
from app.kernel.database import session
from tests import world
from tests.stories.house import House, answers, wait_for
from tests.stories.pressing import SignIn, press_together

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
PEOPLE, PLACES, GIVEN_BACK = 500, 30, 20


def everybody(community_id: UUID) -> list[UUID]:
    """Five hundred residents, none of whom follows the account: what matters comes by SMS."""
    return enter_volunteers(
        [
            SeededVolunteer(
                Application(
                    name="张桂英",
                    phone=phone_of(number),
                    community_id=community_id,
                    birth_date=date(1960, 5, 1),
                    id_number=None,
                    categories=["社区服务"],
                    consent_version=consents.VERSION,
                ),
                MORNING - timedelta(days=30),
            )
            for number in range(PEOPLE)
        ]
    )


def phone_of(number: int) -> str:
    return f"1380001{number:04d}"


def signed_in(people: list[UUID]) -> dict[UUID, SignIn]:
    """A cookie for each, signed as the app signs it."""
    with current_app.test_request_context():
        token = generate_csrf()
        shared = {"generation": 0, "csrf_token": flask.session["csrf_token"]}
    signer = SecureCookieSessionInterface().get_signing_serializer(current_app)
    assert signer is not None
    return {
        person: SignIn(signer.dumps({"volunteer_id": str(person), **shared}), token)
        for person in people
    }


@pytest.fixture
def servers(house: House) -> Iterator[list[str]]:
    """The house's web server and a second one over the same database."""
    second = House(house.environment["DATABASE_URL"], house.folder)
    second.start("web")
    try:
        wait_for(lambda: answers(f"{second.app_url}/readyz"), "the second server", house.log)
        yield [house.app_url, second.app_url]
    finally:
        second.stop()


def on_all(servers: list[str], paths: list[str]) -> list[str]:
    """The addresses, on the servers in turn."""
    return [servers[number % len(servers)] + path for number, path in enumerate(paths)]


def sign_ups(state: str) -> list[SignUp]:
    """In the order of the queue."""
    session.rollback()
    return list(
        session.scalars(
            select(SignUp)
            .where(SignUp.state == state)
            .order_by(SignUp.queued_at, SignUp.id)
            .execution_options(populate_existing=True)
        )
    )


def taken() -> int:
    session.rollback()
    return session.scalars(select(Position.taken)).one()


def told(kind: str) -> dict[UUID, str]:
    """What people were told, by person; nobody twice."""
    session.rollback()
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).all()
    found = {row.volunteer_id: row.body for row in rows if row.volunteer_id}
    assert len(found) == len(rows)
    return found


def places_told(waiting: list[SignUp]) -> list[int]:
    notices = told("waiting_listed")
    assert len(notices) == len(waiting)
    return [
        int(re.search(r"候补第 (\d+) 位", notices[one.volunteer_id])[1])  # type: ignore[index]
        for one in waiting
    ]


def test_thirty_places_go_to_thirty_and_twenty_given_back_to_the_first_who_wait(
    house: House, servers: list[str]
) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    position = world.an_open_position(
        station, starts_at=MORNING + timedelta(days=9), capacity=PLACES
    )
    activity_id = world.only_session().activity_id
    people = everybody(station.id)
    path = f"/h5/activities/{activity_id}/positions/{position.id}"

    cookies = signed_in(people)
    statuses = press_together(list(cookies.values()), on_all(servers, [path] * PEOPLE))

    assert Counter(statuses) == {303: PEOPLE}
    signed_up, waiting = sign_ups("signed_up"), sign_ups("waiting")
    assert (len(signed_up), len(waiting), taken()) == (PLACES, PEOPLE - PLACES, PLACES)
    assert {one.volunteer_id for one in (*signed_up, *waiting)} == set(people)
    assert places_told(waiting) == list(range(1, PEOPLE - PLACES + 1))
    assert len({one.queued_at for one in waiting}) == PEOPLE - PLACES
    assert told("signed_up").keys() == {one.volunteer_id for one in signed_up}

    leaving = signed_up[:GIVEN_BACK]
    statuses = press_together(
        [cookies[one.volunteer_id] for one in leaving],
        on_all(servers, [f"/h5/sign-ups/{one.id}/cancel" for one in leaving]),
    )

    assert Counter(statuses) == {303: GIVEN_BACK}
    first, rest = waiting[:GIVEN_BACK], waiting[GIVEN_BACK:]
    has_place = {one.id for one in (*signed_up[GIVEN_BACK:], *first)}
    assert {one.id for one in sign_ups("signed_up")} == has_place
    assert [one.id for one in sign_ups("waiting")] == [one.id for one in rest]
    assert {one.id for one in sign_ups("cancelled")} == {one.id for one in leaving}
    assert taken() == PLACES
    assert told("moved_up").keys() == {one.volunteer_id for one in first}

    phones = {phone_of(people.index(one.volunteer_id)): 1 for one in first}
    wait_for(lambda: len(texts(house)) >= GIVEN_BACK, "the SMS", house.log)
    assert Counter(texts(house)) == phones


def texts(house: House) -> list[str]:
    """Who received an SMS, once for each."""
    return [message["phone"] for message in house.simulator("GET", "/sms")["messages"]]
