"""Values are cut to what WeChat's field types take, and are never empty."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.wechat_templates import (
    MOST_TEMPLATES,
    NAME_OF,
    TEMPLATES,
    described,
    fitting,
    setting_of,
    template_for,
    without_template,
)
from app.domain.messaging.rules import INBOX_ONLY
from app.domain.messaging.words import TEXTS
from wechat.simulator import template_rules

ROOM_FOR_MORE = 5  # kinds that come later need not all squeeze into templates of others
ONLY_BY_SMS = {
    *("order_link", "complaint_link", "phone_code", "invitation", "webhook_paused"),
    "booking_by_phone",
}
# The words of several dates at once; they go out as a change or a cancellation.
OF_A_SERIES = {"series_changed", "series_cancelled"}
LONG = "关于社区广场旁边活动室里举行的迎新春送温暖志愿服务活动的通知🎉 (第2次)\n"


@pytest.mark.parametrize(
    ("key", "value", "fit"),
    [
        ("thing1", "社区义诊", "社区义诊"),
        ("thing1", "字" * 20, "字" * 20),
        ("thing1", "字" * 21, "字" * 19 + "…"),
        ("thing12", "第一行\n第二行", "第一行 第二行"),
        ("thing1", "", "无"),
        ("character_string1", "无", "-"),
        ("number1", "", "0"),
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
    for word in (
        *("报名成功", "候补成功", "候补中", "待您确认", "已让给下位", "改为候补", "待您答复"),
        *("团队邀请", "已认定", "待确认", "退回核实", "未通过", "已撤销", "待核对"),
        *("核实中", "恢复计入", "已更正", "已确认"),
    ):
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
        "title": "活动报名通知",
        "fields": [{"key": "thing2", "label": "活动名称"}, {"key": "time7", "label": "活动时间"}],
    }


def test_an_account_has_room_for_all_templates_and_for_some_more() -> None:
    assert len(TEMPLATES) <= MOST_TEMPLATES - ROOM_FOR_MORE


def test_every_kind_of_notice_goes_out_by_one_template_or_says_why_not() -> None:
    kinds = [kind for template in TEMPLATES.values() for kind in template.kinds]
    assert len(kinds) == len(set(kinds))
    everything = {path.stem for path in TEXTS.glob("*.txt")}
    assert set(kinds) == everything - INBOX_ONLY - ONLY_BY_SMS - OF_A_SERIES


@pytest.mark.parametrize("name", TEMPLATES)
def test_wechat_takes_whatever_a_field_is_given(name: str) -> None:
    keys = [key for key, _ in TEMPLATES[name].fields]
    for said in ("", LONG, "无障碍", "A0001"):
        data = {
            key: {"value": fitting(key, "2026年11月28日 09:00" if key[:4] == "time" else said)}
            for key in keys
        }
        assert template_rules.why_not(data, keys) is None


def test_a_kind_uses_the_template_it_shares_or_its_own() -> None:
    shared = {"hours": "shared-id"}
    assert setting_of("hours_frozen", shared) == "shared-id"
    assert setting_of("hours_frozen", {**shared, "hours_frozen": "own-id"}) == "own-id"
    assert setting_of("star_given", shared) is None
    assert setting_of("waiting_listed", shared) is None


def test_what_an_account_had_for_each_kind_still_works() -> None:
    before = {"hours_approved": "id-1:thing1,thing2,phrase3", "star_given": "id-2"}
    _, filled = template_for(
        str(setting_of("hours_approved", before)),
        "hours_approved",
        ["义诊", "2 小时", "已认定", ""],
    )
    assert filled == {"thing1": "义诊", "thing2": "2 小时", "phrase3": "已认定"}
    assert [one["template_id"] for one in described(before)] == ["id-1", "id-2"]


def test_one_id_for_several_kinds_is_one_template() -> None:
    found = described({"star_given": "the-id", "star_lowered": "the-id"})
    assert [one["template_id"] for one in found] == ["the-id"]


def test_kinds_without_a_template_are_named() -> None:
    assert without_template(dict.fromkeys(TEMPLATES, "an-id")) == []
    missing = without_template({"hours": "an-id", "star_given": "another"})
    assert "star_lowered" in missing
    assert not {"hours_frozen", "star_given"} & set(missing)
    assert set(missing) <= NAME_OF.keys()


def test_the_operators_table_is_true() -> None:
    pages = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    for name, template in TEMPLATES.items():
        fields = "，".join(f"{label} `{key}`" for key, label in template.fields)
        assert f"| `{name}` | {template.title} | {fields} |" in pages
