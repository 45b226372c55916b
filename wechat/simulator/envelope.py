"""Signing and sealing what goes to the callback, opening what comes back."""

import hashlib
import secrets
from dataclasses import dataclass

import defusedxml.ElementTree as SafeTree
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from wechat.simulator.events import cdata
from wechat.simulator.settings import SimulatorSettings


class BadAnswer(Exception):
    """The account's answer cannot be read or believed; the message says what is wrong with it."""


@dataclass(frozen=True)
class Letter:
    """One signed request to the callback."""

    query: dict[str, str]
    body: bytes


def signature_of(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def seal(settings: SimulatorSettings, xml: str, *, open_id: str, timestamp: int) -> Letter:
    """The letter for one delivery: always signed, encrypted as the account's mode asks."""
    nonce = str(secrets.randbelow(10**10))
    query = {
        "signature": signature_of(settings.token, str(timestamp), nonce),
        "timestamp": str(timestamp),
        "nonce": nonce,
        "openid": open_id,
    }
    if settings.message_mode == "plain":
        return Letter(query, xml.encode())
    encrypted = _crypto(settings).encrypt_message(xml, nonce, str(timestamp))
    text = SafeTree.fromstring(encrypted).findtext("Encrypt")
    query["encrypt_type"] = "aes"
    query["msg_signature"] = signature_of(settings.token, str(timestamp), nonce, text)
    return Letter(query, _body(settings, xml, text).encode())


def open_answer(settings: SimulatorSettings, body: bytes) -> dict[str, object] | None:
    """The answer as a tree of dicts; None when the account has nothing to say."""
    text = _text(body)
    if text in ("", "success"):
        return None
    outer = _tree(text)
    if "Encrypt" not in outer:
        if settings.message_mode == "safe":
            raise BadAnswer("safe mode wants an encrypted answer, this one is plain")
        return outer
    if settings.message_mode == "plain":
        raise BadAnswer("plain mode cannot read an encrypted answer")
    return _tree(_opened(settings, outer))


def _body(settings: SimulatorSettings, xml: str, encrypted: str) -> str:
    sealed = f"<Encrypt>{cdata(encrypted)}</Encrypt>"
    if settings.message_mode == "compatible":
        return xml.removesuffix("</xml>") + sealed + "</xml>"
    return f"<xml><ToUserName>{cdata(settings.original_id)}</ToUserName>{sealed}</xml>"


def _opened(settings: SimulatorSettings, outer: dict[str, object]) -> str:
    try:
        fields = [str(outer[name]) for name in ("TimeStamp", "Nonce", "Encrypt", "MsgSignature")]
    except KeyError as missing:
        raise BadAnswer(f"the encrypted answer has no {missing}") from missing
    timestamp, nonce, encrypted, signature = fields
    if signature != signature_of(settings.token, timestamp, nonce, encrypted):
        raise BadAnswer("MsgSignature does not fit the encrypted answer")
    try:
        opened = PrpCrypto(_crypto(settings).key).decrypt(encrypted, settings.app_id)
    except Exception as problem:
        raise BadAnswer(f"the answer cannot be decrypted: {problem!r}") from problem
    return str(opened)


def _crypto(settings: SimulatorSettings) -> WeChatCrypto:
    return WeChatCrypto(settings.token, settings.encoding_aes_key, settings.app_id)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as problem:
        raise BadAnswer("the answer is not UTF-8") from problem


def _tree(text: str) -> dict[str, object]:
    if not text.startswith("<"):
        raise BadAnswer(f"the answer is neither 'success' nor XML: {text[:60]!r}")
    try:
        root = SafeTree.fromstring(text)
    except Exception as problem:
        raise BadAnswer(f"the answer is not XML: {problem}") from problem
    if root.tag != "xml":
        raise BadAnswer(f"the root of the answer is <{root.tag}>, not <xml>")
    return {child.tag: _branch(child) for child in root}


def _branch(element: object) -> object:
    children = list(element)  # type: ignore[call-overload]
    if not children:
        return getattr(element, "text", None) or ""
    if all(child.tag == "item" for child in children):
        return [_branch(child) for child in children]
    return {child.tag: _branch(child) for child in children}
