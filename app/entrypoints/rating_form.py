"""How a service was: the same five stars for who has an account and for who comes by a link."""

from wtforms import RadioField, TextAreaField

from app.domain.orders.rules import LONGEST_REASON, MOST_STARS
from app.entrypoints.forms import Form, at_most, required

STAR_WORDS = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
STARS = [
    (str(count), f"{'★' * count}{'☆' * (MOST_STARS - count)} {STAR_WORDS[count]}")
    for count in range(MOST_STARS, 0, -1)
]


class RateForm(Form):
    """Stars, and words if she likes."""

    stars = RadioField("您满意吗", [required("请选几颗星")], choices=STARS)
    words = TextAreaField("想说的话", [at_most(LONGEST_REASON)])

    @property
    def said(self) -> tuple[int, str]:
        """As the room takes it."""
        return int(self.stars.data), self.words.data or ""
