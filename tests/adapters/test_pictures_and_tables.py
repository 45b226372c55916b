"""QR codes that a phone can read, and tables that a spreadsheet opens as they were meant."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import zxingcpp
from PIL import Image, ImageDraw
from python_calamine import CalamineWorkbook

from app.adapters import qr_images
from app.adapters.spreadsheets import xlsx

ADDRESS = "https://haoren.test/c/AbCdEf0123456789-_AbCdEf0123456789-_AbCd"


def test_a_png_is_read_by_a_camera() -> None:
    picture = Image.open(BytesIO(qr_images.png(ADDRESS)))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_an_svg_is_read_by_a_camera_and_is_small() -> None:
    drawing = qr_images.svg(ADDRESS)
    assert len(drawing) < 10_000
    assert "style=" not in drawing
    assert [code.text for code in zxingcpp.read_barcodes(painted(drawing))] == [ADDRESS]


def painted(drawing: str, scale: int = 6) -> Image.Image:
    """What a browser would paint of our own kind of path."""
    found = re.search(r'viewBox="0 0 (\d+) ', drawing)
    assert found
    size = int(found.group(1)) * scale
    picture = Image.new("L", (size, size), 255)
    pen = ImageDraw.Draw(picture)
    dark = drawing.split('fill="#000"')[1]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", dark):
        left, top = int(x) * scale, int(y) * scale
        pen.rectangle((left, top, left + int(length) * scale - 1, top + scale - 1), fill=0)
    return picture


def table(*rows: tuple[object, ...]) -> list[list[object]]:
    book = xlsx("时长:明细", ["姓名", "时间", "日期", "分钟"], rows)  # type: ignore[arg-type]
    return CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()


def test_a_table_keeps_kinds_and_shows_local_time() -> None:
    moment = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
    heading, row = table(("张桂英", moment, date(2026, 11, 28), 125))
    assert heading == ["姓名", "时间", "日期", "分钟"]
    assert row == ["张桂英", datetime(2026, 11, 28, 9, 0), date(2026, 11, 28), 125.0]  # noqa: DTZ001


def test_what_people_typed_is_never_a_formula() -> None:
    typed = '=HYPERLINK("http://evil.test","点我")'
    assert table((typed, None, None, None))[1][0] == typed
    assert b"<f>" not in xlsx("a", ["姓名"], [(typed,)])


def test_an_empty_table_is_still_a_table() -> None:
    assert table() == [["姓名", "时间", "日期", "分钟"]]
