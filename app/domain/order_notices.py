"""What people are told of service orders: one kind of message for every step of the way.

Who has an account hears by it; who ordered by telephone gets an SMS with a link to her order. Who
left a landline or no phone is told by staff, whose page says so.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from app.domain.messaging import outbox, pages
from app.domain.messaging.outbox import Letter
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, short_moment, timespan, words
from app.domain.orders.events import LeaderNews, RequesterNews, StaffCalled
from app.domain.orders.linking import link_code
from app.domain.people.rules import clean_phone

WORTH_SENDING = timedelta(days=3)
# The step in a few characters, as a template's field takes it, and the whole sentence.
FOR_REQUESTER: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "passed": ("已核实，正在安排", "已核实，正在安排团队，安排好马上告诉您。"),
        "asked": ("需要补充", "还需要补充：{reason}"),
        "refused": ("未能受理", "这次办不了：{reason}"),
        "accepted": ("{team}已接单", "“{team}”已接单，{when} 为您服务。"),
        "released": ("重新安排中", "团队来不了（{reason}），正在为您重新安排。"),
        "done": ("已完成，请评价", "“{team}”已完成服务，请您评价一下。"),
        "reworked": ("安排再做一次", "您的意见收到了，正在安排再做一次。"),
        "cancelled": ("已取消", "已按您的意思取消：{reason}"),
        "lapsed": ("已取消", "一直没有补充，已取消。还有需要的，请重新点单。"),
    }
)
FOR_LEADER: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "dispatched": ("请接单", "派给了您的团队，请在 {due} 前接单或谢绝。"),
        "offered": ("可以抢单", "您的团队可以接，先接的团队来做。{due} 前没人接就收回。"),
        "taken_back": ("不用接单了", "已收回，不用再接单。{reason}"),
        "called_off": ("已取消", "不用去了。{reason}"),
        "report_due": (
            "请写服务情况",
            "服务时间过去一天了，请写写服务情况，居民才能评价。没去成的，请退回或联系站里。",
        ),
        "rated": ("收到 {stars} 星评价", "居民评了 {stars} 星。"),
    }
)
FOR_STAFF: Mapping[str, str] = MappingProxyType(
    {"verify": "核实超过期限，请尽快联系居民", "dispatch": "派单超过期限，请尽快派给团队"}
)
# Who ordered by telephone is told by SMS what she has to know, and no more.
BY_SMS = frozenset({"refused", "accepted", "released", "done", "asked"})


def requester_news(event: RequesterNews) -> None:
    """A step of her order."""
    facts = {"reason": event.reason, "team": event.team, "when": ""}
    if event.starts_at and event.ends_at:
        facts["when"] = timespan(event.starts_at, event.ends_at)
    short, sentence = (text.format(**facts) for text in FOR_REQUESTER[event.kind])
    if event.requester_id is None:
        _by_sms(event, short, sentence)
        return
    title, body = words("order_progress", title=event.title, number=event.number, what=sentence)
    notice = Notice(
        kind="order_progress",
        volunteer_id=event.requester_id,
        title=title,
        body=body,
        values=(event.title, short, moment(event.now)),
        url=pages.order(event.order_id),
        expires_at=event.now + WORTH_SENDING,
    )
    tell([notice], now=event.now)


def leader_news(event: LeaderNews) -> None:
    """What leaders of teams may answer, have to, or need not do any more."""
    due = short_moment(event.due_at) if event.due_at else ""
    facts = {"reason": event.reason, "stars": event.stars, "due": due}
    short, sentence = (text.format(**facts) for text in FOR_LEADER[event.kind])
    title, body = words("order_progress", title=event.title, number=event.number, what=sentence)
    letters = [
        Notice(
            kind="order_progress",
            volunteer_id=leader_id,
            title=title,
            body=body,
            values=(event.title, short, moment(event.now)),
            url=pages.team_order(event.order_id),
            expires_at=event.now + WORTH_SENDING,
        )
        for leader_id in event.leader_ids
    ]
    tell(letters, now=event.now)


def staff_called(event: StaffCalled) -> None:
    """Members of staff must act; the console counts for those without a volunteer's account."""
    what = FOR_STAFF[event.kind]
    title, body = words("order_due", title=event.title, number=event.number, what=what)
    letters = [
        Notice(
            kind="order_due",
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(event.title, what, moment(event.now)),
            url=pages.STAFF_ORDERS,
            expires_at=event.now + WORTH_SENDING,
        )
        for volunteer_id in event.volunteer_ids
    ]
    tell(letters, now=event.now)


def _by_sms(event: RequesterNews, short: str, sentence: str) -> None:
    if event.kind not in BY_SMS or clean_phone(event.phone) is None:
        return
    url = pages.order_link(link_code(event.order_id))
    title, body = words("order_link", title=event.title, what=sentence)
    letter = Letter(
        channel="sms",
        kind="order_link",
        recipient=event.phone,
        title=title,
        body=body,
        url=url,
        payload=outbox.with_link([event.title, short], url),
        expires_at=event.now + WORTH_SENDING,
    )
    outbox.enqueue([letter], now=event.now)
