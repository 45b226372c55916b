"""Words for the chat: links that WeChat shows as words, and lists of activities."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.activities import queries as activities
from app.domain.activities.views import ActivityCard
from app.domain.messaging import pages
from app.domain.messaging.words import timespan

SHOWN_AT_ONCE = 5


def link(words: str, address: str) -> str:
    """Words to tap. What people typed cannot close the tag."""
    return f'<a href="{address}">{plain(words)}</a>'


def plain(words: str) -> str:
    """Typed words as they are shown, never as a tag."""
    return words.replace("<", "＜").replace(">", "＞")


def found_activities(wanted: str, *, public_url: str, now: datetime) -> str:
    """The answer to "找 …": what is open, or what to try instead."""
    page = activities.published(now=now, text=wanted, size=SHOWN_AT_ONCE)
    everything = link("看全部活动", public_url + pages.ACTIVITIES)
    if not page.items:
        return f"没有找到和“{plain(wanted)}”有关的活动。\n换个词试试，或{everything}。"
    lines = _lines(page.items, public_url)
    more = f"\n共 {page.total} 个，" if page.total > len(page.items) else "\n"
    return f"和“{plain(wanted)}”有关的活动：\n\n{lines}\n{more}{everything}"


def _lines(cards: Sequence[ActivityCard], public_url: str) -> str:
    return "\n\n".join(
        f"{link(card.title, public_url + pages.activity(card.id))}\n"
        f"{timespan(card.starts_at, card.ends_at)}\n"
        f"{plain(card.venue)} · {_places_left(card)}"
        for card in cards
    )


def _places_left(card: ActivityCard) -> str:
    if not card.recruiting:
        return card.why_closed
    return f"还有 {card.left} 个名额" if card.left > 0 else "已满，可候补"
