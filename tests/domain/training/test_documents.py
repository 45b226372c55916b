"""Handouts as PDF: what is taken, by whom, and what is read."""

import pytest

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.training import documents, errors
from app.domain.training.rules import DOCUMENT_LARGEST_BYTES, DOCUMENTS_MOST, why_not_this_document
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.training.courses import PDF, a_course_day
from tests.photographs import a_photo


def a_pdf(words: str) -> bytes:
    return PDF.replace(b"/Catalog", b"/Catalog % " + words.encode())


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (PDF, None),
        (b"%PDF-1.4" + b"." * (DOCUMENT_LARGEST_BYTES - 13) + b"%%EOF", None),
        (b"%PDF-1.4" + b"." * (DOCUMENT_LARGEST_BYTES - 12) + b"%%EOF", errors.DocumentTooLarge),
        (a_photo(), errors.NotAPdf),
        (b"PK\x03\x04" + PDF, errors.NotAPdf),
        (PDF.replace(b"%%EOF", b""), errors.NotAPdf),
        (PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), errors.LockedPdf),
        (PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript >> /Type"), errors.ActivePdf),
        (PDF.replace(b"/Type", b"/Names << /EmbeddedFiles 3 0 R >> /Type"), errors.ActivePdf),
    ],
)
def test_only_a_whole_open_pdf_is_taken(content: bytes, refusal: type[Exception] | None) -> None:
    found = why_not_this_document(content)
    assert (type(found) if found else None) is refusal


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("急救讲义.pdf", "急救讲义"),
        ("C:\\课件\\第一讲.PDF", "第一讲"),
        ("../../etc/passwd", "passwd"),
        (".pdf", "讲义"),
        ("一\n二" + "长" * 80, "一二" + "长" * 58),
    ],
)
def test_a_name_is_what_people_read(sent: str, kept: str) -> None:
    assert documents.clean_name(sent) == kept


@pytest.mark.usefixtures("database")
def test_a_handout_is_put_there_once_and_taken_away() -> None:
    day = a_course_day()
    clerk, course_id = day.door.clerk, day.course.id
    first = documents.add_document(clerk, course_id, "讲义.pdf", PDF, now=NOON)
    assert documents.add_document(clerk, course_id, "又一份.pdf", PDF, now=NOON) == first
    assert [one.name for one in documents.documents(course_id)] == ["讲义"]
    assert documents.document(course_id, first) == ("讲义", PDF)
    with pytest.raises(NotFound):
        documents.document(a_course_day().course.id, first)
    documents.drop_document(clerk, course_id, first, now=NOON)
    documents.drop_document(clerk, course_id, first, now=NOON)
    assert documents.documents(course_id) == []


@pytest.mark.usefixtures("database")
def test_a_course_has_ten_and_only_its_own_staff_put_them_there() -> None:
    day = a_course_day()
    for number in range(DOCUMENTS_MOST):
        documents.add_document(day.door.clerk, day.course.id, "讲义", a_pdf(f"{number}"), now=NOON)
    with pytest.raises(errors.TooManyDocuments):
        documents.add_document(day.door.clerk, day.course.id, "讲义", PDF, now=NOON)
    stranger = world.staff(at=world.a_station())
    with pytest.raises(NotFound):
        documents.add_document(stranger, day.course.id, "讲义", PDF, now=NOON)
    auditor = world.staff(Role.AUDITOR, at=day.door.station)
    with pytest.raises(NotAllowed):
        documents.add_document(auditor, day.course.id, "讲义", PDF, now=NOON)
    assert len(documents.documents(day.course.id)) == DOCUMENTS_MOST
