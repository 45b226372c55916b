"""Lists a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.kernel.database import session

Item = TypeVar("Item")
PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 200


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list: `number` counts from 1, `total` is of all pages."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        return self.number < self.last

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def page_of(
    query: Select[Any],
    *,
    number: int = 1,
    size: int = PAGE_SIZE,
    count_at_most: int | None = None,
) -> Page[Any]:
    """Run an ordered select of one entity or column for one page; two statements.

    With `count_at_most` the count stops there: nobody turns to the page after it.
    """
    size = min(max(1, size), LARGEST_PAGE_SIZE)
    counted = query.order_by(None).limit(count_at_most).subquery()
    total = session.scalar(select(func.count()).select_from(counted)) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    rows = session.scalars(query.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, size, total)
