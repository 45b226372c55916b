"""Our notices as WeChat's category templates: which fields, and what each type of field takes.

An operator applies for templates with these fields in WeChat's console and sets
WECHAT_TEMPLATE_IDS, {"kind": "template id"}. Where the granted template names its fields otherwise,
the value is "template id:thing2,time4,…", in the order below.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

NOTHING_TO_SAY = "无"
_HANZI = re.compile("[^\u4e00-\u9fff]")
_SPACES = re.compile(r"\s+")
# WeChat takes no emoji in values; they live beyond the basic plane or are these symbols.
_EMOJI = re.compile("[\U00010000-\U0010ffff\u2600-\u27bf\ufe0f\u200d]")


@dataclass(frozen=True)
class Template:
    """A title and its fields: (key, label) in the order in which notices give their values."""

    title: str
    fields: tuple[tuple[str, str], ...]


_WHAT_WHEN_WHERE = (("thing1", "活动名称"), ("time2", "活动时间"), ("thing3", "活动地点"))
_ABOUT_A_TEAM = (("thing1", "团队名称"), ("thing2", "事项"), ("time3", "时间"))
_ABOUT_A_CAMPAIGN = (("thing1", "推选名称"), ("thing2", "事项"), ("time3", "时间"))
_CREDITED = (("thing1", "活动名称"), ("thing2", "服务时长"))
_PAPER = (("character_string1", "证明编号"), ("thing2", "开具单位"), ("thing3", "原因"))
_STAR = (("thing1", "星级"), ("thing2", "累计时长"), ("phrase3", "评定结果"))

TEMPLATES: Mapping[str, Template] = {
    "signed_up": Template("报名结果通知", (*_WHAT_WHEN_WHERE, ("phrase4", "报名结果"))),
    "moved_up": Template("候补成功通知", (*_WHAT_WHEN_WHERE, ("phrase4", "报名结果"))),
    "place_to_confirm": Template("候补确认通知", (*_WHAT_WHEN_WHERE, ("phrase4", "报名结果"))),
    "passed_over": Template("候补结果通知", (*_WHAT_WHEN_WHERE, ("phrase4", "报名结果"))),
    "place_taken_back": Template("名额变动通知", (*_WHAT_WHEN_WHERE, ("phrase4", "报名结果"))),
    "exchange_asked": Template("换岗请求通知", (*_WHAT_WHEN_WHERE, ("phrase4", "办理结果"))),
    "team_signed_up": Template("团队报名通知", (*_WHAT_WHEN_WHERE, ("phrase4", "报名结果"))),
    "team_called": Template("团队活动邀请", (*_WHAT_WHEN_WHERE, ("phrase4", "通知类型"))),
    "team_dissolved": Template("团队变动通知", _ABOUT_A_TEAM),
    "team_lead_offered": Template("团队事务通知", _ABOUT_A_TEAM),
    "nomination_consent": Template("好人推选征求意见", _ABOUT_A_CAMPAIGN),
    "nomination_returned": Template("推荐材料补充通知", _ABOUT_A_CAMPAIGN),
    "honour_conferred": Template("好人推选结果通知", _ABOUT_A_CAMPAIGN),
    "honour_revoked": Template("好人推选变动通知", _ABOUT_A_CAMPAIGN),
    "reminder": Template("活动开始提醒", (*_WHAT_WHEN_WHERE, ("thing4", "温馨提示"))),
    "activity_changed": Template("活动变更通知", (*_WHAT_WHEN_WHERE, ("thing4", "变更内容"))),
    "activity_cancelled": Template("活动取消通知", (*_WHAT_WHEN_WHERE, ("thing4", "取消原因"))),
    "hours_approved": Template("服务时长认定通知", (*_CREDITED, ("phrase3", "认定结果"))),
    "hours_unconfirmed": Template(
        "服务时长待确认通知", (*_CREDITED, ("phrase3", "认定结果"), ("thing4", "原因"))
    ),
    "hours_returned": Template(
        "服务时长退回通知", (*_CREDITED, ("phrase3", "认定结果"), ("thing4", "原因"))
    ),
    "hours_rejected": Template(
        "服务时长认定通知", (*_CREDITED, ("phrase3", "认定结果"), ("thing4", "原因"))
    ),
    "second_factor_reset": Template(
        "账号安全提醒",
        (("thing1", "提醒内容"), ("time2", "时间"), ("thing3", "操作人"), ("thing4", "原因")),
    ),
    "hours_back_filled": Template(
        "服务时长补录通知", (*_CREDITED, ("phrase3", "办理结果"), ("thing4", "说明"))
    ),
    "back_fill_dropped": Template(
        "服务时长补录通知", (*_CREDITED, ("phrase3", "办理结果"), ("thing4", "说明"))
    ),
    "new_browser": Template(
        "账号登录提醒",
        (("thing1", "提醒内容"), ("time2", "登录时间"), ("thing3", "设备"), ("thing4", "网络地址")),
    ),
    "hours_revoked": Template(
        "服务时长撤销通知", (*_CREDITED, ("phrase3", "认定结果"), ("thing4", "原因"))
    ),
    "hours_frozen": Template(
        "服务时长异议通知", (*_CREDITED, ("phrase3", "办理结果"), ("thing4", "说明"))
    ),
    "hours_released": Template(
        "服务时长异议通知", (*_CREDITED, ("phrase3", "办理结果"), ("thing4", "说明"))
    ),
    "hours_corrected": Template(
        "服务时长更正通知", (*_CREDITED, ("phrase3", "办理结果"), ("thing4", "原因"))
    ),
    "certificate_outdated": Template("证明变动通知", _PAPER),
    "certificate_revoked": Template("证明撤销通知", _PAPER),
    "star_given": Template("志愿者星级通知", _STAR),
    "star_lowered": Template("志愿者星级通知", _STAR),
}


def template_for(setting: str, kind: str, values: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The template's id and its fields, each value made to fit."""
    pairs = zip(_keys(setting, kind), values, strict=False)
    filled = {key: fitting(key, value) for key, value in pairs}
    return setting.partition(":")[0].strip(), filled


def described(template_ids: Mapping[str, str]) -> list[dict[str, object]]:
    """Each template that is set up: id, title and fields, as the simulator reads them too."""
    return [
        {
            "template_id": template_ids[kind].partition(":")[0].strip(),
            "title": template.title,
            "fields": [
                {"key": key, "label": label}
                for key, (_, label) in zip(
                    _keys(template_ids[kind], kind), template.fields, strict=False
                )
            ],
        }
        for kind, template in TEMPLATES.items()
        if template_ids.get(kind)
    ]


def _keys(setting: str, kind: str) -> list[str]:
    named = [key.strip() for key in setting.partition(":")[2].split(",") if key.strip()]
    return named or [key for key, _ in TEMPLATES[kind].fields]


def fitting(key: str, value: str) -> str:
    """The value as a field of this type takes it; never empty.

    Source: W-03 in docs/rules.md (WeChat's parameter rules for category templates).
    """
    plain = _SPACES.sub(" ", _EMOJI.sub("", value)).strip()
    fit = _FITS.get(key.rstrip("0123456789"), _cut_to(20))
    return fit(plain) or NOTHING_TO_SAY


def _cut_to(length: int) -> Callable[[str], str]:
    def cut(value: str) -> str:
        return value if len(value) <= length else value[: length - 1] + "…"

    return cut


def _only(refused: str, length: int) -> Callable[[str], str]:
    pattern = re.compile(refused)

    def strip(value: str) -> str:
        return pattern.sub("", value)[:length]

    return strip


_FITS: Mapping[str, Callable[[str], str]] = {
    "thing": _cut_to(20),
    "phrase": lambda value: _HANZI.sub("", value)[:5],
    "name": _cut_to(10),
    "const": _cut_to(20),
    "time": lambda value: value,
    "date": lambda value: value,
    "number": _only(r"[^0-9.]", 32),
    "letter": _only(r"[^A-Za-z]", 32),
    "character_string": _only(r"[^\x20-\x7e]", 32),
    "phone_number": _only(r"[^0-9+\-]", 17),
    "amount": _only(r"[^0-9.¥元]", 10),
}
