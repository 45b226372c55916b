"""Which incoming messages were answered, and how: a redelivery gets the first answer."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, delete, select, update

from app.domain.messaging.models import AnsweredMessage
from app.domain.messaging.rules import KEEPS_ANSWERS
from app.kernel import lean
from app.kernel.database import UtcDateTime, session
from app.kernel.lean import table_of
from app.kernel.transaction import transaction
from app.kernel.upsert import dialect, insert_of


def claim(key: str, *, now: datetime, lease: timedelta) -> bool:
    """True for one caller: the key is new, or its claimant died without an answer."""
    with transaction():
        taken = lean.run(_claimed(dialect()), key=key, claimed_at=now, died_by=now - lease).first()
    return taken is not None


@cache
def _claimed(dialect_name: str) -> Any:
    new = insert_of(dialect_name, AnsweredMessage)
    died = AnsweredMessage.claimed_at <= bindparam("died_by", type_=UtcDateTime())
    return new.on_conflict_do_update(
        index_elements=["key"],
        set_={"claimed_at": new.excluded.claimed_at},
        where=and_(AnsweredMessage.reply.is_(None), died),
    ).returning(AnsweredMessage.key)


def reply(key: str) -> str | None:
    """The answer that was given; None while there is none."""
    return session.scalar(select(AnsweredMessage.reply).where(AnsweredMessage.key == key))


def keep_reply(key: str, text: str) -> None:
    """Remember the answer to a claimed key."""
    with transaction():
        lean.run(_ANSWERED, of=key, reply=text)


_ANSWERED = update(table_of(AnsweredMessage)).where(AnsweredMessage.key == bindparam("of"))


def keep_first(key: str, text: str, *, now: datetime) -> bool:
    """Remember the answer, unless there is one already (False)."""
    with transaction():
        kept = lean.run(_kept(dialect()), key=key, claimed_at=now, reply=text).first()
    return kept is not None


@cache
def _kept(dialect_name: str) -> Any:
    new = insert_of(dialect_name, AnsweredMessage)
    return new.on_conflict_do_update(
        index_elements=["key"],
        set_={"reply": new.excluded.reply},
        where=AnsweredMessage.reply.is_(None),
    ).returning(AnsweredMessage.key)


def release(key: str) -> None:
    """Forget a claim that has no answer: the work failed and may be tried again."""
    with transaction():
        session.execute(
            delete(AnsweredMessage)
            .where(AnsweredMessage.key == key, AnsweredMessage.reply.is_(None))
            .execution_options(synchronize_session=False)
        )


def forget_old(*, now: datetime) -> int:
    """Drop answers nobody will ask for again; returns how many."""
    with transaction():
        gone = session.scalars(
            delete(AnsweredMessage)
            .where(AnsweredMessage.claimed_at < now - KEEPS_ANSWERS)
            .returning(AnsweredMessage.key)
            .execution_options(synchronize_session=False)
        ).all()
    return len(gone)
