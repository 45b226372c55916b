"""Why a record of hours cannot be decided, mended or appealed, in the words the person reads."""

from typing import cast
from uuid import UUID

from app.kernel.refusal import Refusal


class AlreadyDecided(Refusal):
    reason = "这条记录{standing}，不能再这样处理"
    next_step = "请刷新列表后查看最新情况。"


class OwnRecord(Refusal):
    reason = "这是您本人的服务记录"
    next_step = "请由同事或上级处理。"
    status = 403


class MendedByApprover(Refusal):
    reason = "这条记录由您补正或确认，不能由您认定"
    next_step = "请由另一位工作人员认定。"
    status = 403


class PickedByApprover(Refusal):
    reason = "签到和签退都由您在名单上点选，没有本人扫码，不能再由您认定"
    next_step = "请由另一位工作人员认定。"
    status = 403


class RejectedByApprover(Refusal):
    reason = "这条记录此前由您驳回，申诉须由另一位工作人员处理"
    next_step = "请转交同事或上级。"
    status = 403


class NeedsSecondLook(Refusal):
    reason = "当日时长超过 8 小时，须由上一级认定"
    next_step = "请提醒上一级实践所或实践中心处理。"
    status = 403


class NeedsALook(Refusal):
    """Flags never refuse by themselves: they take a record out of the bulk."""

    reason = "有 {count} 条风险提示，不能批量认定"
    next_step = "请打开这条记录逐条核对，写明核实情况后再认定。"


class NothingToLookAt(Refusal):
    reason = "这条记录没有待核实的风险提示"
    next_step = "请刷新页面后查看最新情况。"


class ApprovedByHer(Refusal):
    reason = "这条记录由您认定，风险提示须由另一位工作人员核实"
    next_step = "请转交同事或上级。"
    status = 403


class NothingToCredit(Refusal):
    reason = "可计时长为 0 分钟"
    next_step = "请退回补正，或说明理由后驳回。"


class NotReturned(Refusal):
    reason = "只有已退回的记录可以补正，这条记录{standing}"


class OutsideStay(Refusal):
    """Mended times must lie within the plan and the stay."""

    reason = (
        "补正的时间须在 {earliest:%m月%d日 %H:%M} 至 {latest:%m月%d日 %H:%M} 之内，且结束晚于开始"
    )
    next_step = "时长只按计划时间内的实际在场时间计算。"
    status = 422


class NothingMissed(Refusal):
    """Only who never checked out says when she left."""

    reason = "这条记录{standing}，不用补签退"
    next_step = "时间有出入的，请联系组织单位核对。"


class AskedAlready(Refusal):
    reason = "您已经说明过离开时间"
    next_step = "工作人员确认后会显示在这里；有出入的，请联系组织单位。"


class AskedTooLate(Refusal):
    reason = "补签退申请要在 {closed_at:%m月%d日 %H:%M} 前提交"
    next_step = "请联系组织单位，由工作人员核实后补正。"


class NoRequestWaiting(Refusal):
    reason = "这条补签退申请已经处理过，或记录已有变动"
    next_step = "请刷新页面后查看最新情况。"


class NotRejected(Refusal):
    reason = "只有被驳回的记录可以申诉，这条记录{standing}"


class AlreadyAppealed(Refusal):
    reason = "这条记录已经申诉过一次"
    next_step = "如仍有疑问，请联系组织单位。"


class TooManyAtOnce(Refusal):
    reason = "一次最多处理 {most} 条记录"
    next_step = "请分批处理。"
    status = 422


class TooManyToList(Refusal):
    """One spreadsheet holds so many records and no more."""

    reason = "符合条件的有 {count} 条，一次最多导出 {most} 条"
    next_step = "请先筛选缩小范围，再导出。"


class DidNotTakePlace(Refusal):
    """Only what was planned, approved, published and held."""

    reason = "“{title}”没有发布，或已经取消，不能补录时长"
    next_step = "只有事先审核、发布并且如期开展的活动可以补录。"


class NotOverYet(Refusal):
    reason = "这一场 {ends_at:%m月%d日 %H:%M} 才结束，还不能补录"
    next_step = "还在现场的人请扫码或刷服务卡签到签退。"


class BackFillTooLate(Refusal):
    """Order 67, article 11."""

    reason = "补录要在活动结束后 10 个工作日内，这一场到 {day} 为止"
    next_step = "过期的不再补录，请向志愿者说明。"


class OwnBackFill(Refusal):
    reason = "这是您本人，不能自己补录"
    next_step = "请由同事录入。"


class NotActive(Refusal):
    reason = "这位志愿者的账号已冻结或注销"
    next_step = "请核对编号；账号恢复后再补录。"


class MinorNotSignedUp(Refusal):
    """A guardian's word was asked for when a minor signed up."""

    reason = "未成年人没有报名这一场，没有监护人同意的记录"
    next_step = "未成年人只能补录事先报名的活动。"


class HasAStay(Refusal):
    reason = "这一场已经有签到记录"
    next_step = "时间有出入的，请在那条时长记录上退回、补正。"


class WaitsElsewhere(Refusal):
    reason = "另一批待核对的补录里已有这段时间"
    next_step = "请先处理那一批，或者去掉这一行。"


class OverlapsAnother(Refusal):
    reason = "这段时间与本人的另一条时长记录重叠"
    next_step = "同一时间只能在一处服务，请核对到场和离开的时间。"


class NothingLeftOfTheDay(Refusal):
    reason = "当日已满 12 小时，或计划时间内不足 1 分钟，没有可补录的时长"
    next_step = "请核对时间，或者去掉这一行。"


class LinesRefused(Refusal):
    """Some lines cannot be entered; `refused` says which person and why. Nothing was written."""

    reason = "有 {count} 行需要修改，还没有提交"
    next_step = "请按每一行的提示修改或去掉。"
    status = 422

    @property
    def refused(self) -> dict[UUID, Refusal]:
        """Why not, by person."""
        return cast(dict[UUID, Refusal], self.facts["refused"])


class OverTheQuota(Refusal):
    """A unit types in a small share of what it scans."""

    reason = "本单位本月的补录额度是 {limit} 小时，还剩 {left} 分钟，这一批要 {adding} 分钟"
    next_step = "请优先用扫码签到。确因停网等原因大批补录的，请联系中心调整额度。"


class BackFillDecided(Refusal):
    reason = "这一批补录{standing}，不能再处理"
    next_step = "请刷新页面后查看最新情况。"


class StandsBehindItAlready(Refusal):
    """Two accounts with one phone, or one volunteer's, are one person."""

    reason = "这一批由您录入或已由您核对，须由另一个人核对"
    next_step = "请转交上级单位的其他同事。同一手机号或同一志愿者的账号视为同一个人。"
    status = 403


class GaveTheKeys(Refusal):
    reason = "录入或核对过的账号，7 天内由您任命、重置过密码或两步验证"
    next_step = "请由另一位上级核对。"
    status = 403


class GainsByIt(Refusal):
    reason = "这一批里有您本人的时长，不能由您核对"
    next_step = "请转交上级单位的其他同事。"
    status = 403


class ConfirmedFromAbove(Refusal):
    reason = "补录须由录入单位的上一级核对"
    next_step = "请提醒上一级实践所或实践中心处理。"
    status = 403


class EnteredByAnother(Refusal):
    reason = "只有录入的人可以撤回这一批"
    next_step = "有问题的，请由上级核对时不予通过。"
    status = 403


class NoServiceHours(Refusal):
    reason = "“{title}”是培训，学时记在培训记录里，不补录服务时长"
    next_step = "没有签退的，请在课程页面确认学时。"
