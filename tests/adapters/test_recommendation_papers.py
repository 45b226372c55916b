"""The package for those above, opened and read again."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
import recommendation_form
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from app.adapters import recommendation_papers
from app.adapters.zips import in_one_zip
from app.domain.attachments import keeping
from app.domain.nominations.upward.packaging import Package
from app.domain.nominations.upward.rules import FormFacts
from tests import world
from tests.conftest import NOON
from tests.photographs import a_photo

AWKWARD = "她说：<b>“3 > 2 & 2 < 3”</b> {{ 7*7 }} {% raw %}\x0b\x00"
DEED = (AWKWARD + "送" * 1500)[:1500]
FACTS = FormFacts(
    sex="女",
    born="1968 年 5 月",
    headline="送饭<三年>&不断",
    deed=f"{DEED[:700]}\n{DEED[700:]}",
    earlier_honours="2024 年 身边好人\n2025 年 最美志愿者",
    recommender="区文明办",
    opinion="同意推荐。",
    contact_person="李主任",
)


def a_package(*, pictures: tuple[UUID, ...] = (), at: datetime = NOON) -> Package:
    return Package(
        name="陈秀兰",
        age=58,
        unit="阳光社区",
        category="助人为乐",
        campaign="第四季度身边好人推选",
        level="市级",
        asked_title="泰山好人",
        facts=FACTS,
        id_number=None,
        pictures=pictures,
        photo_names=tuple(f"助人为乐+陈秀兰+{place}" for place, _ in enumerate(pictures, 1)),
        base_name="助人为乐+阳光社区+陈秀兰",
        at=at,
    )


def words_in(content: bytes) -> tuple[str, list[str]]:
    """All of the table, and the paragraphs below it."""
    document = Document(BytesIO(content))
    [table] = document.tables
    inside = [Paragraph(one, table).text for one in table._tbl.iter(qn("w:p"))]
    return "\n".join(inside), [one.text for one in document.paragraphs]


def test_what_people_typed_stands_in_the_form_as_they_typed_it() -> None:
    table, below = words_in(recommendation_papers.form(a_package()))
    for words in ("陈秀兰", "58 岁", "女", "送饭<三年>&不断", "2025 年 最美志愿者", "同意推荐。"):
        assert words in table
    assert "泰山好人推荐表" in below
    told = "".join(below)
    assert "<b>“3 > 2 & 2 < 3”</b> {{ 7*7 }} {% raw %}" in told
    assert told.count("送") >= 1400
    assert sum(len(one) for one in below if "送" in one) == 1500 - 2  # what XML cannot hold is gone


def test_no_word_in_braces_is_left() -> None:
    plain = replace(FACTS, deed="她送饭。", headline="送饭")
    table, below = words_in(recommendation_papers.form(replace(a_package(), facts=plain)))
    assert "{" not in table + "".join(below)


def test_an_id_number_stands_in_it_when_there_is_one() -> None:
    number = "370902196005012346"
    table, _ = words_in(recommendation_papers.form(replace(a_package(), id_number=number)))
    assert number in table
    assert number not in words_in(recommendation_papers.form(a_package()))[0]


@pytest.mark.usefixtures("database")
def test_one_zip_holds_form_story_and_photos_by_their_names() -> None:
    clerk = world.staff(at=world.a_station(world.an_office(world.a_centre())))
    photos = tuple(keeping.keep(clerk.actor, a_photo(seed=n), now=NOON) for n in (1, 2))
    package = a_package(pictures=photos)
    pieces = in_one_zip(recommendation_papers.files(package), at=NOON)
    with ZipFile(BytesIO(b"".join(pieces))) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == [
            "助人为乐+阳光社区+陈秀兰+推荐表.docx",
            "助人为乐+阳光社区+陈秀兰+事迹.txt",
            "助人为乐+陈秀兰+1.jpg",
            "助人为乐+陈秀兰+2.jpg",
        ]
        form, story, first, _ = (packed.read(name) for name in packed.namelist())
    assert len(Document(BytesIO(form)).inline_shapes) == 1
    assert story.decode("utf-8-sig").startswith("送饭<三年>&不断\r\n陈秀兰，阳光社区\r\n")
    assert first.startswith(b"\xff\xd8")


def test_the_form_in_the_house_is_the_one_the_script_draws() -> None:
    drawn = recommendation_form.drawn().element.xml
    kept = Document(str(recommendation_form.FORM)).element.xml
    assert kept == drawn, "run scripts/recommendation_form.py"
