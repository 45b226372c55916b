"""What processes do when they race for the urn: vote, and close the poll meanwhile.

Carelessly, a ballot goes in without asking the unique constraint whether the voter's is there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert

from app.domain.nominations.polls import arranging, casting
from app.domain.nominations.polls.casting import Trace
from app.domain.nominations.polls.models import Ballot
from app.kernel.lean import table_of
from tests.racing import Race


@dataclass(frozen=True)
class Press:
    """Somebody's ballot; without a voter the clock closes what is due by `at`."""

    campaign_id: UUID
    identity_id: UUID | None
    names: tuple[UUID, ...]
    at: datetime | None = None


def _unasked(_dialect: str) -> Any:
    columns = table_of(Ballot).columns
    values = {column.name: bindparam(column.name, type_=column.type) for column in columns}
    return insert(table_of(Ballot)).values(**values).returning(Ballot.id)


def _unlocked() -> dict[tuple[Any, str], object]:
    return {(casting, "_put_in"): _unasked}


def _failed(_press: Press, why: str) -> str:
    return why


def _act(press: Press, now: datetime) -> str:
    if press.identity_id is None:
        return f"moved {arranging.advance(now=press.at or now)}"
    trace = Trace("10.1.2.*")
    done = casting.cast(press.identity_id, press.campaign_id, press.names, trace, now=now)
    return "voted" if done else "again"


URN: Race[Press, str] = Race(_act, _failed, _unlocked)
