"""Statements said once see and write what the session does, in its transaction."""

import pytest
from flask import Flask
from sqlalchemy import bindparam, select

from app.domain.messaging.models import Credential
from app.kernel import lean
from app.kernel.database import session
from app.kernel.transaction import transaction

_VALUES = select(Credential.value).where(Credential.name == bindparam("name"))


def value_of(name: str) -> str | None:
    return lean.run(_VALUES, name=name).scalar()


def test_a_row_added_is_there_for_both_ways(database: Flask) -> None:
    with transaction():
        lean.add(Credential, name="a", value="1")
        assert value_of("a") == "1"
    assert session.scalar(select(Credential.value).where(Credential.name == "a")) == "1"
    assert value_of("b") is None


def add_and_fail() -> None:
    with transaction():
        lean.add(Credential, name="a", value="1")
        raise RuntimeError("in mid-action")


def test_it_stands_or_falls_with_the_action(database: Flask) -> None:
    with pytest.raises(RuntimeError):
        add_and_fail()
    assert value_of("a") is None
