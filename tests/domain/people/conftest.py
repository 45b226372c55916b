"""Phone codes as they are sent, and an application that is in order."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol
from uuid import UUID

import pytest

from app.domain.people import consents
from app.domain.people.application import Application
from app.domain.people.events import PhoneCodeIssued
from app.domain.people.phone_codes import send_code
from app.kernel import happenings
from tests.world import NOON, a_station

PHONE = "13812345678"


@pytest.fixture
def sent_codes(database: object) -> Iterator[list[PhoneCodeIssued]]:
    """Every code sent in the test."""
    before = happenings.follows(PhoneCodeIssued)
    sent: list[PhoneCodeIssued] = []
    happenings.when(PhoneCodeIssued, sent.append)
    yield sent
    happenings.when(PhoneCodeIssued, *before)


class Coding(Protocol):
    def __call__(self, phone: str = PHONE) -> str: ...


@pytest.fixture
def code_for(sent_codes: list[PhoneCodeIssued]) -> Coding:
    """Send a code to a phone at noon and read it there."""

    def coding(phone: str = PHONE) -> str:
        send_code(phone, address="10.0.0.1", now=NOON)
        return sent_codes[-1].code

    return coding


class Applying(Protocol):
    def __call__(self, **facts: object) -> Application: ...


@pytest.fixture
def community(database: object) -> UUID:
    return a_station().id


@pytest.fixture
def filled_in(community: UUID) -> Applying:
    """An application in order; `facts` are other fields."""

    def applying(**facts: object) -> Application:
        fields: dict[str, object] = {
            "name": "张桂英",
            "phone": PHONE,
            "community_id": community,
            "birth_date": date(1960, 5, 1),
            "id_number": None,
            "categories": ["社区服务"],
            "consent_version": consents.VERSION,
        }
        return Application(**{**fields, **facts})  # type: ignore[arg-type]

    return applying
