"""Access tokens, classic and stable, and the ticket of the JS-SDK."""

import secrets
from typing import Any

from flask import Response, request

from wechat.simulator.platform import (
    answer,
    done,
    platform_blueprint,
    sent_object,
    with_token,
    within_daily_limit,
)
from wechat.simulator.platform_errors import PlatformError
from wechat.simulator.store import Row
from wechat.simulator.world import World, world

LIFE_SECONDS = 7200
RENEWED_BEFORE_END_SECONDS = 300
CLASSIC_GRACE_SECONDS = 300
FORCED_REFRESH_PAUSE_SECONDS = 30
FORCED_REFRESHES_A_DAY = 20
CLASSIC_TOKENS_A_DAY = 2000

blueprint = platform_blueprint("token_api")


@blueprint.get("/cgi-bin/token")
def classic_token() -> Response:
    """A new token each time; the one before lives five minutes more."""
    _check_credentials(world(), request.args)
    within_daily_limit(world(), "classic token", CLASSIC_TOKENS_A_DAY)
    ends = world().now() + CLASSIC_GRACE_SECONDS
    world().store.write(
        "UPDATE token SET expires_at = MIN(expires_at, ?) WHERE kind = 'classic'", ends
    )
    return _token_answer(_issue(world(), "classic"))


@blueprint.post("/cgi-bin/stable_token")
def stable_token() -> Response:
    """The same token while it is valid; a forced refresh ends it at once."""
    wanted = sent_object()
    _check_credentials(world(), wanted)
    with world().store.alone():
        newest = _newest(world(), "stable")
        if wanted.get("force_refresh") is True and _may_force(world(), newest):
            within_daily_limit(world(), "forced refresh", FORCED_REFRESHES_A_DAY)
            expire_tokens(world(), "stable")
            newest = None
        if newest is None or _rest(world(), newest) <= RENEWED_BEFORE_END_SECONDS:
            newest = _issue(world(), "stable")
    return _token_answer(newest)


@blueprint.get("/cgi-bin/ticket/getticket")
@with_token
def jsapi_ticket() -> Response:
    if request.args.get("type", "jsapi") != "jsapi":
        raise PlatformError(40097)
    newest = _newest(world(), "jsapi")
    if newest is None or _rest(world(), newest) <= 0:
        newest = _issue(world(), "jsapi")
    return done(ticket=newest["token"], expires_in=_rest(world(), newest))


def expire_tokens(world: World, kind: str | None = None) -> None:
    """Every access token, or those of one kind, ends now."""
    world.store.write(
        "UPDATE token SET expires_at = ? WHERE expires_at > ? AND kind = COALESCE(?, kind)"
        " AND kind <> 'jsapi'",
        *(world.now(), world.now(), kind),
    )


def valid_tickets(world: World) -> list[str]:
    rows = world.store.rows(
        "SELECT token FROM token WHERE kind = 'jsapi' AND expires_at > ?", world.now()
    )
    return [row["token"] for row in rows]


def _check_credentials(world: World, given: Any) -> None:
    if given.get("appid") != world.settings.app_id:
        raise PlatformError(40013)
    if given.get("grant_type") != "client_credential":
        raise PlatformError(40002)
    if not given.get("secret"):
        raise PlatformError(41004)
    if given["secret"] != world.settings.app_secret:
        raise PlatformError(40125)


def _may_force(world: World, newest: Row | None) -> bool:
    return newest is None or world.now() - newest["made_at"] >= FORCED_REFRESH_PAUSE_SECONDS


def _newest(world: World, kind: str) -> Row | None:
    return world.store.row(
        "SELECT * FROM token WHERE kind = ? AND expires_at > ? ORDER BY made_at DESC LIMIT 1",
        *(kind, world.now()),
    )


def _issue(world: World, kind: str) -> Row:
    now = world.now()
    # Real tokens are long; an app that keeps them in a short column must notice here.
    token = f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(100)}"
    world.store.write(
        "INSERT INTO token (token, kind, made_at, expires_at) VALUES (?, ?, ?, ?)",
        *(token, kind, now, now + LIFE_SECONDS),
    )
    return {"token": token, "made_at": now, "expires_at": now + LIFE_SECONDS}


def _rest(world: World, row: Row) -> int:
    return int(row["expires_at"] - world.now())


def _token_answer(row: Row) -> Response:
    return answer({"access_token": row["token"], "expires_in": _rest(world(), row)})
