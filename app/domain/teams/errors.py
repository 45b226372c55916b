"""Why not: one class a reason."""

from app.kernel.refusal import Refusal


class TeamNameNeeded(Refusal):
    reason = "请用 {least} 至 {most} 个字写明团队名称"
    status = 422


class UnknownKind(Refusal):
    reason = "请选择团队的服务类型"
    status = 422


class PurposeTooLong(Refusal):
    reason = "团队简介最多 {most} 个字"
    status = 422


class NameTaken(Refusal):
    reason = "这里已经有一个叫“{name}”的团队"
    next_step = "换一个名称，或申请加入那个团队。"


class LeaderOfAge(Refusal):
    reason = "队长需年满 {years} 周岁"


class NotActive(Refusal):
    reason = "志愿者账号已被暂停使用，暂时不能办理团队事务"
    next_step = "如有疑问，请联系所在社区的实践站。"
    status = 403


class LeadsEnough(Refusal):
    reason = "一个人最多担任 {most} 个团队的队长"
    next_step = "请先把一个团队交给别人。"


class TeamReasonNeeded(Refusal):
    reason = "请用 {least} 至 {most} 个字写明原因，会告诉团队成员"
    status = 422


class TeamNotThere(Refusal):
    reason = "团队现在是“{state}”，不能{what}"
    next_step = "请刷新页面，看看最新情况。"


class TeamNotOpen(Refusal):
    reason = "这个团队还没有得到认可，或已经解散"
    next_step = "看看别的团队吧。"


class TeamFull(Refusal):
    reason = "团队最多 {most} 人，已经满了"


class InvitationPast(Refusal):
    reason = "这个邀请已失效"
    next_step = "请队长重新发一个，{days} 天内有效。"


class NotAMember(Refusal):
    reason = "这个人现在不是团队成员"
    next_step = "请刷新页面，看看最新情况。"


class LeaderStays(Refusal):
    reason = "您是队长，请先把队长交给另一位成员"
    next_step = "没有合适的人，请联系实践站解散团队。"


class NobodyAsked(Refusal):
    reason = "现在没有请您当队长，可能已经收回或由别人担任"


class NoLeaderKnown(Refusal):
    reason = "没有找到这个编号的志愿者，请核对后再填"
    next_step = "编号在本人“我的”页面上，共 10 位。"
    status = 422
