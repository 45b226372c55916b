"""What people are told of their sign-ups and of sessions; the words are in templates/messages.

Each function is named after what happened and is called by `reactions`, inside the transaction of
the action.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.activities.events import (
    ActivitiesSuggested,
    ActivityCancelled,
    ActivityChanged,
    ExchangeAsked,
    ExchangeOver,
    MovedUp,
    PassedOver,
    PlaceTakenBack,
    PositionChanged,
    SessionNear,
    SessionPlace,
    SignedUpEvent,
    SuggestedTo,
    TeamSignedUp,
    WaitingListed,
)
from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, short_moment, timespan, words
from app.kernel.calendar import local_date

WORTH_SENDING = timedelta(days=3)

HasContact = SessionPlace | SessionNear | ActivityChanged | ActivityCancelled


def signed_up(event: SignedUpEvent) -> None:
    """Somebody has a place."""
    tell([_about_place("signed_up", event.place, "报名成功")], now=event.now)


def waiting_listed(event: WaitingListed) -> None:
    """Somebody waits for a place."""
    notice = _about_place(
        "waiting_listed", event.place, "候补中", place_in_queue=event.place_in_queue
    )
    tell([notice], now=event.now)


def moved_up(event: MovedUp) -> None:
    """Somebody who waited has a place now."""
    if event.confirm_by is None:
        tell([_about_place("moved_up", event.place, "候补成功")], now=event.now)
        return
    until = short_moment(event.confirm_by)
    notice = _about_place("place_to_confirm", event.place, "待您确认", until=until)
    url = pages.sign_up(event.place.sign_up_id)
    tell([replace(notice, url=url, expires_at=event.confirm_by)], now=event.now)


def passed_over(event: PassedOver) -> None:
    """Somebody did not confirm in time."""
    tell([_about_place("passed_over", event.place, "已让给下位")], now=event.now)


def place_taken_back(event: PlaceTakenBack) -> None:
    """Somebody who had a place waits now, first of all."""
    notice = _about_place(
        "place_taken_back",
        event.place,
        "改为候补",
        place_in_queue=event.place_in_queue,
        reason=event.reason,
    )
    # It may happen to her twice: each time she is told.
    tell([replace(notice, dedupe_key=None)], now=event.now)


def position_changed(event: PositionChanged) -> None:
    """Somebody has another position of the session."""
    notice = _about_place("position_changed", event.place, "已换岗位", before=event.before)
    url = pages.sign_up(event.place.sign_up_id)
    tell([replace(notice, url=url, dedupe_key=None)], now=event.now)


def exchange_asked(event: ExchangeAsked) -> None:
    """Somebody would like to exchange positions with her."""
    notice = _about_place(
        "exchange_asked",
        event.place,
        "待您答复",
        asker=event.asker,
        theirs=event.position,
        until=short_moment(event.expires_at),
    )
    key = f"exchange_asked:{event.exchange_id.hex}"
    url = pages.exchange(event.exchange_id)
    asked = replace(notice, url=url, expires_at=event.expires_at, dedupe_key=key)
    tell([asked], now=event.now)


def exchange_over(event: ExchangeOver) -> None:
    """Her request came to nothing; her own place is as before."""
    how = "对方谢绝了" if event.refused else "对方没有在时限内答复"
    notice = _about_place("exchange_over", event.place, "没有换成", how=how)
    key = f"exchange_over:{event.exchange_id.hex}"
    tell([replace(notice, dedupe_key=key)], now=event.now)


def team_signed_up(event: TeamSignedUp) -> None:
    """A leader took places for members, each may decline; and calls those who sign up themselves.

    The leader herself did it and sees the outcome.
    """
    taken = [
        _taken_by_leader(place, place_in_queue, event.team)
        for place, place_in_queue in event.places
        if place.volunteer_id != event.leader_id
    ]
    tell([*taken, *_called(event)], now=event.now)


def _taken_by_leader(place: SessionPlace, place_in_queue: int | None, team: str) -> Notice:
    result = "报名成功" if place_in_queue is None else "候补中"
    how = "已报名" if place_in_queue is None else f"候补第 {place_in_queue} 位"
    notice = _about_place("team_signed_up", place, result, team=team, how=how)
    return replace(notice, url=pages.sign_up(place.sign_up_id))


def _called(event: TeamSignedUp) -> list[Notice]:
    title, body = words(
        "team_called",
        team=event.team,
        title=event.title,
        position=event.position,
        when=timespan(event.starts_at, event.ends_at),
        venue=event.venue,
    )
    for_all = _ToAll(
        "team_called",
        title,
        body,
        (event.title, moment(event.starts_at), event.venue, "团队邀请"),
        expires_at=event.starts_at,
        once_per=(event.position_id.hex,),
    )
    url = pages.position(event.activity_id, event.position_id)
    return for_all.notices(event.called, url=url)


def session_near(event: SessionNear) -> None:
    """A session starts within a day."""
    title, body = words(
        "reminder",
        title=event.title,
        when=timespan(event.starts_at, event.ends_at),
        venue=event.venue,
        contact=_contact(event),
    )
    for_all = _ToAll(
        "reminder",
        title,
        body,
        (event.title, moment(event.starts_at), event.venue, "请提前 10 分钟到场扫码签到"),
        expires_at=event.starts_at,
        once_per=(event.session_id.hex, f"{event.starts_at:%Y%m%d%H%M}"),
    )
    tell(for_all.notices(event.volunteer_ids, url=pages.MY_ACTIVITIES), now=event.now)


def activity_changed(event: ActivityChanged) -> None:
    """What people signed up for is no longer the same."""
    title, body = words(
        "activity_changed",
        title=event.title,
        what="\n".join(event.what),
        contact=_contact(event),
    )
    for_all = _ToAll(
        "activity_changed",
        title,
        body,
        (event.title, moment(event.starts_at), event.venue, "；".join(event.what)),
        expires_at=event.now + WORTH_SENDING,
    )
    url = pages.activity(event.activity_id)
    tell(for_all.notices(event.volunteer_ids, url=url), now=event.now)


def activity_cancelled(event: ActivityCancelled) -> None:
    """What people signed up for will not happen."""
    title, body = words(
        "activity_cancelled",
        title=event.title,
        starts=short_moment(event.starts_at),
        reason=event.reason,
        contact=_contact(event),
    )
    for_all = _ToAll(
        "activity_cancelled",
        title,
        body,
        (event.title, moment(event.starts_at), event.venue, event.reason),
        expires_at=event.now + WORTH_SENDING,
        once_per=(event.activity_id.hex,),
    )
    url = pages.activity(event.activity_id)
    tell(for_all.notices(event.volunteer_ids, url=url), now=event.now)


@dataclass(frozen=True)
class _ToAll:
    """The same words for many people; with `once_per`, said again they reach nobody twice."""

    kind: str
    title: str
    body: str
    values: tuple[str, ...]
    expires_at: datetime
    once_per: tuple[str, ...] = ()

    def notices(self, volunteer_ids: Sequence[UUID], *, url: str) -> list[Notice]:
        return [
            Notice(
                kind=self.kind,
                volunteer_id=volunteer_id,
                title=self.title,
                body=self.body,
                values=self.values,
                url=url,
                expires_at=self.expires_at,
                dedupe_key=":".join((self.kind, *self.once_per, volunteer_id.hex))
                if self.once_per
                else None,
            )
            for volunteer_id in volunteer_ids
        ]


def _about_place(kind: str, place: SessionPlace, result: str, **facts: object) -> Notice:
    title, body = words(
        kind,
        title=place.title,
        position=place.position,
        when=timespan(place.starts_at, place.ends_at),
        venue=place.venue,
        contact=_contact(place),
        **facts,
    )
    return Notice(
        kind=kind,
        volunteer_id=place.volunteer_id,
        title=title,
        body=body,
        values=(place.title, moment(place.starts_at), place.venue, result),
        url=pages.MY_ACTIVITIES,
        expires_at=place.ends_at,
        dedupe_key=f"{kind}:{place.sign_up_id.hex}",
    )


def _contact(about: HasContact) -> str:
    return f"{about.contact_name} {about.contact_phone}".strip()


def activities_suggested(event: ActivitiesSuggested) -> None:
    """New activities and events: one letter each, at most one a day."""
    tell([_suggested(one, event.now) for one in event.people], now=event.now)


def _suggested(one: SuggestedTo, now: datetime) -> Notice:
    lines = [
        f"· {line.title}，{timespan(line.starts_at, line.ends_at)}，{line.venue}"
        for line in one.lines
    ]
    more = f"\n还有 {one.total - len(lines)} 个" if one.total > len(lines) else ""
    title, body = words("activities_suggested", lines="\n".join(lines), more=more)
    return Notice(
        kind="activities_suggested",
        volunteer_id=one.volunteer_id,
        title=title,
        body=body,
        values=(one.lines[0].title, f"{one.total} 个新活动可以参加", moment(now)),
        url=pages.SUGGESTIONS,
        expires_at=min(
            line.starts_at if line.starts_at > now else line.ends_at for line in one.lines
        ),
        dedupe_key=f"suggested:{one.volunteer_id.hex}:{local_date(now):%Y%m%d}",
    )
