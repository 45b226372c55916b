"""Numbers that people read to each other: a day, and letters nobody mistakes for another."""

import secrets
from datetime import datetime

from app.kernel.calendar import local_date

# Letters and digits that cannot be taken for one another when read aloud.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def spoken_number(prefix: str, now: datetime, *, signs: int = 5) -> str:
    """`DD261129` and so many signs that nobody can guess."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(signs))
    return f"{prefix}{local_date(now):%y%m%d}{drawn}"
