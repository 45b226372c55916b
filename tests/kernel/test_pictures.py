"""What comes out of a picture that was sent: upright, bounded, with nothing hidden, and alike."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from app.kernel import pictures
from app.kernel.pictures import NotAPicture, TooManyPixels, UnknownFormat, clean, distance, shrunk
from tests.photographs import CAMERA, GPS, a_phones_photo, a_photo, a_scene, saved_as


def drawn(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_three_formats_come_in_and_a_jpeg_comes_out(form: str) -> None:
    made = clean(a_photo(form))
    picture = drawn(made.content)
    assert picture.format == "JPEG"
    assert picture.size == (made.width, made.height) == (640, 480)


def test_camera_and_position_do_not_come_along() -> None:
    sent = a_phones_photo()
    assert drawn(sent).getexif()[CAMERA] == "Pocket Camera 9"
    assert drawn(sent).getexif().get_ifd(GPS)
    made = clean(sent)
    assert not dict(drawn(made.content).getexif())
    assert b"Pocket Camera" not in made.content
    assert b"Exif" not in made.content


def test_what_lay_on_its_side_stands_upright() -> None:
    made = clean(a_phones_photo(turned=6))
    assert (made.width, made.height) == (480, 640)
    assert clean(a_phones_photo(turned=1)).width == 640


def test_what_was_hung_on_behind_the_picture_is_gone() -> None:
    made = clean(a_photo() + b"<script>alert(1)</script>" + b"PK\x03\x04")
    assert b"script" not in made.content
    assert made.content.endswith(b"\xff\xd9")


def test_a_large_one_is_made_smaller_and_keeps_its_shape() -> None:
    made = clean(a_photo(size=(4000, 3000)))
    assert (made.width, made.height) == (pictures.LONGEST_SIDE, 1500)
    assert len(made.content) < 1_000_000


def test_what_is_clear_becomes_white() -> None:
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    corner = drawn(clean(saved_as(clear, "PNG")).content).getpixel((5, 5))
    assert isinstance(corner, tuple)
    assert min(corner) > 250


def test_a_picture_that_unpacks_to_too_much_is_refused_unopened() -> None:
    with pytest.raises(TooManyPixels):
        clean(a_bomb(30_000, 30_000))
    with pytest.raises(TooManyPixels):
        clean(a_bomb(8_001, 8_000))


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def part(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100,
        saved_as(a_scene(), "GIF"),
        saved_as(a_scene(), "BMP"),
    ],
    ids=["heic", "gif", "bmp"],
)
def test_other_formats_are_told_apart_from_what_is_no_picture(content: bytes) -> None:
    with pytest.raises(UnknownFormat):
        clean(content)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7", a_photo()[:400], a_photo("PNG")[:300]]
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        clean(content)


def test_the_same_photo_made_smaller_and_compressed_again_is_known() -> None:
    scene = a_scene(1600, 1200)
    first = clean(saved_as(scene, "JPEG", quality=92))
    worse = clean(saved_as(scene.resize((800, 600)), "JPEG", quality=40))
    assert first.sha256 != worse.sha256
    assert distance(first.difference_hash, worse.difference_hash) <= 6
    other = clean(saved_as(a_scene(1600, 1200, seed=5), "JPEG"))
    assert distance(first.difference_hash, other.difference_hash) > 12


def test_a_difference_hash_has_64_bits_row_by_row() -> None:
    falling = Image.new("L", (9, 8))
    falling.putdata([200 - 20 * column for _ in range(8) for column in range(9)])
    assert pictures.difference_hash(falling) == "f" * 16
    rising = Image.new("L", (9, 8))
    rising.putdata([20 * column for _ in range(8) for column in range(9)])
    assert pictures.difference_hash(rising) == "0" * 16
    assert distance("f" * 16, "0" * 16) == 64


def test_a_kept_picture_is_made_smaller_and_never_larger() -> None:
    kept = clean(a_photo(size=(1600, 1200))).content
    assert drawn(shrunk(kept, 720)).size == (720, 540)
    assert drawn(shrunk(kept, 5000)).size == (1600, 1200)
