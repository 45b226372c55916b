"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class FacilityOff(Refusal):
    reason = "“{name}”现在不接受预约"
    next_step = "看看别的场地，或联系所在的阵地。"


class OnlyStaffBook(Refusal):
    reason = "“{name}”由工作人员安排，不接受自己预约"
    next_step = "有需要请打电话给所在的阵地。"
    status = 403


class OnlyLeadersBook(Refusal):
    reason = "“{name}”只接受团队队长为团队预约"
    next_step = "请让队长来预约，或看看别的场地。"
    status = 403


class AccountFrozen(Refusal):
    reason = "您的账号已被暂停使用，暂时不能预约"
    next_step = "如有疑问，请联系所在社区的实践站。"
    status = 403


class TimeTaken(Refusal):
    """Somebody has a part of it; `free` are the day's spans that nobody has."""

    reason = "{day} {taken} 已经有人预约了"
    next_step = "{free}"
    field = "starts_at"


class TimePast(Refusal):
    reason = "{starts_at:%H:%M} 已经过了"
    next_step = "请选后面的时间。"
    status = 422
    field = "starts_at"


class TooFarAhead(Refusal):
    reason = "“{name}”最多提前 {days} 天预约"
    next_step = "请选 {last} 以前的日子。"
    status = 422
    field = "day"


class TooLong(Refusal):
    reason = "“{name}”一次最多预约 {most}"
    next_step = "请把结束时间提前一些。"
    status = 422
    field = "ends_at"


class NotOpenThen(Refusal):
    reason = "{day} {open}"
    next_step = "请选开放时间以内的时间。"
    status = 422
    field = "starts_at"


class TooManyHeads(Refusal):
    reason = "“{name}”最多容纳 {seats} 人"
    next_step = "请改一下人数，或换一个大一点的场地。"
    status = 422
    field = "heads"


class TooManyBookings(Refusal):
    reason = "您已经有 {most} 个预约还没有用"
    next_step = "用完一个，或取消不需要的，再来预约。"


class MissedTooOften(Refusal):
    reason = "您有 {missed} 次预约了没有来，{until:%m月%d日} 起可以再预约"
    next_step = "如果当时来了，请联系场地所在的阵地更正。"
    status = 403


class BookingNotNow(Refusal):
    reason = "这个预约现在是“{state}”，不能这样处理"
    next_step = "请刷新页面后查看最新情况。"


class BookingBegun(Refusal):
    reason = "预约的时间已经开始，不能这样处理"
    next_step = "请直接联系场地所在的阵地。"


class BookingOver(Refusal):
    reason = "预约的时间已经过了，不用再取消"


class NotBegunYet(Refusal):
    reason = "预约的时间还没有开始"
    next_step = "{starts_at:%m月%d日 %H:%M} 以后再来登记。"


class TooLateToSay(Refusal):
    reason = "结束超过 {days} 天，不能再改到没到场"


class OwnBooking(Refusal):
    reason = "这是您自己的预约，要由同事处理"
    next_step = "请转交同事。"
    status = 403


class NoHoursSaid(Refusal):
    reason = "“{place}”还没有登记开放时间，不知道这个场地什么时候能用"
    next_step = "请填写场地自己的开放时间，或先到阵地页面登记。"
    status = 422
    field = "day_0"


class FacilityNameTaken(Refusal):
    reason = "这里已经有一个叫“{name}”的场地"
    next_step = "请换一个能区分开的名称。"
    field = "name"


class ActivityOver(Refusal):
    reason = "这个活动已经结束或取消，不用再留场地"
    next_step = "请选择别的活动。"
    status = 422
    field = "activity_id"


class ContactGone(Refusal):
    reason = "这个预约没有留电话，或已经删除"
