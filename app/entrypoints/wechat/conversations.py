"""What people say and do in the chat, and what follows. One function a kind of delivery."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from app.adapters.wechat_menu import HELP, MY_ACTIVITIES, MY_CARD, MY_HOURS
from app.domain.activities import queries as activities
from app.domain.attendance import ways
from app.domain.messaging import outbox
from app.domain.messaging.outbox import Letter
from app.domain.nominations.clues import giving
from app.domain.people import identities
from app.domain.people import queries as people
from app.domain.people.identities import IdentityView
from app.entrypoints.wechat import replies, wording
from app.entrypoints.wechat.replies import Talk
from app.kernel.refusal import NotFound, Refusal
from config import Settings
from wechat import (
    AuthorizationCancelled,
    Clicked,
    CodeScanned,
    Incoming,
    Message,
    Scanned,
    Subscribed,
    TemplateSent,
    Text,
    Unsubscribed,
    Voice,
)

# A customer message is worth sending while the person still looks at the chat.
SEARCH_OF_USE = timedelta(minutes=10)
CHECK_SCENES = ("check_in_", "check_out_")
ACTIVITY_SCENE = "activity_"

ASKED: dict[str, Callable[[Talk], str]] = {
    MY_HOURS: replies.my_hours,
    MY_ACTIVITIES: replies.my_activities,
    MY_CARD: replies.my_card,
    HELP: replies.guide,
    wording.REGISTER: replies.registration,
    wording.CHECK_IN: replies.how_to_check_in,
    wording.FIND: replies.find,
    wording.CULTURE: replies.culture,
    wording.CONTACT: replies.contact,
    wording.THANKS: replies.thanks,
    wording.COMPLAIN: replies.complain,
    wording.ORDERS: replies.my_orders,
    wording.BOOKINGS: replies.my_bookings,
    wording.COURSES: replies.courses,
    wording.COUPONS: replies.coupons,
    wording.NEWS: replies.news,
    wording.STOP_NEWS: replies.stop_news,
}


def answer(message: Incoming, *, settings: Settings, now: datetime) -> str | None:
    """The words that answer a delivery; None when there is nothing to say."""

    def talk(person: IdentityView) -> Talk:
        return Talk(person, now, settings.public_url, settings.unit_name, settings.contact_phone)

    match message:
        case TemplateSent():
            outbox.delivered(message.msg_id, message.status)
        case Unsubscribed():
            identities.unfollow(message.open_id, now=now)
        case AuthorizationCancelled():
            identities.forget(message.open_id, now=now)
        case Subscribed():
            person = identities.follow(message.open_id, message.scene, now=now)
            return _welcomed(talk(person), message.scene)
        case Scanned():
            return _scanned(talk(identities.wrote(message.open_id, now=now)), message.scene)
        case Clicked() | CodeScanned() | Message():
            return _said(talk(identities.wrote(message.open_id, now=now)), message)
    return None


def acts_together(message: Incoming) -> bool:
    """Whether all that `answer` does joins one transaction: a scan keeps what it refuses."""
    return not isinstance(message, Scanned | Subscribed)


def _said(talk: Talk, message: Incoming) -> str | None:
    match message:
        case Clicked():
            return ASKED.get(message.key, replies.guide)(talk)
        case CodeScanned():
            # The phone has opened the page in the code by itself, unless WeChat waits for us.
            return replies.how_to_check_in(talk) if message.waits else None
        case Text():
            return _written(talk, message.content, message.dedupe_key)
        case Voice() if message.recognition:
            return _written(talk, message.recognition, message.dedupe_key)
    return replies.only_words(talk)


def _written(talk: Talk, text: str, key: str) -> str:
    meant = wording.meaning(text)
    if meant:
        return ASKED[meant](talk)
    clue = wording.clue_words(text)
    if clue is not None:
        return _clue(talk, clue)
    words = wording.search_words(text)
    return _searching(talk, words, key) if words else replies.not_understood(talk, text)


def _clue(talk: Talk, words: str) -> str:
    if talk.person.volunteer_id is None:
        return replies.register_first(talk)
    if not words:
        return replies.how_to_give_a_clue(talk)
    giver = people.volunteer(talk.person.volunteer_id)
    try:
        giving.give(giver, giver.community.id, words, now=talk.now)
    except Refusal as refusal:
        return f"{replies.refused(refusal)}\n{replies.how_to_give_a_clue(talk)}"
    return replies.clue_taken(talk)


def _searching(talk: Talk, words: str, key: str) -> str:
    letter = Letter(
        channel="wechat_text",
        kind="search_answer",
        recipient=talk.person.open_id,
        title="找活动",
        body=words,
        dedupe_key=f"search:{key}",
        expires_at=talk.now + SEARCH_OF_USE,
    )
    outbox.enqueue([letter], now=talk.now)
    return replies.searching(words)


def _welcomed(talk: Talk, scene: str | None) -> str:
    if scene and scene.startswith((*CHECK_SCENES, ACTIVITY_SCENE)):
        return f"欢迎关注{talk.unit_name}！\n\n{_scanned(talk, scene)}"
    return replies.welcome(talk)


def _scanned(talk: Talk, scene: str) -> str:
    if scene.startswith(CHECK_SCENES):
        return _checked(talk, scene)
    if scene.startswith(ACTIVITY_SCENE):
        return _about_activity(talk, scene.removeprefix(ACTIVITY_SCENE))
    return replies.guide(talk)


def _checked(talk: Talk, scene: str) -> str:
    if talk.person.volunteer_id is None:
        return f"{replies.register_first(talk)}\n注册并报名后，请再扫一次签到码。"
    try:
        return replies.scanned(ways.scan_scene(scene, talk.person.volunteer_id, now=talk.now))
    except Refusal as refusal:
        return replies.refused(refusal)


def _about_activity(talk: Talk, activity_id: str) -> str:
    try:
        return replies.about_activity(talk, activities.published_activity(UUID(activity_id)))
    except (ValueError, NotFound):
        return f"这个活动已经找不到了。\n{replies.find(talk)}"
