"""The seals: what they say, and reading them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.domain.audit.models import LedgerSeal, QueuedEntry
from app.kernel.canonical import digest, moment
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.rows import row_with

FORMAT = "haoren-seal-1"
BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True)
class Seal:
    """One seal; `previous` is the hash of the one before, `key` the public half of its key."""

    number: int
    sealed_at: datetime
    from_at: datetime
    until_at: datetime
    count: int
    root: str
    previous: str
    key: str
    hash: str = ""
    signature: str = ""


def content(seal: Seal) -> dict[str, Any]:
    """What a seal's hash and signature are over."""
    return {
        "format": FORMAT,
        "number": seal.number,
        "sealed_at": moment(seal.sealed_at),
        "from": moment(seal.from_at),
        "until": moment(seal.until_at),
        "count": seal.count,
        "root": seal.root,
        "previous": seal.previous,
        "key": seal.key,
    }


def hash_of(seal: Seal) -> str:
    """The hash that the next seal names, in hex."""
    return digest(content(seal))


def published(seal: Seal) -> dict[str, Any]:
    """A seal as it is published: its content, hash and signature."""
    return {**content(seal), "hash": seal.hash, "signature": seal.signature}


def latest() -> Seal | None:
    """The newest seal, if there is one."""
    row = session.scalar(select(LedgerSeal).order_by(LedgerSeal.number.desc()).limit(1))
    return None if row is None else _view(row)


def seal(number: int) -> Seal:
    """One seal by its number."""
    row = row_with(LedgerSeal, number)
    return _view(row)


def page(number: int = 1, *, size: int = PAGE_SIZE) -> Page[Seal]:
    """Seals, the newest first."""
    found = page_of(select(LedgerSeal).order_by(LedgerSeal.number.desc()), number=number, size=size)
    return Page([_view(row) for row in found.items], found.number, found.size, found.total)


def every_seal() -> Iterator[Seal]:
    """All of them, the first one first, a few hundred in memory at a time."""
    query = select(LedgerSeal).order_by(LedgerSeal.number).execution_options(yield_per=500)
    for row in session.scalars(query):
        yield _view(row)


def numbers() -> Sequence[int]:
    """The numbers of all seals, in order."""
    return session.scalars(select(LedgerSeal.number).order_by(LedgerSeal.number)).all()


def waiting_count() -> int:
    """How many entries no seal holds yet."""
    return session.scalar(select(func.count()).select_from(QueuedEntry)) or 0


def _view(row: LedgerSeal) -> Seal:
    return Seal(
        number=row.number,
        sealed_at=row.sealed_at,
        from_at=row.from_at,
        until_at=row.until_at,
        count=row.count,
        root=row.root,
        previous=row.previous,
        key=row.key,
        hash=row.hash,
        signature=row.signature,
    )
