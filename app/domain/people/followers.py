"""Whether a WeChat id follows the account now, and since when it is known."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from app.domain.people.models import WeChatIdentity
from app.kernel import lean
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class Follower:
    """One WeChat id as WeChat's own sign-in and events have told it."""

    identity_id: UUID
    volunteer_id: UUID | None
    following: bool
    met_at: datetime


def follower(identity_id: UUID) -> Follower:
    """How a WeChat id stands now; one statement."""
    row = lean.run(_BY_ID, identity_id=identity_id).first()
    if row is None:
        raise NotFound
    return Follower(row.id, row.volunteer_id, row.following, row.met_at)


_BY_ID = select(
    WeChatIdentity.id, WeChatIdentity.volunteer_id, WeChatIdentity.following, WeChatIdentity.met_at
).where(WeChatIdentity.id == bindparam("identity_id"))
