"""The outbox's ways into WeChat: template messages, texts in the chat, scene QR codes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.adapters.ways import NotOffered, PersonUnreachable, TryLater, Useless
from app.adapters.wechat_templates import setting_of, template_for
from app.domain.attendance import scene_codes
from app.domain.messaging.outbox import OutboxView
from app.domain.people import identities
from app.kernel.calendar import end_of_day, local_date
from wechat import (
    AnswerLost,
    CallFailed,
    Client,
    Final,
    NotConfigured,
    Passing,
    QuotaUsedUp,
    Unfollowed,
    Unreachable,
)
from wechat import PersonUnreachable as NotReachedByWeChat

# WeChat's day counts may begin some minutes after midnight.
AFTER_MIDNIGHT = timedelta(minutes=10)
NEXT_MINUTE = timedelta(minutes=1)
OPERATOR_WAIT = timedelta(minutes=10)
LONGEST_QR_SECONDS = 2_592_000


@dataclass(frozen=True)
class TemplateWay:
    """Template messages; `template_ids` maps their names to the ids WeChat granted."""

    client: Client
    template_ids: Mapping[str, str]
    public_url: str
    name: str = "wechat"

    def send(self, letter: OutboxView, *, now: datetime) -> str | None:
        setting = setting_of(letter.kind, self.template_ids)
        if setting is None:
            raise NotOffered("没有为这类通知配置微信模板")
        template_id, values = template_for(setting, letter.kind, letter.payload["values"])
        with _translated(letter, now):
            return self.client.send_template(
                letter.recipient,
                template_id,
                values,
                url=self.public_url + letter.url if letter.url else "",
                # WeChat delivers equal ids once within ten minutes: a repeat is no second message.
                client_msg_id=letter.id.hex,
            )


@dataclass(frozen=True)
class TextWay:
    """Customer messages into a chat that its owner opened lately.

    `composed` makes the words of kinds that were put off as slow work.
    """

    client: Client
    composed: Mapping[str, Callable[[OutboxView, datetime], str]]
    name: str = "wechat"

    def send(self, letter: OutboxView, *, now: datetime) -> str | None:
        compose = self.composed.get(letter.kind)
        text = compose(letter, now) if compose else letter.body
        with _translated(letter, now):
            # Fetched apart: an answer lost here was no message, and may be asked for again.
            self.client.fetch_access_token()
        with _translated(letter, now, repeatable=False):
            self.client.send_text(letter.recipient, text)
        return None


@dataclass(frozen=True)
class SceneCodeWay:
    """Has WeChat make a session's scene QR and keeps what it says."""

    client: Client
    name: str = "wechat"

    def send(self, letter: OutboxView, *, now: datetime) -> str | None:
        expires_at = datetime.fromisoformat(letter.payload["expires_at"])
        seconds = min(LONGEST_QR_SECONDS, int((expires_at - now).total_seconds()))
        if seconds < 1:
            raise Useless("场次已过，不再需要这个二维码")
        with _translated(letter, now):
            ticket = self.client.create_qr(letter.recipient, expire_seconds=seconds)
        scene_codes.store(letter.recipient, ticket.url, ticket.expires_at or expires_at)
        return None


@contextmanager
def _translated(letter: OutboxView, now: datetime, *, repeatable: bool = True) -> Iterator[None]:
    """WeChat's errors in the outbox's words."""
    try:
        yield
    except AnswerLost as error:
        if not repeatable:
            raise Useless(f"可能已经送达，不再重发：{_said(error)}") from error
        raise TryLater(_said(error), everyone=True) from error
    except QuotaUsedUp as error:
        until = end_of_day(local_date(now)) + AFTER_MIDNIGHT
        not_before = until if error.until_tomorrow else now + NEXT_MINUTE
        raise TryLater(_said(error), everyone=True, not_before=not_before) from error
    except Passing as error:
        raise TryLater(_said(error), everyone=True) from error
    except NotConfigured as error:
        # An operator can mend it; until then the letters wait, none is lost.
        raise TryLater(
            f"公众号配置有误，请管理员处理：{_said(error)}",
            everyone=True,
            not_before=now + OPERATOR_WAIT,
        ) from error
    except NotReachedByWeChat as error:
        if isinstance(error, Unfollowed):
            identities.unfollow(letter.recipient, now=now)
        raise PersonUnreachable(_said(error)) from error
    except Final as error:
        raise Useless(_said(error)) from error


def _said(error: CallFailed) -> str:
    """WeChat's own code and words; where it said none, what staff can make of the failure."""
    if isinstance(error, Unreachable):
        return f"连不上微信（{error.errmsg}）"
    if isinstance(error, AnswerLost):
        return f"微信没有正常答复（{error.errmsg}）"
    return f"{error.errcode or ''} {error.errmsg}".strip()
