"""Whether what is kept for speed agrees with the rows it was counted from.

A room says in `counters.py` what must agree; each is a query for what does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.kernel.database import session

NAMED = 5


@dataclass(frozen=True)
class Agreement:
    """`sentence` says what holds; `breaches` selects the ids of rows for which it does not."""

    sentence: str
    breaches: Select[Any]


@dataclass(frozen=True)
class Disagreement:
    """How many rows break an agreement, with the first few ids."""

    sentence: str
    count: int
    ids: tuple[Any, ...]


def disagreements(agreements: Sequence[Agreement]) -> Iterator[Disagreement]:
    """Every agreement that does not hold, of those given."""
    for one in agreements:
        found = one.breaches.subquery()
        count = session.scalar(select(func.count()).select_from(found)) or 0
        if count:
            ids = session.scalars(one.breaches.limit(NAMED)).all()
            yield Disagreement(one.sentence, count, tuple(ids))
