"""People write as they please; what they mean is found."""

import pytest

from app.adapters.wechat_menu import HELP, MY_ACTIVITIES, MY_CARD, MY_HOURS
from app.entrypoints.wechat import wording
from app.entrypoints.wechat.wording import (
    CHECK_IN,
    CONTACT,
    CULTURE,
    FIND,
    REGISTER,
    THANKS,
    meaning,
    search_words,
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("帮助", HELP),
        ("?", HELP),
        ("您好！", HELP),
        ("Hello", HELP),
        ("我的时长", MY_HOURS),
        (" 时长。", MY_HOURS),
        ("取消报名", MY_ACTIVITIES),
        ("服务卡", MY_CARD),
        ("签到", CHECK_IN),
        ("有什么活动？", FIND),
        ("看电影", CULTURE),
        ("我的票。", CULTURE),
        ("客服", CONTACT),
        ("转人工客服", CONTACT),
        ("登记", REGISTER),
        ("怎么报名？", FIND),
        ("谢谢！", THANKS),
        ("今天天气真好", None),
        ("找 义诊", None),
    ],
)
def test_words_are_understood(text: str, meant: str | None) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("找 义诊", "义诊"),
        ("找义诊", "义诊"),
        ("找：义诊", "义诊"),
        ("搜索一下 环保 清洁", "环保 清洁"),
        ("找活动 义诊", "义诊"),
        ("查 " + "长" * 50, "长" * 30),
        ("找", None),
        ("我想找义诊", None),
    ],
)
def test_a_search_is_understood(text: str, words: str | None) -> None:
    assert search_words(text) == words


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("投诉", wording.COMPLAIN),
        ("我要投诉！", wording.COMPLAIN),
        ("提建议", wording.COMPLAIN),
        ("点单", wording.ORDERS),
        ("我的预约", wording.BOOKINGS),
        ("服务", wording.ORDERS),
        ("培训", wording.COURSES),
    ],
)
def test_complaints_orders_and_courses_have_their_words(words: str, meant: str) -> None:
    assert wording.meaning(words) == meant
