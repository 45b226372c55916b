import pytest

from tests.wechat.deliveries import KEY, an_account
from wechat import AccountMisconfigured


def test_base_urls_end_in_a_slash() -> None:
    account = an_account(api_base_url="http://127.0.0.1:5002")
    assert account.api_base_url == "http://127.0.0.1:5002/"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"app_id": ""}, "app_id"),
        ({"app_secret": ""}, "app_secret"),
        ({"token": "no spaces please"}, "token"),
        ({"message_mode": "secret"}, "message_mode"),
        ({"encoding_aes_key": ""}, "encoding_aes_key"),
        ({"encoding_aes_key": KEY[:-1]}, "43"),
        ({"old_encoding_aes_key": "-" * 43}, "43"),
        ({"api_base_url": "api.weixin.qq.com"}, "api_base_url"),
        ({"oauth_base_url": "ftp://open.weixin.qq.com/"}, "oauth_base_url"),
        ({"api_base_url": "https://api.weixin.qq.com/?a=b"}, "api_base_url"),
        ({"api_base_url": "http://[half"}, "api_base_url"),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(change: dict[str, str], word: str) -> None:
    with pytest.raises(AccountMisconfigured, match=word):
        an_account(**change)


def test_plain_mode_needs_no_key() -> None:
    assert an_account(message_mode="plain", encoding_aes_key="").aes_keys == ()


def test_secrets_do_not_show_in_logs() -> None:
    account = an_account(old_encoding_aes_key=KEY[::-1].replace("G", "A", 1) or KEY)
    shown = repr(account)
    assert account.app_id in shown
    for secret in (account.app_secret, account.token, *account.aes_keys):
        assert secret not in shown


def test_pictures_of_qrs_are_on_wechats_own_host() -> None:
    assert an_account().qr_picture_url("a+b/c=") == (
        "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=a%2Bb%2Fc%3D"
    )


def test_pictures_of_qrs_of_a_stand_in_are_at_the_stand_in() -> None:
    picture = an_account(api_base_url="http://127.0.0.1:5002/").qr_picture_url("t")
    assert picture == "http://127.0.0.1:5002/cgi-bin/showqrcode?ticket=t"
