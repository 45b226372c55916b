"""Reading the account's answer as a phone would: what to show, or why it cannot be shown."""

from typing import Any

from wechat.simulator import chat
from wechat.simulator.envelope import BadAnswer
from wechat.simulator.store import Row
from wechat.simulator.world import World

LONGEST_TEXT_BYTES = 2048
NEEDS_MEDIA = {"image": "Image", "voice": "Voice", "video": "Video"}
SILENT = ("transfer_customer_service",)


def show(world: World, person: Row, answer: dict[str, Any], *, to_message: bool) -> None:
    """Put the answer into the person's chat; BadAnswer when WeChat would refuse it."""
    _check_addresses(world, person, answer)
    kind = answer.get("MsgType")
    if kind in SILENT:
        return
    if kind == "text":
        chat.add(world, person["id"], "account", "text", text=_text(answer))
    elif kind == "news":
        articles = _articles(answer, most=1 if to_message else 8)
        chat.add(world, person["id"], "account", "news", articles=articles)
    elif kind in NEEDS_MEDIA:
        chat.add(world, person["id"], "account", "text", text=_media(answer, str(kind)))
    else:
        raise BadAnswer(f"MsgType {kind!r} is not an answer WeChat knows")


def _check_addresses(world: World, person: Row, answer: dict[str, Any]) -> None:
    if answer.get("ToUserName") != person["open_id"]:
        raise BadAnswer("ToUserName of the answer is not the person who wrote")
    if answer.get("FromUserName") != world.settings.original_id:
        raise BadAnswer("FromUserName of the answer is not the account")
    if not str(answer.get("CreateTime", "")).isdigit():
        raise BadAnswer("CreateTime of the answer is not a whole number")


def _text(answer: dict[str, Any]) -> str:
    text = str(answer.get("Content") or "")
    if not text:
        raise BadAnswer("Content of the answer is empty")
    if len(text.encode()) > LONGEST_TEXT_BYTES:
        raise BadAnswer(f"Content of the answer is longer than {LONGEST_TEXT_BYTES} bytes")
    return text


def _articles(answer: dict[str, Any], *, most: int) -> list[dict[str, str]]:
    items = answer.get("Articles")
    if not isinstance(items, list) or not items:
        raise BadAnswer("a news answer needs <Articles> with <item>s inside")
    if len(items) > most or str(answer.get("ArticleCount")) != str(len(items)):
        raise BadAnswer(f"ArticleCount must be the number of items, here at most {most}")
    return [
        {
            "title": item.get("Title", ""),
            "description": item.get("Description", ""),
            "picture": item.get("PicUrl", ""),
            "url": item.get("Url", ""),
        }
        for item in items
    ]


def _media(answer: dict[str, Any], kind: str) -> str:
    media = answer.get(NEEDS_MEDIA[kind])
    if not isinstance(media, dict) or not media.get("MediaId"):
        raise BadAnswer(f"an answer of type {kind} needs a MediaId")
    return f"[{kind} {media['MediaId']}]"
