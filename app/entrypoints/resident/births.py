"""One field for the birth date or the ID number: typing eight digits is easier than any picker."""

import re
import unicodedata
from datetime import date

from app.kernel.refusal import BadInput

_DATE = re.compile(r"(\d{4})[-./年 ]?(\d{1,2})[-./月 ]?(\d{1,2})日?")
_WHOLE_NUMBER_LENGTH = 15  # shorter than any ID number, longer than any date


def birth_date_or_id_number(text: str) -> tuple[date | None, str | None]:
    """A date (19560308, 1956-3-8, 1956年3月8日), or else what may be an ID number."""
    text = unicodedata.normalize("NFKC", text).strip()
    if len("".join(text.split())) >= _WHOLE_NUMBER_LENGTH:
        return None, text
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        return date(*(int(part) for part in found.groups())), None
    except ValueError:
        raise BadInput(
            field="born", problem="请按 19560308 这样填 8 位出生日期，或填 18 位身份证号"
        ) from None
