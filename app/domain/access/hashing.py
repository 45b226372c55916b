"""Passwords at rest: Argon2id, with the parameters argon2-cffi recommends (RFC 9106)."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """What is stored instead of the password."""
    return HASHER.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one; with no hash (nobody) it takes just as long to say no."""
    try:
        HASHER.verify(password_hash or _hash_of_nobody(HASHER), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


@lru_cache(maxsize=1)
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")
