import base64
import secrets
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from tests.wechat.deliveries import KEY, OLD_KEY, an_account, encrypted, encrypted_raw
from wechat import BadBody, CallbackRefused, WrongAppId
from wechat.envelope import open_envelope, seal_envelope

MESSAGE = "<xml><Content>您好\n</Content></xml>\n"


@given(message=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_every_message_comes_out_as_it_went_in(message: str) -> None:
    opened = open_envelope(an_account(), encrypted(message.encode()))
    assert opened.text == message


def test_the_current_key_opens() -> None:
    account = an_account(old_encoding_aes_key=OLD_KEY)
    assert open_envelope(account, encrypted(MESSAGE.encode())).encoding_aes_key == KEY


def test_the_previous_key_still_opens() -> None:
    account = an_account(old_encoding_aes_key=OLD_KEY)
    opened = open_envelope(account, encrypted(MESSAGE.encode(), key=OLD_KEY))
    assert (opened.text, opened.encoding_aes_key) == (MESSAGE, OLD_KEY)


def test_a_foreign_key_is_refused() -> None:
    for _ in range(300):  # decrypts to chance: most chances must be refused as unreadable
        with pytest.raises(CallbackRefused):
            open_envelope(an_account(), encrypted(MESSAGE.encode(), key=OLD_KEY))


@pytest.mark.parametrize("app_id", ["wxanotheraccount00", "", "wx0123456789abcdef0", "wx012345"])
def test_another_app_id_is_refused(app_id: str) -> None:
    account = an_account(old_encoding_aes_key=OLD_KEY)
    with pytest.raises(WrongAppId):
        open_envelope(account, encrypted(MESSAGE.encode(), app_id=app_id))


@pytest.mark.parametrize(
    "inner",
    [
        b"",
        b"r" * 16,
        b"r" * 16 + (2**32 - 1).to_bytes(4, "big") + b"wx0123456789abcdef",
        b"r" * 16 + (19).to_bytes(4, "big") + b"wx0123456789abcdef",
    ],
)
def test_a_length_that_cannot_be_is_refused(inner: bytes) -> None:
    with pytest.raises(BadBody):
        open_envelope(an_account(), encrypted_raw(inner))


def test_a_message_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(BadBody):
        open_envelope(an_account(), encrypted(b"\xff\xfe"))


@pytest.mark.parametrize("envelope", ["", "!!!!", "AAAA", base64.b64encode(b"x" * 17).decode()])
def test_what_is_not_base64_of_whole_blocks_is_refused(envelope: str) -> None:
    with pytest.raises(BadBody):
        open_envelope(an_account(), envelope)


@given(st.binary(min_size=16, max_size=96).map(lambda raw: raw[: len(raw) // 16 * 16]))
def test_noise_is_refused_and_nothing_else_is_raised(noise: bytes) -> None:
    with pytest.raises(CallbackRefused):
        open_envelope(an_account(), base64.b64encode(noise).decode())


def test_stock_wechatpy_opens_what_we_seal() -> None:
    account = an_account()
    sealed = seal_envelope(account, MESSAGE, encoding_aes_key=KEY, timestamp=1795397400)
    root = ElementTree.fromstring(sealed)
    stock = WeChatCrypto(account.token, KEY, account.app_id)
    signature, nonce = root.findtext("MsgSignature"), root.findtext("Nonce")
    assert stock.decrypt_message(sealed, signature, "1795397400", nonce) == MESSAGE


def test_the_same_answer_is_sealed_differently_each_time() -> None:
    account = an_account()
    sealed = {
        ElementTree.fromstring(
            seal_envelope(account, MESSAGE, encoding_aes_key=KEY, timestamp=1)
        ).findtext("Encrypt")
        for _ in range(5)
    }
    assert len(sealed) == 5


def test_without_any_key_nothing_opens() -> None:
    account = an_account(message_mode="plain", encoding_aes_key="")
    with pytest.raises(BadBody):
        open_envelope(account, base64.b64encode(secrets.token_bytes(32)).decode())
