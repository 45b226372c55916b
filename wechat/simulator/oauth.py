"""WeChat's authorisation page, and the calls that turn its code into an open id."""

import secrets
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Response, request

from wechat.simulator import followers
from wechat.simulator.platform import answer, platform_blueprint
from wechat.simulator.platform_errors import PlatformError
from wechat.simulator.store import Row
from wechat.simulator.world import World, world

CODE_LIFE_SECONDS = 300
GRANT_LIFE_SECONDS = 7200
ORDER = ["appid", "redirect_uri", "response_type", "scope", "state"]
OPTIONAL = ("forcePopup", "forceSnapShot", "connect_redirect", "refused")
SCOPES = ("snsapi_base", "snsapi_userinfo")

blueprint = platform_blueprint("oauth")


class NotAuthorised(Exception):
    """WeChat shows an error page instead of asking or redirecting; the message is its sentence."""


def authorise(world: World, person: Row, url: str) -> str:
    """Where the page sends the person back to, with a fresh code and the state."""
    wanted = checked_request(world, url)
    code = f"0{secrets.token_urlsafe(23)[:31]}"
    world.store.write(
        "INSERT INTO oauth_code (code, follower_id, scope, made_at) VALUES (?, ?, ?, ?)",
        *(code, person["id"], wanted["scope"], world.now()),
    )
    return _with_query(wanted["redirect_uri"], code=code, state=wanted["state"])


def refusal_of(url: str) -> str:
    """Where a person who says no is sent: only the state comes back."""
    wanted = dict(parse_qsl(urlsplit(url).query))
    return _with_query(wanted.get("redirect_uri", ""), state=wanted.get("state", ""))


def checked_request(world: World, url: str) -> dict[str, str]:
    """The parameters of an authorise URL, in the order WeChat insists on."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    wanted = dict(pairs)
    if [name for name, _ in pairs if name not in OPTIONAL] != ORDER[
        : 5 if "state" in wanted else 4
    ]:
        raise NotAuthorised(
            "参数错误：请按 appid、redirect_uri、response_type、scope、state 的顺序"
        )
    if wanted["appid"] != world.settings.app_id:
        raise NotAuthorised("appid 参数错误，错误码：40013")
    if wanted["response_type"] != "code":
        raise NotAuthorised("response_type 参数错误")
    if wanted["scope"] not in SCOPES:
        raise NotAuthorised("Scope 参数错误或没有 Scope 权限，错误码：10005")
    _check_domain(world, wanted["redirect_uri"])
    state = wanted.setdefault("state", "")
    if len(state) > 128 or not (state.isascii() and (state.isalnum() or not state)):
        raise NotAuthorised("state 只能有字母和数字，最多 128 字节")
    if urlsplit(url).fragment != "wechat_redirect":
        raise NotAuthorised("链接缺少 #wechat_redirect，无法访问")
    return wanted


@blueprint.get("/sns/oauth2/access_token")
@blueprint.get("/open/sns/oauth2/access_token")
def access_token() -> Response:
    _check_credentials(world(), request.args)
    code = _used_code(world(), request.args.get("code", ""))
    person = followers.follower(world(), code["follower_id"])
    grant = secrets.token_urlsafe(80)
    world().store.write(
        "INSERT INTO oauth_grant (access_token, follower_id, scope, expires_at)"
        " VALUES (?, ?, ?, ?)",
        *(grant, person["id"], code["scope"], world().now() + GRANT_LIFE_SECONDS),
    )
    fields: dict[str, Any] = {
        "access_token": grant,
        "expires_in": GRANT_LIFE_SECONDS,
        "refresh_token": secrets.token_urlsafe(80),
        "openid": person["open_id"],
        "scope": code["scope"],
    }
    if person["snapshot"]:
        # Nobody real: WeChat makes up an open id for whoever looks without having agreed.
        fields |= {"openid": f"o{secrets.token_urlsafe(21)[:27]}", "is_snapshotuser": 1}
    return answer(fields)


@blueprint.get("/sns/userinfo")
def userinfo() -> Response:
    grant = world().store.row(
        "SELECT * FROM oauth_grant WHERE access_token = ?", request.args.get("access_token", "")
    )
    if grant is None or grant["expires_at"] <= world().now():
        raise PlatformError(40001)
    if grant["scope"] != "snsapi_userinfo":
        raise PlatformError(48001)
    person = followers.follower(world(), grant["follower_id"])
    empty = dict.fromkeys(("province", "city", "country", "headimgurl"), "")
    named = {"openid": person["open_id"], "nickname": person["name"], "sex": 0}
    return answer({**named, **empty, "privilege": []})


def _used_code(world: World, code: str) -> Row:
    """The row of a code, spent by this call."""
    if not code:
        raise PlatformError(41008)
    with world.store.alone():
        row = world.store.row("SELECT * FROM oauth_code WHERE code = ?", code)
        if row is None:
            raise PlatformError(40029)
        if row["used"]:
            raise PlatformError(40163)
        if world.now() - row["made_at"] > CODE_LIFE_SECONDS:
            raise PlatformError(42003)
        world.store.write("UPDATE oauth_code SET used = 1 WHERE code = ?", code)
    return row


def _check_credentials(world: World, given: Any) -> None:
    if given.get("appid") != world.settings.app_id:
        raise PlatformError(40013)
    if given.get("secret") != world.settings.app_secret:
        raise PlatformError(40125)
    if given.get("grant_type") != "authorization_code":
        raise PlatformError(40002)


def _check_domain(world: World, redirect_uri: str) -> None:
    wanted, registered = urlsplit(redirect_uri), urlsplit(world.settings.app_url)
    if wanted.netloc != registered.netloc or wanted.scheme not in ("http", "https"):
        raise NotAuthorised("redirect_uri 域名与后台配置不一致，错误码：10003")


def _with_query(url: str, **extra: str) -> str:
    parts = urlsplit(url)
    old = [(k, v) for k, values in parse_qs(parts.query).items() for v in values]
    query = urlencode([*old, *((k, v) for k, v in extra.items() if v)])
    return urlunsplit(parts._replace(query=query))
