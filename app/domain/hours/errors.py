"""Why a record of hours cannot be decided, mended or appealed, in the words the person reads."""

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


class RejectedByApprover(Refusal):
    reason = "这条记录此前由您驳回，申诉须由另一位工作人员处理"
    next_step = "请转交同事或上级。"
    status = 403


class NeedsSecondLook(Refusal):
    reason = "当日时长超过 8 小时，须由上一级认定"
    next_step = "请提醒上一级实践所或实践中心处理。"
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
