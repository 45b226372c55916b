"""What is done for a delivery and the memory of its answer are one transaction."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.wechat_stores import AnsweredMessages
from app.domain.messaging import answered
from app.domain.people import identities
from app.domain.people.models import WeChatIdentity
from app.kernel.database import session
from tests.conftest import Counting
from tests.world import NOON
from wechat.seen import answer_together


def known() -> int:
    return session.scalar(select(func.count(WeChatIdentity.id))) or 0


def says(words: str) -> str:
    identities.wrote("o-1", now=NOON)
    return words


def answer(words: str) -> str:
    return answer_together(AnsweredMessages(), "k", lambda: says(words), now=NOON)


def test_it_costs_two_statements(database: Flask, statements: Counting) -> None:
    with statements() as seen:
        assert answer("答") == "答"
    ours = [sql for sql in seen if not sql.startswith("SET LOCAL")]
    assert len(ours) == 2, seen
    assert (known(), answered.reply("k")) == (1, "答")


def test_who_comes_second_has_done_nothing_and_gives_the_first_answer(database: Flask) -> None:
    assert answered.keep_first("k", "先答", now=NOON)
    assert not answered.keep_first("k", "后答", now=NOON)
    assert answer("后答") == "先答"
    assert known() == 0


def test_an_abandoned_claim_does_not_stand_in_the_way(database: Flask) -> None:
    answered.claim("k", now=NOON, lease=NOON - NOON)
    assert answer("答") == "答"


def test_a_failure_leaves_nothing(database: Flask) -> None:
    def fails() -> str:
        says("答")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        answer_together(AnsweredMessages(), "k", fails, now=NOON)
    assert (known(), answered.reply("k")) == (0, None)


def test_who_is_known_already_is_not_met_again(database: Flask) -> None:
    first = identities.follow("o-1", "activity_1", now=NOON)
    again = identities.wrote("o-1", now=NOON)
    assert (again.id, again.following, known()) == (first.id, True, 1)
