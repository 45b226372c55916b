"""Answers into the chat, rendered by wechatpy within WeChat's limits."""

import re
from dataclasses import dataclass

from wechatpy import replies as wechatpy_replies

from wechat.incoming import Incoming, Message

NOTHING = "success"
TEXT_LIMIT_BYTES = 2048
ARTICLES_LIMIT = 8
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class TextReply:
    text: str


@dataclass(frozen=True)
class Article:
    title: str
    description: str = ""
    picture_url: str = ""
    url: str = ""


@dataclass(frozen=True)
class NewsReply:
    """Cards. In answer to a message WeChat shows one only, to an event up to eight."""

    articles: tuple[Article, ...]


Reply = TextReply | NewsReply


def render(reply: Reply | str | None, *, to: Incoming, timestamp: int) -> str:
    """The XML that answers this message, or 'success' when there is nothing to say."""
    if isinstance(reply, str):
        reply = TextReply(reply)
    envelope = {"source": _in_cdata(to.account), "target": _in_cdata(to.open_id), "time": timestamp}
    if isinstance(reply, TextReply) and (text := _clean(reply.text)).strip():
        content = _in_cdata(fitted(text))
        return str(wechatpy_replies.TextReply(content=content, **envelope).render())
    if isinstance(reply, NewsReply) and reply.articles:
        cards = _cards(reply.articles[: 1 if isinstance(to, Message) else ARTICLES_LIMIT])
        return str(wechatpy_replies.ArticlesReply(articles=cards, **envelope).render())
    # An empty text would show "the account is out of service"; 'success' shows nothing.
    return NOTHING


def fitted(text: str, *, limit_bytes: int = TEXT_LIMIT_BYTES) -> str:
    """The text, cut between characters and ended with '…' when it is longer than WeChat takes."""
    encoded = text.encode()
    if len(encoded) <= limit_bytes:
        return text
    return encoded[: limit_bytes - len("…".encode())].decode(errors="ignore") + "…"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _in_cdata(text: str) -> str:
    # wechatpy writes CDATA around it as it stands: split what would end it early.
    return _clean(text).replace("]]>", "]]]]><![CDATA[>")


def _cards(articles: tuple[Article, ...]) -> list[dict[str, str]]:
    return [
        {
            "title": _in_cdata(article.title),
            "description": _in_cdata(article.description),
            "image": _in_cdata(article.picture_url),
            "url": _in_cdata(article.url),
        }
        for article in articles
    ]
