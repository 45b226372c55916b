"""The official account of this installation: its client, its callback, signatures for its pages."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from app.adapters.wechat_stores import AnsweredMessages, SharedTokens
from app.domain.messaging import credentials
from app.kernel import clock
from config import Settings
from wechat import Account, Answer, Callback, Client, Incoming, js_sdk_signature

# Tokens are renewed 240 s before WeChat ends them. A page may use the old ticket for most of that,
# so that there is no gap while the worker fetches the next one.
TICKET_GRACE = timedelta(seconds=200)


def account_of(settings: Settings) -> Account:
    """The account as the protocol package wants it; raises AccountMisconfigured."""
    fields = asdict(settings.wechat)
    fields.pop("template_ids")
    return Account(**fields)


def client_of(settings: Settings) -> Client:
    """A client whose tokens are shared through the database. For the worker and the CLI only."""
    return Client(account_of(settings), SharedTokens(), now=clock.now)


def callback_of(
    settings: Settings, answer: Answer, *, together: Callable[[Incoming], bool]
) -> Callback:
    """The callback, which remembers in the database what it has answered."""
    account = account_of(settings)
    return Callback(account, answer, AnsweredMessages(), clock.now, together=together)


def page_signature(settings: Settings, url: str, *, now: datetime) -> dict[str, str | int] | None:
    """What `wx.config` needs on the page at `url`; None while no ticket is known. Calls nobody."""
    ticket = credentials.get("jsapi_ticket")
    if ticket is None or ticket.expires_at + TICKET_GRACE <= now:
        return None
    signed = js_sdk_signature(settings.wechat.app_id, ticket.value, url, now=now)
    return {
        "appId": signed.app_id,
        "timestamp": signed.timestamp,
        "nonceStr": signed.nonce,
        "signature": signed.signature,
    }
