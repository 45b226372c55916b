"""Pictures to send in tests, drawn as they are needed."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

ORIENTATION, CAMERA, GPS = 0x0112, 0x010F, 0x8825


def a_scene(width: int = 640, height: int = 480, *, seed: int = 1) -> Image.Image:
    """A picture with light and dark parts, another one for each seed."""
    picture = Image.new("RGB", (width, height), (200, 210, 220))
    pen = ImageDraw.Draw(picture)
    for part in range(12):
        left = (part * 53 * seed + 17 * part * part) % width
        top = (part * 37 + seed * 91) % height
        tone = (part * 19 * seed) % 200
        pen.rectangle((left, top, left + width // 4, top + height // 5), fill=(tone, tone, 90))
    return picture


def a_photo(form: str = "JPEG", *, seed: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """The scene as a file."""
    return saved_as(a_scene(*size, seed=seed), form)


def a_phones_photo(*, turned: int = 6, size: tuple[int, int] = (640, 480)) -> bytes:
    """A photo as a phone makes it: lying on its side, with camera and position written in."""
    facts = Image.Exif()
    facts[ORIENTATION] = turned
    facts[CAMERA] = "Pocket Camera 9"
    facts[GPS] = {1: "N", 2: (36.0, 12.0, 3.0), 3: "E", 4: (117.0, 7.0, 4.0)}
    return saved_as(a_scene(*size), "JPEG", exif=facts)


def saved_as(picture: Image.Image, form: str, **options: Any) -> bytes:
    content = BytesIO()
    picture.save(content, format=form, **options)
    return content.getvalue()
