import socket
import threading
import time

import pytest
import requests

from tests.wechat.deliveries import NOW, an_account
from tests.wechat.local_wechat import Asked, LocalWeChat
from wechat import (
    AnswerLost,
    Client,
    MemoryTokenStore,
    NotConfigured,
    TokenRejected,
    Unfollowed,
    Unreachable,
)

REJECTED = {"errcode": 40001, "errmsg": "invalid credential rid: 6a1b-22c3-04d5"}
SEND = "/cgi-bin/message/template/send"


def a_client(base_url: str, *, timeout: tuple[float, float] = (1, 5)) -> Client:
    account = an_account(api_base_url=base_url)
    return Client(account, MemoryTokenStore(), now=lambda: NOW, timeout=timeout)


def test_the_token_is_a_stable_one_asked_for_by_post(wechat: LocalWeChat, client: Client) -> None:
    client.get_user("oPerson")
    asked = wechat.asked[0]
    assert asked.path == "/cgi-bin/stable_token"
    assert asked.query == {}
    assert asked.json == {
        "grant_type": "client_credential",
        "appid": client.account.app_id,
        "secret": client.account.app_secret,
        "force_refresh": False,
    }


def test_sixteen_threads_fetch_one_token(wechat: LocalWeChat, client: Client) -> None:
    def slow_token(_: Asked) -> dict[str, object]:
        time.sleep(0.05)
        return {"access_token": "TOKEN-1", "expires_in": 7200}

    wechat.answers["/cgi-bin/stable_token"] = slow_token
    threads = [threading.Thread(target=client.get_user, args=("oPerson",)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wechat.paths().count("/cgi-bin/stable_token") == 1
    assert wechat.paths().count("/cgi-bin/user/info") == 16


def test_every_thread_has_a_session_of_its_own(wechat: LocalWeChat) -> None:
    made: list[requests.Session] = []

    def make() -> requests.Session:
        made.append(requests.Session())
        return made[-1]

    account = an_account(api_base_url=wechat.base_url)
    client = Client(account, MemoryTokenStore(), now=lambda: NOW, make_session=make)
    for _ in range(2):
        client.get_user("oPerson")
    assert len(made) == 1
    thread = threading.Thread(target=client.get_user, args=("oPerson",))
    thread.start()
    thread.join()
    assert len(made) == 2


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_a_refused_token_is_refreshed_once_and_the_call_repeated(
    wechat: LocalWeChat, client: Client, errcode: int
) -> None:
    client.get_user("oPerson")
    wechat.answers["/cgi-bin/stable_token"] = {"access_token": "TOKEN-2", "expires_in": 7200}
    wechat.answers[SEND] = lambda asked: (
        {"errcode": errcode, "errmsg": "no"}
        if asked.query["access_token"] == "TOKEN-1"
        else {"errcode": 0, "msgid": 3487542469355618313}
    )
    assert client.send_template("oPerson", "T", {"thing1": "值"}) == "3487542469355618313"
    assert wechat.paths().count("/cgi-bin/stable_token") == 2
    assert wechat.paths().count(SEND) == 2


def test_a_lasting_refusal_is_two_calls_and_one_fetch(wechat: LocalWeChat, client: Client) -> None:
    client.get_user("oPerson")
    wechat.asked.clear()
    wechat.answers[SEND] = REJECTED
    with pytest.raises(TokenRejected) as refused:
        client.send_template("oPerson", "T", {"thing1": "值"})
    assert wechat.paths() == [SEND, "/cgi-bin/stable_token", SEND]
    assert (refused.value.errcode, refused.value.rid) == (40001, "6a1b-22c3-04d5")


def test_a_wrong_secret_is_told_without_the_secret(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers["/cgi-bin/stable_token"] = {"errcode": 40125, "errmsg": "invalid appsecret"}
    with pytest.raises(NotConfigured) as refused:
        client.send_text("oPerson", "hi")
    assert client.account.app_secret not in str(refused.value)
    assert wechat.paths() == ["/cgi-bin/stable_token"]


@pytest.mark.parametrize(
    "answer", [{}, {"access_token": ""}, {"access_token": 7}, b"<html>", b"[]"]
)
def test_an_answer_without_token_is_lost(
    wechat: LocalWeChat, client: Client, answer: dict[str, object] | bytes
) -> None:
    wechat.answers["/cgi-bin/stable_token"] = answer
    with pytest.raises(AnswerLost):
        client.send_text("oPerson", "hi")


def test_a_server_that_hangs_is_left_after_the_timeout(wechat: LocalWeChat) -> None:
    go_on = threading.Event()

    def hangs(_: Asked) -> dict[str, object]:
        go_on.wait(5)
        return {}

    wechat.answers["/cgi-bin/stable_token"] = hangs
    client = a_client(wechat.base_url, timeout=(0.2, 0.2))
    started = time.monotonic()
    try:
        with pytest.raises(AnswerLost):
            client.send_text("oPerson", "hi")
    finally:
        go_on.set()
    assert time.monotonic() - started < 2


def test_the_usual_timeouts_are_three_and_ten_seconds() -> None:
    given: list[object] = []

    class Session(requests.Session):
        def request(self, *_: object, **options: object) -> requests.Response:
            given.append(options["timeout"])
            raise requests.ReadTimeout

    account = an_account()
    client = Client(account, MemoryTokenStore(), now=lambda: NOW, make_session=Session)
    with pytest.raises(AnswerLost):
        client.send_text("oPerson", "hi")
    assert given == [(3, 10)]


def test_a_closed_port_means_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        with pytest.raises(Unreachable) as refused:
            a_client(f"http://127.0.0.1:{taken.getsockname()[1]}/").send_text("oPerson", "hi")
    assert str(refused.value) == "ConnectionError"


def test_a_connection_that_breaks_may_have_done_it(wechat: LocalWeChat, client: Client) -> None:
    client.get_user("oPerson")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take_and_hang_up() -> None:
            connection, _ = server.accept()
            connection.recv(65536)
            connection.close()

        thread = threading.Thread(target=take_and_hang_up)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        with pytest.raises(AnswerLost) as lost:
            client.post(url, data={"a": 1})
        thread.join()
    assert "TOKEN-1" not in str(lost.value)
    assert lost.value.__cause__ is None
    assert lost.value.__suppress_context__


@pytest.mark.parametrize("status", [301, 404, 500, 502, 503])
def test_every_status_but_200_is_a_lost_answer(
    wechat: LocalWeChat, client: Client, status: int
) -> None:
    wechat.answers[SEND] = status
    with pytest.raises(AnswerLost):
        client.send_template("oPerson", "T", {"thing1": "值"})
    assert wechat.paths().count(SEND) == 1


def test_text_without_charset_is_read_as_utf8(wechat: LocalWeChat, client: Client) -> None:
    wechat.content_type = "text/plain"
    wechat.answers["/cgi-bin/menu/get"] = {
        "menu": {"button": [{"type": "click", "name": "我的时长"}]}
    }
    menu = client.get_menu()
    assert menu is not None
    assert menu.entries[0].name == "我的时长"


def test_control_bytes_and_broken_utf8_do_no_harm(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers["/cgi-bin/user/info"] = (
        b'{"subscribe": 1, "openid": "o1", "nickname": "a\x01\xff\xe5b", "qr_scene_str": "act:1"}'
    )
    assert client.get_user("o1").scene == "act:1"


def test_an_errcode_in_a_string_counts(wechat: LocalWeChat, client: Client) -> None:
    wechat.answers["/cgi-bin/user/info"] = {"errcode": "43004", "errmsg": "no"}
    with pytest.raises(Unfollowed):
        client.get_user("o1")


def test_api_classes_with_a_host_of_their_own_go_to_the_accounts_host(
    wechat: LocalWeChat, client: Client
) -> None:
    wechat.answers["/datacube/getusersummary"] = {"list": []}
    client.datacube.get_user_summary("2026-11-01", "2026-11-02")
    client.post("draft/add", data={"articles": []})
    client.get("https://api.weixin.qq.com/semantic/x")
    wechat.answers["/cgi-bin/tags/get"] = {"tags": []}
    client.tag.get()
    assert [path for path in wechat.paths() if "stable_token" not in path] == [
        "/datacube/getusersummary",
        "/cgi-bin/draft/add",
        "/semantic/x",
        "/cgi-bin/tags/get",
    ]


def test_no_call_of_wechatpys_leaves_for_tencent(wechat: LocalWeChat, client: Client) -> None:
    own_base = [
        name
        for name in dir(type(client))
        if getattr(getattr(type(client), name), "API_BASE_URL", None)
    ]
    assert {"card", "datacube", "invoice", "scan", "wxa"} <= set(own_base)
    for name in own_base:
        getattr(client, name)._get(f"probe/{name}")
        assert wechat.asked[-1].path.endswith(f"/probe/{name}")


def test_a_redirect_does_not_carry_the_token_elsewhere(wechat: LocalWeChat, client: Client) -> None:
    client.get_user("oPerson")
    wechat.headers["Location"] = f"{wechat.base_url}elsewhere"
    wechat.answers["/cgi-bin/user/info"] = 302
    with pytest.raises(AnswerLost):
        client.get_user("oPerson")
    assert "/elsewhere" not in wechat.paths()


def test_a_downloaded_file_comes_as_it_is(wechat: LocalWeChat, client: Client) -> None:
    client.get_user("o1")
    wechat.content_type = "image/jpeg"
    wechat.answers["/cgi-bin/media/get"] = b"\xff\xd8\xff"
    assert client.media.download("m").content == b"\xff\xd8\xff"
