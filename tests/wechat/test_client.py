from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.wechat.deliveries import NOW, an_account
from tests.wechat.local_wechat import LocalWeChat
from wechat import (
    Button,
    Client,
    MemoryTokenStore,
    Menu,
    OurDataIsWrong,
    Submenu,
    Unfollowed,
    click,
    link,
)

SEND = "/cgi-bin/message/template/send"


def test_bodies_are_raw_utf8(wechat: LocalWeChat, client: Client) -> None:
    client.send_template("oPerson", "T", {"thing1": "清洁 <街道> & 🌿"})
    body = wechat.asked[-1].body
    assert "清洁 <街道> & 🌿".encode() in body
    assert b"\\u" not in body


def test_a_template_message_has_what_wechat_wants(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers[SEND] = {"errcode": 0, "errmsg": "ok", "msgid": 2**63 - 1}
    msgid = client.send_template(
        "oPerson", "TPL", {"thing1": "值"}, url="https://h/a", client_msg_id="f" * 32
    )
    assert msgid == "9223372036854775807"
    assert wechat.asked[-1].query == {"access_token": "TOKEN-1"}
    assert wechat.asked[-1].json == {
        "touser": "oPerson",
        "template_id": "TPL",
        "data": {"thing1": {"value": "值"}},
        "url": "https://h/a",
        "client_msg_id": "f" * 32,
    }


def test_what_wechat_would_refuse_is_not_sent(wechat: LocalWeChat, client: Client) -> None:
    wrong: list[Callable[[], object]] = [
        lambda: client.send_template("oPerson", "T", {"thing1": "a"}, client_msg_id="f" * 33),
        lambda: client.send_template("oPerson", "T", {"thing1": " "}),
        lambda: client.create_menu(Menu(())),
        lambda: client.create_qr("", expire_seconds=60),
        lambda: client.create_qr("s" * 65, expire_seconds=60),
        lambda: client.create_qr("s", expire_seconds=0),
        lambda: client.create_qr("s", expire_seconds=2_592_001),
    ]
    for call in wrong:
        with pytest.raises(OurDataIsWrong):
            call()
    assert wechat.asked == []


def test_somebody_who_left_is_told_as_such(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers[SEND] = {"errcode": 43004, "errmsg": "require subscribe"}
    with pytest.raises(Unfollowed):
        client.send_template("oPerson", "T", {"thing1": "值"})


def test_a_customer_message_is_cut_to_what_fits(wechat: LocalWeChat, client: Client) -> None:
    client.send_text("oPerson", "好" * 1000)
    sent = wechat.asked[-1]
    assert sent.path == "/cgi-bin/message/custom/send"
    assert (sent.json["touser"], sent.json["msgtype"]) == ("oPerson", "text")
    assert len(sent.json["text"]["content"].encode()) <= 2048


def test_a_follower_is_told_from_a_stranger(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers["/cgi-bin/user/info"] = {
        "subscribe": 1,
        "openid": "o1",
        "unionid": "u1",
        "subscribe_time": 1795397400,
        "nickname": "",
    }
    follower = client.get_user("o1")
    assert (follower.follows, follower.union_id) == (True, "u1")
    assert follower.subscribed_at == datetime.fromtimestamp(1795397400, UTC)
    wechat.answers["/cgi-bin/user/info"] = {"subscribe": 0, "openid": "o2"}
    assert client.get_user("o2").follows is False


def test_a_qr_that_expires_says_when(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers["/cgi-bin/qrcode/create"] = {
        "ticket": "gQ==",
        "expire_seconds": 600,
        "url": "http://weixin.qq.com/q/x",
    }
    qr = client.create_qr("act:12", expire_seconds=600)
    assert wechat.asked[-1].json == {
        "action_info": {"scene": {"scene_str": "act:12"}},
        "action_name": "QR_STR_SCENE",
        "expire_seconds": 600,
    }
    assert qr.expires_at == NOW + timedelta(seconds=600)
    assert qr.picture_url == f"{wechat.base_url}cgi-bin/showqrcode?ticket=gQ%3D%3D"


def test_a_permanent_qr_never_expires(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers["/cgi-bin/qrcode/create"] = {"ticket": "t", "url": "http://u"}
    assert client.create_qr("site:3", expire_seconds=None).expires_at is None
    assert wechat.asked[-1].json["action_name"] == "QR_LIMIT_STR_SCENE"


def test_a_menu_goes_up_and_comes_back(wechat: LocalWeChat, client: Client) -> None:
    menu = Menu((link("活动", "https://h/a"), Submenu("我的", (click("时长", "MY_HOURS"),))))
    client.create_menu(menu)
    sent = wechat.asked[-1]
    assert sent.path == "/cgi-bin/menu/create"
    assert "时长".encode() in sent.body
    wechat.answers["/cgi-bin/menu/get"] = {"menu": sent.json}
    assert client.get_menu() == menu
    client.delete_menu()
    assert wechat.paths()[-1] == "/cgi-bin/menu/delete"


def test_no_menu_is_none(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers["/cgi-bin/menu/get"] = {"errcode": 46003, "errmsg": "menu no exist"}
    wechat.answers["/cgi-bin/get_current_selfmenu_info"] = {"is_menu_open": 0}
    assert client.get_menu() is None
    assert client.get_shown_menu() is None


def test_the_shown_menu_nests_otherwise(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers["/cgi-bin/get_current_selfmenu_info"] = {
        "is_menu_open": 1,
        "selfmenu_info": {
            "button": [
                {
                    "name": "我的",
                    "sub_button": {"list": [{"type": "text", "name": "地址", "value": "驿站"}]},
                }
            ]
        },
    }
    assert client.get_shown_menu() == Menu((Submenu("我的", (Button("地址", "text", "驿站"),)),))


def test_the_jsapi_ticket_is_fetched_once_and_shared(wechat: LocalWeChat) -> None:
    wechat.answers["/cgi-bin/ticket/getticket"] = {"errcode": 0, "ticket": "J", "expires_in": 7200}
    store = MemoryTokenStore()
    account = an_account(api_base_url=wechat.base_url)
    one, other = (Client(account, store, now=lambda: NOW) for _ in range(2))
    assert other.stored_jsapi_ticket() is None
    assert wechat.asked == []
    signed = one.jsapi_signature("https://h/page?a=b#top")
    assert other.stored_jsapi_ticket() == other.jsapi_ticket() == "J"
    assert signed.app_id == account.app_id
    assert wechat.paths() == ["/cgi-bin/stable_token", "/cgi-bin/ticket/getticket"]
    assert wechat.asked[-1].query["type"] == "jsapi"
