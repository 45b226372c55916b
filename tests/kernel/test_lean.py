"""Statements said once see and write what the session does, in its transaction."""

import pytest
from flask import Flask
from sqlalchemy import String, bindparam, insert, select
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


def leave(name: str) -> None:
    lean.add(Credential, name=name, value=name.upper())


def names() -> list[str]:
    return list(session.scalars(select(Credential.name).order_by(Credential.name)))


def test_what_is_left_goes_with_the_next_statement_of_any_kind(database: Flask) -> None:
    with transaction():
        leave("a")
        assert names() == ["a"]
        leave("b")
        session.add(Credential(name="c", value="C"))
        session.flush()
        leave("d")
        assert value_of("b") == "B"
    assert names() == ["a", "b", "c", "d"]


def leave_within_a_savepoint_and_fail(name: str) -> None:
    with session.begin_nested():
        leave(name)
        assert name in names()
        raise RuntimeError("taken back")


def test_a_savepoint_taken_back_takes_nothing_along_that_was_left_before(database: Flask) -> None:
    with transaction():
        leave("a")
        with pytest.raises(RuntimeError):
            leave_within_a_savepoint_and_fail("b")
        leave("c")
    assert names() == ["a", "c"]


def in_one_action(*several: str) -> None:
    with transaction():
        for name in several:
            leave(name)


def test_what_is_left_goes_with_commit_and_is_refused_there(
    database: Flask, statements: Counting
) -> None:
    with statements() as seen, transaction():
        leave("a")
        leave("b")
        assert seen == []
    assert (len(seen), names()) == (2, ["a", "b"])
    with pytest.raises(IntegrityError):
        in_one_action("c", "b")
    assert names() == ["a", "b"]


def test_objects_of_the_session_are_written_before_commit_comes_along(database: Flask) -> None:
    with transaction():
        leave("a")
        session.add(Credential(name="b", value="B"))
    session.rollback()
    assert names() == ["a", "b"]


def test_what_was_left_in_an_action_that_failed_is_forgotten(database: Flask) -> None:
    with pytest.raises(RuntimeError):
        add_and_fail()
    in_one_action("b")
    assert names() == ["b"]


def test_asked_together_each_sees_what_those_before_it_did(database: Flask) -> None:
    with transaction():
        leave("a")
        added = lean.question(_INTO, name="b", value="B")
        before, _, after = lean.run_together(
            lean.question(_VALUES, name="a"), added, lean.question(_VALUES, name="b")
        )
    assert (before.scalar(), after.scalar()) == ("A", "B")


_INTO = insert(Credential).values(name=bindparam("name"), value=bindparam("value"))
