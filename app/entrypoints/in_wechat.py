"""Pages inside WeChat's own browser: whether we are there, and what its JS-SDK needs."""

from flask import request

from app.adapters.wechat_gateway import page_signature
from app.entrypoints.guard import settings
from app.kernel import clock


def in_wechat() -> bool:
    """Whether WeChat's own browser asks (not the one of its sister for companies)."""
    browser = request.user_agent.string
    return "MicroMessenger" in browser and "wxwork" not in browser


def sdk_signature() -> dict[str, str | int] | None:
    """What `wx.config` needs on this page; None elsewhere, or while no ticket is known."""
    if not in_wechat():
        return None
    address = settings().public_url + request.full_path.rstrip("?")
    return page_signature(settings(), address, now=clock.now())
