"""The browser inside WeChat: identity, addresses, authorisation, the JS-SDK."""

import hashlib
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests

from tests.wechat.simulator.account_app import ACCOUNT
from tests.wechat.simulator.phone import Phone


def authorise_url(phone: Phone, **changes: str) -> str:
    fields = {
        "appid": ACCOUNT["app_id"],
        "redirect_uri": f"{phone.app_url}/back",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "abc123",
        **changes,
    }
    fragment = fields.pop("fragment", "#wechat_redirect")
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return f"{phone.simulator.url}/open/connect/oauth2/authorize?{query}{fragment}"


def exchange(phone: Phone, code: str) -> requests.Response:
    query = {"appid": ACCOUNT["app_id"], "secret": ACCOUNT["app_secret"]}
    query |= {"code": code, "grant_type": "authorization_code"}
    return phone.raw_call("/sns/oauth2/access_token", params=query)


def a_code(phone: Phone, **changes: str) -> str:
    location = phone.do("oauth", url=authorise_url(phone, **changes))["location"]
    return parse_qs(urlsplit(location).query)["code"][0]


def test_the_app_sees_wechats_browser_at_its_own_address(phone: Phone) -> None:
    own = {"Origin": phone.simulator.browser_url, "Referer": f"{phone.simulator.browser_url}/a"}
    seen = phone.browse("/who", headers=own).json()
    assert "MicroMessenger" in seen["agent"]
    assert seen["host"] == phone.app_url.removeprefix("http://")
    assert (seen["Origin"], seen["Referer"]) == (phone.app_url, f"{phone.app_url}/a")


def test_each_follower_has_cookies_of_her_own(phone: Phone) -> None:
    counts = [phone.browse("/count", who=who).text for who in (1, 1, 2, 1)]
    assert counts == ["1", "2", "1", "3"]
    assert "Set-Cookie" not in phone.browse("/count").headers


def test_cookies_survive_a_restart(phone: Phone) -> None:
    phone.browse("/count")
    kept = phone.simulator.world.store.rows("SELECT * FROM cookie")
    assert [(row["follower_id"], row["name"], row["value"]) for row in kept] == [(1, "seen", "1")]


def test_redirects_stay_inside_and_framing_headers_are_dropped(phone: Phone) -> None:
    moved = phone.browse("/moved", allow_redirects=False)
    assert moved.headers["Location"] == "/there?x=1"
    page = phone.browse("/there")
    assert page.headers["Content-Security-Policy"] == "default-src 'self'"
    assert "X-Frame-Options" not in page.headers


def test_the_phone_knows_which_page_is_on_its_screen(phone: Phone) -> None:
    phone.browse("/there?x=1")
    assert phone.see("/followers/1/page") == {
        "url": f"{phone.app_url}/there?x=1",
        "title": "there & 更多",
    }


def test_the_answer_to_a_form_keeps_the_address_of_its_page(phone: Phone) -> None:
    phone.browse("/there?x=1")
    phone.browse("/sent", method="POST", data={"a": "b"})
    shown = phone.see("/followers/1/page")
    assert (shown["url"], shown["title"]) == (f"{phone.app_url}/there?x=1", "sent & 更多")


def test_authorisation_happens_on_the_way_and_names_the_follower(phone: Phone) -> None:
    address = f"/sign-in?authorise={quote(authorise_url(phone), safe='')}"
    landed = phone.browse(address, who=2)
    query = parse_qs(urlsplit(landed.url).query)
    assert urlsplit(landed.url).path == "/back"
    assert query["state"] == ["abc123"]
    assert exchange(phone, query["code"][0]).json()["openid"] == phone.open_id(2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fragment": ""}, "#wechat_redirect"),
        ({"appid": "wxother"}, "40013"),
        ({"scope": "snsapi_all"}, "10005"),
        ({"redirect_uri": "http://elsewhere.example/back"}, "10003"),
        ({"state": "a b"}, "state"),
    ],
)
def test_a_bad_authorise_address_is_refused_by_a_page(
    phone: Phone, change: dict[str, str], sentence: str
) -> None:
    url = authorise_url(phone, **change)
    assert sentence in phone.do("oauth", url=url)["error"]
    landed = phone.browse(f"/sign-in?authorise={quote(url, safe='')}")
    assert sentence in landed.text


def test_the_order_of_the_parameters_matters(phone: Phone) -> None:
    url = authorise_url(phone)
    turned = url.replace(
        "response_type=code&scope=snsapi_base", "scope=snsapi_base&response_type=code"
    )
    assert "参数错误" in phone.do("oauth", url=turned)["error"]


def test_outside_wechat_the_authorise_page_says_so(phone: Phone) -> None:
    assert "请在微信客户端打开链接" in requests.get(authorise_url(phone), timeout=5).text


def test_userinfo_asks_first_and_a_refusal_returns_only_the_state(phone: Phone) -> None:
    url = authorise_url(phone, scope="snsapi_userinfo")
    asked = phone.browse(f"/sign-in?authorise={quote(url, safe='')}")
    assert "允许" in asked.text
    path = asked.url.removeprefix(phone.simulator.browser_url)
    agreed = phone.browse(f"{path}&connect_redirect=1")
    assert "code=" in agreed.url
    refused = phone.browse(f"{path}&refused=1")
    assert parse_qs(urlsplit(refused.url).query) == {"state": ["abc123"]}


def test_a_code_is_good_once_and_for_five_minutes(phone: Phone) -> None:
    code = a_code(phone)
    assert exchange(phone, code).json()["openid"] == phone.open_id()
    assert exchange(phone, code).json()["errcode"] == 40163
    late = a_code(phone)
    phone.ask("POST", "/clock", add_seconds=301)
    assert exchange(phone, late).json()["errcode"] == 42003
    assert exchange(phone, "made-up").json()["errcode"] == 40029


def test_a_snapshot_visitor_is_nobody(phone: Phone) -> None:
    phone.ask("PATCH", "/followers/1", snapshot=True)
    visitor = exchange(phone, a_code(phone)).json()
    assert visitor["is_snapshotuser"] == 1
    assert visitor["openid"] != phone.open_id()


def signed(phone: Phone, url: str) -> dict[str, str]:
    ticket = phone.call("/cgi-bin/ticket/getticket", type="jsapi")["ticket"]
    text = f"jsapi_ticket={ticket}&noncestr=n&timestamp=1&url={url}"
    signature = hashlib.sha1(text.encode()).hexdigest()
    return {"timestamp": "1", "nonceStr": "n", "signature": signature}


@pytest.mark.parametrize(
    ("app_id", "shown", "answer"),
    [
        (ACCOUNT["app_id"], "/a?x=1", "config:ok"),
        (ACCOUNT["app_id"], "/a?x=1#part", "config:ok"),
        (ACCOUNT["app_id"], "/b", "config:fail,invalid signature"),
        ("wxother", "/a?x=1", "config:fail,invalid appId"),
    ],
)
def test_wx_config_checks_the_signature_of_the_page_shown(
    phone: Phone, app_id: str, shown: str, answer: str
) -> None:
    fields = {"appId": app_id, "path": shown, **signed(phone, f"{phone.app_url}/a?x=1")}
    checked = phone.browse("/__wechat__/config", method="POST", json=fields)
    assert checked.json() == {"errMsg": answer}


def test_the_js_sdk_is_answered_by_the_stub(phone: Phone) -> None:
    assert "scanQRCode" in phone.browse("/static/vendor/jweixin.abc.js").text


def test_get_location_is_where_the_phone_is(phone: Phone) -> None:
    phone.ask("PATCH", "/followers/1", latitude=36.5, longitude=119.5)
    found = phone.browse("/__wechat__/location").json()
    assert (found["latitude"], found["longitude"]) == (36.5, 119.5)
