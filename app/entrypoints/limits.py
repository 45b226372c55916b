"""How often one person may ask; codes and passwords are counted by their rooms, exactly."""

import hashlib

from flask import request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def who_asks() -> str:
    """The signed-in person, else the address: a crowd behind one mobile address is no attack."""
    for name in ("volunteer_id", "identity_id", "_user_id"):
        if name in session:
            return f"{name}:{session[name]}"
    return get_remote_address()


# A busy door scans once in five seconds; the rest is for what waited without network (D-08).
API_ASKS_AT_MOST = "1200 per minute"


def which_device() -> str:
    """The device that asks, by its token's fingerprint; an address where there is no token."""
    given = request.authorization
    token = given.token if given is not None and given.type == "bearer" else None
    if not token:
        return get_remote_address()
    return f"device:{hashlib.sha256(token.encode()).hexdigest()}"


limiter = Limiter(key_func=who_asks, headers_enabled=True)
