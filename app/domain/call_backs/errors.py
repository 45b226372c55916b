"""Why a call-back cannot be taken or answered, in the words the person reads."""

from app.kernel.refusal import Refusal


class Closed(Refusal):
    reason = "这条回访{standing}，不能再处理"
    next_step = "请刷新列表后查看最新情况。"


class OwnPlace(Refusal):
    reason = "这是本单位的记录，不能由本单位回访"
    next_step = "请由其他站或上级单位回访。"
    status = 403


class OwnHours(Refusal):
    reason = "这是您本人的服务记录，不能由您回访"
    next_step = "请由同事或上级回访。"
    status = 403


class StandsBehindIt(Refusal):
    reason = "这条记录由您认定、补正或录入，不能由您回访"
    next_step = "请由另一位工作人员回访。"
    status = 403


class TakenByAnother(Refusal):
    reason = "这条回访已由{name}领取"
    next_step = "领取满 2 天没有结果的，其他人可以接手。"


class NotTaken(Refusal):
    reason = "请先领取这条回访"
    next_step = "领取后可以看到电话。"


class TriedJustNow(Refusal):
    reason = "两次拨打至少相隔 2 小时，请在 {at:%H:%M} 之后再记一次"
    next_step = "换个时间段再打，接通的可能更大。"
