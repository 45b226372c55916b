"""Take pictures in, let something rest on them, and forget what nobody used."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update

from app.domain.attachments import errors
from app.domain.attachments.models import Attachment, AttachmentContent
from app.domain.attachments.rules import (
    LARGEST_BYTES,
    LOOSE_LASTS,
    MOST_AT_ONCE,
    MOST_LOOSE,
    MOST_LOOSE_OF_VISITORS,
)
from app.domain.audit.actors import Actor
from app.kernel import pictures
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.pictures import CleanPicture
from app.kernel.transaction import transaction

FORGOTTEN_AT_ONCE = 200
MEGABYTE = 1024 * 1024


def keep(by: Actor, content: bytes, *, now: datetime) -> UUID:
    """Draw the picture again and keep it, loose, for who sent it; the same one again is the first.

    Refuses what is too large, has too many pixels, is no picture or of another format.
    """
    if by.id is None:
        raise TypeError("a picture is sent by somebody")
    picture = _clean(content)  # before the transaction: it may take a second
    with transaction():
        there = _loose_of(by, picture)
        if there is not None:
            return there
        if _count_loose(by) >= MOST_LOOSE:
            raise errors.TooManyLoose(most=MOST_LOOSE)
        if by.kind == "visitor" and _count_of_visitors() >= MOST_LOOSE_OF_VISITORS:
            raise errors.TooManyOfVisitors
        row = Attachment(
            id=new_id(),
            media_type=pictures.MEDIA_TYPE,
            size_bytes=len(picture.content),
            width=picture.width,
            height=picture.height,
            sha256=picture.sha256,
            original_sha256=picture.original_sha256,
            difference_hash=picture.difference_hash,
            kept_by_kind=by.kind,
            kept_by_id=by.id,
            kept_at=now,
        )
        session.add(row)
        session.flush()
        session.add(AttachmentContent(attachment_id=row.id, content=picture.content))
        return row.id


def attach(by: Actor, attachment_ids: Sequence[UUID], *, now: datetime) -> list[UUID]:
    """Let something rest on her loose pictures from now on; each once, in the order given.

    Called inside the action that needs them; refuses more than nine, and what is not hers.
    """
    wanted = list(dict.fromkeys(attachment_ids))
    if len(wanted) > MOST_AT_ONCE:
        raise errors.TooManyPictures(most=MOST_AT_ONCE)
    with transaction():
        rows = session.scalars(
            select(Attachment)
            .where(
                Attachment.id.in_(wanted),
                Attachment.kept_by_kind == by.kind,
                Attachment.kept_by_id == by.id,
                Attachment.attached_at.is_(None),
            )
            .order_by(Attachment.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        if len(rows) != len(wanted):
            raise errors.PictureGone
        for row in rows:
            row.attached_at = now
    return wanted


def let_go(attachment_ids: Sequence[UUID]) -> None:
    """Nothing rests on these any more: forgotten as loose ones are. Within an action."""
    with transaction():
        session.execute(
            update(Attachment)
            .where(Attachment.id.in_(attachment_ids))
            .values(attached_at=None)
            .execution_options(synchronize_session=False)
        )


def forget_loose(now: datetime) -> int:
    """Delete what nobody used for two days; how many. For the worker's clock."""
    with transaction():
        old = (
            session.scalars(
                select(Attachment.id)
                .where(Attachment.attached_at.is_(None), Attachment.kept_at < now - LOOSE_LASTS)
                .order_by(Attachment.id)
                .limit(FORGOTTEN_AT_ONCE)
                .with_for_update(skip_locked=True)
            )
        ).all()
        if old:
            session.execute(
                delete(AttachmentContent).where(AttachmentContent.attachment_id.in_(old))
            )
            session.execute(delete(Attachment).where(Attachment.id.in_(old)))
        return len(old)


def _clean(content: bytes) -> CleanPicture:
    if len(content) > LARGEST_BYTES:
        raise errors.PictureTooLarge(most_megabytes=LARGEST_BYTES // MEGABYTE)
    try:
        return pictures.clean(content)
    except pictures.TooManyPixels:
        raise errors.TooManyPixels from None
    except pictures.UnknownFormat:
        raise errors.FormatNotTaken from None
    except pictures.NotAPicture:
        raise errors.NotAPicture from None


def _loose_of(by: Actor, picture: CleanPicture) -> UUID | None:
    """A form that is sent again brings the same pictures."""
    return session.scalar(
        select(Attachment.id).where(
            Attachment.kept_by_kind == by.kind,
            Attachment.kept_by_id == by.id,
            Attachment.original_sha256 == picture.original_sha256,
            Attachment.attached_at.is_(None),
        )
    )


def _count_loose(by: Actor) -> int:
    query = select(func.count(Attachment.id)).where(
        Attachment.kept_by_kind == by.kind,
        Attachment.kept_by_id == by.id,
        Attachment.attached_at.is_(None),
    )
    return session.scalar(query) or 0


def _count_of_visitors() -> int:
    query = select(func.count(Attachment.id)).where(
        Attachment.kept_by_kind == "visitor", Attachment.attached_at.is_(None)
    )
    return session.scalar(query) or 0
