"""Pictures: kept for who sent them, attached once, forgotten when nobody used them."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.domain.attachments import errors, keeping, queries
from app.domain.attachments.models import Attachment, AttachmentContent
from app.domain.attachments.rules import LOOSE_LASTS, MOST_AT_ONCE
from app.domain.audit.actors import SYSTEM, Actor
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from tests.conftest import Counting
from tests.photographs import a_phones_photo, a_photo

pytestmark = pytest.mark.usefixtures("database")
WANG = Actor("staff", new_id(), "王丽")
LI = Actor("volunteer", new_id(), "李明")


def count(model: type[Attachment | AttachmentContent]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_picture_is_kept_apart_from_what_is_known_of_it(now: datetime) -> None:
    found = keeping.keep(WANG, a_phones_photo(), now=now)
    row = session.get_one(Attachment, found)
    assert (row.width, row.height, row.media_type) == (480, 640, "image/jpeg")
    assert (row.kept_by_kind, row.kept_by_id, row.kept_at) == ("staff", WANG.id, now)
    assert row.attached_at is None
    picture = queries.picture(found)
    assert len(picture.content) == row.size_bytes
    assert b"Pocket Camera" not in picture.content


def test_a_list_of_pictures_reads_no_bytes(now: datetime, statements: Counting) -> None:
    found = keeping.keep(WANG, a_photo(), now=now)
    with statements() as seen:
        (one,) = queries.attachments([found])
    assert one.id == found
    assert not any("attachment_content" in statement for statement in seen)


def test_the_same_file_again_is_the_first_one(now: datetime) -> None:
    first = keeping.keep(WANG, a_photo(), now=now)
    assert keeping.keep(WANG, a_photo(), now=now) == first
    assert keeping.keep(LI, a_photo(), now=now) != first
    assert count(Attachment) == count(AttachmentContent) == 2


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\0\0\0\x18ftypheic" + b"\0" * 99, errors.FormatNotTaken),
        (b"no picture", errors.NotAPicture),
        (b"\xff\xd8\xff" + b"0" * (12 * 1024 * 1024), errors.PictureTooLarge),
    ],
)
def test_what_is_not_taken_is_not_kept(
    now: datetime, content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        keeping.keep(WANG, content, now=now)
    assert count(Attachment) == 0


def test_how_many_may_lie_about_is_bounded(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_LOOSE", 2)
    kept = [keeping.keep(WANG, a_photo(seed=seed), now=now) for seed in (1, 2)]
    with pytest.raises(errors.TooManyLoose):
        keeping.keep(WANG, a_photo(seed=3), now=now)
    keeping.attach(WANG, kept, now=now)
    keeping.keep(WANG, a_photo(seed=3), now=now)


def test_only_who_sent_it_sees_a_loose_picture(now: datetime) -> None:
    found = keeping.keep(WANG, a_photo(), now=now)
    assert queries.own_loose_picture(WANG, found).content
    for other in (LI, Actor("volunteer", WANG.id, "王丽"), SYSTEM):
        with pytest.raises(NotFound):
            queries.own_loose_picture(other, found)
    keeping.attach(WANG, [found], now=now)
    with pytest.raises(NotFound):
        queries.own_loose_picture(WANG, found)


def test_a_picture_is_attached_once_and_only_ones_own(now: datetime) -> None:
    mine, theirs = (keeping.keep(by, a_photo(), now=now) for by in (WANG, LI))
    with pytest.raises(errors.PictureGone):
        keeping.attach(WANG, [mine, theirs], now=now)
    assert keeping.attach(WANG, [mine, mine], now=now) == [mine]
    with pytest.raises(errors.PictureGone):
        keeping.attach(WANG, [mine], now=now)
    with pytest.raises(errors.TooManyPictures):
        keeping.attach(WANG, [new_id() for _ in range(MOST_AT_ONCE + 1)], now=now)


def test_what_rests_on_a_picture_fails_with_it(now: datetime) -> None:
    mine = keeping.keep(WANG, a_photo(), now=now)
    with pytest.raises(RuntimeError, match="the action broke"):
        _attach_and_break(mine, now)
    session.expire_all()
    assert session.get_one(Attachment, mine).attached_at is None


def _attach_and_break(attachment_id: UUID, now: datetime) -> None:
    with transaction():
        keeping.attach(WANG, [attachment_id], now=now)
        raise RuntimeError("the action broke")


def test_what_nobody_used_is_forgotten_and_what_is_used_stays(now: datetime) -> None:
    used, loose = (keeping.keep(WANG, a_photo(seed=seed), now=now) for seed in (1, 2))
    keeping.attach(WANG, [used], now=now)
    assert keeping.forget_loose(now + LOOSE_LASTS) == 0
    assert keeping.forget_loose(now + LOOSE_LASTS + timedelta(seconds=1)) == 1
    assert queries.picture(used).content
    with pytest.raises(NotFound):
        queries.picture(loose)
    assert count(AttachmentContent) == 1
