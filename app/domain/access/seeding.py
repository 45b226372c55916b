"""Enter a made-up staff at once: for the demo and benchmarks, never for real people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.access.hashing import hashed
from app.domain.access.models import SecondFactor, StaffMember
from app.domain.access.queries import Staff, view
from app.domain.access.rules import Role
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class SeededStaff:
    """Somebody who serves at a place."""

    name: str
    username: str
    phone: str
    role: Role
    place_id: UUID


def enter_staff(
    members: Sequence[SeededStaff], *, password: str, secret: str, now: datetime
) -> dict[str, Staff]:
    """All of them with one password that need not be changed, and one authenticator; by user name.

    One hash serves all: hashing is slow on purpose, and the password is public anyway.
    """
    password_hash = hashed(password)
    rows = [
        StaffMember(
            id=new_id(),
            username=member.username,
            name=member.name,
            phone=member.phone,
            role=member.role.value,
            place_id=member.place_id,
            password_hash=password_hash,
            must_change_password=False,
            appointed_at=now,
        )
        for member in members
    ]
    with transaction():
        session.add_all(rows)
        session.flush()
        session.add_all(
            SecondFactor(staff_id=row.id, secret=secret, confirmed_at=now) for row in rows
        )
    where = places.places({row.place_id for row in rows})
    return {row.username: view(row, where[row.place_id], proven=True) for row in rows}
