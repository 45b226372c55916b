"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class SeasonNotLikeThis(Refusal):
    reason = "这个消费季{standing}，不能再这样处理"
    next_step = "请刷新页面后查看最新情况。"


class NothingToAnnounce(Refusal):
    reason = "还没有消费券"
    next_step = "先加上至少一种消费券，并选好可用的商户。"


class OverBudget(Refusal):
    reason = "各种券合计 {sum} 元，超过预算 {budget} 元"
    next_step = "请减少张数或面额，或提高预算。"
    status = 422


class AlreadyPromised(Refusal):
    reason = "消费季已经发布，面额、最低消费和每人限领不能再改"
    next_step = "需要不同的条件时，请另加一种券。"


class FewerThanTaken(Refusal):
    reason = "已经领走 {taken} 张，总数不能更少"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "total"


class NotYet(Refusal):
    reason = "“{title}”{opens_at:%m月%d日 %H:%M} 开始领取"
    next_step = "到时候再来。"


class NoLongerTaken(Refusal):
    reason = "“{title}”现在不能领取"
    next_step = "看看别的券，或等下一次消费季。"


class LimitReached(Refusal):
    reason = "“{title}”每人限领 {most} 张，您已经领过了"
    next_step = "在“我的优惠券”里可以看到。"


class AllTaken(Refusal):
    reason = "“{title}”已经领完了"
    next_step = "看看别的券。"


class AccountFrozen(Refusal):
    reason = "账号已冻结，暂时不能领券"
    next_step = "请联系所在社区的实践站。"
    status = 403


class NotUsableYet(Refusal):
    reason = "这张券 {opens_at:%m月%d日 %H:%M} 起才能用"
    next_step = "请到时候再使用。"


class Expired(Refusal):
    reason = "这张券已过期，{day}是最后一天"
    next_step = "不能再用了，请顾客按原价付款。"


class CouponGone(Refusal):
    reason = "这张券{standing}，不能使用"
    next_step = "请顾客在“我的优惠券”里换一张。"


class UsedAlready(Refusal):
    reason = "已于 {at:%m月%d日 %H:%M} 在{merchant}核销"
    next_step = "一张券只能用一次，请顾客换一张或按原价付款。"


class CouponCodeNotOurs(Refusal):
    reason = "这不是优惠券的二维码"
    next_step = "请顾客打开“我的优惠券”，点“去使用”，出示那里的二维码。"
    status = 422


class CouponCodeTooOld(Refusal):
    reason = "二维码已过期"
    next_step = "请顾客刷新页面后再扫，截图不能用。"


class TicketTooOld(Refusal):
    reason = "扫码以后等得太久了"
    next_step = "请重新扫一次顾客的二维码。"


class NonceUsed(Refusal):
    reason = "这个请求编号已经用在另一张券上"
    next_step = "请重新扫顾客的二维码，再核销一次。"


class BelowMinimum(Refusal):
    reason = "这张券满 {minimum} 元可用，本单还差 {short} 元"
    next_step = "请顾客添一点，或按原价付款。"
    status = 422


class OtherMerchant(Refusal):
    reason = "这张券不能在本店使用"
    next_step = "顾客的券上写着可用的商户。"


class MerchantStopped(Refusal):
    reason = "本店已停止受理优惠券"
    next_step = "有疑问请联系实践中心。"
    status = 403


class DeviceRevoked(Refusal):
    reason = "这台设备的核销权限已收回"
    next_step = "请向实践中心要新的二维码。"
    status = 403


class UnknownDevice(Refusal):
    reason = "这台设备还不能核销"
    next_step = "请用这台手机扫实践中心给的设备二维码。"
    status = 401


class UndoTooLate(Refusal):
    reason = "核销超过 {minutes} 分钟，不能撤销了"
    next_step = "请联系实践中心更正。"


class UndoElsewhere(Refusal):
    reason = "这一笔不是这台设备核销的"
    next_step = "请在当时核销的设备上撤销。"
    status = 403


class NotUndone(Refusal):
    reason = "这一笔已经撤销或结算，不能再撤销"
    next_step = "有疑问请联系实践中心。"


class PeriodNotOver(Refusal):
    reason = "只能结算到昨天为止"
    next_step = "请把最后一天改为昨天或更早。"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "last_day"


class NothingToSettle(Refusal):
    reason = "这段时间没有需要结算的核销"
    next_step = "请核对商户和日期。"


class SettlementNotLikeThis(Refusal):
    reason = "这张结算单{standing}，不能再这样处理"
    next_step = "请刷新页面后查看最新情况。"


class NotConfirmedYet(Refusal):
    reason = "这张结算单还没有确认，不能打印"
    next_step = "请另一位工作人员先确认。"


class PreparedByYou(Refusal):
    reason = "这张结算单由您编制，须由另一位工作人员确认"
    next_step = "请转交同事。"
    status = 403


class CorrectionStays(Refusal):
    reason = "更正单不能撤回"
    next_step = "更正错了的，请线下说明并在付款凭证里注明。"


class SettlementOpen(Refusal):
    reason = "这一笔在一张待确认的结算单里"
    next_step = "请先撤回那张结算单，再更正。"


class NotCorrected(Refusal):
    reason = "这一笔已经撤销或更正过"
    next_step = "请刷新页面后查看最新情况。"
