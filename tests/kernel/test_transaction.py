"""One action, one transaction."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.messaging.models import Credential
from app.kernel.database import db, session
from app.kernel.transaction import transaction


def stored() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Credential)) or 0


def test_what_an_action_writes_is_there_when_it_ends(database: Flask) -> None:
    with transaction():
        session.add(Credential(name="a"))
    assert stored() == 1


def add_and_fail() -> None:
    with transaction():
        session.add(Credential(name="a"))
        session.flush()
        raise RuntimeError("in mid-action")


def add_inside_and_fail_outside() -> None:
    with transaction():
        with transaction():
            session.add(Credential(name="a"))
        raise RuntimeError("after the inner one")


def test_an_error_leaves_nothing_half_done(database: Flask) -> None:
    with pytest.raises(RuntimeError):
        add_and_fail()
    assert stored() == 0


def test_an_inner_transaction_joins_the_outer_one(database: Flask) -> None:
    with pytest.raises(RuntimeError):
        add_inside_and_fail_outside()
    assert stored() == 0


def test_a_transaction_can_begin_after_reading(database: Flask) -> None:
    session.scalars(select(Credential)).all()
    with transaction():
        session.add(Credential(name="a"))
    assert stored() == 1
