"""Why a report cannot be made or answered, or hours corrected, in words for who asks."""

from app.kernel.refusal import Refusal


class NotInNotice(Refusal):
    reason = "这些时长不在公示期内"
    next_step = "公示期满的，请打电话向实践中心反映。"


class ReportedAlready(Refusal):
    reason = "您已经对这些时长提出过异议"
    next_step = "答复会通知到您，不用再提。"


class TooManyReports(Refusal):
    reason = "一天最多提出 {most} 条异议"
    next_step = "请明天再提，或者打电话向实践中心反映。"


class LookedIntoBefore(Refusal):
    reason = "这些时长已经有人提过异议，核实过没有问题"
    next_step = "有新的情况，请打电话向实践中心反映，或注册志愿者后再提。"


class PicturesOfRegistered(Refusal):
    reason = "注册志愿者以后才能附图片"
    next_step = "请把情况写清楚再提交，或者先注册。"
    status = 422


class ReportDecided(Refusal):
    reason = "这条异议{standing}，不能再这样处理"
    next_step = "请刷新页面后查看最新情况。"


class StandsBehindTheHours(Refusal):
    """Two accounts with one phone, or one volunteer's, are one person."""

    reason = "这些时长由您录入、补正或认定过，须由另一个人答复"
    next_step = "请转交上级单位的同事。同一手机号或同一志愿者的账号视为同一个人。"
    status = 403


class OwnReport(Refusal):
    reason = "这条异议是您自己提的，不能由您答复"
    next_step = "请转交同事。"
    status = 403


class AnsweredAtAnotherLevel(Refusal):
    reason = "这些时长由同一级认定，须由另一级答复"
    next_step = "请提醒上一级处理。"
    status = 403


class NothingUpheld(Refusal):
    reason = "没有勾选要撤销的记录"
    next_step = "请勾选不属实的记录；都没有问题的，请选“不属实”。"
    status = 422


class NotOneRecord(Refusal):
    reason = "整场的异议不能用更正答复"
    next_step = "请撤销有问题的记录；只是时间有出入的，答复后再逐条更正。"


class NotCorrectable(Refusal):
    reason = "只有已认定的记录可以更正，这条记录{standing}"
    next_step = "请刷新页面后查看最新情况。"


class ReportedElsewhere(Refusal):
    reason = "对这条记录还有另一条异议没有答复"
    next_step = "请先答复那一条。"


class CorrectionWaits(Refusal):
    reason = "这条记录已有一份更正在等核对"
    next_step = "请先处理那一份。"


class NothingToCorrect(Refusal):
    reason = "更正后与现在的记录相同"
    next_step = "请核对时间。"
    status = 422


class CorrectedToNothing(Refusal):
    reason = "更正后可计时长为 0 分钟"
    next_step = "没有到场服务的，请撤销认定。"
    status = 422


class ProposedByHer(Refusal):
    """Two accounts with one phone, or one volunteer's, are one person."""

    reason = "这份更正由您提出，须由另一个人核对"
    next_step = "请转交上级单位的同事。同一手机号或同一志愿者的账号视为同一个人。"
    status = 403


class HoldsTheProposersKeys(Refusal):
    """One of the two could have signed in as the other lately."""

    reason = "您和提出更正的账号，7 天内有一方由另一方任命、重置过密码或两步验证"
    next_step = "请由另一位上级核对。"
    status = 403


class HoldsKeysBehindTheHours(Refusal):
    """She could have signed in as one of those who stand behind the hours."""

    reason = "录入、补正或认定这些时长的账号，之前 7 天内由您任命、重置过密码或两步验证"
    next_step = "请由上级单位的另一位同事答复。"
    status = 403


class ProposedByAnother(Refusal):
    reason = "只有提出的人可以撤回这份更正"
    next_step = "有问题的，请由上级核对时不同意。"
    status = 403


class CorrectedFromAbove(Refusal):
    reason = "更正须由提出单位的上一级核对"
    next_step = "请提醒上一级处理。"
    status = 403


class CorrectionDecided(Refusal):
    reason = "这份更正{standing}，不能再处理"
    next_step = "请刷新页面后查看最新情况。"


class CorrectionOutOfDate(Refusal):
    """Other records of the person have changed since."""

    reason = "提出时可计 {proposed} 分钟，现在只可计 {now} 分钟"
    next_step = "本人的其他记录有变动，请不同意这一份，由提出的人重新计算后再提。"
