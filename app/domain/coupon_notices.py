"""What people are told of their coupons: that they end soon."""

from datetime import timedelta

from app.domain.coupons.events import CouponsEndSoon
from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import words
from app.kernel.calendar import last_day

WORTH_SENDING = timedelta(days=3)


def coupons_end_soon(event: CouponsEndSoon) -> None:
    """Who holds coupons that end soon, once a season."""
    day = f"{last_day(event.ends_at):%Y年%m月%d日}"
    letters = []
    for volunteer_id, count in event.people:
        title, body = words("coupons_expiring", count=count, season=event.title, day=day)
        letters.append(
            Notice(
                kind="coupons_expiring",
                volunteer_id=volunteer_id,
                title=title,
                body=body,
                values=(title, f"{count} 张优惠券即将到期", day),
                url=pages.MY_COUPONS,
                expires_at=min(event.ends_at, event.now + WORTH_SENDING),
                dedupe_key=f"coupons_expiring:{event.season_id.hex}:{volunteer_id.hex}",
            )
        )
    tell(letters, now=event.now)
