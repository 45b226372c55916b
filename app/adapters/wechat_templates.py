"""Our notices as WeChat's category templates: which fields, and what each type of field takes.

An account holds 25 templates and there are more kinds of notices than that: kinds that say alike
things share one, each with its own words. An operator applies for templates with these fields in
WeChat's console and sets WECHAT_TEMPLATE_IDS, {"name": "template id"}. Where the granted template
names its fields otherwise, the value is "template id:thing2,time4,…", in the order below. A kind
may have a template of its own all the same: then its own name stands beside the shared one's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

MOST_TEMPLATES = 25  # source: W-18 in docs/rules.md
NOTHING_TO_SAY = "无"
# Fields that take no hanzi.
_NOTHING_IN = {"character_string": "-", "number": "0", "letter": "N", "phone_number": "0"}
_HANZI = re.compile("[^\u4e00-\u9fff]")
_SPACES = re.compile(r"\s+")
# WeChat takes no emoji in values; they live beyond the basic plane or are these symbols.
_EMOJI = re.compile("[\U00010000-\U0010ffff\u2600-\u27bf\ufe0f\u200d]")


@dataclass(frozen=True)
class Template:
    """A title, its fields: (key, label) in the order in which notices give their values, and the
    kinds of notices that go out by it."""

    title: str
    fields: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]


_WHAT_WHEN_WHERE = (("thing1", "活动名称"), ("time2", "活动时间"), ("thing3", "活动地点"))

TEMPLATES: Mapping[str, Template] = {
    "sign_up": Template(
        "活动报名通知",
        (*_WHAT_WHEN_WHERE, ("phrase4", "报名状态")),
        (
            *("signed_up", "moved_up", "place_to_confirm", "passed_over", "place_taken_back"),
            *("exchange_asked", "team_signed_up", "team_called", "ticket_taken"),
        ),
    ),
    "reminder": Template(
        "活动开始提醒",
        (*_WHAT_WHEN_WHERE, ("thing4", "温馨提示")),
        ("reminder", "ticket_reminder", "booking_reminder"),
    ),
    "activity_changed": Template(
        "活动变更通知",
        (*_WHAT_WHEN_WHERE, ("thing4", "变更内容")),
        ("activity_changed", "ticket_event_changed"),
    ),
    "activity_cancelled": Template(
        "活动取消通知",
        (*_WHAT_WHEN_WHERE, ("thing4", "取消原因")),
        ("activity_cancelled", "ticket_event_cancelled"),
    ),
    "hours": Template(
        "服务时长通知",
        (
            *(("thing1", "活动名称"), ("thing2", "服务时长")),
            *(("phrase3", "办理结果"), ("thing4", "说明")),
        ),
        (
            *("hours_approved", "hours_unconfirmed", "hours_returned", "hours_rejected"),
            *("hours_revoked", "hours_back_filled", "back_fill_dropped"),
            *("hours_frozen", "hours_released", "hours_corrected"),
        ),
    ),
    "progress": Template(
        "事项进展通知",
        (("thing1", "名称"), ("thing2", "进展"), ("time3", "时间")),
        (
            *("team_dissolved", "team_lead_offered", "points_expiring", "coupons_expiring"),
            "activities_suggested",
            *("qualification_expiring", "qualification_revoked"),
            *("nomination_consent", "nomination_returned", "honour_conferred", "honour_revoked"),
            *("case_answer_asked", "cases_due", "notice_begun"),
            *("order_progress", "order_due"),
            *("complaint_progress", "complaint_due", "unit_reviews_near"),
            "booking_progress",
            "community_merged",
            "report_answered",
        ),
    ),
    "certificate": Template(
        "证明变动通知",
        (("character_string1", "证明编号"), ("thing2", "开具单位"), ("thing3", "原因")),
        ("certificate_outdated", "certificate_revoked"),
    ),
    "star": Template(
        "志愿者星级通知",
        (("thing1", "星级"), ("thing2", "累计时长"), ("phrase3", "评定结果")),
        ("star_given", "star_lowered"),
    ),
    "account": Template(
        "账号安全提醒",
        (
            *(("thing1", "提醒内容"), ("time2", "时间")),
            *(("thing3", "操作人或设备"), ("thing4", "原因或网络地址")),
        ),
        ("second_factor_reset", "new_browser"),
    ),
}
NAME_OF: Mapping[str, str] = {kind: name for name, one in TEMPLATES.items() for kind in one.kinds}


def setting_of(kind: str, template_ids: Mapping[str, str]) -> str | None:
    """What is set up for a kind: a template of its own, else the one it shares; None without."""
    name = NAME_OF.get(kind)
    return (template_ids.get(kind) or template_ids.get(name) or None) if name else None


def template_for(setting: str, kind: str, values: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The template's id and its fields, each value made to fit."""
    pairs = zip(_keys(setting, TEMPLATES[NAME_OF[kind]]), values, strict=False)
    filled = {key: fitting(key, value) for key, value in pairs}
    return _id(setting), filled


def described(template_ids: Mapping[str, str]) -> list[dict[str, object]]:
    """Each template that is set up: id, title and fields, as the simulator reads them too.

    Where an id stands at several names, the first says its title and fields.
    """
    found: dict[str, dict[str, object]] = {}
    for name, template in TEMPLATES.items():
        for key in (name, *template.kinds):
            if setting := template_ids.get(key):
                found.setdefault(_id(setting), _described(setting, template))
    return list(found.values())


def without_template(template_ids: Mapping[str, str]) -> list[str]:
    """The kinds that have neither a template of their own nor a shared one."""
    return [kind for kind in NAME_OF if not setting_of(kind, template_ids)]


def _described(setting: str, template: Template) -> dict[str, object]:
    named = zip(_keys(setting, template), template.fields, strict=False)
    return {
        "template_id": _id(setting),
        "title": template.title,
        "fields": [{"key": key, "label": label} for key, (_, label) in named],
    }


def _id(setting: str) -> str:
    return setting.partition(":")[0].strip()


def _keys(setting: str, template: Template) -> list[str]:
    named = [key.strip() for key in setting.partition(":")[2].split(",") if key.strip()]
    return named or [key for key, _ in template.fields]


def fitting(key: str, value: str) -> str:
    """The value as a field of this type takes it; never empty.

    Source: W-03 in docs/rules.md (WeChat's parameter rules for category templates).
    """
    plain = _SPACES.sub(" ", _EMOJI.sub("", value)).strip()
    kind = key.rstrip("0123456789")
    return _FITS.get(kind, _cut_to(20))(plain) or _NOTHING_IN.get(kind, NOTHING_TO_SAY)


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
