"""Template messages and customer-service messages."""

import json
import secrets
from typing import Any

from flask import Response

from wechat.simulator import chat, events, followers, template_rules
from wechat.simulator.delivery import deliver_later
from wechat.simulator.platform import (
    answer,
    done,
    platform_blueprint,
    sent_object,
    with_token,
    within_daily_limit,
)
from wechat.simulator.platform_errors import PlatformError
from wechat.simulator.reply_windows import use_one
from wechat.simulator.store import Row
from wechat.simulator.world import World, world

TEMPLATE_ID_LENGTH = 43
CLIENT_MSG_ID_LENGTH = 32
CLIENT_MSG_ID_LIFE_SECONDS = 600
LONGEST_TEXT_BYTES = 2048

blueprint = platform_blueprint("message_api")


@blueprint.post("/cgi-bin/message/template/send")
@with_token
def send_template() -> Response:
    wanted = sent_object()
    within_daily_limit(world(), "template", 100_000)
    person = _addressee(wanted)
    template = _template(world(), str(wanted.get("template_id") or ""))
    client_msg_id = str(wanted.get("client_msg_id") or "")
    if len(client_msg_id) > CLIENT_MSG_ID_LENGTH:
        raise PlatformError(40097, "invalid args, client_msg_id is too long")
    with world().sending:
        before = _sent_before(world(), person, client_msg_id)
        if before is not None:
            return done(msgid=before)
        rows = _checked_rows(template, wanted.get("data"))
        msgid = _put_into_chat(world(), person, wanted, template=template, rows=rows)
    job = events.event(world(), person, "TEMPLATESENDJOBFINISH", MsgID=msgid, Status="success")
    deliver_later(world(), person, job)
    return done(msgid=msgid)


@blueprint.get("/cgi-bin/template/get_all_private_template")
@with_token
def private_templates() -> Response:
    shown = [
        {"template_id": t["template_id"], "title": t["title"], "content": _content_of(t)}
        for t in templates(world())
    ]
    return answer({"template_list": shown})


@blueprint.post("/cgi-bin/message/custom/send")
@with_token
def send_custom() -> Response:
    wanted = sent_object()
    person = _known_person(wanted)
    kind = wanted.get("msgtype")
    content = wanted.get(str(kind)) or {}
    if kind not in ("text", "news"):
        raise PlatformError(40008)
    if kind == "text" and len(str(content.get("content") or "").encode()) > LONGEST_TEXT_BYTES:
        raise PlatformError(45002)
    if kind == "text" and not content.get("content"):
        raise PlatformError(44002, "empty text")
    if kind == "news" and len(content.get("articles") or []) != 1:
        raise PlatformError(45008)
    use_one(world(), person)
    if kind == "text":
        chat.add(world(), person["id"], "account", "text", text=content["content"])
    else:
        chat.add(world(), person["id"], "account", "news", articles=_articles(content))
    return done()


def templates(world: World) -> list[dict[str, Any]]:
    """The templates the account has; an empty list means any well-formed id is accepted."""
    found: list[dict[str, Any]] = json.loads(world.store.setting("templates", "[]"))
    return found


def _known_person(wanted: dict[str, Any]) -> Row:
    person = followers.by_open_id(world(), wanted.get("touser"))
    if person is None:
        raise PlatformError(40003)
    return person


def _addressee(wanted: dict[str, Any]) -> Row:
    person = _known_person(wanted)
    if not person["following"]:
        raise PlatformError(43004)
    return person


def _template(world: World, template_id: str) -> dict[str, Any]:
    known = templates(world)
    for template in known:
        if template["template_id"] == template_id:
            return template
    if known or len(template_id) != TEMPLATE_ID_LENGTH:
        raise PlatformError(40037)
    return {"template_id": template_id, "title": "服务通知", "fields": []}


def _checked_rows(template: dict[str, Any], values: object) -> list[dict[str, str]]:
    if not isinstance(values, dict) or not values:
        raise PlatformError(47003, "argument invalid! data is emtpy")
    labels = {field["key"]: field["label"] for field in template["fields"]}
    problem = template_rules.why_not(values, list(labels))
    if problem is not None:
        raise PlatformError(47003, problem)
    return [
        {
            "key": key,
            "label": labels.get(key) or template_rules.label_of(key),
            "value": str(values[key]["value"]),
        }
        for key in labels or values
    ]


def _sent_before(world: World, person: Row, client_msg_id: str) -> int | None:
    if not client_msg_id:
        return None
    found = world.store.row(
        "SELECT msgid FROM sent_template WHERE follower_id = ? AND client_msg_id = ?"
        " AND created_at > ?",
        *(person["id"], client_msg_id, world.now() - CLIENT_MSG_ID_LIFE_SECONDS),
    )
    return int(found["msgid"]) if found else None


def _put_into_chat(
    world: World,
    person: Row,
    wanted: dict[str, Any],
    *,
    template: dict[str, Any],
    rows: list[dict[str, str]],
) -> int:
    msgid = 3 * 10**18 + secrets.randbelow(10**18)
    card = {
        "msgid": msgid,
        "template_id": template["template_id"],
        "title": template["title"],
        "url": str(wanted.get("url") or ""),
        "rows": rows,
        "client_msg_id": str(wanted.get("client_msg_id") or ""),
    }
    entry_id = chat.add(world, person["id"], "account", "template", template=card)
    world.store.write(
        "INSERT INTO sent_template (msgid, follower_id, client_msg_id, entry_id, created_at)"
        " VALUES (?, ?, ?, ?, ?)",
        *(msgid, person["id"], card["client_msg_id"], entry_id, world.now()),
    )
    return msgid


def _content_of(template: dict[str, Any]) -> str:
    lines = [f"{field['label']}:{{{{{field['key']}.DATA}}}}" for field in template["fields"]]
    return "\n".join(lines)


def _articles(content: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "title": str(article.get("title") or ""),
            "description": str(article.get("description") or ""),
            "picture": str(article.get("picurl") or ""),
            "url": str(article.get("url") or ""),
        }
        for article in content["articles"]
    ]
