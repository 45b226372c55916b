"""What is not volunteer service, told by the words of a plan. Source: docs/rules.md, A-10."""

import re
from dataclasses import dataclass

from app.domain.activities.errors import NotVolunteering


@dataclass(frozen=True)
class Kind:
    """One kind of what does not count: its telling words, and the sentence people read."""

    why: str
    telling: re.Pattern[str]


def _kind(why: str, *telling: str) -> Kind:
    return Kind(why, re.compile("|".join(telling)))


# Words are chosen to spare real service that speaks of the same things: a meeting room, guiding
# guests at a conference, giving a lecture, or explaining wages to migrant workers.
KINDS = (
    _kind(
        "已经结束的服务不能补录时长，请在活动开始前发布",
        "补录",
        "补登",
        "补记(?:时长|工时)",
        "补时长",
    ),
    _kind(
        "工作时间内的本职工作是履行职责，不是自愿服务",
        "本职工作",
        "上班(?:期间|时间)(?:值守|值班)",
        "(?:干部|职工|社工|窗口)(?:值班|坐班)",
        "工作时间下沉",
    ),
    _kind(
        "单位或学校安排的会议、团建、值日等日常事务不计志愿服务时长",
        "团建",
        "(?:参加|召开|列席)[^，。；]{0,8}会议(?!室)",
        "工作会议",
        "例会",
        "班会",
        "会议$",
        "团队拓展",
        "整理(?:档案|资料)归档",
        "班级(?:卫生|大扫除)",
        "值日",
        "学生会(?:日常|工作|值班)",
        "协助老师(?:批改|整理)",
    ),
    _kind(
        "以本人受益为目的的学习、实践、参观等活动不是志愿服务",
        "业委会选举",
        "业主委员会选举",
        "社会实践",
        "实习",
        "自习",
        "互助学习",
        "(?:填写|发放)?调查问卷",
        "观影",
        "看电影",
        "夏令营",
        "冬令营",
        "研学",
        "参观(?:学习|考察|见学)",
        "文化交流(?:访问|之旅)",
    ),
    _kind(
        "聚餐、听讲座、观看演出等活动没有明确的公益目的",
        "聚餐",
        "(?:听|参加|聆听)[^，。；]{0,6}讲座",
        "祈福",
        "(?:参加|进行)?(?:彩排|排练)",
        "(?:观看|参加)[^，。；]{0,6}(?:演唱会|音乐会|演出)",
        "现场观众",
        "旅游途中",
    ),
    _kind(
        "志愿服务不以报酬为目的，有明显报酬的不能作为志愿服务发布",
        "日薪",
        "时薪",
        "日结",
        "劳务费",
        r"\d+\s*元\s*(?:/|每|一)\s*(?:天|日|小时|时)",
        r"(?:每天|每日|每小时|每人)\s*(?:补贴|报酬|发放)?\s*[1-9]\d{2,}\s*元",
    ),
    _kind(
        "捐款捐物是善举，但不能折算成志愿服务时长",
        r"捐[^，。；]{0,12}(?:换|抵|折算|兑换?|计)[^，。；]{0,6}(?:时长|小时|工时)",
        r"\d+\s*(?:元|件|本)[^，。；]{0,4}[=＝抵折换][^，。；]{0,4}(?:时长|小时)",
    ),
    _kind(
        "转发、点赞、答题、投票不是志愿服务，也不能换取时长",
        "转发点赞",
        "集赞",
        "(?:转发|点赞|答题|投票)[^，。；]{0,12}(?:时长|小时|工时|积分)",
    ),
    _kind(
        "时长按实际服务时间记录，不能承诺、赠送或加倍",
        "(?:赠送|奖励|额外|双倍|保底|承诺)[^，。；]{0,4}(?:时长|工时)",
        "(?:时长|工时)(?:翻倍|双倍|加倍|保底)",
    ),
)


def why_not_volunteering(title: str, content: str) -> NotVolunteering | None:
    """The first kind a title or content betrays, title first; None for real service."""
    for text in (title.strip(), content.strip()):
        for kind in KINDS:
            found = kind.telling.search(text)
            if found:
                return NotVolunteering(word=found.group(), why=kind.why)
    return None
