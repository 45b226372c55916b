"""The official account: who we are to WeChat, and where WeChat is."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from wechat.errors import AccountMisconfigured

MESSAGE_MODES = ("plain", "compatible", "safe")
_TENCENT_API_HOST = re.compile(r"(.+\.)?api2?\.weixin\.qq\.com")
_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
_AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")


@dataclass(frozen=True, kw_only=True)
class Account:
    """Settings of one account, checked when made.

    `message_mode` is the choice made in WeChat's console: plain, compatible or safe. Only safe
    mode stops a stranger who has seen one of our callback addresses from forging messages.
    The base URLs are roots: `cgi-bin/…` and `sns/…` follow the first, `connect/…` the second.
    """

    app_id: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    encoding_aes_key: str = field(default="", repr=False)
    old_encoding_aes_key: str = field(default="", repr=False)
    message_mode: str = "safe"
    api_base_url: str = "https://api.weixin.qq.com/"
    oauth_base_url: str = "https://open.weixin.qq.com/"

    def __post_init__(self) -> None:
        problems = [*self._identity_problems(), *self._key_problems(), *self._address_problems()]
        if problems:
            raise AccountMisconfigured("; ".join(problems))
        for name in ("api_base_url", "oauth_base_url"):
            object.__setattr__(self, name, getattr(self, name).rstrip("/") + "/")

    @property
    def aes_keys(self) -> tuple[str, ...]:
        """The keys a message may be encrypted under, the current one first."""
        return tuple(key for key in (self.encoding_aes_key, self.old_encoding_aes_key) if key)

    def qr_picture_url(self, ticket: str) -> str:
        """Where the picture of a scene QR is. WeChat keeps pictures on a host of their own."""
        host = urlsplit(self.api_base_url).hostname or ""
        root = (
            "https://mp.weixin.qq.com/" if _TENCENT_API_HOST.fullmatch(host) else self.api_base_url
        )
        return f"{root}cgi-bin/showqrcode?ticket={quote(ticket, safe='')}"

    def _identity_problems(self) -> list[str]:
        problems = [
            f"{name} is missing" for name in ("app_id", "app_secret") if not getattr(self, name)
        ]
        if not _TOKEN.fullmatch(self.token):
            problems.append("token must be 3 to 32 letters and digits")
        if self.message_mode not in MESSAGE_MODES:
            problems.append(f"message_mode must be one of {', '.join(MESSAGE_MODES)}")
        return problems

    def _key_problems(self) -> list[str]:
        problems = []
        if self.message_mode != "plain" and not self.encoding_aes_key:
            problems.append(f"encoding_aes_key is missing in {self.message_mode} mode")
        if any(not _makes_32_bytes(key) for key in self.aes_keys):
            problems.append("an encoding AES key must be 43 base64 characters")
        return problems

    def _address_problems(self) -> list[str]:
        return [
            f"{name} must be an http(s) address without query"
            for name in ("api_base_url", "oauth_base_url")
            if not _is_root(getattr(self, name))
        ]


def _makes_32_bytes(key: str) -> bool:
    if not _AES_KEY.fullmatch(key):
        return False
    try:
        # The last character may carry surplus bits (Tencent's sample key ends in G): not strict.
        return len(base64.b64decode(key + "=")) == 32
    except binascii.Error:
        return False


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    whole = bool(parts.hostname) and not (parts.query or parts.fragment)
    return whole and parts.scheme in ("http", "https")
