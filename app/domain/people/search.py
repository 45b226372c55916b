"""Finding people the way staff ask for them."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from app.domain.people.models import Volunteer

PHONE_DIGITS = 11
NUMBER_DIGITS = 10
TAIL_DIGITS = 4


def matching(query: Select[Volunteer], text: str) -> Select[Volunteer]:
    """Narrow a select of volunteers to those somebody may mean by a text."""
    text = " ".join(text.split())
    return query.where(_meant_by(text)) if text else query


def ids_meant_by(text: str) -> Select[UUID]:
    """Ids of those somebody may mean by a text, to be used in `.in_()` by other rooms."""
    return select(Volunteer.id).where(_meant_by(" ".join(text.split())))


def _meant_by(text: str) -> ColumnElement[bool]:
    digits = text.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return _meant_by_digits(digits)
    if text.isascii():
        pinyin = text.lower().replace(" ", "")
        return or_(
            Volunteer.name_pinyin.startswith(pinyin, autoescape=True),
            Volunteer.name_pinyin.endswith(f" {pinyin}", autoescape=True),
            Volunteer.name.contains(text, autoescape=True),
        )
    return Volunteer.name.contains(text, autoescape=True)


def _meant_by_digits(digits: str) -> ColumnElement[bool]:
    if len(digits) == PHONE_DIGITS:
        return Volunteer.phone == digits
    if len(digits) == TAIL_DIGITS:
        return Volunteer.phone.endswith(digits)
    return Volunteer.number == digits
