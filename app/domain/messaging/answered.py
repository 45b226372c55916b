"""Which incoming messages were answered, and how: a redelivery gets the first answer."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, select, update

from app.domain.messaging.models import AnsweredMessage
from app.domain.messaging.rules import KEEPS_ANSWERS
from app.domain.messaging.upsert import insert_into
from app.kernel.database import session
from app.kernel.transaction import transaction


def claim(key: str, *, now: datetime, lease: timedelta) -> bool:
    """True for one caller: the key is new, or its claimant died without an answer."""
    abandoned = and_(AnsweredMessage.reply.is_(None), AnsweredMessage.claimed_at <= now - lease)
    with transaction():
        taken = session.scalar(
            insert_into(AnsweredMessage)
            .values(key=key, claimed_at=now)
            .on_conflict_do_update(
                index_elements=["key"], set_={"claimed_at": now}, where=abandoned
            )
            .returning(AnsweredMessage.key)
        )
    return taken is not None


def reply(key: str) -> str | None:
    """The answer that was given; None while there is none."""
    return session.scalar(select(AnsweredMessage.reply).where(AnsweredMessage.key == key))


def keep_reply(key: str, text: str) -> None:
    """Remember the answer to a claimed key."""
    with transaction():
        session.execute(
            update(AnsweredMessage)
            .where(AnsweredMessage.key == key)
            .values(reply=text)
            .execution_options(synchronize_session=False)
        )


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
