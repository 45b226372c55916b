"""A clue written into the chat, and how one is given."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest

from app.domain.nominations.clues import queries
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.wechat import wording
from app.entrypoints.wechat.conversations import answer
from config import Settings
from tests import world
from tests.entrypoints.wechat.test_conversations import a, text
from wechat import Incoming, Text

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]
Say = Callable[[Incoming], str | None]


@pytest.fixture
def say(settings: Settings, now: datetime) -> Say:
    return partial(answer, settings=settings, now=now)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("我知道一位好人：楼上王阿姨给老人送饭", "楼上王阿姨给老人送饭"),
        ("我知道一位好人，楼上王阿姨给老人送饭", "楼上王阿姨给老人送饭"),
        ("好人线索 楼上王阿姨给老人送饭", "楼上王阿姨给老人送饭"),
        ("我知道一位好人", ""),
        ("推荐好人", ""),
        ("好人", None),
        ("找 好人", None),
    ],
)
def test_what_of_a_message_is_a_clue(said: str, words: str | None) -> None:
    assert wording.clue_words(said) == words


def test_a_volunteer_gives_a_clue_in_the_chat(say: Say) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    said = say(text("我知道一位好人：楼上王阿姨给独居老人送饭三年")) or ""
    assert "收到" in said
    assert '/h5/clues">' in said
    [row] = queries.clues(EVERYWHERE, state="waiting").items
    assert (row.text, row.place.id) == ("楼上王阿姨给独居老人送饭三年", zhang.community_id)
    assert "收到" in (say(text("我知道一位好人：楼上王阿姨给独居老人送饭三年")) or "")
    assert queries.clues(EVERYWHERE, state="waiting").total == 1


def test_too_short_too_long_or_without_an_account_the_chat_says_what_to_do(say: Say) -> None:
    stranger = a(Text, open_id="o-new", msg_id="2", content="我知道一位好人：楼上王阿姨给老人送饭")
    assert "注册" in (say(stranger) or "")
    world.a_volunteer(open_id="o-zhang")
    assert "至少 8 个字" in (say(text("我知道一位好人：王阿姨")) or "")
    assert "最多 70 个字" in (say(text("我知道一位好人：" + "好" * 71)) or "")
    assert '/h5/clues">' in (say(text("我知道一位好人")) or "")
    assert queries.clues(EVERYWHERE, state="waiting").total == 0
