"""The signature a page needs before WeChat's JS-SDK obeys it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from wechatpy.client.api import WeChatJSAPI


@dataclass(frozen=True)
class JsSdkSignature:
    """The arguments of `wx.config`."""

    app_id: str
    timestamp: int
    nonce: str
    signature: str


def js_sdk_signature(
    app_id: str, ticket: str, url: str, *, now: datetime, nonce: str = ""
) -> JsSdkSignature:
    """Sign the address of a page as the browser shows it: query included, fragment cut off."""
    nonce = nonce or secrets.token_hex(8)
    timestamp = int(now.timestamp())
    page = url.partition("#")[0]
    signature = WeChatJSAPI().get_jsapi_signature(nonce, ticket, timestamp, page)
    return JsSdkSignature(app_id, timestamp, nonce, str(signature))
