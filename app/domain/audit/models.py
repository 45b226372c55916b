"""One row a decision, beside it the words that may be forgotten, and the seals over all of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.append_only import APPEND_ONLY
from app.kernel.database import Base
from app.kernel.ids import new_id

NOBODY_NAMED = "（姓名已删除）"


class AuditWords(Base):
    """An entry's names and free text. Erased with the person; the entry and its proof stay."""

    __tablename__ = "audit_words"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    actor_name: Mapped[str] = mapped_column(String(50))
    detail: Mapped[dict[str, Any]]


class AuditEntry(Base):
    """Who did what to which thing, when; `place_id` says in whose subtree it happened. Append-only.

    `persons` and `words` are salted commitments: to the volunteers' ids, and to AuditWords.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "object_kind", "object_id"),
        Index(None, "place_id", "at"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_kind: Mapped[str] = mapped_column(String(16))  # staff | volunteer | system
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(50))  # "hours.approve"
    object_kind: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None] = mapped_column(index=True)  # the volunteer it is about
    place_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]]  # what can be proved later: no names, no free text
    salt: Mapped[str] = mapped_column(String(32))  # of `persons`; ids tell nothing by themselves
    persons: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(String(64))
    told: Mapped[AuditWords | None] = relationship(lazy="joined", passive_deletes="all")

    @property
    def actor_name(self) -> str:
        return self.told.actor_name if self.told else NOBODY_NAMED

    @property
    def detail(self) -> dict[str, Any]:
        return self.told.detail if self.told else {}


class QueuedEntry(Base):
    """An entry that no seal holds yet. Written by the database itself with every entry."""

    __tablename__ = "ledger_queue"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)


class LedgerSeal(Base):
    """One seal over some entries: the root of their tree, chained to the seal before it.

    `previous`, `root`, `hash` and `key` (Ed25519, public) are in hex. Append-only.
    """

    __tablename__ = "ledger_seal"
    __table_args__ = ({"info": APPEND_ONLY},)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_at: Mapped[datetime]
    from_at: Mapped[datetime]  # of its earliest entry
    until_at: Mapped[datetime]  # of its latest
    count: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))


class LedgerLeaf(Base):
    """Where an entry stands in its seal's tree, counted from 0, and its hash. Append-only."""

    __tablename__ = "ledger_leaf"
    __table_args__ = (
        # Named as its migration named it: SQLite renames nothing without making the table anew.
        UniqueConstraint("seal_number", "position", name="uq_ledger_leaf_seal_number"),
        {"info": APPEND_ONLY},
    )

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    seal_number: Mapped[int] = mapped_column(ForeignKey("ledger_seal.number"))
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
