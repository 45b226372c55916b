"""The signatures on a delivery: does the sender know our token, and is it now?"""

import hmac
from datetime import datetime, timedelta

from wechatpy.utils import WeChatSigner

from wechat.errors import BadSignature, Stale


def signature_of(*parts: str) -> str:
    """WeChat's signature: SHA-1 over the parts, sorted by their bytes and joined."""
    signer = WeChatSigner()
    # Addresses hold anything; what is not Unicode just does not match.
    signer.add_data(*(part.encode(errors="replace") for part in parts))
    return str(signer.signature)


def check_signature(given: str, *parts: str) -> None:
    """Refuse a signature that is not exactly that of the parts, in constant time."""
    if not hmac.compare_digest(given.encode(errors="replace"), signature_of(*parts).encode()):
        raise BadSignature("the signature does not match")


def check_freshness(timestamp: str, *, now: datetime, within: timedelta) -> None:
    """Refuse what was signed longer ago, or further ahead, than `within`."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise Stale("the timestamp is not a number of seconds")
    if abs(now.timestamp() - int(timestamp)) > within.total_seconds():
        raise Stale(f"signed at {timestamp}, which is not within {within} of now")
