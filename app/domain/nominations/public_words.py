"""What may never stand in public text: ID numbers, phones, birth dates, addresses, health.

Source: docs/rules.md, Good persons (N-09).
"""

import re

from app.kernel.refusal import BadInput, Refusal

_KEPT_PRIVATE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("身份证号", re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])|(?<!\d)\d{15}(?!\d)")),
    ("电话号码", re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}")),
    (
        "出生日期",
        re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?\s*(?:出生|生于|生人)"),
    ),
    ("出生日期", re.compile(r"(?:出生于|生于|出生日期)\W{0,2}\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]")),
    ("详细住址", re.compile(r"\d+\s*(?:号楼|栋|幢|单元|室|门牌)|[路街巷]\s*\d+\s*号")),
    (
        "健康情况",
        re.compile(
            r"癌|肿瘤|白血病|尿毒症|艾滋|乙肝|精神病|抑郁症|精神分裂|脑瘫|偏瘫|瘫痪|确诊|病历|"
            r"糖尿病|心脏病|脑梗|中风|残疾证|智力障碍"
        ),
    ),
)
_NEEDS_APPROVAL = re.compile(r"表彰|评比|授予|荣誉称号|奖金")


def why_not_public(text: str, *, field: str) -> Refusal | None:
    """What of a text must be taken out before everybody may read it."""
    for what, pattern in _KEPT_PRIVATE:
        found = pattern.search(text)
        if found:
            problem = f"公开的文字不能有{what}（“{found[0]}”），请改写"
            return BadInput(field=field, problem=problem)
    return None


def why_not_this_wording(text: str, *, field: str, approved: bool) -> Refusal | None:
    """A district's departments may 推选 and 发布; commending needs an approved item."""
    found = _NEEDS_APPROVAL.search(text)
    if found and not approved:
        problem = f"“{found[0]}”须有批准的表彰项目才能用，请改为“推选”“发布”，或填写批准文号"
        return BadInput(field=field, problem=problem)
    return None
