"""What the account receives, and what becomes of its answers."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.wechat.simulator.phone import Phone

OUT_OF_SERVICE = "该公众号暂时无法提供服务，请稍后再试"


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_a_text_is_delivered_and_answered_in_every_mode(
    start: Callable[..., Phone], mode: str
) -> None:
    phone = start(message_mode=mode)
    phone.account.say = "您好 😀 & <b>"
    phone.do("follow")
    deed = phone.do("text", text="我的时长 ]]> & <x>")
    assert phone.account.received[-1].content == "我的时长 ]]> & <x>"
    assert [reply["text"] for reply in deed["replies"]] == ["您好 😀 & <b>"]
    assert deed["served"] is True


def test_in_safe_mode_the_body_shows_nothing_and_a_plain_answer_is_refused(phone: Phone) -> None:
    phone.do("follow")
    phone.account.say, phone.account.encrypt = "您好", False
    deed = phone.do("text", text="在吗")
    assert (deed["served"], deed["replies"]) == (False, [])
    assert deed["entries"][-1]["text"] == OUT_OF_SERVICE


def test_message_ids_are_beyond_what_a_float_can_hold(phone: Phone) -> None:
    phone.do("follow")
    phone.do("text", text="0")
    assert int(phone.account.received[-1].id) > 2**53


def test_following_through_a_scene_names_the_scene(phone: Phone) -> None:
    phone.do("follow", scene="check-in-7")
    assert phone.account.received[-1].event == "subscribe_scan"
    assert "qrscene_check-in-7" in phone.account.plaintexts[-1]


def test_unfollowing_is_told_but_its_answer_reaches_nobody(phone: Phone) -> None:
    phone.do("follow")
    phone.account.say = "别走"
    deed = phone.do("unfollow")
    assert (phone.account.events()[-1], deed["replies"]) == ("unsubscribe", [])
    assert phone.do("text", text="在吗") == {"error": "还没有关注公众号"}


def test_an_unanswered_message_comes_three_times_with_the_same_id(
    start: Callable[..., Phone],
) -> None:
    phone = start(callback_timeout_seconds=0.3)
    phone.do("follow")
    phone.account.waits_seconds = [0.8, 0.8, 0.8]
    deed = phone.do("text", text="在吗")
    assert [attempt["attempt"] for attempt in deed["deliveries"]] == [1, 2, 3]
    assert len({message.id for message in phone.account.received[1:]}) == 1
    assert deed["entries"][-1]["text"] == OUT_OF_SERVICE


def test_a_late_first_answer_is_made_good_by_the_second(start: Callable[..., Phone]) -> None:
    phone = start(callback_timeout_seconds=0.5)
    phone.do("follow")
    phone.account.say, phone.account.waits_seconds = "来了", [1.0]
    deed = phone.do("text", text="在吗")
    assert ([r["text"] for r in deed["replies"]], len(deed["deliveries"])) == (["来了"], 2)


@pytest.mark.parametrize(
    ("raw", "served"),
    [
        ("", True),
        ("success", True),
        ('{"errcode": 0}', False),
        (" <xml></xml>", False),
        ("<xml><Broken></xml>", False),
        ("<html></html>", False),
        ('<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', False),
    ],
)
def test_answers_wechat_cannot_read_become_the_sentence_users_know(
    start: Callable[..., Phone], raw: str, served: bool
) -> None:
    phone = start(message_mode="plain")
    phone.do("follow")
    phone.account.raw = raw
    deed = phone.do("text", text="在吗")
    assert deed["served"] is served
    assert any(entry["text"] == OUT_OF_SERVICE for entry in deed["entries"]) is not served


def test_a_server_error_is_tried_again_and_a_refusal_is_not(phone: Phone) -> None:
    phone.do("follow")
    phone.account.status = 500
    assert len(phone.do("text", text="在吗")["deliveries"]) == 3
    phone.account.status = 403
    deed = phone.do("text", text="在吗")
    assert (len(deed["deliveries"]), deed["served"]) == (1, False)


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (2, 0)])
def test_a_message_may_be_answered_with_one_article(phone: Phone, count: int, shown: int) -> None:
    phone.do("follow")
    article = {"title": "周末清洁行动", "description": "", "image": "", "url": "http://a/b"}
    phone.account.say = [article] * count  # type: ignore[assignment]
    deed = phone.do("text", text="活动")
    assert [len(reply["articles"]) for reply in deed["replies"]] == [count] * shown


def test_the_person_of_an_authorisation_event_stands_in_its_open_id_field(phone: Phone) -> None:
    phone.do("authorization", event="user_authorization_revoke", revoke_info="206")
    assert f"<OpenID><![CDATA[{phone.open_id()}]]></OpenID>" in phone.account.plaintexts[-1]
    assert phone.account.received[-1].source != phone.open_id()


def test_a_message_can_arrive_twice_and_is_answered_once(phone: Phone) -> None:
    phone.do("follow")
    phone.account.say = "好"
    phone.ask("POST", "/faults", path="callback", kind="deliver_twice", times=1)
    deed = phone.do("text", text="在吗")
    assert len(phone.account.received) == 3
    assert len(deed["replies"]) == 1


def test_a_thrown_away_answer_leads_to_a_redelivery(phone: Phone) -> None:
    phone.do("follow")
    phone.account.say = "好"
    phone.ask("POST", "/faults", path="callback", kind="no_answer_read", times=1)
    deed: dict[str, Any] = phone.do("text", text="在吗")
    assert [bool(attempt["problem"]) for attempt in deed["deliveries"]] == [True, False]
    assert [reply["text"] for reply in deed["replies"]] == ["好"]
