"""Kinds of campaigns and categories of good persons. Sources: docs/rules.md, Good persons."""

from collections.abc import Mapping
from types import MappingProxyType

FIVE = ("助人为乐", "见义勇为", "诚实守信", "敬业奉献", "孝老爱亲")
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "good_person": "身边好人",
        "moral_model": "道德模范",
        "finest_volunteer": "最美志愿者",
        "virtue_youth": "新时代好少年",
    }
)
CATEGORIES = (*FIVE, "自强励志", "最美志愿者", "美德少年")
LEVELS: Mapping[str, str] = MappingProxyType(
    {"station": "实践站初审", "office": "实践所审核", "centre": "中心终审"}
)
RANKS: Mapping[str, int] = MappingProxyType({"station": 0, "office": 1, "centre": 2})
CAPACITIES: Mapping[str, str] = MappingProxyType(
    {"person": "个人推荐", "self": "自荐", "team": "代表志愿服务团队", "unit": "代表单位"}
)
SPEAKS_FOR = ("team", "unit")
CONSENTS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "还没有征求",
        "asked": "已征求，等本人答复",
        "given": "本人同意",
        "noted": "工作人员记录同意",
        "declined": "本人不同意",
    }
)
AGREED = ("given", "noted")
