"""A photograph of a crowd before a stage, as a demo can draw it: nobody's face."""

from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 800, 500


def a_photograph(seed: int = 0) -> bytes:
    """An evening, a lit stage, heads from behind; another one for each seed."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#1f2740")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((180, 60, 620, 230), fill="#c8102e")
    pen.rectangle((200, 150, 600, 230), fill="#f2d7a0")
    for row in range(5):
        for seat in range(18 - row):
            left = 30 + seat * 44 + (row * 19 + seed * 7) % 22
            top = 270 + row * 45 + (seat * 5 + seed) % 9
            pen.ellipse((left, top, left + 26, top + 30), fill=(40 + row * 12, 34, 30))
    content = BytesIO()
    picture.save(content, format="JPEG")
    return content.getvalue()
