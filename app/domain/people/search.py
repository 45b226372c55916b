"""Finding people the way staff ask for them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.domain.people.models import Volunteer
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session

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


def meant_among(text: str, among: Select[UUID], *, limit: int) -> list[UUID]:
    """Ids of those of a list somebody may mean by a text."""
    query = ids_meant_by(text).where(Volunteer.id.in_(among)).order_by(Volunteer.name_pinyin)
    return list(session.scalars(query.limit(limit)))


def found_among(text: str, among: Select[UUID]) -> list[UUID]:
    """Who of a list has this number, or this very name and these last four digits; at most two."""
    name, _, tail = " ".join(text.split()).rpartition(" ")
    whose = Volunteer.number == tail
    if name:
        whose = and_(Volunteer.name == name, Volunteer.phone.endswith(tail, autoescape=True))
    query = select(Volunteer.id).where(whose, Volunteer.id.in_(among)).limit(2)
    return list(session.scalars(query))


def named_or_numbered(
    asked: Collection[str], *, within: Scope, among: Select[UUID]
) -> dict[str, list[UUID]]:
    """Who has each of these whole names or numbers, of a subtree or of a list; in one statement."""
    if not asked:
        return {}
    rows = session.execute(
        select(Volunteer.id, Volunteer.number, Volunteer.name).where(
            or_(Volunteer.number.in_(asked), Volunteer.name.in_(asked)),
            or_(
                Volunteer.community_id.in_(places.ids_within(within)),
                Volunteer.id.in_(among),
            ),
            Volunteer.state != "left",
        )
    )
    found: dict[str, list[UUID]] = {}
    for row in rows:
        for text in {row.number, row.name} & set(asked):
            found.setdefault(text, []).append(row.id)
    return found


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
