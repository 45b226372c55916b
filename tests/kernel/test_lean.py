"""Statements said once see and write what the session does, in its transaction."""

import pytest
from flask import Flask
from sqlalchemy import String, bindparam, select
from sqlalchemy.exc import IntegrityError

from app.domain.messaging.models import Credential
from app.kernel import lean
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests.conftest import Counting

_VALUES = select(Credential.value).where(Credential.name == bindparam("name"))


def value_of(name: str) -> object:
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


def add_twice() -> None:
    with transaction():
        lean.add(Credential, name="a", value="1")
        lean.add(Credential, name="a", value="2")


def test_what_the_database_refuses_is_the_error_others_expect(database: Flask) -> None:
    with pytest.raises(IntegrityError) as refused:
        add_twice()
    assert refused.value.hide_parameters
    assert value_of("a") is None


def test_whoever_listens_to_statements_hears_these(database: Flask, statements: Counting) -> None:
    with statements() as seen:
        value_of("a")
    assert len(seen) == 1
    assert "credential" in seen[0]


_SOME = select(Credential.value).where(Credential.name.in_(bindparam("names", expanding=True)))
_FIXED = (
    select(Credential.value, bindparam("word", type_=String()).label("word"))
    .where(Credential.name.in_(("a", "b")), Credential.name != bindparam("but"))
    .order_by(Credential.name)
)


def test_lists_may_be_fixed_or_come_with_each_execution(database: Flask) -> None:
    with transaction():
        for name in ("a", "b", "c"):
            lean.add(Credential, name=name, value=name.upper())
    assert [row.value for row in lean.run(_SOME, names=["a", "c"])] == ["A", "C"]
    assert [row.value for row in lean.run(_SOME, names=["b"])] == ["B"]
    assert lean.run(_FIXED, but="b", word="50%").one() == ("A", "50%")
    assert [row.value for row in lean.run(_FIXED, but="", word="x")] == ["A", "B"]


def test_two_columns_of_one_name_are_refused(database: Flask) -> None:
    twice = select(Credential.value, Credential.name.label("value"))
    with pytest.raises(ValueError, match="two columns"):
        lean.run(twice)
