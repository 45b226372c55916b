"""What people are told when something has happened, and by which way.

Each function is named after what happened and is called by `reactions`, inside the transaction of
the action. The words stand in templates/messages/<kind>.txt. What concerns sign-ups and sessions
is next door, in `activity_notices`.
"""

from datetime import datetime, timedelta

from app.domain.attendance.events import SceneCodeWanted
from app.domain.hours.events import (
    BackFillDropped,
    BackFilled,
    HourFacts,
    HoursApproved,
    HoursBackFilled,
    HoursRejected,
    HoursReturned,
    HoursRevoked,
    HoursUnconfirmed,
)
from app.domain.messaging import outbox, pages
from app.domain.messaging.outbox import Letter
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import hours_in_words, moment, words
from app.domain.people import moving
from app.domain.people.events import Invited, PhoneCodeIssued
from app.domain.places.events import PlacesMerged
from app.domain.teams.events import TeamNews

WORTH_SENDING = timedelta(days=3)

# What a template's last field says where no reason was given.
SAID_INSTEAD = {
    "hours_approved": "感谢您的付出",
    "hours_unconfirmed": "请在 24 小时内说明几点离开",
}

HoursEvent = HoursApproved | HoursUnconfirmed | HoursReturned | HoursRejected | HoursRevoked


def hours_approved(event: HoursApproved) -> None:
    """Hours count now."""
    tell(_about_hours("hours_approved", event, "已认定"), now=event.now)


def hours_unconfirmed(event: HoursUnconfirmed) -> None:
    """Nobody checked out: each says when she left, while it is remembered."""
    tell(_about_hours("hours_unconfirmed", event, "待确认"), now=event.now)


def hours_returned(event: HoursReturned) -> None:
    """Hours go back to be mended."""
    tell(_about_hours("hours_returned", event, "退回核实"), now=event.now)


def hours_rejected(event: HoursRejected) -> None:
    """Hours do not count."""
    tell(_about_hours("hours_rejected", event, "未通过"), now=event.now)


def hours_revoked(event: HoursRevoked) -> None:
    """Hours that counted count no longer."""
    tell(_about_hours("hours_revoked", event, "已撤销"), now=event.now)


def hours_back_filled(event: HoursBackFilled) -> None:
    """Staff typed in hours for people: each can say that it is wrong before anything counts."""
    tell(_about_back_fill("hours_back_filled", event.facts, "待核对", now=event.now), now=event.now)


def back_fill_dropped(event: BackFillDropped) -> None:
    """Nothing comes of what was typed in."""
    notices = _about_back_fill(
        "back_fill_dropped", event.facts, "未通过", reason=event.reason, now=event.now
    )
    tell(notices, now=event.now)


def phone_code_issued(event: PhoneCodeIssued) -> None:
    """A code that proves a phone; never in an inbox."""
    minutes = str(round((event.expires_at - event.now).total_seconds() / 60))
    title, body = words("phone_code", code=event.code, minutes=minutes)
    letter = Letter(
        channel="sms",
        kind="phone_code",
        recipient=event.phone,
        title=title,
        body=body,
        payload={"values": [event.code, minutes]},
        expires_at=event.expires_at,
    )
    outbox.enqueue([letter], now=event.now)


def invited(event: Invited) -> None:
    """People who have no account are asked whether they want one; the link leads to the answer."""
    letters = []
    for person in event.people:
        url = pages.invitation(person.invitation_id)
        title, body = words("invitation", name=person.name, place=event.place_name)
        letters.append(
            Letter(
                channel="sms",
                kind="invitation",
                recipient=person.phone,
                title=title,
                body=body,
                url=url,
                payload=outbox.with_link([person.name, event.place_name], url),
                dedupe_key=f"invitation:{person.invitation_id.hex}",
                expires_at=event.expires_at,
            )
        )
    outbox.enqueue(letters, now=event.now)


def team_news(event: TeamNews) -> None:
    """Something about a team, to those it concerns."""
    title, body = words(event.kind, team=event.team, who=event.who, reason=event.reason)
    letters = [
        Notice(
            kind=event.kind,
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(event.team, title, moment(event.now)),
            url=pages.team(event.team_id),
            expires_at=event.now + WORTH_SENDING,
        )
        for volunteer_id in event.volunteer_ids
    ]
    tell(letters, now=event.now)


def scene_code_wanted(event: SceneCodeWanted) -> None:
    """WeChat has to make a scene QR; the worker asks it."""
    letter = Letter(
        channel="wechat_qr",
        kind="scene_code",
        recipient=event.scene,
        title="生成签到码",
        body=event.title,
        payload={"expires_at": event.expires_at.isoformat()},
        expires_at=event.expires_at,
    )
    outbox.enqueue([letter], now=event.now)


def _about_back_fill(
    kind: str, facts: BackFilled, result: str, *, reason: str = "", now: datetime
) -> list[Notice]:
    found = []
    for volunteer_id, minutes in facts.lines:
        hours = hours_in_words(minutes)
        title, body = words(
            kind,
            title=facts.title,
            hours=hours,
            reason=reason,
            day=f"{facts.service_date:%Y年%m月%d日}",
            place=facts.place_name,
            contact=facts.contact,
        )
        found.append(
            Notice(
                kind=kind,
                volunteer_id=volunteer_id,
                title=title,
                body=body,
                values=(facts.title, hours, result, reason or f"有出入请联系{facts.place_name}"),
                url=pages.MY_HOURS,
                expires_at=now + WORTH_SENDING,
            )
        )
    return found


def _about_hours(kind: str, event: HoursEvent, result: str) -> list[Notice]:
    return [_about_record(kind, facts, result, event.now) for facts in event.records]


def _about_record(kind: str, facts: HourFacts, result: str, now: datetime) -> Notice:
    hours, reason = hours_in_words(facts.minutes), facts.reason or ""
    title, body = words(
        kind,
        title=facts.title,
        hours=hours,
        reason=reason,
        day=f"{facts.service_date:%Y年%m月%d日}",
    )
    return Notice(
        kind=kind,
        volunteer_id=facts.volunteer_id,
        title=title,
        body=body,
        values=(facts.title, hours, result, reason or SAID_INSTEAD.get(kind, "")),
        url=pages.hour_record(facts.record_id),
        expires_at=now + WORTH_SENDING,
    )


def community_merged(event: PlacesMerged) -> None:
    """Where she lives is part of another community now; only where staff chose to tell."""
    if not event.tells:
        return
    closed, successor = event.closed_name, event.successor_name
    title, body = words("community_merged", closed=closed, successor=successor)
    letters = [
        Notice(
            kind="community_merged",
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(closed, f"已并入{successor}", moment(event.now)),
            url=pages.ACTIVITIES,
            expires_at=event.now + WORTH_SENDING,
        )
        for volunteer_id in moving.active_of(event.merging_id)
    ]
    tell(letters, now=event.now)
