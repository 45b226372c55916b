"""A random mark in the cookie of a resident's phone, so that one phone for many can be noticed.

The mark says nothing about the phone or its owner: sixteen random bytes, signed so that it cannot
be made up. What is kept beside a scan is a keyed hash of it. Who clears her cookies has a new one.
"""

import os
from datetime import timedelta

from app.kernel.crypto import blind_index, read_signed_code, signed_code

MARK_BYTES = 16
MARK_LASTS = timedelta(days=365)
KEPT_DIGITS = 32  # of the hash: 128 bits

_MARK = "phone mark"


def new_mark() -> str:
    """What goes into the cookie."""
    return signed_code(os.urandom(MARK_BYTES), purpose=_MARK)


def kept_form(mark: str) -> str | None:
    """What is kept of a mark beside a scan; None when it is not one of ours."""
    payload = read_signed_code(mark, purpose=_MARK)
    if payload is None or len(payload) != MARK_BYTES:
        return None
    return blind_index(payload.hex(), column="scan.phone_mark")[:KEPT_DIGITS]
