"""Volunteer numbers: ten digits for life, short enough to read aloud.

Two digits for the year, seven at random, one check digit (ISO 7064, MOD 11,10), so that a slip in
reading is noticed. No counter, hence no lock everybody waits for; a rare collision is drawn again.
"""

import secrets
from datetime import datetime

from stdnum.iso7064 import mod_11_10

from app.kernel.calendar import local_date

LENGTH = 10
_RANDOM_DIGITS = 7


def new_number(*, now: datetime) -> str:
    """A number that is probably nobody's; the unique constraint decides."""
    body = f"{local_date(now):%y}{secrets.randbelow(10**_RANDOM_DIGITS):0{_RANDOM_DIGITS}d}"
    return body + str(mod_11_10.calc_check_digit(body))


def is_number(text: str) -> bool:
    """Whether ten digits were read correctly."""
    return len(text) == LENGTH and text.isdigit() and bool(mod_11_10.is_valid(text))
