"""What people are told when hours in notice are reported, that is answered, or hours corrected.

Who is reported never learns by whom; who reported learns the answer.
"""

from datetime import datetime, timedelta
from functools import partial

from app.domain.hours.events import (
    HourFacts,
    HoursCorrected,
    HoursFrozen,
    HoursReleased,
    ReportAnswered,
)
from app.domain.messaging import outbox, pages
from app.domain.messaging.outbox import Letter
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import hours_in_words, moment, words

WORTH_SENDING = timedelta(days=3)


def hours_frozen(event: HoursFrozen) -> None:
    """Somebody reported these hours: they do not count until that is answered."""
    by_when = f"{event.due_on.month}月{event.due_on.day}日前会有结果"
    about = partial(_about, "hours_frozen", result="核实中", why=by_when, now=event.now)
    tell([about(one) for one in event.records], now=event.now)


def hours_released(event: HoursReleased) -> None:
    """What was said was not so: they count again."""
    about = partial(_about, "hours_released", result="恢复计入", now=event.now)
    tell([about(one, why=one.reason or "") for one in event.records], now=event.now)


def hours_corrected(event: HoursCorrected) -> None:
    """A new record stands in the place of the old one."""
    before, why = hours_in_words(event.old.minutes), event.new.reason or ""
    about = partial(_about, "hours_corrected", result="已更正", now=event.now)
    tell([about(event.new, why=why, before=before)], now=event.now)


def report_answered(event: ReportAnswered) -> None:
    """Who reported reads the answer; who is registered as nobody, by WeChat while she follows."""
    result = "属实，已处理" if event.upheld else "不属实"
    title, body = words("report_answered", title=event.title, result=result, answer=event.answer)
    values = (event.title, f"异议{result}", moment(event.now))
    until, key = event.now + WORTH_SENDING, f"report:{event.report_id.hex}"
    if event.reporter_id is not None:
        notice = Notice(
            kind="report_answered",
            volunteer_id=event.reporter_id,
            title=title,
            body=body,
            values=values,
            url=pages.MY_REPORTS,
            expires_at=until,
            dedupe_key=key,
        )
        tell([notice], now=event.now)
    elif event.open_id is not None:
        letter = Letter(
            channel="wechat_template",
            kind="report_answered",
            recipient=event.open_id,
            title=title,
            body=body,
            url=pages.MY_REPORTS,
            payload={"values": list(values)},
            expires_at=until,
            dedupe_key=key,
        )
        outbox.enqueue([letter], now=event.now)


def _about(
    kind: str,
    facts: HourFacts,
    *,
    result: str,
    why: str,
    now: datetime,
    **more: str,
) -> Notice:
    hours, day = hours_in_words(facts.minutes), f"{facts.service_date:%Y年%m月%d日}"
    title, body = words(kind, title=facts.title, hours=hours, day=day, why=why, **more)
    return Notice(
        kind=kind,
        volunteer_id=facts.volunteer_id,
        title=title,
        body=body,
        values=(facts.title, hours, result, why),
        url=pages.hour_record(facts.record_id),
        expires_at=now + WORTH_SENDING,
    )
