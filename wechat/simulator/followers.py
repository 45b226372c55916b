"""The people whose phones one may hold."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from wechat.simulator.store import Row
from wechat.simulator.world import World

PLACES = (
    {"place": "阳光社区新时代文明实践站", "latitude": 36.7086, "longitude": 119.1425},
    {"place": "十甲农贸市场", "latitude": 36.7125, "longitude": 119.1502},
    {"place": "浞河道德公园", "latitude": 36.6998, "longitude": 119.1367},
    {"place": "图书馆", "latitude": 36.7161, "longitude": 119.1289},
    {"place": "文化馆", "latitude": 36.7044, "longitude": 119.1581},
)
FIRST_FOLLOWERS = (
    {"name": "张桂英", "phone": "13800001001", "about": "68 岁，退休教师，眼睛有点花"},
    # He has followed for long: the app's demo district knows him as a volunteer.
    {
        "name": "李明",
        "phone": "13800001002",
        "about": "34 岁，社区网格员的邻居，已是志愿者",
        "following": True,
    },
    {"name": "王芳", "phone": "13800001003", "about": "29 岁，护士，周末有空"},
    {"name": "陈志强", "phone": "13800001004", "about": "51 岁，出租车司机"},
    {"name": "刘洋", "phone": "13800001005", "about": "19 岁，大学生，放假在家"},
)
CHANGEABLE = ("name", "phone", "about", "snapshot", "place", "latitude", "longitude")


class NoSuchFollower(Exception):
    """Nobody by that id."""


def places(world: World) -> list[dict[str, Any]]:
    """Where a phone can be with one tap: the places of the file, or a made-up few."""
    file = world.settings.places_file
    if file is None or not file.exists():
        return [dict(spot) for spot in PLACES]
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def all_followers(world: World) -> list[Row]:
    return world.store.rows("SELECT * FROM follower ORDER BY id")


def follower(world: World, follower_id: int) -> Row:
    found = world.store.row("SELECT * FROM follower WHERE id = ?", follower_id)
    if found is None:
        raise NoSuchFollower(f"no follower {follower_id}")
    return found


def by_open_id(world: World, open_id: object) -> Row | None:
    return world.store.row("SELECT * FROM follower WHERE open_id = ?", str(open_id))


def create(world: World, fields: Mapping[str, Any]) -> Row:
    start = places(world)[0]
    follower_id = world.store.write(
        "INSERT INTO follower (open_id, name, phone, about, snapshot, place, latitude, longitude)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        fields.get("open_id") or _new_open_id(),
        fields.get("name") or "新朋友",
        fields.get("phone") or "",
        fields.get("about") or "",
        int(bool(fields.get("snapshot"))),
        fields.get("place") or start["place"],
        float(fields.get("latitude") or start["latitude"]),
        float(fields.get("longitude") or start["longitude"]),
    )
    return follower(world, follower_id)


def create_first(world: World) -> None:
    """The family phone list a new simulator starts with; open ids stay the same after a reset."""
    with world.store.alone():
        if all_followers(world):
            return
        for fields in FIRST_FOLLOWERS:
            seed = f"{world.settings.app_id}/{fields['name']}"
            created = create(world, {**fields, "open_id": _open_id_from(seed)})
            if fields.get("following"):
                mark_following(world, created["id"], "")


def change(world: World, follower_id: int, fields: Mapping[str, Any]) -> Row:
    changed = {**follower(world, follower_id), **{k: fields[k] for k in CHANGEABLE if k in fields}}
    world.store.write(
        "UPDATE follower SET name = ?, phone = ?, about = ?, snapshot = ?, place = ?,"
        " latitude = ?, longitude = ? WHERE id = ?",
        *(changed["name"], changed["phone"], changed["about"], int(bool(changed["snapshot"]))),
        *(changed["place"], float(changed["latitude"]), float(changed["longitude"]), follower_id),
    )
    return follower(world, follower_id)


def remove(world: World, follower_id: int) -> None:
    for table in ("entry", "oauth_code", "oauth_grant", "sent_template", "reply_window", "cookie"):
        # Fixed table names, nothing from outside.
        world.store.write(f"DELETE FROM {table} WHERE follower_id = ?", follower_id)  # noqa: S608
    world.store.write("DELETE FROM follower WHERE id = ?", follower_id)


def mark_following(world: World, follower_id: int, scene: str) -> None:
    world.store.write(
        "UPDATE follower SET following = 1, followed_at = ?, scene = ? WHERE id = ?",
        *(world.now(), scene, follower_id),
    )


def mark_gone(world: World, follower_id: int) -> None:
    world.store.write("UPDATE follower SET following = 0 WHERE id = ?", follower_id)
    world.store.write("DELETE FROM reply_window WHERE follower_id = ?", follower_id)


def remember_page(world: World, follower_id: int, url: str, title: str) -> None:
    """The page the follower's H5 view shows now."""
    world.store.write(
        "UPDATE follower SET page_url = ?, page_title = ? WHERE id = ?", url, title, follower_id
    )


def described(row: Row) -> dict[str, Any]:
    """A follower as the JSON API tells it."""
    shown = {k: row[k] for k in ("id", "open_id", *CHANGEABLE)}
    return {**shown, "following": bool(row["following"]), "snapshot": bool(row["snapshot"])}


def _new_open_id() -> str:
    return f"o{secrets.token_urlsafe(21)[:27]}"


def _open_id_from(seed: str) -> str:
    return f"oSim{hashlib.sha256(seed.encode()).hexdigest()[:24]}"
