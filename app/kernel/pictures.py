"""Pictures that people send, made safe to keep: drawn again, smaller, with nothing hidden in them.

What comes out is a JPEG of our own making: no position, no camera, no thumbnail of what was cut
off, nothing after the end of the file.
"""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 64_000_000  # a phone's 64 million; looked at before anything is unpacked
LONGEST_SIDE = 2000  # an A4 sheet at 170 dots an inch: small handwriting stays readable
QUALITY = 80
MEDIA_TYPE = "image/jpeg"
# What an iPhone's own format begins with, after four bytes of length.
_HEIC_BRANDS = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypheim")


class NotAPicture(Exception):
    """The bytes are no picture we can read."""


class UnknownFormat(Exception):
    """A picture, but not a JPEG, PNG or WebP."""


class TooManyPixels(Exception):
    """It would take too much memory to unpack."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture drawn again. `difference_hash`: 16 hex digits, alike for pictures that look alike.

    `original_sha256` is of what was sent, `sha256` of what is kept.
    """

    content: bytes
    width: int
    height: int
    sha256: str
    original_sha256: str
    difference_hash: str


def clean(content: bytes) -> CleanPicture:
    """Draw the first frame again, upright and at most LONGEST_SIDE long.

    Raises NotAPicture, UnknownFormat, TooManyPixels.
    """
    picture = _drawn(content)
    kept = BytesIO()
    picture.save(kept, format="JPEG", quality=QUALITY, optimize=True)
    return CleanPicture(
        content=kept.getvalue(),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(kept.getvalue()).hexdigest(),
        original_sha256=hashlib.sha256(content).hexdigest(),
        difference_hash=difference_hash(picture),
    )


def shrunk(content: bytes, longest_side: int) -> bytes:
    """A picture we have drawn, as a JPEG of at most so many pixels either way."""
    with Image.open(BytesIO(content), formats=("JPEG",)) as kept:
        kept.draft("RGB", (longest_side, longest_side))
        small = kept.convert("RGB")
    small.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    drawn = BytesIO()
    small.save(drawn, format="JPEG", quality=QUALITY, optimize=True)
    return drawn.getvalue()


def difference_hash(picture: Image.Image) -> str:
    """64 bits, each saying whether a spot is lighter than the one to its right.

    The same photo shrunk or compressed again keeps nearly all of them.
    """
    small = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    grey = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return f"{bits:016x}"


def distance(one: str, other: str) -> int:
    """How many of the 64 bits of two difference hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _drawn(content: bytes) -> Image.Image:
    if content[4:12] in _HEIC_BRANDS:
        raise UnknownFormat
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=FORMATS) as opened:
                return _upright(opened)
    except UnidentifiedImageError:
        raise (UnknownFormat if _looks_like_another(content) else NotAPicture) from None
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError) as broken:
        raise NotAPicture from broken


def _upright(opened: Image.Image) -> Image.Image:
    if opened.width * opened.height > MOST_PIXELS:
        raise TooManyPixels
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked at a fraction of it
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if upright.mode in ("RGBA", "LA", "P", "PA"):
        seen = upright.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    # A new picture, so that nothing of the old one's facts is carried over.
    drawn = Image.new("RGB", upright.size)
    drawn.paste(upright.convert("RGB"))
    return drawn


def _looks_like_another(content: bytes) -> bool:
    """GIF, BMP, TIFF, AVIF: pictures, but none we take."""
    return content.startswith((b"GIF8", b"BM", b"II*\0", b"MM\0*")) or content[4:8] == b"ftyp"
