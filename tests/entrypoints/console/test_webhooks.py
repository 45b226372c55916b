"""Webhooks in the console: registered, shown once, watched, paused, removed."""

import re

import pytest
from flask.testing import FlaskClient

from app.domain.access.rules import Role
from app.domain.messaging import outbox, system_letters
from app.domain.webhooks.announcing import letter
from app.kernel.ids import new_id
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import a_centre, staff

URL = "https://data.example.cn/hooks"
ASKED = {"name": "市级数据平台", "url": URL, "events": ["hours.approved", "sign_up.created"]}


@pytest.fixture
def browser(desk: Desk) -> FlaskClient:
    return desk(staff(Role.CENTRE_ADMINISTRATOR, at=a_centre()))


def registered(browser: FlaskClient) -> str:
    """The address of a new endpoint's page."""
    made = browser.post("/console/webhooks/new", data=ASKED)
    found = re.search(r'href="(/console/webhooks/[0-9a-f-]{36})"', made.text)
    assert found, made.text
    return found[1]


def id_in(page: str) -> str:
    return page.rpartition("/")[2]


def given_up_letter(page: str) -> str:
    """A letter to the endpoint that did not arrive; its page."""
    hex_id = id_in(page).replace("-", "")
    told = letter(new_id(), "hours.approved", {"minutes": 90}, now=NOON)
    outbox.enqueue([type(told)(**{**told.__dict__, "recipient": hex_id})], now=NOON)
    (one,) = system_letters.deliveries(hex_id).items
    outbox.give_up(one.id, "应答 HTTP 500")
    return f"{page}/deliveries/{one.id}"


def test_the_secret_is_shown_once(browser: FlaskClient) -> None:
    assert "还没有接收系统" in browser.get("/console/webhooks").text
    made = browser.post("/console/webhooks/new", data=ASKED)
    assert made.headers["Cache-Control"] == "no-store"
    secret = re.search(r"<code>(whsec_[^<]{44})</code>", made.text)
    assert secret
    listed = browser.get("/console/webhooks").text
    assert "市级数据平台" in listed
    assert "报名成功、时长认定" in listed or "时长认定、报名成功" in listed
    page = browser.get(re.search(r"/console/webhooks/[0-9a-f-]{36}", listed)[0])  # type: ignore[index]
    assert page.status_code == 200
    assert secret[1] not in listed + page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写系统名称"),
        ({"url": "ftp://data.example.cn/"}, "请填写以 https:// 开头的完整网址"),
        ({"events": []}, "请至少选择一种要推送的事件"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    browser: FlaskClient, wrong: dict[str, object], sentence: str
) -> None:
    answer = browser.post("/console/webhooks/new", data={**ASKED, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_it_is_changed_and_a_new_secret_is_shown_once(browser: FlaskClient) -> None:
    page = registered(browser)
    assert URL in browser.get(f"{page}/edit").text
    browser.post(f"{page}/edit", data={**ASKED, "name": "区级平台"})
    assert "区级平台" in browser.get(page).text
    rotated = browser.post(f"{page}/secret")
    assert "whsec_" in rotated.text
    assert "两个密钥都有效" in rotated.text
    assert "旧密钥有效到" in browser.get(page).text


def test_a_test_waits_in_the_log(browser: FlaskClient) -> None:
    page = registered(browser)
    assert "这里没有推送" in browser.get(page).text
    browser.post(f"{page}/test")
    shown = browser.get(page).text
    assert "测试推送" in shown
    assert "待推送" in shown


def test_what_did_not_arrive_is_looked_at_and_sent_again(browser: FlaskClient) -> None:
    its = given_up_letter(page := registered(browser))
    assert "应答 HTTP 500" in browser.get(f"{page}?state=given_up").text
    shown = browser.get(its).text
    assert "&#34;minutes&#34;:90" in shown
    assert "msg_" in shown
    assert browser.post(f"{its}/again").status_code == 303
    assert "待推送" in browser.get(its).text
    assert browser.post(f"{its}/again").status_code == 409


def test_a_pause_is_seen_and_ended_with_what_was_missed(browser: FlaskClient) -> None:
    page = registered(browser)
    given_up_letter(page)
    browser.post(f"{page}/pause")
    assert "推送已暂停" in browser.get(page).text
    browser.post(f"{page}/resume", data={"with_missed": "1"})
    assert "已恢复推送，补发 1 条" in browser.get(page).text
    assert browser.post(f"{page}/resume").status_code == 409


def test_it_is_removed_after_a_question(browser: FlaskClient) -> None:
    page = registered(browser)
    assert "删除不能撤销" in browser.get(f"{page}/remove").text
    assert browser.get(page).status_code == 200
    assert browser.post(f"{page}/remove").status_code == 303
    assert browser.get(page).status_code == 404


def test_another_centres_endpoint_and_log_are_not_found(desk: Desk, browser: FlaskClient) -> None:
    its = given_up_letter(page := registered(browser))
    stranger = desk(staff(Role.CENTRE_ADMINISTRATOR, at=a_centre()))
    for address in (page, its, f"{page}/edit", f"{page}/remove"):
        assert stranger.get(address).status_code == 404
    for address in (f"{page}/pause", f"{page}/test", f"{page}/secret", f"{its}/again"):
        assert stranger.post(address).status_code == 404
