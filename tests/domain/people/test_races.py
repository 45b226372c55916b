"""The same person from several devices at once: threads with their own connections."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.people import identities
from app.domain.people.application import Application
from app.domain.people.events import PhoneCodeIssued
from app.domain.people.models import PhoneCode, Volunteer, WeChatIdentity
from app.domain.people.phone_codes import send_code
from app.domain.people.registration import Registered, register
from app.kernel.database import session
from app.kernel.refusal import Refusal
from tests.domain.people.conftest import PHONE, Applying, Coding
from tests.world import NOON

AT_ONCE = 6
Answer = TypeVar("Answer")


@pytest.fixture
def at_once(application: Flask) -> Iterator[Callable[[Callable[[int], Answer]], list[Answer]]]:
    """Run one action in several threads, started together; answers and refusals come back."""

    def running(action: Callable[[int], Answer]) -> list[Answer]:
        start = Barrier(AT_ONCE)

        def one(number: int) -> Answer:
            with application.app_context():
                start.wait()
                return action(number)

        with ThreadPoolExecutor(AT_ONCE) as threads:
            return list(threads.map(one, range(AT_ONCE)))

    yield running
    session.remove()


def identity_ids() -> list[UUID]:
    return [identities.meet(f"o-{number}", now=NOON).id for number in range(AT_ONCE)]


def registering(application: Application, code: str, identity_id: UUID | None) -> Registered:
    return register(application, code=code, identity_id=identity_id, source="wechat", now=NOON)


@pytest.mark.parametrize("id_number", [None, "11010519491231002X"])
def test_one_person_registering_on_six_phones_is_one_volunteer(
    at_once: Callable[..., list[Registered]],
    filled_in: Applying,
    code_for: Coding,
    id_number: str | None,
) -> None:
    born = None if id_number else filled_in().birth_date
    application, code = filled_in(id_number=id_number, birth_date=born), code_for()
    ids = identity_ids()
    answers = at_once(lambda number: registering(application, code, ids[number]))
    assert len({answer.volunteer.id for answer in answers}) == 1
    assert sorted(answer.already for answer in answers) == [False] + [True] * (AT_ONCE - 1)
    assert session.scalar(select(func.count(Volunteer.id))) == 1


def test_six_taps_of_one_phone_are_one_volunteer(
    at_once: Callable[..., list[Registered]], filled_in: Applying, code_for: Coding
) -> None:
    application, code = filled_in(), code_for()
    me = identities.meet("o-1", now=NOON).id
    answers = at_once(lambda _number: registering(application, code, me))
    assert len({answer.volunteer.id for answer in answers}) == 1
    assert session.scalar(select(func.count(Volunteer.id))) == 1


def test_one_id_number_on_six_different_phones_is_one_volunteer(
    at_once: Callable[..., list[str]], filled_in: Applying, code_for: Coding
) -> None:
    phones = [f"1381234567{number}" for number in range(AT_ONCE)]
    applications = [
        filled_in(phone=phone, id_number="11010519491231002X", birth_date=None) for phone in phones
    ]
    codes = [code_for(phone) for phone in phones]

    def answer(number: int) -> str:
        try:
            return "yes" if registering(applications[number], codes[number], None) else "no"
        except Refusal as refusal:
            return refusal.code

    assert sorted(at_once(answer)) == ["id_number_taken"] * (AT_ONCE - 1) + ["yes"]


def test_a_wechat_id_met_six_times_at_once_is_one(at_once: Callable[..., list[UUID]]) -> None:
    ids = at_once(lambda _number: identities.follow("o-1", None, now=NOON).id)
    assert len(set(ids)) == 1
    assert session.scalar(select(func.count(WeChatIdentity.id))) == 1


def test_six_requests_at_once_send_one_code(
    at_once: Callable[..., list[str]], sent_codes: list[PhoneCodeIssued]
) -> None:
    def asking(number: int) -> str:
        try:
            send_code(PHONE, address=f"10.0.0.{number}", now=NOON)
        except Refusal as refusal:
            return refusal.code
        return "sent"

    assert sorted(at_once(asking)) == ["code_just_sent"] * (AT_ONCE - 1) + ["sent"]
    assert session.scalar(select(func.count(PhoneCode.id))) == 1
    assert len(sent_codes) == 1
