"""What WeChat would send: signed, and encrypted by code that shares nothing with ours."""

import base64
import hashlib
import secrets
from datetime import UTC, datetime

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wechat import Account

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
# Ends in G and so carries surplus bits, as Tencent's sample does.
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLD_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFg"
OPEN_ID = "oPerson-zhang_guiying0000001"


def an_account(**changes: str) -> Account:
    settings = {
        "app_id": "wx0123456789abcdef",
        "app_secret": "s" * 32,
        "token": "communitytoken",
        "encoding_aes_key": KEY,
        **changes,
    }
    return Account(**settings)


def sha1_of(*parts: str) -> str:
    return hashlib.sha1(b"".join(sorted(part.encode() for part in parts))).hexdigest()


def encrypted(message: bytes, *, key: str = KEY, app_id: str = "wx0123456789abcdef") -> str:
    inner = secrets.token_bytes(16) + len(message).to_bytes(4, "big") + message + app_id.encode()
    return encrypted_raw(inner, key=key)


def encrypted_raw(inner: bytes, *, key: str = KEY) -> str:
    padding = 32 - len(inner) % 32
    raw_key = base64.b64decode(key + "=")
    cipher = Cipher(algorithms.AES(raw_key), modes.CBC(raw_key[:16])).encryptor()
    return base64.b64encode(cipher.update(inner + bytes([padding]) * padding)).decode()


def signed(account: Account, *, at: datetime = NOW, encrypt: str = "") -> dict[str, str]:
    """The query of a delivery; with `encrypt` also what safe mode adds."""
    timestamp, nonce = str(int(at.timestamp())), secrets.token_hex(5)
    args = {"timestamp": timestamp, "nonce": nonce, "openid": OPEN_ID}
    args["signature"] = sha1_of(account.token, timestamp, nonce)
    if encrypt:
        args["encrypt_type"] = "aes"
        args["msg_signature"] = sha1_of(account.token, timestamp, nonce, encrypt)
    return args


def safe_delivery(account: Account, xml: str, **how: str) -> tuple[dict[str, str], bytes]:
    encrypt = encrypted(xml.encode(), **how)
    body = f"<xml><ToUserName>gh_account</ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
    return signed(account, encrypt=encrypt), body.encode()


def message_xml(kind: str, inner: str, *, sender: str = OPEN_ID, seconds: int = 1795397400) -> str:
    return (
        f"<xml><ToUserName><![CDATA[gh_account]]></ToUserName>"
        f"<FromUserName><![CDATA[{sender}]]></FromUserName><CreateTime>{seconds}</CreateTime>"
        f"<MsgType><![CDATA[{kind}]]></MsgType>{inner}</xml>"
    )


def text_xml(content: str, *, msg_id: int = 7123456789012345678, sender: str = OPEN_ID) -> str:
    inner = f"<Content><![CDATA[{content}]]></Content><MsgId>{msg_id}</MsgId>"
    return message_xml("text", inner, sender=sender)


def event_xml(event: str, inner: str = "", *, sender: str = OPEN_ID) -> str:
    return message_xml("event", f"<Event><![CDATA[{event}]]></Event>{inner}", sender=sender)
