"""The encrypted envelope of the compatible and safe modes, on wechatpy's AES and padding.

Inside: 16 random bytes, the length in 4 bytes (big-endian), the message, the app id.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass, field

from wechatpy.crypto import PrpCrypto, WeChatCrypto

from wechat.account import Account
from wechat.errors import BadBody, CallbackRefused, WrongAppId

_RANDOM_BYTES = 16
_HEAD_BYTES = _RANDOM_BYTES + 4
_BLOCK_BYTES = 32


@dataclass(frozen=True)
class Opened:
    """A message out of its envelope, and the key that opened it: the answer goes under the same."""

    text: str
    encoding_aes_key: str = field(repr=False)


def open_envelope(account: Account, encrypted: str) -> Opened:
    """Decrypt under the current key, else under the previous one. Check the signature before."""
    ciphertext = _ciphertext(encrypted)
    refusal: CallbackRefused = BadBody("encrypted, but the account has no AES key")
    for key in account.aes_keys:
        try:
            return Opened(_unwrap(_decrypt(key, ciphertext), account.app_id), key)
        except CallbackRefused as error:
            # "For another account" says more than "unreadable", whichever key it came from.
            refusal = refusal if isinstance(refusal, WrongAppId) else error
    raise refusal


def seal_envelope(account: Account, text: str, *, encoding_aes_key: str, timestamp: int) -> str:
    """The encrypted and signed XML of an answer."""
    crypto = _Crypto(account.token, encoding_aes_key, account.app_id)
    return str(crypto.encrypt_message(text, secrets.token_hex(8), str(timestamp)))


def _ciphertext(encrypted: str) -> bytes:
    try:
        ciphertext = base64.b64decode(encrypted, validate=True)
    except (binascii.Error, ValueError):
        raise BadBody("the envelope is not base64") from None
    if not ciphertext or len(ciphertext) % 16:
        raise BadBody("the envelope is not whole AES blocks")
    return ciphertext


def _decrypt(encoding_aes_key: str, ciphertext: bytes) -> bytes:
    key = base64.b64decode(encoding_aes_key + "=")
    return bytes(PrpCrypto(key).cipher.decrypt(ciphertext))


def _unwrap(plain: bytes, app_id: str) -> str:
    padding = plain[-1]
    if not 1 <= padding <= _BLOCK_BYTES or len(plain) < _HEAD_BYTES + padding:
        raise BadBody("the envelope does not open under this key")
    if plain[-padding:] != bytes([padding]) * padding:
        raise BadBody("the envelope does not open under this key")
    content = plain[:-padding]
    end = _HEAD_BYTES + int.from_bytes(content[_RANDOM_BYTES:_HEAD_BYTES], "big")
    if end > len(content):
        raise BadBody("the envelope's length field is wrong")
    # Cut by length, never trim: a message may end in any byte.
    if not hmac.compare_digest(content[end:], app_id.encode()):
        raise WrongAppId("the envelope is for another account")
    return _as_text(content[_HEAD_BYTES:end])


def _as_text(message: bytes) -> str:
    try:
        return message.decode("utf-8")
    except UnicodeDecodeError:
        raise BadBody("the message in the envelope is not UTF-8") from None


class _StrongPrpCrypto(PrpCrypto):  # type: ignore[misc]  # wechatpy has no types
    """wechatpy draws the 16 bytes with `random`; with a fixed IV they must not be guessable."""

    def get_random_string(self) -> str:
        return secrets.token_hex(_RANDOM_BYTES // 2)


class _Crypto(WeChatCrypto):  # type: ignore[misc]  # wechatpy has no types
    def encrypt_message(self, msg: str, nonce: str, timestamp: str | None = None) -> str:
        return str(self._encrypt_message(msg, nonce, timestamp, _StrongPrpCrypto))
