from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wechat.deliveries import OPEN_ID, event_xml, text_xml
from wechat import Article, NewsReply, TextReply
from wechat.reading import read
from wechat.replies import NOTHING, TEXT_LIMIT_BYTES, fitted, render

SAID = read(text_xml("hi"))
CLICKED = read(event_xml("CLICK", "<EventKey>K</EventKey>"))
CARDS = tuple(Article(f"第{n}张", "说明]]>", "http://p", f"http://u/{n}") for n in range(10))


def rendered(reply: TextReply | NewsReply | str) -> ElementTree.Element:
    return ElementTree.fromstring(render(reply, to=SAID, timestamp=1795397401))


def test_a_text_goes_back_to_the_person() -> None:
    root = rendered(TextReply("您好"))
    found = {child.tag: child.text for child in root}
    assert found == {
        "ToUserName": OPEN_ID,
        "FromUserName": "gh_account",
        "CreateTime": "1795397401",
        "MsgType": "text",
        "Content": "您好",
    }


@pytest.mark.parametrize("reply", [None, "", "  \n", TextReply(""), "\x00\x08", NewsReply(())])
def test_nothing_to_say_is_success(reply: TextReply | NewsReply | str | None) -> None:
    assert render(reply, to=SAID, timestamp=1) == NOTHING


XML_TEXT = st.text(
    st.characters(min_codepoint=0x20, exclude_categories=["Cs"], max_codepoint=0xD7FF)
)


@given(XML_TEXT.filter(str.strip))
def test_every_text_arrives_as_written(text: str) -> None:
    assert rendered(text).findtext("Content") == fitted(text)


@pytest.mark.parametrize("text", ["]]>", "a]]]]>>b", "<a href='x'>链接</a>]]>]]>", "{content}"])
def test_what_would_end_cdata_arrives(text: str) -> None:
    assert rendered(text).findtext("Content") == text


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert rendered("a\x00b\ud800c\ufffed").findtext("Content") == "abcd"


def test_2048_bytes_stay_and_one_more_is_cut_between_characters() -> None:
    longest = "好" * 682 + "ab"
    assert len(longest.encode()) == TEXT_LIMIT_BYTES
    assert fitted(longest) == longest
    cut = fitted(longest + "c")
    assert cut == "好" * 681 + "…"


def test_an_answer_to_a_message_has_one_card() -> None:
    root = rendered(NewsReply(CARDS))
    assert root.findtext("ArticleCount") == "1"
    item = root.find("Articles/item")
    assert item is not None
    assert [child.text for child in item] == ["第0张", "说明]]>", "http://p", "http://u/0"]


def test_an_answer_to_an_event_has_at_most_eight_cards() -> None:
    root = ElementTree.fromstring(render(NewsReply(CARDS), to=CLICKED, timestamp=1))
    assert root.findtext("ArticleCount") == "8"
    assert len(root.findall("Articles/item")) == 8
