"""What may be registered, and how a letter is signed. Source: docs/rules.md, "Webhooks".

The construction is that of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, moment
and body, in base64.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from types import MappingProxyType
from urllib.parse import urlsplit

from app.kernel.refusal import BadInput, Refusal

LONGEST_NAME = 40
LONGEST_URL = 300
MOST_ENDPOINTS = 20
SECRET_PREFIX = "whsec_"  # noqa: S105 - how a secret begins, none itself
SECRET_BYTES = 32
OLD_SECRET_LASTS = timedelta(hours=24)
TRIED_FOR = timedelta(days=3)
PAUSED_AFTER_FAILING = timedelta(days=3)
LETTERS_KEPT = timedelta(days=30)

TEST = "webhook.test"
EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "sign_up.created": "报名成功",
        "sign_up.cancelled": "取消报名",
        "attendance.checked_in": "签到",
        "attendance.checked_out": "签退",
        "attendance.corrected": "签到签退时间更正",
        "hours.approved": "时长认定",
        "hours.revoked": "撤销认定",
    }
)

# What looks public and leads inside: NAT64 and 6to4 carry any IPv4 address.
_TUNNELS = (IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16"), IPv6Network("64:ff9b:1::/48"))


def why_not_register(
    *, name: str, url: str, events: Collection[str], only_public: bool
) -> Refusal | None:
    """An endpoint has a name, an address we may write to, and something to be told."""
    if not 1 <= len(name) <= LONGEST_NAME:
        return BadInput(field="name", problem=f"请填写系统名称（1 到 {LONGEST_NAME} 个字）")
    if not events or not set(events) <= set(EVENTS):
        return BadInput(field="events", problem="请至少选择一种要推送的事件")
    return why_not_this_url(url, only_public=only_public)


def why_not_this_url(url: str, *, only_public: bool) -> Refusal | None:
    """`only_public`: in production only https, and no address that is plainly inside."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return BadInput(field="url", problem="网址不完整，请检查后再填")
    schemes = ("https",) if only_public else ("https", "http")
    if len(url) > LONGEST_URL or not url.isascii() or any(sign.isspace() for sign in url):
        return BadInput(field="url", problem=f"网址最长 {LONGEST_URL} 个字符，不能有空格和汉字")
    if parts.scheme not in schemes or not host or port == 0:
        return BadInput(field="url", problem="请填写以 https:// 开头的完整网址")
    if parts.username is not None or parts.password is not None or parts.fragment:
        return BadInput(field="url", problem="网址里不能带用户名、密码或 # 号")
    if only_public and _plainly_inside(host):
        return BadInput(field="url", problem="不能推送到本机或内网地址")
    return None


def _plainly_inside(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not is_public(host)
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet and not to this machine or its network."""
    found: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in tunnel for tunnel in _TUNNELS):
            return False
    return found.is_global and not found.is_multicast


def new_secret() -> str:
    """32 random bytes as `whsec_` and base64."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, *, message_id: str, timestamp: int, body: str) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; timestamp in Unix seconds."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
