"""One way to write a value as bytes, so that its hash is the same on every machine and for ever.

JSON with sorted keys, no spaces, UTF-8; moments in UTC with six digits of a second. docs/ledger.md
describes it for those who check without this program; a change here breaks every proof there is.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any


def canonical(value: Any) -> bytes:
    """Texts, whole numbers, booleans, None, lists and objects of these, as bytes to be hashed."""
    words = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return words.encode()


def moment(at: datetime) -> str:
    """`2026-11-23T04:00:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def as_stored(value: Any) -> Any:
    """A value as it comes back from a JSON column: tuples are lists, keys are texts."""
    return json.loads(json.dumps(value))


def digest(value: Any) -> str:
    """SHA-256 of a value, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def commitment(salt: str, value: Any) -> str:
    """What pins a value down and tells nothing of it without the salt (hex, random, 16 bytes)."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(value)).hexdigest()
