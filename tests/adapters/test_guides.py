"""A guide's Markdown comes out as blocks of text; HTML in it stays text."""

import pytest

from app.adapters.guides import GUIDES, Item, blocks, guide, runs_of


@pytest.mark.parametrize("name", GUIDES)
def test_every_guide_is_there_and_leaves_no_marks_behind(name: str) -> None:
    found = guide(name)
    assert found is not None
    assert found.title
    words = [
        text
        for block in found.blocks
        for runs in (
            block.runs,
            *(item.runs for item in block.items),
            *(below for item in block.items for below in item.below),
            *(cell for row in block.rows for cell in row),
        )
        for kind, text in runs
        if kind != "code"
    ]
    assert len(words) > 20
    assert not [one for one in words if "**" in one or "](" in one or one.startswith(("#", "|"))]
    assert guide("../secrets") is None


def test_each_kind_of_block() -> None:
    text = (
        "## 标题\n\n一段\n接着\n\n1. 一\n   续\n   - 下\n2. 二\n\n"
        "| 甲 | 乙 |\n| --- | --- |\n| a | b |\n\n```\nx\n\ny\n```\n"
    )
    found = list(blocks(text))
    assert [one.kind for one in found] == ["h2", "p", "ol", "table", "pre"]
    assert found[1].runs == [("", "一段接着")]
    assert found[2].items == [Item([("", "一"), ("", "续")], [[("", "下")]]), Item([("", "二")])]
    assert [len(row) for row in found[3].rows] == [2, 2]
    assert found[4].text == "x\n\ny"


def test_a_line_in_pieces() -> None:
    assert runs_of("点**这里**，写 `x`，看[说明](a.md)") == [
        *(("", "点"), ("strong", "这里"), ("", "，写 "), ("code", "x")),
        *(("", "，看"), ("", "说明")),
    ]
    assert runs_of("<b>不是粗体</b>") == [("", "<b>不是粗体</b>")]
