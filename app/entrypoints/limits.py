"""How often one person may ask; codes and passwords are counted by their rooms, exactly."""

from flask import session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def who_asks() -> str:
    """The signed-in person, else the address: a crowd behind one mobile address is no attack."""
    for name in ("volunteer_id", "identity_id", "_user_id"):
        if name in session:
            return f"{name}:{session[name]}"
    return get_remote_address()


limiter = Limiter(key_func=who_asks, headers_enabled=True)
