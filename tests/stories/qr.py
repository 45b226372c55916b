"""Reading the QR codes our pages draw as SVG, with a real decoder."""

import re

import zxingcpp
from PIL import Image, ImageDraw

PIXELS = 6


def text_of(svg: bytes) -> str:
    """The text of a QR drawn as runs of modules on white."""
    source = svg.decode()
    size = int(re.search(r'viewBox="0 0 (\d+) ', source)[1])  # type: ignore[index]
    picture = Image.new("L", (size * PIXELS, size * PIXELS), 255)
    draw = ImageDraw.Draw(picture)
    black = source.rsplit("<path", 1)[1]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", black):
        left, top = int(x) * PIXELS, int(y) * PIXELS
        draw.rectangle((left, top, left + int(length) * PIXELS - 1, top + PIXELS - 1), fill=0)
    found = zxingcpp.read_barcodes(picture)
    assert found, "no QR could be read"
    return str(found[0].text)
