"""Why not: one class a reason. A plan's refusal names the form field it is about."""

from typing import ClassVar

from app.kernel.refusal import Refusal


class PlanRefusal(Refusal):
    """Something in the form is not as it must be."""

    about: ClassVar[str] = "title"
    status: ClassVar[int] = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return str(self.facts.get("name", self.about))


class TitleNeeded(PlanRefusal):
    reason = "请填写活动名称，最多 {most} 个字"


class NoSessions(PlanRefusal):
    about = "sessions"
    reason = "请至少安排一个场次，每个场次至少设一个岗位"


class SessionEndsBeforeStart(PlanRefusal):
    about = "sessions"
    reason = "场次的结束时间要晚于开始时间（{starts_at:%m月%d日 %H:%M} 开始的场次）"


class PositionIncomplete(PlanRefusal):
    about = "sessions"
    reason = "每个岗位都要有名称（最多 30 个字），人数在 1 至 {most} 之间"


class AgesTurnedRound(PlanRefusal):
    about = "sessions"
    reason = "岗位“{position}”的最小年龄不能大于最大年龄"


class FieldTooLong(PlanRefusal):
    """`name` is the form field, `label` what people call it."""

    reason = "{label}最多 {most} 个字"


class FieldNeeded(PlanRefusal):
    """`name` is the form field, `label` what people call it."""

    reason = "请填写{label}"


class UnknownTerm(PlanRefusal):
    """A value that is in none of the lists; `name` is the form field."""

    reason = "请选择{label}"


class StartsInThePast(PlanRefusal):
    about = "sessions"
    reason = "活动要在开始之前提交审核和发布，{starts_at:%m月%d日 %H:%M} 已经过去了"
    next_step = "请调整场次时间。已经结束的活动不能补录。"


class SessionTooLong(PlanRefusal):
    about = "sessions"
    reason = "一个场次最长 {most} 小时"
    next_step = "时间较长的活动请分成几个场次。"


class ActivityTooLong(PlanRefusal):
    about = "sessions"
    reason = "从第一个场次开始到最后一个场次结束，不能超过 {most} 天"


class RecruitmentOutside(PlanRefusal):
    about = "recruits_until"
    reason = "报名开始要早于报名截止，报名截止不能晚于活动结束"


class RiskTextNeeded(PlanRefusal):
    about = "risk_text"
    reason = "请写明可能的风险和注意事项，没有明显风险也要说明"


class InsuranceNeeded(PlanRefusal):
    about = "insurance_number"
    reason = "风险较高的活动，发布前要为志愿者购买人身意外伤害保险，请填写保单号"


class MinorsAtRisk(PlanRefusal):
    about = "sessions"
    reason = "风险较高的活动只能由年满 {adult} 周岁的人参加，请修改岗位“{position}”的年龄要求"


class PhoneNotReachable(PlanRefusal):
    about = "contact_phone"
    reason = "联系电话请填写手机号或带区号的座机号"


class RadiusWithoutPoint(PlanRefusal):
    about = "check_radius_metres"
    reason = "要核对签到位置，请填写活动地点的坐标，签到范围填 {least} 至 {most} 米"


class DeadlineOutside(PlanRefusal):
    about = "cancel_deadline_hours"
    reason = "取消报名的时限请填 0 至 {most} 小时"


class NotVolunteering(PlanRefusal):
    """What is not volunteer service; `why` is the sentence of its kind, `word` what was found."""

    about = "content"
    reason = "“{word}”不属于志愿服务：{why}"
    next_step = "请修改活动名称或内容；如果不是志愿服务，请不要在这里发布。"


class ActivityNotThere(Refusal):
    """The decision does not fit the activity's state."""

    reason = "活动当前是“{state}”，不能{decision}"
    next_step = "请刷新页面，看看活动的最新情况。"


class StaleForm(Refusal):
    reason = "您打开页面以后，这个活动又被修改过"
    next_step = "请刷新页面，在最新内容上重新修改。"


class FixedOncePublished(PlanRefusal):
    """`name` is the form field, `label` what people call it."""

    reason = "活动发布后不能再改{label}"
    next_step = "时间、地点、联系人、内容和岗位人数可以修改；其他变动请取消后另发活动。"


class SessionsFixedOncePublished(PlanRefusal):
    about = "sessions"
    reason = "活动发布后不能增加或减少场次和岗位"
    next_step = "需要增减的，请另发一个活动。"


class SessionUnderWay(PlanRefusal):
    about = "sessions"
    reason = "{starts_at:%m月%d日 %H:%M} 的场次已经开始，时间不能再改"


class BelowTaken(PlanRefusal):
    about = "sessions"
    reason = "岗位“{position}”已有 {taken} 人报名，人数不能少于 {taken}"
    next_step = "要收回一部分名额，请用这个岗位下面的“收回名额”。"


class ReasonNeeded(Refusal):
    reason = "请用 {least} 至 {most} 个字写明原因，会告诉有关的人"
    status = 422


class OwnPlan(Refusal):
    reason = "自己拟定或提交的活动，要由另一个人审核"
    status = 403


class NotOneLevelUp(Refusal):
    reason = "活动要由上一级审核"
    next_step = "站的活动由所或中心审核，所的活动由中心审核。"
    status = 403


class SignUpRefusal(Refusal):
    """A resident cannot have this place."""


class NotRecruiting(SignUpRefusal):
    reason = "这个活动{why}，不能报名"
    next_step = "看看别的活动吧。"


class RecruitmentNotOpen(SignUpRefusal):
    reason = "报名还没有开始，{opens_at:%m月%d日 %H:%M} 起可以报名"


class RecruitmentClosed(SignUpRefusal):
    reason = "报名已于 {closed_at:%m月%d日 %H:%M} 截止"


class SessionStarted(SignUpRefusal):
    reason = "这个场次已于 {starts_at:%m月%d日 %H:%M} 开始，不能再报名"


class AccountFrozen(SignUpRefusal):
    reason = "您的志愿者账号已被暂停使用，暂时不能报名"
    next_step = "如有疑问，请联系所在社区的实践站。"
    status = 403


class BirthDateNeeded(SignUpRefusal):
    reason = "这个岗位有年龄要求，请先补充出生日期"
    next_step = "请带上身份证件，到所在社区的实践站补充。"


class TooYoung(SignUpRefusal):
    reason = "这个岗位要求年满 {youngest} 周岁"


class TooOld(SignUpRefusal):
    reason = "这个岗位面向 {oldest} 周岁及以下的志愿者"
    next_step = "看看别的岗位或活动吧。"


class TooYoungForAny(SignUpRefusal):
    reason = "未满 {years} 周岁的孩子暂不能参加活动"
    next_step = "孩子满 {years} 周岁后，由监护人报名并陪同参加。"


class AccompanimentNeeded(SignUpRefusal):
    reason = "未满 {years} 周岁的孩子须由监护人到场陪同"
    next_step = "请监护人报名时勾选“我会到场陪同”。"


class GuardianNeeded(SignUpRefusal):
    reason = "未满 {years} 周岁参加活动，要有监护人同意或陪同"
    next_step = "请监护人用收到的短信验证码同意、用自己的微信同意，或填写陪同人后再报名。"


class OwnPhoneAsGuardians(SignUpRefusal):
    reason = "这是您自己的手机号，请填写监护人的手机号"
    status = 422


class GuardianNotGrown(SignUpRefusal):
    reason = "监护人需年满 {years} 周岁，不能由本人或未成年人同意"
    next_step = "请监护人用自己的微信打开。"


class RequestExpired(SignUpRefusal):
    reason = "这个同意链接已失效"
    next_step = "请孩子在报名页面重新生成链接，{days} 天内有效。"


class SkillsMissing(SignUpRefusal):
    reason = "这个岗位需要{skills}技能"
    next_step = "如果您具备，请在“我的资料”里补充后再报名。"


class BusyThen(SignUpRefusal):
    reason = "时间和您已报名的“{title}”（{starts_at:%m月%d日 %H:%M} 至 {ends_at:%H:%M}）冲突"
    next_step = "想改报这个活动，请先取消那一个。"


class OtherPositionTaken(SignUpRefusal):
    reason = "您已经报名这个场次的“{position}”岗位"
    next_step = "想换岗位，请在“我的活动”里点“换岗位”。"


class CancelTooLate(SignUpRefusal):
    reason = "活动已于 {starts_at:%m月%d日 %H:%M} 开始，不能再取消报名"
    next_step = "如果来不了，请给活动联系人打个电话。"


class AlreadyReleased(SignUpRefusal):
    reason = "活动已经取消，您不用再取消报名"


class TooManyToList(Refusal):
    """One spreadsheet holds so many activities and no more."""

    reason = "符合条件的有 {count} 个活动，一次最多导出 {most} 个"
    next_step = "请先搜索缩小范围，再导出。"


class PassedOverBefore(SignUpRefusal):
    reason = "这个名额要在 {confirm_by:%m月%d日 %H:%M} 前确认，已经让给了下一位"
    next_step = "还想参加的，可以重新报名排队。"


class NothingToConfirm(SignUpRefusal):
    reason = "这个报名现在不用确认"
    next_step = "请在“我的活动”里查看最新情况。"


class SessionNotRunning(Refusal):
    reason = "这个场次没有在进行，不能{what}"
    next_step = "还没开始的，请在“修改活动”里改时间；结束一小时以后，时间不再改。"


class NotLater(PlanRefusal):
    about = "until"
    reason = "要晚于现在，也要晚于原定的 {ends_at:%m月%d日 %H:%M}"


class LongerThanADay(PlanRefusal):
    about = "until"
    reason = "一个场次最长 {most} 小时，最晚可以延长到 {latest:%m月%d日 %H:%M}"
