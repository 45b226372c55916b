"""Reading pictures. Who may look is decided by the room whose evidence they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.domain.attachments.models import Attachment, AttachmentContent
from app.domain.attachments.rules import ALIKE_WITHIN_BITS, DIFFERENCE_BITS
from app.domain.audit.actors import Actor
from app.kernel.database import session
from app.kernel.pictures import distance
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class AttachmentView:
    """A picture without its bytes."""

    id: UUID
    size_bytes: int
    width: int
    height: int
    sha256: str
    difference_hash: str
    kept_at: datetime


@dataclass(frozen=True)
class Picture:
    """What is sent to a browser."""

    media_type: str
    content: bytes


def attachments(ids: Collection[UUID]) -> list[AttachmentView]:
    """Several pictures, those first that came first."""
    if not ids:
        return []
    rows = session.scalars(
        select(Attachment).where(Attachment.id.in_(set(ids))).order_by(Attachment.id)
    )
    return [_view(row) for row in rows]


def loose_of(by: Actor, ids: Collection[UUID]) -> list[AttachmentView]:
    """Those of these pictures that are hers and that nothing rests on yet."""
    if not ids:
        return []
    rows = session.scalars(
        select(Attachment)
        .where(
            Attachment.id.in_(set(ids)),
            Attachment.kept_by_kind == by.kind,
            Attachment.kept_by_id == by.id,
            Attachment.attached_at.is_(None),
        )
        .order_by(Attachment.id)
    )
    return [_view(row) for row in rows]


def picture(attachment_id: UUID) -> Picture:
    """The bytes of a picture; ask the owning room first."""
    row = session.execute(
        select(Attachment.media_type, AttachmentContent.content)
        .join(AttachmentContent, AttachmentContent.attachment_id == Attachment.id)
        .where(Attachment.id == attachment_id)
    ).first()
    if row is None:
        raise NotFound
    return Picture(row.media_type, row.content)


def own_loose_picture(by: Actor, attachment_id: UUID) -> Picture:
    """A picture she has sent and not used yet; anybody else's is not found."""
    if not loose_of(by, [attachment_id]):
        raise NotFound
    return picture(attachment_id)


def _view(row: Attachment) -> AttachmentView:
    return AttachmentView(
        row.id,
        row.size_bytes,
        row.width,
        row.height,
        row.sha256,
        row.difference_hash,
        row.kept_at,
    )


def alike(ids: Collection[UUID], *, kept_since: datetime) -> dict[UUID, set[UUID]]:
    """For each of these pictures, others that something rests on and that are most probably it.

    The very same file whenever it was kept; one that looks alike, if it was kept since then. A
    picture of nearly one colour looks like any other of one colour, so only its file counts.
    """
    if not ids:
        return {}
    asked = session.execute(_hashes().where(Attachment.id.in_(ids))).all()
    files = {row.original_sha256 for row in asked}
    others = session.execute(
        _hashes().where(
            Attachment.attached_at.is_not(None),
            or_(Attachment.kept_at >= kept_since, Attachment.original_sha256.in_(files)),
        )
    ).all()
    return {
        mine.id: {other.id for other in others if other.id != mine.id and _same(mine, other)}
        for mine in asked
    }


def _hashes() -> Select[UUID, str, str]:
    return select(Attachment.id, Attachment.original_sha256, Attachment.difference_hash)


def _same(one: Any, other: Any) -> bool:
    if one.original_sha256 == other.original_sha256:
        return True
    bits = int(one.difference_hash, 16).bit_count()
    tells = ALIKE_WITHIN_BITS < bits < DIFFERENCE_BITS - ALIKE_WITHIN_BITS
    return tells and distance(one.difference_hash, other.difference_hash) <= ALIKE_WITHIN_BITS
