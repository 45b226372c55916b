"""Codes of an authenticator (RFC 6238) and recovery codes: made, compared, nothing kept."""

import secrets
import unicodedata
from datetime import datetime

import pyotp

from app.domain.access.rules import CODE_STEP_SECONDS, CODE_STEPS_OF_TOLERANCE
from app.kernel.crypto import blind_index

DIGITS = 6
# Read off paper: no letter or digit that looks like another one. 10 of 31 are 49 bits.
READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
RECOVERY_LENGTH = 10
GROUP = 5


def new_secret() -> str:
    """160 bits in base32, as RFC 4226 recommends."""
    return pyotp.random_base32()


def in_groups(secret: str) -> str:
    """A key to be typed: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def authenticator_address(secret: str, *, username: str, issuer: str) -> str:
    """What the QR says: otpauth://totp/…, understood by every authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def step_at(now: datetime) -> int:
    """The number of the 30 seconds we are in."""
    return int(now.timestamp()) // CODE_STEP_SECONDS


def step_of(code: str, secret: str, *, now: datetime) -> int | None:
    """Which step's code it is, within the tolerance; None when it is none of them."""
    here = step_at(now)
    typed = plain(code)
    for step in range(here - CODE_STEPS_OF_TOLERANCE, here + CODE_STEPS_OF_TOLERANCE + 1):
        if secrets.compare_digest(code_of_step(step, secret).encode(), typed.encode()):
            return step
    return None


def code_of_step(step: int, secret: str) -> str:
    """The six digits of a step."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=CODE_STEP_SECONDS).generate_otp(step)


def plain(typed: str) -> str:
    """What was meant: no spaces or hyphens, capitals, and the digits of a Chinese keyboard."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in text if character.isalnum())


def is_from_authenticator(typed: str) -> bool:
    """Six digits; anything else is taken for a recovery code."""
    text = plain(typed)
    return len(text) == DIGITS and text.isdigit()


def new_recovery_code() -> str:
    """ABCDE-23456."""
    code = "".join(secrets.choice(READABLE) for _ in range(RECOVERY_LENGTH))
    return f"{code[:GROUP]}-{code[GROUP:]}"


def recovery_hash(code: str) -> str:
    """A keyed hash: the database alone does not let anybody guess."""
    return blind_index(plain(code), column="recovery_code.code")
