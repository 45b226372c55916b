import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from tests.wechat.deliveries import (
    KEY,
    NOW,
    OLD_KEY,
    an_account,
    encrypted,
    event_xml,
    safe_delivery,
    signed,
    text_xml,
)
from wechat import (
    Account,
    BadBody,
    BadSignature,
    Callback,
    CallbackRefused,
    Incoming,
    MemorySeenMessages,
    Stale,
    Text,
    WrongAppId,
)


class Desk:
    """An answering function that counts."""

    def __init__(self, reply: str | None = "收到") -> None:
        self.reply = reply
        self.answered: list[Incoming] = []

    def __call__(self, message: Incoming) -> str | None:
        self.answered.append(message)
        return self.reply


def a_callback(
    account: Account,
    desk: Callable[[Incoming], str | None],
    *,
    now: datetime = NOW,
    seen: MemorySeenMessages | None = None,
) -> Callback:
    return Callback(account, desk, seen or MemorySeenMessages(), lambda: now)


def opened(account: Account, answer: str, *, key: str = KEY) -> str | None:
    root = ElementTree.fromstring(answer)
    crypto = WeChatCrypto(account.token, key, account.app_id)
    signature, nonce = root.findtext("MsgSignature"), root.findtext("Nonce")
    plain = crypto.decrypt_message(answer, signature, root.findtext("TimeStamp"), nonce)
    return ElementTree.fromstring(plain).findtext("Content")


def test_the_echostr_comes_back_as_it_is(account: Account) -> None:
    args = {**signed(account), "echostr": "4375120948345356249"}
    assert a_callback(account, Desk()).verify(args) == "4375120948345356249"


def test_an_unsigned_echostr_does_not(account: Account) -> None:
    with pytest.raises(BadSignature):
        a_callback(account, Desk()).verify({"echostr": "x"})


def test_an_old_verification_does_not(account: Account) -> None:
    with pytest.raises(Stale):
        a_callback(account, Desk(), now=NOW + timedelta(minutes=6)).verify(signed(account))


def test_safe_mode_reads_and_answers_encrypted(account: Account) -> None:
    desk = Desk("您好，]]>")
    answer = a_callback(account, desk).receive(*safe_delivery(account, text_xml("帮助")))
    assert opened(account, answer) == "您好，]]>"
    (message,) = desk.answered
    assert isinstance(message, Text)
    assert message.content == "帮助"


def test_nothing_to_say_stays_unencrypted(account: Account) -> None:
    answer = a_callback(account, Desk(None)).receive(*safe_delivery(account, text_xml("hi")))
    assert answer == "success"


def test_what_came_under_the_previous_key_is_answered_under_it() -> None:
    account = an_account(old_encoding_aes_key=OLD_KEY)
    delivery = safe_delivery(account, text_xml("hi"), key=OLD_KEY)
    assert opened(account, a_callback(account, Desk()).receive(*delivery), key=OLD_KEY) == "收到"


def test_a_plain_body_under_a_valid_url_signature_is_refused_in_safe_mode(account: Account) -> None:
    desk = Desk()
    with pytest.raises(BadBody):
        a_callback(account, desk).receive(signed(account), text_xml("forged").encode())
    assert desk.answered == []


def test_a_forged_envelope_under_a_valid_url_signature_is_refused(account: Account) -> None:
    desk = Desk()
    _, body = safe_delivery(account, text_xml("forged"))
    for args in (signed(account), {**signed(account), "encrypt_type": "aes"}):
        with pytest.raises(BadSignature):
            a_callback(account, desk).receive(args, body)
    assert desk.answered == []


def test_one_envelopes_signature_does_not_cover_another(account: Account) -> None:
    args, _ = safe_delivery(account, text_xml("one"))
    _, other = safe_delivery(account, text_xml("other"))
    with pytest.raises(BadSignature):
        a_callback(account, Desk()).receive(args, other)


def test_an_announced_envelope_that_is_missing_is_refused() -> None:
    account = an_account(message_mode="compatible")
    args = {**signed(account), "encrypt_type": "aes"}
    with pytest.raises(BadBody):
        a_callback(account, Desk()).receive(args, text_xml("hi").encode())


def test_another_accounts_message_is_refused(account: Account) -> None:
    with pytest.raises(WrongAppId):
        a_callback(account, Desk()).receive(
            *safe_delivery(account, text_xml("hi"), app_id="wxother")
        )


def test_a_delivery_six_minutes_old_is_refused(account: Account) -> None:
    delivery = safe_delivery(account, text_xml("hi"))
    with pytest.raises(Stale):
        a_callback(account, Desk(), now=NOW + timedelta(minutes=6)).receive(*delivery)


def test_plain_mode_reads_and_answers_plain() -> None:
    account = an_account(message_mode="plain", encoding_aes_key="")
    answer = a_callback(account, Desk()).receive(signed(account), text_xml("hi").encode())
    assert ElementTree.fromstring(answer).findtext("Content") == "收到"


def test_plain_mode_refuses_a_bad_signature() -> None:
    account = an_account(message_mode="plain", encoding_aes_key="")
    args = {**signed(account), "nonce": "other"}
    with pytest.raises(BadSignature):
        a_callback(account, Desk()).receive(args, text_xml("hi").encode())


def test_compatible_mode_believes_the_envelope_not_the_plain_fields_beside_it() -> None:
    account = an_account(message_mode="compatible")
    desk = Desk()
    encrypt = encrypted(text_xml("真的").encode())
    body = text_xml("假的").replace("</xml>", f"<Encrypt>{encrypt}</Encrypt></xml>").encode()
    answer = a_callback(account, desk).receive(signed(account, encrypt=encrypt), body)
    assert opened(account, answer) == "收到"
    (message,) = desk.answered
    assert isinstance(message, Text)
    assert message.content == "真的"


def test_a_redelivered_message_gets_the_first_answer_and_is_done_once(account: Account) -> None:
    desk, seen = Desk("第一次"), MemorySeenMessages()
    first = a_callback(account, desk, seen=seen)
    assert opened(account, first.receive(*safe_delivery(account, text_xml("hi")))) == "第一次"
    desk.reply = "第二次"
    another_process = a_callback(account, desk, seen=seen)
    again = another_process.receive(*safe_delivery(account, text_xml("hi")))
    assert opened(account, again) == "第一次"
    assert len(desk.answered) == 1


def test_a_redelivered_event_is_done_once(account: Account) -> None:
    desk = Desk()
    callback = a_callback(account, desk)
    event = event_xml("CLICK", "<EventKey>MY_HOURS</EventKey>")
    answers = {opened(account, callback.receive(*safe_delivery(account, event))) for _ in range(3)}
    assert answers == {"收到"}
    assert len(desk.answered) == 1


def test_fifteen_people_with_one_message_id_are_all_answered(account: Account) -> None:
    desk = Desk()
    callback = a_callback(account, desk)
    for n in range(15):
        callback.receive(*safe_delivery(account, text_xml("hi", sender=f"oPerson{n}")))
    assert len({message.open_id for message in desk.answered}) == 15


def test_a_redelivery_while_the_first_is_in_work_is_told_success(account: Account) -> None:
    working, may_finish = threading.Event(), threading.Event()
    answered: list[str] = []

    def slow(_: Incoming) -> str:
        working.set()
        assert may_finish.wait(10)
        return "慢"

    callback = a_callback(account, slow)
    first = threading.Thread(
        target=lambda: answered.append(callback.receive(*safe_delivery(account, text_xml("hi"))))
    )
    first.start()
    assert working.wait(10)
    second = callback.receive(*safe_delivery(account, text_xml("hi")))
    may_finish.set()
    first.join()
    assert second == "success"
    assert opened(account, answered[0]) == "慢"


def test_a_failure_comes_out_and_the_redelivery_is_done_anew(account: Account) -> None:
    attempts: list[Incoming] = []

    def fails_once(message: Incoming) -> str:
        attempts.append(message)
        if len(attempts) == 1:
            raise RuntimeError("the database is away")
        return "好了"

    callback = a_callback(account, fails_once)
    with pytest.raises(RuntimeError):
        callback.receive(*safe_delivery(account, text_xml("hi")))
    answer = callback.receive(*safe_delivery(account, text_xml("hi")))
    assert opened(account, answer) == "好了"


@given(body=st.binary(max_size=200))
def test_any_body_is_refused_and_nothing_else_is_raised(body: bytes) -> None:
    for mode in ("plain", "compatible", "safe"):
        account = an_account(message_mode=mode)
        with pytest.raises(CallbackRefused):
            a_callback(account, Desk()).receive(signed(account), body)


@pytest.mark.parametrize("args", [{}, {"signature": "签"}, {"encrypt_type": "aes"}])
def test_any_query_is_refused_and_nothing_else_is_raised(args: dict[str, str]) -> None:
    for mode in ("plain", "compatible", "safe"):
        account = an_account(message_mode=mode)
        with pytest.raises(CallbackRefused):
            a_callback(account, Desk()).receive(args, text_xml("hi").encode())


def test_a_body_over_the_limit_is_refused(account: Account) -> None:
    with pytest.raises(BadBody):
        a_callback(account, Desk()).receive(*safe_delivery(account, text_xml("长" * 30_000)))
