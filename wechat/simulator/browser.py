"""The browser inside WeChat: a proxy in front of the app, one cookie jar per follower.

It changes what WeChat's browser changes and nothing else: the User-Agent, the identity (cookies),
Host/Origin/Referer/Location between its own address and the app's, and the framing headers, since
it stands for the client around the page. Redirects to the authorisation page are answered here.
"""

import html
import re
from urllib.parse import urlsplit, urlunsplit

import requests
from flask import Blueprint, Response, render_template, request, send_from_directory

from wechat.simulator import cookies, followers, jssdk, oauth
from wechat.simulator.store import Row
from wechat.simulator.world import body_fields, direct_session, world

USER_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; V2366A Build/UP1A.231005.007; wv) AppleWebKit/537.36"
    " (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.103 Mobile Safari/537.36 XWEB/1300333"
    " MMWEBSDK/20241202 MicroMessenger/8.0.56.2800(0x28003858) WeChat/arm64 Weixin NetType/WIFI"
    " Language/zh_CN ABI/arm64"
)
HERE = "/__wechat__"
AUTHORISE_PATH = "/connect/oauth2/authorize"
NOT_PASSED_ON = {"host", "cookie", "accept-encoding", "user-agent", "connection", "content-length"}
NOT_PASSED_BACK = {
    *("set-cookie", "connection", "transfer-encoding", "content-length", "content-encoding"),
    *("x-frame-options", "content-security-policy", "server", "date", "keep-alive"),
}
JS_SDK = re.compile(r"(jweixin|weixin-js-sdk)[^/]*\.js$")
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
APP_TIMEOUT_SECONDS = 60

blueprint = Blueprint("browser", __name__)


@blueprint.get(f"{HERE}{AUTHORISE_PATH}")
def authorise() -> Response | tuple[str, int]:
    """The authorisation page: silent for snsapi_base, asks for snsapi_userinfo."""
    url = _authorise_url()
    try:
        wanted = oauth.checked_request(world(), url)
        if request.args.get("refused"):
            return _redirect(oauth.refusal_of(url))
        if wanted["scope"] == "snsapi_userinfo" and not request.args.get("connect_redirect"):
            name = world().settings.account_name
            again = request.full_path
            return render_template("consent.html", account=name, person=_person(), again=again), 200
        return _redirect(oauth.authorise(world(), _person(), url))
    except oauth.NotAuthorised as problem:
        return render_template("refused.html", sentence=str(problem)), 200


@blueprint.post(f"{HERE}/config")
def check_config() -> Response | dict[str, str]:
    """wx.config: the signature must fit a ticket and the page's own address."""
    fields = body_fields()
    path = str(fields.get("path") or "/").partition("#")[0]
    url = f"{world().settings.app_url.rstrip('/')}{path}"
    return {"errMsg": jssdk.config_answer(world(), fields, url)}


@blueprint.get(f"{HERE}/location")
def location() -> dict[str, float | str]:
    person = _person()
    return {"latitude": person["latitude"], "longitude": person["longitude"], "accuracy": "20"}


@blueprint.route("/", defaults={"path": ""}, methods=METHODS)
@blueprint.route("/<path:path>", methods=METHODS)
def page(path: str) -> Response:
    if JS_SDK.search(path):
        return send_from_directory(jssdk.FOLDER, "jweixin.js", max_age=0)
    person = _person()
    try:
        answer = _ask_app(person)
    except requests.RequestException:
        return Response(render_template("unreachable.html"), status=502)
    cookies.keep(world(), person, answer.raw.headers.getlist("Set-Cookie"))
    _remember(person, answer)
    return _passed_back(answer)


def _ask_app(person: Row) -> requests.Response:
    app_url = world().settings.app_url.rstrip("/")
    query = request.query_string.decode("latin-1")
    passed = {k: v for k, v in request.headers.items() if k.lower() not in NOT_PASSED_ON}
    for name in ("Origin", "Referer"):
        if name in passed:
            passed[name] = passed[name].replace(request.host_url.rstrip("/"), app_url)
    passed |= {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    jar = cookies.header(world(), person, request.path)
    if jar:
        passed["Cookie"] = jar
    with direct_session() as session:
        return session.request(
            request.method,
            f"{app_url}{request.path}{'?' if query else ''}{query}",
            headers=passed,
            data=request.get_data(),
            allow_redirects=False,
            timeout=APP_TIMEOUT_SECONDS,
        )


def _passed_back(answer: requests.Response) -> Response:
    response = Response(answer.content, status=answer.status_code)
    del response.headers["Content-Type"]
    for name, value in answer.raw.headers.items():
        if name.lower() == "location":
            response.headers["Location"] = _location_here(value)
        elif name.lower() == "content-security-policy":
            response.headers.add(name, _without_framing(value))
        elif name.lower() not in NOT_PASSED_BACK:
            response.headers.add(name, value)
    return response


def _location_here(location: str) -> str:
    """A redirect of the app as seen from inside this browser."""
    parts = urlsplit(location)
    if parts.path.endswith(AUTHORISE_PATH):
        query = f"{parts.query}&fragment={parts.fragment}" if parts.fragment else parts.query
        return f"{HERE}{AUTHORISE_PATH}?{query}"
    if parts.netloc == urlsplit(world().settings.app_url).netloc:
        return urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))
    return location


def _authorise_url() -> str:
    """The address as the app wrote it: its fragment travels here as a parameter."""
    query = request.query_string.decode("latin-1")
    before, _, fragment = query.partition("&fragment=")
    name, _, rest = fragment.partition("&")
    return f"{AUTHORISE_PATH}?{before}{'&' if rest else ''}{rest}#{name}"


def _redirect(location: str) -> Response:
    return Response(status=302, headers={"Location": _location_here(location)})


def _without_framing(policy: str) -> str:
    rules = [rule.strip() for rule in policy.split(";")]
    return "; ".join(rule for rule in rules if rule and not rule.startswith("frame-ancestors"))


def _remember(person: Row, answer: requests.Response) -> None:
    """Note which page is on the screen: the phone's title bar cannot look into the frame."""
    is_page = request.headers.get("Sec-Fetch-Dest", "iframe") in ("iframe", "document")
    if not is_page or "text/html" not in answer.headers.get("Content-Type", ""):
        return
    title = TITLE.search(answer.content.decode("utf-8", "replace"))
    if title is None:
        return
    query = request.query_string.decode("latin-1")
    url = f"{world().settings.app_url.rstrip('/')}{request.path}{'?' if query else ''}{query}"
    if request.method != "GET":
        # The answer to a form has no address one could go back to.
        url = person["page_url"]
    followers.remember_page(world(), person["id"], url, html.unescape(title[1]).strip())


def _person() -> Row:
    """Who holds the phone: named by header or cookie, else the first of the list."""
    named = request.headers.get("X-Simulator-Follower") or request.cookies.get("simulator_follower")
    if named and named.isdigit():
        try:
            return followers.follower(world(), int(named))
        except followers.NoSuchFollower:
            pass
    return followers.all_followers(world())[0]
