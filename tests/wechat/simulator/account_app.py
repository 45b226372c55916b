"""A tiny account to simulate WeChat for: checks signatures and decrypts with wechatpy itself."""

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, redirect, request
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import create_reply
from wechatpy.utils import check_signature

ACCOUNT = {
    "app_id": "wx0123456789abcdef",
    "app_secret": "0123456789abcdef0123456789abcdef",
    "token": "a-token-for-tests",
    "encoding_aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
}
PAGE = (
    "<!doctype html><title>{title} &amp; 更多</title>"
    "<script src='/static/vendor/jweixin.abc.js'></script><p>{text}</p>"
)
SDK_PAGE = """<!doctype html><title>签到</title>
<script src="/jweixin.js"></script>
<button id="scan">扫码</button><button id="place">定位</button><p id="said"></p><script>
const say = (words) => { document.getElementById("said").textContent = words; };
wx.config({ appId: "APP_ID", timestamp: 1, nonceStr: "n", signature: "SIGNATURE", jsApiList: [] });
wx.error((problem) => say(problem.errMsg));
document.getElementById("scan").onclick = () => wx.scanQRCode({ needResult: 1,
  success: (found) => say("扫到 " + new URL(found.resultStr).pathname),
  cancel: () => say("没扫") });
document.getElementById("place").onclick = () => wx.getLocation({ type: "gcj02",
  success: (place) => say(place.latitude + " " + place.longitude) });
</script>"""


@dataclass
class Account:
    """What reached the callback, and how it answers: reply text, a raw body, a status, a delay."""

    received: list[Any] = field(default_factory=list)
    plaintexts: list[str] = field(default_factory=list)
    say: str | None = None
    raw: str | None = None
    encrypt: bool = True
    status: int = 200
    waits_seconds: list[float] = field(default_factory=list)
    ticket: str = ""

    def events(self) -> list[str]:
        return [getattr(m, "event", m.type) for m in self.received]


def account_app(account: Account) -> Flask:
    app = Flask(__name__)
    crypto = WeChatCrypto(ACCOUNT["token"], ACCOUNT["encoding_aes_key"], ACCOUNT["app_id"])

    @app.post("/wechat/callback")
    def callback() -> Any:
        given = request.args
        check_signature(ACCOUNT["token"], given["signature"], given["timestamp"], given["nonce"])
        text = request.get_data(as_text=True)
        sealed = given.get("encrypt_type") == "aes"
        if sealed:
            text = crypto.decrypt_message(
                text, given["msg_signature"], given["timestamp"], given["nonce"]
            )
        message = parse_message(text)
        assert message.source == given["openid"] or "OpenID" in text
        account.plaintexts.append(text)
        account.received.append(message)
        if account.waits_seconds:
            time.sleep(account.waits_seconds.pop(0))
        return _answer(account, message, crypto if sealed and account.encrypt else None)

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST"])
    @app.route("/<path:path>", methods=["GET", "POST"])
    def page(path: str) -> Any:
        return _sdk_page(account) if path == "sdk" else _page(path)

    return app


def _answer(account: Account, message: Any, crypto: WeChatCrypto | None) -> Any:
    if account.raw is not None:
        return account.raw, account.status
    if account.say is None:
        return "success", account.status
    xml = create_reply(account.say, message).render()
    if crypto is not None:
        xml = crypto.encrypt_message(xml, "nonce", str(int(time.time())))
    return xml, account.status


def _page(path: str) -> Any:
    if path == "moved":
        return redirect("/there?x=1", code=302)
    if path == "count":
        seen = int(request.cookies.get("seen", "0")) + 1
        response = Response(str(seen))
        response.set_cookie("seen", str(seen), max_age=3600, httponly=True)
        return response
    if path == "who":
        return {"agent": request.user_agent.string, "host": request.host, **_addresses()}
    if path == "sign-in":
        return redirect(request.args["authorise"])
    response = Response(PAGE.format(title=path or "首页", text=request.method))
    response.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'self'"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _sdk_page(account: Account) -> str:
    """A page that scans and asks for the place through the JS-SDK."""
    signed = f"jsapi_ticket={account.ticket}&noncestr=n&timestamp=1&url={request.url}"
    signature = hashlib.sha1(signed.encode()).hexdigest()
    return SDK_PAGE.replace("APP_ID", ACCOUNT["app_id"]).replace("SIGNATURE", signature)


def _addresses() -> dict[str, str | None]:
    return {name: request.headers.get(name) for name in ("Origin", "Referer")}
