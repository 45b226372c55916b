"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class NotNow(Refusal):
    reason = "这一批{standing}，现在不能这样处理"
    next_step = "请刷新页面后查看最新情况。"


class BatchOpen(Refusal):
    reason = "{year} 年的星级已经有一批：{standing}"
    next_step = "确认或撤回那一批以后再计算。"


class NobodyToPromote(Refusal):
    reason = "没有人的星级需要变动"
    next_step = "更多时长认定以后再来计算。"


class ComputedByReviewer(Refusal):
    reason = "这一批由您计算，须由另一位工作人员审核"
    next_step = "请转交同事。"
    status = 403


class OwnStar(Refusal):
    reason = "名单里有您本人"
    next_step = "请由同事处理。"
    status = 403


class ObjectionsOpen(Refusal):
    reason = "还有 {count} 条异议没有答复"
    next_step = "答复以后才能确认。"


class AlreadyAnswered(Refusal):
    reason = "这条异议已经答复过"


class NoticeOver(Refusal):
    reason = "现在没有正在公示的星级名单"
    next_step = "有疑问的，请联系实践中心。"


class NotInTheNotice(Refusal):
    reason = "名单里没有第 {number} 号"
    next_step = "请核对公示名单上的序号，或留空。"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "number"


class TooManyObjections(Refusal):
    reason = "同一份名单，一个人最多提 {most} 条异议"
    next_step = "请联系实践中心补充说明。"


class ShopClosed(Refusal):
    reason = "现在不能兑换"
    next_step = "请向所在社区的实践站了解。"


class NotOnShelf(Refusal):
    reason = "“{title}”现在不能兑换"
    next_step = "看看别的，或过些天再来。"


class SoldOut(Refusal):
    reason = "“{title}”已经兑完了"
    next_step = "看看别的，或等下次上架。"


class LimitReached(Refusal):
    reason = "“{title}”每人限兑 {most} 份，您已经兑过了"
    next_step = "留一些给别人，看看别的吧。"


class NotEnoughPoints(Refusal):
    reason = "积分不够：需要 {price} 分，您有 {balance} 分"
    next_step = "时长认定以后积分会增加。"


class AccountFrozen(Refusal):
    reason = "账号已冻结，暂时不能兑换"
    next_step = "请联系所在社区的实践站。"
    status = 403


class NotLikeThis(Refusal):
    reason = "这份兑换{standing}，不能再这样处理"
    next_step = "请刷新页面后查看最新情况。"


class CodeNotOurs(Refusal):
    reason = "这不是兑换码"
    next_step = "请居民打开“我的兑换”，出示那里的二维码。"
    status = 422


class CodeTooOld(Refusal):
    reason = "兑换码已过期"
    next_step = "请居民刷新页面后再扫，截图不能用。"


class OwnRedemption(Refusal):
    reason = "这是您本人的兑换"
    next_step = "请由同事交付。"
    status = 403


class NotThatMany(Refusal):
    reason = "库存只剩 {left} 份，不能减这么多"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "add"


class NothingToSettle(Refusal):
    reason = "到{through}为止，没有需要结算的兑换"
