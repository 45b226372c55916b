"""Values are cut to what WeChat's field types take, and are never empty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.wechat_templates import TEMPLATES, described, fitting, template_for


@pytest.mark.parametrize(
    ("key", "value", "fit"),
    [
        ("thing1", "社区义诊", "社区义诊"),
        ("thing1", "字" * 20, "字" * 20),
        ("thing1", "字" * 21, "字" * 19 + "…"),
        ("thing12", "第一行\n第二行", "第一行 第二行"),
        ("thing1", "", "无"),
        ("thing1", "好人🎉", "好人"),
        ("phrase4", "报名成功", "报名成功"),
        ("phrase4", "已通过(二次)审核", "已通过二次"),
        ("phrase4", "ok", "无"),
        ("time2", "2026年11月28日 09:00", "2026年11月28日 09:00"),
        ("character_string3", "A0001号", "A0001"),
        ("phone_number5", "0538-1234567 转 8", "0538-12345678"),
    ],
)
def test_a_value_is_made_to_fit(key: str, value: str, fit: str) -> None:
    assert fitting(key, value) == fit


@given(st.text(max_size=200))
def test_no_value_is_ever_empty_or_too_long(value: str) -> None:
    for key, longest in (("thing1", 20), ("phrase2", 5), ("name3", 10), ("phone_number4", 17)):
        assert 0 < len(fitting(key, value)) <= longest
        assert "\n" not in fitting(key, value)


def test_a_template_takes_the_values_in_its_order() -> None:
    values = ["社区义诊", "2026年11月28日 09:00", "广场", "报名成功"]
    template_id, filled = template_for("the-id", "signed_up", values)
    assert template_id == "the-id"
    assert filled == {
        "thing1": values[0],
        "time2": values[1],
        "thing3": "广场",
        "phrase4": "报名成功",
    }


def test_an_operator_may_name_the_fields_of_the_granted_template() -> None:
    _, filled = template_for(
        "the-id:thing2,time7", "signed_up", ["社区义诊", "2026年11月28日 09:00"]
    )
    assert filled == {"thing2": "社区义诊", "time7": "2026年11月28日 09:00"}


def test_our_own_words_for_results_fit_their_fields() -> None:
    for word in ("报名成功", "候补成功", "已认定", "退回核实", "未通过", "已撤销"):
        assert fitting("phrase1", word) == word


def test_every_template_has_at_least_one_field_and_different_keys() -> None:
    for template in TEMPLATES.values():
        keys = [key for key, _ in template.fields]
        assert keys
        assert len(keys) == len(set(keys))


def test_templates_are_described_with_the_keys_in_use() -> None:
    (described_one,) = described({"signed_up": "the-id:thing2,time7", "unknown": "x"})
    assert described_one == {
        "template_id": "the-id",
        "title": "报名结果通知",
        "fields": [{"key": "thing2", "label": "活动名称"}, {"key": "time7", "label": "活动时间"}],
    }
