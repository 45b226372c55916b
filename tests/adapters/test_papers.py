"""Papers: what was typed stays text, the font is inside, and phones read the codes."""

import re
import shutil
import subprocess
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from app.adapters import papers, qr_images
from tests.conftest import NOON

PERSON = {"place": 1, "name": "张桂英", "number": "2600000017", "position": "引导岗"}


def a_sheet(people: int = 2, **more: object) -> dict[str, object]:
    rows = [
        {**PERSON, "place": place, "code": qr_images.svg(f"26{place:08d}")}
        for place in range(1, people + 1)
    ]
    return {
        "title": "社区环境清洁",
        "place": "阳光社区新时代文明实践站",
        "code": "7K3M-9QXA",
        "address_code": qr_images.svg("https://haoren.test/console/sheets/7K3M-9QXA"),
        "lines": [["时间", "11月28日 周六 09:00–11:00"], ["地点", "阳光社区广场"]],
        "rows": rows,
        "blank_lines": 3,
        "printed": "王丽于11月23日打印",
        **more,
    }


def text_of(content: bytes, folder: Path) -> str:
    """What a PDF reader finds to copy."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("no pdftotext here (Debian: apt install poppler-utils)")
    file = folder / "paper.pdf"
    file.write_bytes(content)
    done = subprocess.run([reader, "-layout", file, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_a_paper_is_a_pdf_with_its_chinese_font_inside() -> None:
    content = papers.pdf("sign_in_sheet", a_sheet(), now=NOON)
    assert content.startswith(b"%PDF-1.")
    assert re.search(rb"/BaseFont\s*/[A-Z]{6}\+Noto", unpacked(content))


def unpacked(content: bytes) -> bytes:
    """The file with its compressed parts opened, to look for words of the format."""
    parts = [content]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_its_words_can_be_read_again(tmp_path: Path) -> None:
    words = text_of(papers.pdf("sign_in_sheet", a_sheet(), now=NOON), tmp_path)
    for said in (
        "社区环境清洁",
        "7K3M-9QXA",
        "张桂英",
        "2600000017",
        "本人签名",
        "第 1 页，共 1 页",
    ):
        assert said in words


def test_phones_read_the_code_of_the_sheet_and_of_each_person() -> None:
    (page,) = papers.pictures("sign_in_sheet", a_sheet(people=6), now=NOON)
    codes = {code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(page)))}
    assert codes == {
        "https://haoren.test/console/sheets/7K3M-9QXA",
        *(f"26{place:08d}" for place in range(1, 7)),
    }


def test_what_people_typed_is_text_and_no_markup(tmp_path: Path) -> None:
    typed = '#panic("x") $a$ *b* "c" \\ <d> _e_'
    content = papers.pdf("sign_in_sheet", a_sheet(title=typed), now=NOON)
    assert '#panic("x") $a$ *b* "c" \\ <d> _e_' in text_of(content, tmp_path)


def test_many_people_take_several_pages_with_the_heading_on_each(tmp_path: Path) -> None:
    pages = papers.pictures("sign_in_sheet", a_sheet(people=60), now=NOON)
    assert len(pages) > 2
    words = text_of(papers.pdf("sign_in_sheet", a_sheet(people=60), now=NOON), tmp_path)
    assert words.count("本人签名") == len(pages)


def test_the_same_facts_make_the_same_file() -> None:
    first = papers.pdf("sign_in_sheet", a_sheet(), now=NOON)
    assert papers.pdf("sign_in_sheet", a_sheet(), now=NOON) == first
    assert papers.pdf("sign_in_sheet", a_sheet(), now=NOON + timedelta(days=1)) != first


def test_without_a_chinese_font_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "FAMILIES", ("No Such Font",))
    papers._families.cache_clear()
    try:
        with pytest.raises(papers.NoChineseFont, match="fonts-noto-cjk"):
            papers.pdf("sign_in_sheet", a_sheet(), now=NOON)
    finally:
        papers._families.cache_clear()
