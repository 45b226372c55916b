from urllib.parse import parse_qs, urlsplit

import pytest

from tests.wechat.deliveries import an_account
from tests.wechat.local_wechat import LocalWeChat
from wechat import AnswerLost, CodeSpent, NotConfigured, OurDataIsWrong, Visitor, WebSignIn

EXCHANGE = "/sns/oauth2/access_token"


@pytest.fixture
def sign_in(wechat: LocalWeChat) -> WebSignIn:
    return WebSignIn(an_account(api_base_url=wechat.base_url), timeout=(1, 0.3))


def test_the_address_has_wechats_order_and_ending() -> None:
    url = WebSignIn(an_account()).authorize_url("https://h.cn/auth?next=/我&b=1", "abc123")
    assert url == (
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx0123456789abcdef"
        "&redirect_uri=https%3A%2F%2Fh.cn%2Fauth%3Fnext%3D%2F%E6%88%91%26b%3D1"
        "&response_type=code&scope=snsapi_base&state=abc123#wechat_redirect"
    )
    assert parse_qs(urlsplit(url).query)["redirect_uri"] == ["https://h.cn/auth?next=/我&b=1"]


def test_a_stand_in_has_its_own_address() -> None:
    account = an_account(oauth_base_url="http://127.0.0.1:5002/open")
    url = WebSignIn(account).authorize_url("https://h.cn/", "s")
    assert url.startswith("http://127.0.0.1:5002/open/connect/oauth2/authorize?appid=")


@pytest.mark.parametrize("state", ["", "a-b", "状态", "a" * 129, "a\n", "a&b=c"])
def test_a_state_wechat_would_refuse_is_refused(state: str) -> None:
    with pytest.raises(OurDataIsWrong):
        WebSignIn(an_account()).authorize_url("https://h.cn/", state)


def test_a_code_becomes_a_visitor(wechat: LocalWeChat, sign_in: WebSignIn) -> None:
    wechat.content_type = "text/plain"
    wechat.answers[EXCHANGE] = {"access_token": "A", "openid": "o1", "unionid": "u1"}
    assert sign_in.visitor("CODE") == Visitor("o1", "u1", is_snapshot=False)
    assert wechat.asked[-1].query == {
        "appid": "wx0123456789abcdef",
        "secret": "s" * 32,
        "code": "CODE",
        "grant_type": "authorization_code",
    }


@pytest.mark.parametrize(
    ("flag", "is_snapshot"), [(1, True), ("1", True), (0, False), (None, False)]
)
def test_a_snapshot_is_marked(
    wechat: LocalWeChat, sign_in: WebSignIn, flag: object, is_snapshot: bool
) -> None:
    wechat.answers[EXCHANGE] = {"openid": "o1", "is_snapshotuser": flag}
    assert sign_in.visitor("CODE") == Visitor("o1", "", is_snapshot=is_snapshot)


@pytest.mark.parametrize("errcode", [40029, 40163, 42003])
def test_a_spent_code_says_so(wechat: LocalWeChat, sign_in: WebSignIn, errcode: int) -> None:
    wechat.answers[EXCHANGE] = {"errcode": errcode, "errmsg": "code been used, rid: 6a1b-22c3"}
    with pytest.raises(CodeSpent) as spent:
        sign_in.visitor("CODE")
    assert spent.value.rid == "6a1b-22c3"


@pytest.mark.parametrize("code", ["", "c" * 513])
def test_what_is_no_code_is_not_sent(wechat: LocalWeChat, sign_in: WebSignIn, code: str) -> None:
    with pytest.raises(CodeSpent):
        sign_in.visitor(code)
    assert wechat.asked == []


def test_a_wrong_secret_is_ours_to_mend(wechat: LocalWeChat, sign_in: WebSignIn) -> None:
    wechat.answers[EXCHANGE] = {"errcode": 40125, "errmsg": "invalid appsecret"}
    with pytest.raises(NotConfigured):
        sign_in.visitor("CODE")


@pytest.mark.parametrize("answer", [{}, {"openid": ""}, {"openid": 7}, b"", 502])
def test_an_answer_that_names_nobody_is_lost(
    wechat: LocalWeChat, sign_in: WebSignIn, answer: dict[str, object] | bytes | int
) -> None:
    wechat.answers[EXCHANGE] = answer
    with pytest.raises(AnswerLost) as lost:
        sign_in.visitor("CODE")
    assert "s" * 32 not in str(lost.value)
