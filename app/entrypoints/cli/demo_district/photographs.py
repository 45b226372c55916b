"""Photographs as a demo can draw them: a crowd before a stage, a house, a park, a table."""

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
    return _jpeg(picture)


def a_house(seed: int = 0) -> bytes:
    """A house by day with its sign over the door; storeys and colours differ by seed."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), ("#bcd9ee", "#cfe3ea", "#dfe6ee")[seed % 3])
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 410, WIDTH, HEIGHT), fill="#b9b4a8")
    storeys, left = 2 + seed % 3, 150 - seed * 11 % 60
    top, right = 410 - 95 * storeys, WIDTH - left
    pen.rectangle((left, top, right, 410), fill=("#e9dcc3", "#d8b79a", "#e6e2da")[seed % 3])
    pen.polygon(
        ((left - 25, top), (right + 25, top), (right - 20, top - 50), (left + 20, top - 50)),
        "#8c4a3b",
    )
    windows = 6 + seed % 3
    wide = (right - left) / windows
    for row in range(storeys):
        for number in range(windows):
            at = left + wide * (number + 0.2)
            pen.rectangle(
                (at, top + 22 + row * 95, at + wide * 0.6, top + 74 + row * 95), fill="#5d7d92"
            )
    pen.rectangle((345, 322, 455, 410), fill="#6b4a38")
    pen.rectangle((270, 292, 530, 322), fill="#c8102e")
    _trees(pen, seed, (60, 730))
    return _jpeg(picture)


def a_park(seed: int = 0) -> bytes:
    """A path along water between trees."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#cfe6f2")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 230, WIDTH, HEIGHT), fill="#7fa66a")
    pen.ellipse((-200, 250, 420 + seed * 23 % 120, 420), fill="#7db2cf")
    pen.polygon(((430, 240), (470, 240), (760, HEIGHT), (420, HEIGHT)), fill="#d9ccb0")
    _trees(pen, seed, (480, 560, 640, 720, 120, 250))
    return _jpeg(picture)


def a_table(seed: int = 0) -> bytes:
    """Things laid out on a table, seen from above."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), ("#b98f62", "#a5845f", "#c19a70")[seed % 3])
    pen = ImageDraw.Draw(picture)
    colours = ("#c8102e", "#f2d7a0", "#3e6a8a", "#f7f4ec", "#4f7a4b", "#2d2d33")
    for number in range(12):
        left = 60 + number % 4 * 175 + (seed * 13 + number * 29) % 40
        top = 50 + number // 4 * 145 + (seed * 7 + number * 17) % 30
        box = (left, top, left + 70 + number * 31 % 60, top + 55 + (number + seed) * 23 % 50)
        shape = pen.ellipse if (number + seed) % 3 == 0 else pen.rectangle
        shape(box, fill=colours[(number + seed) % len(colours)])
    return _jpeg(picture)


def _trees(pen: ImageDraw.ImageDraw, seed: int, places: tuple[int, ...]) -> None:
    for number, at in enumerate(places):
        high = 120 + (seed * 17 + number * 31) % 60
        ground = 415 if number % 2 == 0 else 385
        pen.rectangle((at - 6, ground - 60, at + 6, ground), fill="#6d5138")
        pen.ellipse(
            (at - 48, ground - high, at + 48, ground - 35), fill=("#4f7a4b", "#5f8a50")[number % 2]
        )


def _jpeg(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, format="JPEG")
    return content.getvalue()
