"""Forms in the reader's language: WTForms with CSRF, Chinese messages and local moments."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import wtforms
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, SelectField, validators

from app.kernel.calendar import SHANGHAI, local
from app.kernel.refusal import Refusal

YEARS = range(1900, 2201)  # what people may mean; beyond, sums of days and hours overflow
ODD_YEAR = f"年份请填 {YEARS[0]} 到 {YEARS[-1]} 之间的"
LONGEST_NUMBER = 9  # digits: what a column of whole numbers holds


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form."""

    refusal: Refusal | None = None  # why what was typed was not accepted, beside no single field

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = ("zh",)

    def take(self, refusal: Refusal) -> bool:
        """Show a rule's answer beside the field it names; False when the form has no such field."""
        field = self._fields.get(getattr(refusal, "field", ""))
        if field is None:
            return False
        field.errors = [*field.errors, refusal.sentence]
        return True


class _OfTheseYears:
    """A day or moment that somebody may mean."""

    data: Any
    process_errors: list[str]

    def _refuse_odd_years(self) -> None:
        if isinstance(self.data, date) and self.data.year not in YEARS:
            self.data = None
            raise ValueError(ODD_YEAR)

    def pre_validate(self, _form: Form) -> None:
        """Before `required` says that there is nothing."""
        if ODD_YEAR in self.process_errors:
            raise validators.StopValidation


class MomentField(_OfTheseYears, DateTimeLocalField):  # type: ignore[misc]
    """A moment typed in Shanghai time, handed on as an aware one in UTC."""

    def __init__(self, label: str = "", validators: Any = None, **kwargs: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(label, validators, format=formats, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if isinstance(self.data, datetime):
            self._refuse_odd_years()
            self.data = self.data.replace(tzinfo=SHANGHAI).astimezone(UTC)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return f"{local(self.data):%Y-%m-%dT%H:%M}" if self.data else ""


class DateField(_OfTheseYears, wtforms.DateField):  # type: ignore[misc]
    """A day; years that nobody means are refused."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self._refuse_odd_years()


class IdField(SelectField):  # type: ignore[misc]
    """A choice among things with ids; the empty choice is None."""

    def __init__(self, label: str = "", validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=_id_or_none, **kwargs)


def _id_or_none(value: object) -> UUID | None:
    if value is None or isinstance(value, UUID):
        return value
    text = str(value)
    return UUID(text) if text and text != "None" else None


def is_whole_number(text: object) -> bool:
    """Whether int() reads it: `²` is a digit to Python, and thousands of digits are refused."""
    said = str(text)
    return said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER


def whole_number(text: object, *, otherwise: int) -> int:
    """What a hidden field says; `otherwise` where that is no whole number."""
    return int(str(text)) if is_whole_number(text) else otherwise


def required(sentence: str = "请填写这一项") -> validators.DataRequired:
    """The field must hold something."""
    return validators.DataRequired(sentence)


def at_most(length: int) -> validators.Length:
    """The field holds at most so many characters."""
    return validators.Length(max=length, message=f"最多 {length} 个字")
