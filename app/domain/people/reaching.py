"""By which WeChat ids people are told: their own, or for a child in care her guardian's."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    bindparam,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.people.models import Guardianship, Volunteer, WeChatIdentity
from app.kernel import lean


@dataclass(frozen=True)
class Reach:
    """WeChat ids that follow the account; `child` is the name of whom a guardian is told about."""

    open_ids: list[str] = field(default_factory=list)
    child: str = ""


def reach(ids: Collection[UUID]) -> dict[UUID, Reach]:
    """How these volunteers are reached, in one statement; who has no WeChat here is missing."""
    if not ids:
        return {}
    found: dict[UUID, Reach] = {}
    for row in (
        lean.run(_ONE, one=next(iter(ids))) if len(ids) == 1 else lean.run(_ALL, ids=list(set(ids)))
    ):
        reached = found.setdefault(row.volunteer_id, Reach(child=row.child))
        if row.child and not reached.child:
            reached = found[row.volunteer_id] = Reach(reached.open_ids, row.child)
        reached.open_ids.extend([row.open_id] if row.open_id else [])
    return found


def _reaching(these: Callable[[InstrumentedAttribute[Any]], ColumnElement[bool]]) -> Select[Any]:
    own = select(
        WeChatIdentity.volunteer_id.label("volunteer_id"),
        literal("").label("child"),
        WeChatIdentity.open_id.label("open_id"),
        WeChatIdentity.id.label("identity_id"),
    ).where(these(WeChatIdentity.volunteer_id), WeChatIdentity.following.is_(True))
    of_guardians = (
        select(Guardianship.child_id, Volunteer.name, WeChatIdentity.open_id, WeChatIdentity.id)
        .join(Volunteer, Volunteer.id == Guardianship.child_id)
        .outerjoin(
            WeChatIdentity,
            and_(
                WeChatIdentity.volunteer_id == Guardianship.guardian_id,
                WeChatIdentity.following.is_(True),
            ),
        )
        .where(these(Guardianship.child_id), Guardianship.withdrawn_at.is_(None))
    )
    both = union_all(own, of_guardians).subquery()
    return select(both).order_by(both.c.child, both.c.identity_id)


_ONE = _reaching(lambda column: column == bindparam("one", type_=Uuid()))
_ALL = _reaching(lambda column: column.in_(bindparam("ids", expanding=True, type_=Uuid())))
