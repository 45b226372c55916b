"""The calls an account makes: tokens, menus, templates, QR codes, messages, limits and faults."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.wechat.simulator.account_app import ACCOUNT
from tests.wechat.simulator.phone import Phone
from wechat.simulator import pictures

SEND = "/cgi-bin/message/template/send"
TEMPLATE = "T" * 43


def a_notice(phone: Phone, **changes: Any) -> dict[str, Any]:
    fields = {"thing1": {"value": "周末清洁行动"}, "time2": {"value": "2026年11月28日 09:00"}}
    notice = {"touser": phone.open_id(), "template_id": TEMPLATE, "data": fields}
    return {**notice, **changes}


def a_menu(**changes: Any) -> dict[str, Any]:
    click = {"type": "click", "name": "我的时长", "key": "HOURS"}
    view = {"type": "view", "name": "找活动", "url": "http://example.com/a"}
    scan = {"type": "scancode_waitmsg", "name": "扫码", "key": "SCAN"}
    return {"button": [{"name": "我的", "sub_button": [click, scan]}, view], **changes}


def test_the_stable_token_stays_the_same_and_a_forced_one_ends_it(phone: Phone) -> None:
    first = phone.token()
    assert phone.token() == first
    wanted = {"grant_type": "client_credential", "appid": ACCOUNT["app_id"]}
    wanted |= {"secret": ACCOUNT["app_secret"], "force_refresh": True}
    assert phone.call("/cgi-bin/stable_token", wanted, token="")["access_token"] == first
    phone.ask("POST", "/clock", add_seconds=31)
    assert phone.call("/cgi-bin/stable_token", wanted, token="")["access_token"] != first
    assert phone.call("/cgi-bin/menu/get", token=first)["errcode"] == 42001


def test_a_classic_token_lives_five_minutes_after_the_next(phone: Phone) -> None:
    query = {"grant_type": "client_credential", "appid": ACCOUNT["app_id"]}
    query |= {"secret": ACCOUNT["app_secret"]}
    first = phone.call("/cgi-bin/token", token="", **query)["access_token"]
    assert phone.call("/cgi-bin/token", token="", **query)["access_token"] != first
    assert phone.call("/cgi-bin/menu/get", token=first)["errcode"] == 46003
    phone.ask("POST", "/clock", add_seconds=301)
    assert phone.call("/cgi-bin/menu/get", token=first)["errcode"] == 42001


@pytest.mark.parametrize(
    ("change", "errcode"),
    [({"appid": "wx"}, 40013), ({"secret": "x"}, 40125), ({"grant_type": "x"}, 40002)],
)
def test_wrong_credentials_get_no_token(phone: Phone, change: dict[str, str], errcode: int) -> None:
    wanted = {"grant_type": "client_credential", "appid": ACCOUNT["app_id"]}
    wanted |= {"secret": ACCOUNT["app_secret"], **change}
    assert phone.call("/cgi-bin/stable_token", wanted, token="")["errcode"] == errcode


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("x", 40014), ("x" * 200, 40001)])
def test_a_call_needs_a_valid_token_and_errors_carry_a_rid(
    phone: Phone, token: str, errcode: int
) -> None:
    answer = phone.call("/cgi-bin/menu/get", token=token)
    assert (answer["errcode"], " rid: " in answer["errmsg"]) == (errcode, True)


def test_content_types_are_as_unhelpful_as_wechats(phone: Phone) -> None:
    cgi = phone.raw_call("/cgi-bin/menu/get")
    sns = phone.raw_call("/sns/oauth2/access_token")
    assert cgi.headers["Content-Type"] == "application/json; encoding=utf-8"
    assert sns.headers["Content-Type"] == "text/plain"
    assert ", rid: " in sns.json()["errmsg"]


def test_a_template_message_reaches_the_chat_and_its_end_is_told(phone: Phone) -> None:
    phone.do("follow")
    answer = phone.call(SEND, a_notice(phone, url="http://a/b"))
    (card,) = phone.see("/followers/1/templates")["messages"]
    assert (answer["errcode"], card["msgid"]) == (0, answer["msgid"])
    assert card["rows"][0] == {"key": "thing1", "label": "事项", "value": "周末清洁行动"}
    wait_for(lambda: "templatesendjobfinish" in phone.account.events())
    finished = phone.account.plaintexts[-1]
    assert f"<MsgID>{answer['msgid']}</MsgID>" in finished
    assert "<Status><![CDATA[success]]></Status>" in finished


def test_the_same_client_msg_id_is_sent_once_within_ten_minutes(phone: Phone) -> None:
    phone.do("follow")
    notice = a_notice(phone, client_msg_id="once")
    first, second = phone.call(SEND, notice), phone.call(SEND, notice)
    assert first["msgid"] == second["msgid"]
    assert len(phone.see("/followers/1/templates")["messages"]) == 1
    phone.ask("POST", "/clock", add_seconds=601)
    assert phone.call(SEND, notice)["msgid"] != first["msgid"]


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"touser": "nobody"}, 40003),
        ({"template_id": "short"}, 40037),
        ({"client_msg_id": "x" * 33}, 40097),
        ({"data": {"thing1": {"value": "一" * 21}}}, 47003),
        ({"data": {"thing1": {"value": " "}}}, 47003),
        ({"data": {"time1": {"value": "明天上午"}}}, 47003),
        ({"data": {"phrase1": {"value": "已通过了吗呀"}}}, 47003),
        ({"data": {"character_string1": {"value": "编号7"}}}, 47003),
        ({"data": {}}, 47003),
    ],
)
def test_a_bad_template_message_is_refused_with_its_code(
    phone: Phone, change: dict[str, Any], errcode: int
) -> None:
    phone.do("follow")
    assert phone.call(SEND, a_notice(phone, **change))["errcode"] == errcode
    assert phone.see("/followers/1/templates")["messages"] == []


def test_who_does_not_follow_gets_no_template_message(phone: Phone) -> None:
    assert phone.call(SEND, a_notice(phone))["errcode"] == 43004


def test_once_templates_are_known_only_they_are_accepted(phone: Phone) -> None:
    phone.do("follow")
    fields = [{"key": "thing1", "label": "活动名称"}, {"key": "thing9", "label": "地点"}]
    known = {"template_id": "K" * 43, "title": "报名成功通知", "fields": fields}
    phone.ask("PUT", "/templates", templates=[known])
    assert phone.call(SEND, a_notice(phone))["errcode"] == 40037
    missing = phone.call(SEND, a_notice(phone, template_id="K" * 43))
    assert missing["errmsg"].startswith("argument invalid! data.thing9.value is emtpy")
    values = {"thing1": {"value": "清洁"}, "thing9": {"value": "公园"}}
    assert phone.call(SEND, a_notice(phone, template_id="K" * 43, data=values))["errcode"] == 0
    (card,) = phone.see("/followers/1/templates")["messages"]
    assert (card["title"], card["rows"][1]["label"]) == ("报名成功通知", "地点")


def test_letters_sent_as_escapes_are_shown_as_escapes(phone: Phone) -> None:
    phone.do("follow")
    phone.do("text", text="在吗")
    url = f"{phone.simulator.url}/cgi-bin/message/custom/send"
    escaped = {"touser": phone.open_id(), "msgtype": "text", "text": {"content": "你"}}
    requests.post(url, params={"access_token": phone.token()}, json=escaped, timeout=5)
    assert phone.see("/followers/1/chat")["entries"][-1]["text"] == "\\u4f60"


def custom(phone: Phone) -> int:
    message = {"touser": phone.open_id(), "msgtype": "text", "text": {"content": "您好"}}
    return int(phone.call("/cgi-bin/message/custom/send", message)["errcode"])


def test_five_messages_within_48_hours_of_a_message(phone: Phone) -> None:
    phone.do("follow")
    phone.ask("POST", "/clock", add_seconds=61)
    assert custom(phone) == 45015
    phone.do("text", text="在吗")
    assert [custom(phone) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    phone.do("text", text="还在吗")
    phone.ask("POST", "/clock", add_seconds=48 * 3600)
    assert custom(phone) == 45015


def test_three_messages_within_a_minute_of_following(phone: Phone) -> None:
    phone.do("follow")
    assert [custom(phone) for _ in range(4)] == [0, 0, 0, 45047]


def test_a_menu_is_kept_shown_in_both_shapes_and_deleted(phone: Phone) -> None:
    assert phone.call("/cgi-bin/menu/create", a_menu())["errcode"] == 0
    got = phone.call("/cgi-bin/menu/get")["menu"]["button"]
    assert [b["name"] for b in got[0]["sub_button"]] == ["我的时长", "扫码"]
    shown = phone.call("/cgi-bin/get_current_selfmenu_info")["selfmenu_info"]["button"]
    assert shown[0]["sub_button"]["list"][0] == {
        "type": "click",
        "name": "我的时长",
        "key": "HOURS",
    }
    assert phone.call("/cgi-bin/menu/delete")["errcode"] == 0
    assert phone.call("/cgi-bin/menu/get")["errcode"] == 46003


def sub_menu(*buttons: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": "我的", "sub_button": list(buttons)}]


CLICK = {"type": "click", "name": "甲", "key": "K"}


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([], 40016),
        ([CLICK] * 4, 40016),
        ([{**CLICK, "type": "dance"}], 40017),
        ([{**CLICK, "name": "一二三四五六"}], 40018),
        ([{**CLICK, "name": "一二三四五"}], 0),
        ([{**CLICK, "key": "k" * 129}], 40019),
        ([{"type": "view", "name": "甲", "url": "http://a/" + "u" * 1024}], 40020),
        ([{"type": "view", "name": "甲", "url": "ftp://a"}], 40055),
        (sub_menu(*[CLICK] * 6), 40023),
        (sub_menu({**CLICK, "sub_button": [CLICK]}), 40022),
        (sub_menu({**CLICK, "type": "dance"}), 40024),
        (sub_menu({**CLICK, "name": "一" * 21}), 40025),
        (sub_menu({**CLICK, "key": ""}), 40026),
        (sub_menu({"type": "view", "name": "甲", "url": ""}), 40027),
        (sub_menu({"type": "view", "name": "甲", "url": "//a"}), 40054),
    ],
)
def test_menu_limits_have_their_own_codes(
    phone: Phone, buttons: list[dict[str, Any]], errcode: int
) -> None:
    assert phone.call("/cgi-bin/menu/create", {"button": buttons})["errcode"] == errcode


def test_an_escaped_menu_is_refused(phone: Phone) -> None:
    url = f"{phone.simulator.url}/cgi-bin/menu/create"
    answer = requests.post(url, params={"access_token": phone.token()}, json=a_menu(), timeout=5)
    assert answer.json()["errcode"] == 40033


def test_menu_buttons_send_their_own_events(phone: Phone) -> None:
    phone.call("/cgi-bin/menu/create", a_menu())
    phone.do("follow")
    phone.account.say = "12 小时"
    assert phone.do("menu", key="HOURS")["replies"][0]["text"] == "12 小时"
    assert phone.do("menu", name="找活动")["opens"] == "http://example.com/a"
    phone.do("menu", key="SCAN", scanned="abc")
    assert "<ScanResult><![CDATA[abc]]></ScanResult>" in phone.account.plaintexts[-1]
    assert phone.account.events()[-3:] == ["click", "view", "scancode_waitmsg"]


def make_qr(phone: Phone, **changes: Any) -> dict[str, Any]:
    wanted = {"action_name": "QR_STR_SCENE", "expire_seconds": 60}
    wanted |= {"action_info": {"scene": {"scene_str": "in-7"}}, **changes}
    return phone.call("/cgi-bin/qrcode/create", wanted)


def test_scanning_the_picture_of_a_scene_follows_first_and_then_only_scans(phone: Phone) -> None:
    made = make_qr(phone)
    picture = phone.raw_call("/cgi-bin/showqrcode", params={"ticket": made["ticket"]})
    assert pictures.texts_in(picture.content) == [made["url"]]
    assert phone.do("scan", text=made["url"])["kind"] == "account"
    assert "qrscene_in-7" in phone.account.plaintexts[-1]
    phone.do("scan", ticket=made["ticket"])
    assert phone.account.events()[-1] == "scan"
    assert "<EventKey><![CDATA[in-7]]></EventKey>" in phone.account.plaintexts[-1]


def test_an_expired_scene_does_nothing_and_an_unknown_ticket_has_no_picture(phone: Phone) -> None:
    made = make_qr(phone)
    phone.ask("POST", "/clock", add_seconds=61)
    assert phone.do("scan", text=made["url"]) == {"error": "二维码已过期"}
    assert phone.raw_call("/cgi-bin/showqrcode", params={"ticket": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"action_name": "QR"}, 40052),
        ({"action_info": {}}, 40053),
        ({"action_info": {"scene": {"scene_str": "x" * 65}}}, 40129),
        ({"action_name": "QR_LIMIT_SCENE", "action_info": {"scene": {"scene_id": 0}}}, 40129),
    ],
)
def test_bad_scenes_are_refused(phone: Phone, change: dict[str, Any], errcode: int) -> None:
    assert make_qr(phone, **change)["errcode"] == errcode


def test_other_codes_open_a_page_or_show_their_text(phone: Phone) -> None:
    link = phone.do("scan", text=" http://a/b ")
    assert (link["kind"], link["opens"]) == ("link", "http://a/b")
    assert phone.do("scan", text="V-0001")["kind"] == "text"


def test_user_info_tells_no_name(phone: Phone) -> None:
    before = phone.call("/cgi-bin/user/info", openid=phone.open_id())
    phone.do("follow", scene="in-7")
    after = phone.call("/cgi-bin/user/info", openid=phone.open_id())
    assert (before["subscribe"], after["subscribe"]) == (0, 1)
    assert (after["nickname"], after["qr_scene_str"]) == ("", "in-7")


def test_an_sms_arrives_on_the_phone_with_that_number(phone: Phone) -> None:
    phone.raw_call("/sms/send", {"phone": "13800001002", "text": "验证码 123456"})
    assert phone.see("/followers/1/sms")["messages"] == []
    assert phone.see("/followers/2/sms")["messages"][0]["text"] == "验证码 123456"
    phone.raw_call("/sms/send", {"phone": "13999999999", "text": "给陌生号码"})
    assert phone.see("/followers/1/updates")["sms"][-1]["text"] == "给陌生号码"


def test_a_fault_lasts_for_its_calls_and_then_passes(phone: Phone) -> None:
    token = phone.token()
    phone.ask("POST", "/faults", path="/cgi-bin/menu", kind="errcode", errcode=45009, times=2)
    codes = [phone.call("/cgi-bin/menu/get", token=token)["errcode"] for _ in range(3)]
    assert codes == [45009, 45009, 46003]


def test_a_fault_stays_until_it_is_cleared(phone: Phone) -> None:
    fault = phone.ask("POST", "/faults", path="/cgi-bin", kind="bad_gateway")
    assert {phone.raw_call("/cgi-bin/token").status_code for _ in range(3)} == {502}
    phone.ask("DELETE", f"/faults/{fault['id']}")
    assert phone.raw_call("/cgi-bin/token").status_code == 200


def test_a_dropped_connection_and_a_hanging_call_look_like_the_network(phone: Phone) -> None:
    phone.ask("POST", "/faults", path="/cgi-bin/token", kind="drop", times=1)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{phone.simulator.url}/cgi-bin/token", timeout=5)
    phone.ask("POST", "/faults", path="/cgi-bin/token", kind="hang", seconds=0.6, times=1)
    with pytest.raises(requests.Timeout):
        requests.get(f"{phone.simulator.url}/cgi-bin/token", timeout=0.2)


def test_a_lost_answer_hides_work_that_was_done(phone: Phone) -> None:
    phone.do("follow")
    token = phone.token()
    phone.ask("POST", "/faults", path=SEND, kind="answer_lost", times=1)
    notice = a_notice(phone, client_msg_id="once")
    assert phone.raw_call(SEND, notice, {"access_token": token}).status_code == 502
    assert phone.call(SEND, notice, token=token)["errcode"] == 0
    assert len(phone.see("/followers/1/templates")["messages"]) == 1


def test_tokens_can_be_made_to_expire_now(phone: Phone) -> None:
    token = phone.token()
    phone.ask("POST", "/tokens/expire")
    assert phone.call("/cgi-bin/menu/get", token=token)["errcode"] == 42001


def wait_for(true: Callable[[], bool], seconds: float = 5) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
