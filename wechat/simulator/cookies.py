"""One cookie jar per follower, kept here so that changing the follower changes the identity."""

import time
from email.utils import parsedate_to_datetime
from http.cookies import CookieError, Morsel, SimpleCookie

from wechat.simulator.store import Row
from wechat.simulator.world import World


def header(world: World, person: Row, path: str) -> str:
    """The Cookie header for one request, longest paths first."""
    rows = world.store.rows(
        "SELECT * FROM cookie WHERE follower_id = ? AND (expires_at IS NULL OR expires_at > ?)"
        " ORDER BY LENGTH(path) DESC, name",
        *(person["id"], time.time()),
    )
    fitting = [row for row in rows if _path_fits(row["path"], path)]
    return "; ".join(f"{row['name']}={row['value']}" for row in fitting)


def keep(world: World, person: Row, lines: list[str]) -> None:
    """Take in the Set-Cookie lines of one answer."""
    for line in lines:
        try:
            morsels = SimpleCookie(line).values()
        except CookieError:
            continue
        for morsel in morsels:
            world.store.write(
                "INSERT OR REPLACE INTO cookie (follower_id, name, path, value, expires_at)"
                " VALUES (?, ?, ?, ?, ?)",
                *(person["id"], morsel.key, morsel["path"] or "/", morsel.coded_value),
                _expires_at(morsel),
            )


def forget(world: World, follower_id: int) -> None:
    world.store.write("DELETE FROM cookie WHERE follower_id = ?", follower_id)


def _expires_at(morsel: "Morsel[str]") -> float | None:
    if morsel["max-age"]:
        return time.time() + float(morsel["max-age"])
    if morsel["expires"]:
        return parsedate_to_datetime(morsel["expires"]).timestamp()
    return None


def _path_fits(cookie_path: str, path: str) -> bool:
    return path == cookie_path or path.startswith(f"{cookie_path.rstrip('/')}/")
