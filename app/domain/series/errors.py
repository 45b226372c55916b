"""Why not: a series, one of its dates, or a template."""

from app.domain.activities.errors import PlanRefusal
from app.kernel.refusal import Refusal


class NoDates(PlanRefusal):
    about = "until"
    reason = "按这个规律，没有可以举办的日期"
    next_step = "请把结束日期改晚，或换一个重复的规律。"


class TooManyDates(PlanRefusal):
    about = "until"
    reason = "一个系列最多 {most} 次，现在选了 {count} 次"
    next_step = "请改早结束日期，或分成几个系列。"


class TooFarAhead(PlanRefusal):
    about = "until"
    reason = "最多安排到一年以内（{latest:%Y年%m月%d日}）"
    next_step = "以后的日期，明年用“照去年安排”再排。"


class EndNeeded(PlanRefusal):
    about = "until"
    reason = "请填写结束日期，或填写一共几次（2 至 {most} 次）"


class WeekdayNeeded(PlanRefusal):
    about = "weekdays"
    reason = "请选择在星期几举办"


class DayPast(Refusal):
    reason = "{day:%m月%d日} 的开始时间已经过去"
    next_step = "请去掉这个日期。"


class CoursesHaveSessions(Refusal):
    reason = "培训不设为系列：一门课程可以有许多场次"
    next_step = "请在“修改活动”里增加场次。"


class NothingTicked(Refusal):
    reason = "一个日期也没有选"
    next_step = "请至少选一个日期。"
    status = 422


class SeriesThere(Refusal):
    """Somebody pressed twice, or a colleague was quicker; `series_id` is the one there is."""

    reason = "“{title}”已经有一个系列，其中 {count} 次和这里选的时间相同"
    next_step = "多半是重复生成，请先看看那个系列。确实要另办一个，再点“另建一个系列”。"


class NothingToDecide(Refusal):
    reason = "这个系列里没有可以{decision}的活动"
    next_step = "请刷新页面，看看各次的最新情况。"


class NotOfASeries(Refusal):
    reason = "这个活动不属于系列，请直接修改"


class BegunOrOver(Refusal):
    reason = "这一次已经开始、结束或取消，不能和后面的一起改"
    next_step = "请从还没开始的一次改起。"


class DayThere(Refusal):
    """It has a date on that day that is not called off."""

    reason = "这个系列 {day:%m月%d日} 已经有一次"
    next_step = "请换一个日期。"


class TooManyAtOnce(Refusal):
    reason = "一次最多生成 {most} 个草稿，现在选了 {count} 个"
    next_step = "请分几次勾选、生成。"
    status = 422


class OthersTouched(Refusal):
    """What the page said is no longer so."""

    reason = "您确认的时候，涉及的场次或报名的人已经有变化"
    next_step = "请看一遍新的数字，再确认。"


class TemplateNameNeeded(PlanRefusal):
    about = "name"
    reason = "请给模板起个名字，最多 {most} 个字"


class TemplateNameTaken(PlanRefusal):
    about = "name"
    reason = "本单位已有叫“{name}”的模板"
    next_step = "请换个名字，或先删除原来的。"


class TooManyTemplates(Refusal):
    reason = "一个单位最多保存 {most} 个模板"
    next_step = "请先删除不用的模板。"
