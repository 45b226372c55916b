"""When the account may write to a follower of its own accord, and how often.

Five messages within 48 hours of a message from the person, three within a minute of a menu
click, a follow or a scan. Nothing else opens a window.
"""

from wechat.simulator.platform_errors import PlatformError
from wechat.simulator.store import Row
from wechat.simulator.world import World

AFTER_MESSAGE = ("message", 5, 48 * 3600)
AFTER_EVENT = ("event", 3, 60)


def open_after_message(world: World, person: Row) -> None:
    _open(world, person, AFTER_MESSAGE)


def open_after_event(world: World, person: Row) -> None:
    _open(world, person, AFTER_EVENT)


def use_one(world: World, person: Row) -> None:
    """Take one message out of a window that is open; the one that closes first is used first."""
    with world.store.alone():
        windows = world.store.rows(
            "SELECT * FROM reply_window WHERE follower_id = ? AND closes_at > ? ORDER BY closes_at",
            *(person["id"], world.now()),
        )
        if not windows or not person["following"]:
            raise PlatformError(45015)
        usable = [window for window in windows if window["left_over"] > 0]
        if not usable:
            raise PlatformError(45047)
        world.store.write(
            "UPDATE reply_window SET left_over = left_over - 1 WHERE follower_id = ? AND kind = ?",
            *(person["id"], usable[0]["kind"]),
        )


def _open(world: World, person: Row, window: tuple[str, int, int]) -> None:
    kind, messages, seconds = window
    world.store.write(
        "INSERT OR REPLACE INTO reply_window (follower_id, kind, left_over, closes_at)"
        " VALUES (?, ?, ?, ?)",
        *(person["id"], kind, messages, world.now() + seconds),
    )
