"""What stands in a follower's chat with the account, and in the SMS inbox."""

import json
from typing import Any

from wechat.simulator.store import Row
from wechat.simulator.world import World

OUT_OF_SERVICE = "该公众号暂时无法提供服务，请稍后再试"


def add(world: World, follower_id: int, sender: str, kind: str, **content: Any) -> int:
    """Append one entry; sender is follower, account or system. Returns its id."""
    return world.store.write(
        "INSERT INTO entry (follower_id, sender, kind, content, created_at) VALUES (?, ?, ?, ?, ?)",
        *(follower_id, sender, kind, json.dumps(content, ensure_ascii=False), world.now()),
    )


def entries(world: World, follower_id: int, after: int = 0) -> list[dict[str, Any]]:
    found = world.store.rows(
        "SELECT * FROM entry WHERE follower_id = ? AND id > ? ORDER BY id", follower_id, after
    )
    return [_described(row) for row in found]


def template_messages(world: World, follower_id: int) -> list[dict[str, Any]]:
    return [
        {"id": entry["id"], "created_at": entry["created_at"], **entry["template"]}
        for entry in entries(world, follower_id)
        if entry["kind"] == "template"
    ]


def last_id(world: World, follower_id: int) -> int:
    found = world.store.row(
        "SELECT COALESCE(MAX(id), 0) AS last FROM entry WHERE follower_id = ?", follower_id
    )
    return int(found["last"]) if found else 0


def receive_sms(world: World, phone: str, text: str) -> int:
    return world.store.write(
        "INSERT INTO sms (phone, text, created_at) VALUES (?, ?, ?)", phone, text, world.now()
    )


def sms_of(world: World, phone: str | None, after: int = 0) -> list[Row]:
    """Messages of one phone number, or of every number."""
    return world.store.rows(
        "SELECT * FROM sms WHERE (? IS NULL OR phone = ?) AND id > ? ORDER BY id",
        *(phone, phone, after),
    )


def _described(row: Row) -> dict[str, Any]:
    content = json.loads(row["content"])
    shown = {k: row[k] for k in ("id", "sender", "kind", "created_at")}
    return {"text": "", "articles": [], "template": None, **content, **shown}
