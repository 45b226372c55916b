"""The picture of an activity shared in WeChat: our mark, and a code that opens its page.

Without words: a thumbnail is a centimetre wide, and the title stands beside it.
"""

from io import BytesIO

from PIL import Image, ImageDraw

from app.adapters import qr_images

SIDE = 600
FINER = 4  # drawn larger, then shrunk: smooth edges
RED, GOLD, WHITE, GROUND = "#c8102e", "#ffd58a", "#ffffff", "#fbf8f4"
_MARK = 48  # the mark's own square, as in static/img/logo.svg


def share_image(address: str) -> bytes:
    """A square PNG; the code is large enough to be scanned from the saved picture."""
    picture = Image.new("RGB", (SIDE, SIDE), GROUND)
    mark = _mark(150)
    picture.paste(mark, ((SIDE - mark.width) // 2, 30), mark)
    code = Image.open(BytesIO(qr_images.png(address, module_pixels=8))).convert("RGB")
    code = code.resize((380, 380), Image.Resampling.NEAREST)
    picture.paste(code, ((SIDE - code.width) // 2, 200))
    content = BytesIO()
    picture.save(content, format="PNG", optimize=True)
    return content.getvalue()


def _mark(side: int) -> Image.Image:
    """The character 人 as a person with a heart for a head."""
    scale = side * FINER / _MARK

    def at(*numbers: float) -> list[float]:
        return [number * scale for number in numbers]

    picture = Image.new("RGBA", (side * FINER, side * FINER))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(at(0, 0, _MARK, _MARK), radius=12 * scale, fill=RED)
    for left in (17.7, 23.7):
        pen.ellipse(at(left, 6.7, left + 6.6, 13.3), fill=GOLD)
    pen.polygon(at(18.1, 11.6, 24, 17.6, 29.9, 11.6, 24, 8.6), fill=GOLD)
    for limb in (
        (24, 20.5, 22.6, 26.5, 19, 33, 11.5, 40),
        (24.3, 24.5, 26.5, 30, 30, 35.5, 36.5, 40),
    ):
        pen.line(at(*limb), fill=WHITE, width=round(5.6 * scale), joint="curve")
        for x, y in (limb[:2], limb[-2:]):
            pen.ellipse(at(x - 2.8, y - 2.8, x + 2.8, y + 2.8), fill=WHITE)
    return picture.resize((side, side), Image.Resampling.LANCZOS)
