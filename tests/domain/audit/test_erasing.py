"""A person is forgotten; what was decided stays, and stays provable."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.audit import leaves, queries, trail
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.audit.erasing import ERASE, erase_words
from app.domain.audit.models import NOBODY_NAMED, AuditEntry, AuditWords
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("database")
CLERK = Actor("staff", new_id(), "王丽")


def entry(entry_id: UUID) -> AuditEntry:
    session.expire_all()
    return session.get_one(AuditEntry, entry_id)


def test_an_entry_commits_to_its_words_and_persons() -> None:
    zhang = new_id()
    with transaction():
        made = trail.prove(
            CLERK,
            "hours.approve",
            "hour_record",
            new_id(),
            now=NOON,
            person_id=zhang,
            facts={"minutes": 60},
            detail={"reason": "好"},
        )
    row = entry(made)
    assert leaves.opens(row)
    row.told.detail = {"reason": "不好"}  # type: ignore[union-attr]
    assert not leaves.opens(row)
    session.rollback()
    session.expunge_all()
    row = entry(made)
    row.person_id = new_id()
    assert not leaves.opens(row)
    session.rollback()


def test_a_leaf_names_no_volunteer() -> None:
    zhang = new_id()
    with transaction():
        by_herself = Actor("volunteer", zhang, "张桂英")
        made = trail.record(by_herself, "volunteer.leave", "volunteer", zhang, now=NOON, why="搬家")
    text = str(leaves.shown(entry(made)))
    assert str(zhang) not in text
    assert "张桂英" not in text
    assert "搬家" not in text


def test_equal_words_have_unequal_commitments() -> None:
    with transaction():
        made = [trail.record(CLERK, "a.b", "thing", None, now=NOON, why="好") for _ in range(2)]
    first, second = (entry(one) for one in made)
    assert first.words != second.words
    assert first.persons != second.persons


def test_erasing_takes_the_words_and_leaves_the_leaf() -> None:
    zhang, li = new_id(), new_id()
    with transaction():
        mine = trail.record(CLERK, "volunteer.freeze", "volunteer", zhang, now=NOON, reason="冒名")
        other = trail.record(CLERK, "volunteer.freeze", "volunteer", li, now=NOON, reason="重复")
    before = leaves.leaf_of(entry(mine))
    with transaction():
        assert erase_words(zhang, now=NOON) == 1
    assert leaves.leaf_of(entry(mine)) == before
    assert leaves.opens(entry(mine))
    assert entry(mine).actor_name == NOBODY_NAMED
    assert session.scalars(select(AuditWords.entry_id)).all() != []
    assert entry(other).detail == {"reason": "重复"}
    assert queries.words_of([mine, other]).keys() == {other}


def test_erasing_is_an_entry_itself_and_nothing_is_erased_twice() -> None:
    zhang = new_id()
    with transaction():
        trail.record(Actor("volunteer", zhang, "张桂英"), "x.y", "thing", None, now=NOON)
        trail.prove(SYSTEM, "x.z", "thing", None, now=NOON, person_id=zhang, facts={})
        erase_words(zhang, now=NOON)
        assert erase_words(zhang, now=NOON) == 0
    [told] = session.scalars(select(AuditEntry).where(AuditEntry.action == ERASE))
    assert told.facts == {"count": 2}
