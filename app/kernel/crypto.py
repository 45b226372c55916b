"""Encryption at rest, blind indexes and short signed codes. Keys are handed over once, at start."""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

NONCE_BYTES = 12
SHORT_MAC_BYTES = 10
_ID_BYTES = 16


class Undecipherable(Exception):
    """A stored value that no known key opens, or that was moved to another column."""


@dataclass(frozen=True)
class Keyring:
    """Keys of 32 bytes by key id; `current` encrypts, all decrypt. The index key never changes."""

    encryption_keys: dict[str, bytes]
    current: str
    index_key: bytes
    signing_key: bytes = field(repr=False)
    ledger_key: bytes = field(repr=False)  # the seed of an Ed25519 key


_keyring: Keyring | None = None


def use_keyring(keyring: Keyring) -> None:
    """Hand over the keys; called once by create_app()."""
    global _keyring  # noqa: PLW0603 - said once, at start
    _keyring = keyring


def _keys() -> Keyring:
    if _keyring is None:
        raise RuntimeError("no keyring: create_app() hands it over")
    return _keyring


def encrypt(text: str, *, column: str) -> str:
    """AES-256-GCM with the column's name as associated data: `v1:<key id>:<base64>`."""
    keys = _keys()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(keys.encryption_keys[keys.current]).encrypt(
        nonce, text.encode(), column.encode()
    )
    return current_mark() + base64.b64encode(nonce + sealed).decode()


def current_mark() -> str:
    """How every value begins that the current key sealed."""
    return f"v1:{_keys().current}:"


def decrypt(stored: str, *, column: str) -> str:
    """The text behind `encrypt`; raises Undecipherable."""
    try:
        version, key_id, payload = stored.split(":", 2)
        raw = base64.b64decode(payload)
        key = _keys().encryption_keys[key_id]
        opened = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], column.encode())
    except (ValueError, KeyError, InvalidTag) as error:
        raise Undecipherable(column) from error
    if version != "v1":
        raise Undecipherable(column)
    return opened.decode()


def blind_index(text: str, *, column: str) -> str:
    """HMAC-SHA256 in hex: equal texts of a column have equal indexes, and nothing else is told."""
    return hmac.new(_keys().index_key, f"{column}\0{text}".encode(), hashlib.sha256).hexdigest()


def ledger_signature(words: bytes) -> bytes:
    """Ed25519, 64 bytes: whose seal it is, for anyone who has the public key."""
    return Ed25519PrivateKey.from_private_bytes(_keys().ledger_key).sign(words)


def ledger_public_key() -> bytes:
    """The public half, 32 bytes."""
    private = Ed25519PrivateKey.from_private_bytes(_keys().ledger_key)
    return private.public_key().public_bytes_raw()


def is_ledger_signature(signature: bytes, words: bytes, *, key: bytes) -> bool:
    """Whether a public key signed these words."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, words)
    except (InvalidSignature, ValueError):
        return False
    return True


def short_mac(payload: bytes, *, purpose: str) -> bytes:
    """Ten bytes that only we can make, for codes that must stay small in a QR."""
    return hmac.new(
        _keys().signing_key, purpose.encode() + b"\0" + payload, hashlib.sha256
    ).digest()[:SHORT_MAC_BYTES]


def signed_code(payload: bytes, *, purpose: str) -> str:
    """Payload and short MAC as URL-safe text without padding."""
    return (
        base64.urlsafe_b64encode(payload + short_mac(payload, purpose=purpose))
        .rstrip(b"=")
        .decode("ascii")
    )


def read_signed_code(text: str, *, purpose: str) -> bytes | None:
    """The payload of a code of ours, or None when it is not one."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (ValueError, UnicodeEncodeError):
        return None
    payload, mac = raw[:-SHORT_MAC_BYTES], raw[-SHORT_MAC_BYTES:]
    if not payload or not hmac.compare_digest(mac, short_mac(payload, purpose=purpose)):
        return None
    return payload


def read_signed_id(text: str, *, purpose: str) -> UUID | None:
    """The id that signed_code(id.bytes) carries, or None when it is no such code of ours."""
    payload = read_signed_code(text, purpose=purpose)
    return UUID(bytes=payload) if payload is not None and len(payload) == _ID_BYTES else None


def sealed_for(secret: bytes, content: bytes, *, salt: bytes) -> tuple[bytes, bytes]:
    """Where to look and what to open there, for who holds the secret: app/static/js says the same.

    AES-256-GCM under HMAC-SHA256(salt, "entry" + secret), found at the first 16 bytes of
    HMAC-SHA256(salt, "lookup" + secret). The secret itself must be hard to guess.
    """
    key = hmac.new(salt, b"entry" + secret, hashlib.sha256).digest()
    lookup = hmac.new(salt, b"lookup" + secret, hashlib.sha256).digest()[:16]
    nonce = os.urandom(NONCE_BYTES)
    return lookup, nonce + AESGCM(key).encrypt(nonce, content, lookup)


class EncryptedText(TypeDecorator[str]):
    """Text that is ciphertext at rest. `column` is `table.column`, bound as associated data."""

    impl = Text
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else encrypt(value, column=self.column)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else decrypt(value, column=self.column)
