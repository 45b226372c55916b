"""What a person fills in to register, and what is left of it once it is checked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.domain.people import consents
from app.domain.people.errors import ConsentNeeded
from app.domain.people.id_numbers import TAIL, birth_date_in, clean_id_number
from app.domain.people.rules import (
    clean_name,
    required_phone,
    why_not_these_categories,
    why_not_this_birth_date,
    why_not_this_name,
)
from app.kernel.crypto import blind_index
from app.kernel.refusal import BadInput, Refusal

ID_NUMBER_COLUMN = "volunteer.id_number"


@dataclass(frozen=True)
class Application:
    """The six fields of the page; the birth date may be left to the ID number."""

    name: str
    phone: str
    community_id: UUID
    birth_date: date | None
    id_number: str | None = field(repr=False)
    categories: Sequence[str]
    consent_version: str


@dataclass(frozen=True)
class Facts:
    """The same, clean and true as far as can be seen without the database."""

    name: str
    phone: str
    community_id: UUID
    birth_date: date
    id_number: str | None = field(repr=False)
    categories: tuple[str, ...]

    @property
    def id_number_index(self) -> str | None:
        """By which the ID number is found without being read."""
        return blind_index(self.id_number, column=ID_NUMBER_COLUMN) if self.id_number else None

    @property
    def id_number_tail(self) -> str | None:
        return self.id_number[-TAIL:] if self.id_number else None


def checked(
    application: Application,
    *,
    now: datetime,
    why_not_born_then: Callable[..., Refusal | None] = why_not_this_birth_date,
) -> Facts:
    """Refuse what cannot be right, field by field in the order of the page."""
    name = clean_name(application.name)
    _refuse(why_not_this_name(name))
    phone = required_phone(application.phone)
    id_number = clean_id_number(application.id_number or "") or None
    born = birth_date_in(id_number, now=now) if id_number else application.birth_date
    if born is None:
        raise BadInput(field="birth_date", problem="请填写出生日期或身份证号")
    if application.birth_date not in {None, born}:
        raise BadInput(field="birth_date", problem="出生日期与身份证号不一致，请核对")
    _refuse(why_not_born_then(born, now=now))
    _refuse(why_not_these_categories(application.categories))
    if application.consent_version != consents.VERSION:
        raise ConsentNeeded
    categories = tuple(application.categories)
    return Facts(name, phone, application.community_id, born, id_number, categories)


def _refuse(problem: Refusal | None) -> None:
    if problem:
        raise problem
