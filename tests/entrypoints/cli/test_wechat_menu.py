"""`flask wechat menu`: push, show, diff."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.adapters.wechat_menu import account_menu
from config import Settings
from tests.wechat.local_wechat import LocalWeChat, local_wechat

pytestmark = pytest.mark.database
SHOWN = "/cgi-bin/get_current_selfmenu_info"


@pytest.fixture
def wechat() -> Iterator[LocalWeChat]:
    with local_wechat() as server:
        yield server


@pytest.fixture
def commands(
    application: Flask,
    settings: Settings,
    wechat: LocalWeChat,
    monkeypatch: pytest.MonkeyPatch,
) -> FlaskCliRunner:
    there = replace(settings.wechat, api_base_url=wechat.base_url)
    monkeypatch.setitem(application.extensions, "settings", replace(settings, wechat=there))
    return application.test_cli_runner()


def as_shown(public_url: str) -> dict[str, object]:
    """Our menu in the shape get_current_selfmenu_info has."""
    buttons = account_menu(public_url).payload()["button"]
    for button in buttons:
        if "sub_button" in button:
            button["sub_button"] = {"list": button["sub_button"]}
    return {"is_menu_open": 1, "selfmenu_info": {"button": buttons}}


def test_our_menu_is_within_wechats_limits() -> None:
    assert account_menu("https://haoren.test").problems() == []


def test_push_sends_our_menu_in_plain_utf8(commands: FlaskCliRunner, wechat: LocalWeChat) -> None:
    done = commands.invoke(args=["wechat", "menu", "push"])
    assert done.exit_code == 0, done.output
    sent = next(asked for asked in wechat.asked if asked.path == "/cgi-bin/menu/create")
    assert "找活动".encode() in sent.body
    assert sent.json["button"][1] == {
        "type": "scancode_push",
        "name": "扫码签到",
        "key": "scan",
    }
    assert [below["name"] for below in sent.json["button"][2]["sub_button"]] == [
        *("我的时长", "我的活动", "服务卡", "我知道一位好人", "帮助"),
    ]


def test_show_prints_what_people_see(commands: FlaskCliRunner, wechat: LocalWeChat) -> None:
    wechat.answers[SHOWN] = as_shown("http://haoren.test")
    done = commands.invoke(args=["wechat", "menu", "show"])
    for line in (
        "找活动 / 志愿活动: view http://haoren.test/h5/\n",
        "找活动 / 文化活动: view http://haoren.test/h5/culture\n",
        "找活动 / 点单服务: view http://haoren.test/h5/services\n",
        "找活动 / 领优惠券: view http://haoren.test/h5/coupons\n",
        "找活动 / 学习培训: view http://haoren.test/h5/training\n",
    ):
        assert line in done.output
    assert "我的 / 帮助: click help\n" in done.output


def test_diff_is_silent_about_equal_menus(commands: FlaskCliRunner, wechat: LocalWeChat) -> None:
    wechat.answers[SHOWN] = as_shown("http://haoren.test")
    done = commands.invoke(args=["wechat", "menu", "diff"])
    assert (done.exit_code, done.output) == (0, "WeChat shows our menu.\n")


def test_diff_names_what_differs_and_fails(commands: FlaskCliRunner, wechat: LocalWeChat) -> None:
    wechat.answers[SHOWN] = as_shown("http://old.test")
    done = commands.invoke(args=["wechat", "menu", "diff"])
    assert done.exit_code == 1
    assert "- 找活动 / 志愿活动: view http://old.test/h5/" in done.output
    assert "+ 找活动 / 志愿活动: view http://haoren.test/h5/" in done.output


def test_what_wechat_refuses_is_said_with_its_code(
    commands: FlaskCliRunner, wechat: LocalWeChat
) -> None:
    wechat.answers["/cgi-bin/menu/create"] = {"errcode": 48001, "errmsg": "api unauthorized"}
    done = commands.invoke(args=["wechat", "menu", "push"])
    assert done.exit_code == 1
    assert "48001 api unauthorized" in done.output


def test_templates_are_printed_for_the_operator(
    commands: FlaskCliRunner, application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = application.extensions["settings"]
    account = replace(settings.wechat, template_ids={"reminder": "T" * 43})
    monkeypatch.setitem(application.extensions, "settings", replace(settings, wechat=account))
    printed = commands.invoke(args=["wechat", "templates"])
    (template,) = json.loads(printed.stdout)
    assert (template["template_id"], template["title"]) == ("T" * 43, "活动开始提醒")
    assert template["fields"][0] == {"key": "thing1", "label": "活动名称"}
    assert "Without a template: signed_up " in printed.stderr
    assert "reminder" not in printed.stderr
