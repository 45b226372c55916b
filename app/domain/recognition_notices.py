"""What people are told of their stars, objections, points, and reservations that ended."""

from datetime import timedelta

from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import hours_in_words, words
from app.domain.recognition.events import (
    ObjectionAnswered,
    PointsSoonGone,
    RedemptionEnded,
    StarFacts,
    StarsConfirmed,
)
from app.domain.recognition.star_rules import WORDS

WORTH_SENDING = timedelta(days=3)


def stars_confirmed(event: StarsConfirmed) -> None:
    """People have another star now; each is told once a batch."""
    tell([_about_star(star, event) for star in event.stars], now=event.now)


def _about_star(star: StarFacts, event: StarsConfirmed) -> Notice:
    kind = "star_given" if star.level > star.before else "star_lowered"
    level, hours = WORDS[star.level] or "没有星级", hours_in_words(star.minutes)
    title, body = words(kind, level=level, hours=hours)
    return Notice(
        kind=kind,
        volunteer_id=star.volunteer_id,
        title=title,
        body=body,
        values=(level, hours, "已确认"),
        url=pages.MY_STARS,
        expires_at=event.now + WORTH_SENDING,
        dedupe_key=f"star:{event.batch_id.hex}:{star.volunteer_id.hex}",
    )


def objection_answered(event: ObjectionAnswered) -> None:
    """Who objected reads the answer."""
    result = "异议成立" if event.upheld else "异议不成立"
    title, body = words("objection_answered", result=result, answer=event.answer)
    notice = Notice(
        kind="objection_answered",
        volunteer_id=event.volunteer_id,
        title=title,
        body=body,
        values=(result, event.answer),
        url=pages.MY_STARS,
        expires_at=event.now + WORTH_SENDING,
        dedupe_key=f"objection:{event.objection_id.hex}",
    )
    tell([notice], now=event.now)


def redemption_ended(event: RedemptionEnded) -> None:
    """What she had reserved will not be handed over; her points are back."""
    title, body = words(
        "redemption_ended", title=event.title, points=event.price, reason=event.reason
    )
    notice = Notice(
        kind="redemption_ended",
        volunteer_id=event.volunteer_id,
        title=title,
        body=body,
        values=(event.title, event.reason),
        url=pages.redemption(event.redemption_id),
        expires_at=event.now + WORTH_SENDING,
        dedupe_key=f"redemption_ended:{event.redemption_id.hex}",
    )
    tell([notice], now=event.now)


def points_soon_gone(event: PointsSoonGone) -> None:
    """Whose points run out soon, once for each last day."""
    day = f"{event.last_day:%Y年%m月%d日}"
    letters = []
    for volunteer_id, points in event.people:
        title, body = words("points_expiring", points=points, day=day)
        letters.append(
            Notice(
                kind="points_expiring",
                volunteer_id=volunteer_id,
                title=title,
                body=body,
                values=("积分到期提醒", f"{points} 积分即将到期", day),
                url=pages.MY_POINTS,
                expires_at=event.now + WORTH_SENDING,
                dedupe_key=f"points_expiring:{event.last_day:%Y%m%d}:{volunteer_id.hex}",
            )
        )
    tell(letters, now=event.now)
