"""Why not: one class a reason."""

from app.kernel.refusal import Refusal


class EventNotNow(Refusal):
    reason = "活动“{state}”，现在不能这样办"
    next_step = "可能已有人办过，请刷新页面看看。"


class HasTickets(Refusal):
    reason = "已有 {seats} 个座位被领走，不能撤回"
    next_step = "不办了的，请取消活动，领了票的人都会收到通知。"


class NotOverYet(Refusal):
    reason = "活动还没有结束，不能直接登记为已办"
    next_step = "请先发布。"


class StartsInThePast(Refusal):
    reason = "开始时间已经过去，不能发布"
    next_step = "请修改时间；已经办过的，请选“登记为已办”。"


class TicketsFixed(Refusal):
    reason = "已经有人领票，不能再改{what}"
    next_step = "确需调整的，请取消后另发一场。"


class StartIsPast(Refusal):
    reason = "活动已经开始，不能再改开始时间"
    next_step = "结束时间可以改；办不下去的，请取消活动。"


class BelowTaken(Refusal):
    reason = "已领走 {taken} 个座位，座位数不能再少"
    next_step = "请填 {taken} 或更多。"
    status = 422

    field = "capacity"


class OutsideProgramme(Refusal):
    reason = "这个项目是“{place}”的，只能安排在它和下级阵地"
    next_step = "请重新选择阵地。"


class TicketsNotYet(Refusal):
    reason = "{opens_at:%m月%d日 %H:%M} 起可领票"
    next_step = "到时间再来就行。"


class TicketsOver(Refusal):
    reason = "领票已于 {closed_at:%m月%d日 %H:%M} 截止"
    next_step = "可以看看别的场次。"


class OpenEntry(Refusal):
    reason = "这一场不用领票，直接来就行"
    next_step = "到了现场，工作人员会点人数。"


class NotOpen(Refusal):
    reason = "“{title}”现在不能领票"
    next_step = "活动可能已取消或已结束，可以看看别的场次。"


class TooManySeats(Refusal):
    reason = "一张票最多 {most} 个座位"
    next_step = "请重新选择人数。"
    status = 422


class Full(Refusal):
    reason = "票已领完"
    next_step = "有人退票时会再放出来，可以过会儿再看，或看看别的场次。"


class TooFewLeft(Refusal):
    reason = "只剩 {left} 个座位了"
    next_step = "请少选几位，或看看别的场次。"


class TicketUsed(Refusal):
    reason = "已经入场，不能退票"
    next_step = "祝您看得开心。"


class BegunAlready(Refusal):
    reason = "活动已经开始，不能退票"
    next_step = "来不了也没关系，下次请提前退，好让给别人。"


class NotATicket(Refusal):
    reason = "这不是本平台的票"
    next_step = "请观众打开“我的票”，出示票上的二维码。"
    status = 422


class NoSuchNumber(Refusal):
    reason = "这一场没有这个票号"
    next_step = "请核对票上的八位数字，和是不是这一场。"
    status = 404


class TicketCodeExpired(Refusal):
    reason = "票的二维码已过期，可能是截图"
    next_step = "请观众在自己的手机上打开“我的票”，二维码每分钟更新。"
    status = 410


class NoTicket(Refusal):
    reason = "没有领这一场的票"
    next_step = "还有座位的，可以现在用手机领。"


class TicketGivenBack(Refusal):
    reason = "这张票已经退了"
    next_step = "还有座位的，可以重新领一张。"


class OtherEvent(Refusal):
    reason = "这张票是“{title}”{starts_at:%m月%d日 %H:%M} 的，不是这一场"
    next_step = "请观众看看票上的时间和地点。"


class EventCancelledAtDoor(Refusal):
    reason = "“{title}”已取消，不能入场"
    next_step = "取消通知已发给领了票的人。"


class EventNotOpenAtDoor(Refusal):
    reason = "“{title}”没有发布或已经结束，不能入场"
    next_step = "请核对是不是这一场。"


class DoorNotOpen(Refusal):
    reason = "还没到入场时间，{opens_at:%m月%d日 %H:%M} 起入场"
    next_step = "请稍后再扫。"


class DoorClosed(Refusal):
    reason = "“{title}”已于 {closed_at:%m月%d日 %H:%M} 结束"
    next_step = "请核对是不是这一场。"


class AlreadyAdmitted(Refusal):
    reason = "已于 {first_in_at:%H:%M} 入场 {admitted} 人，票上的座位都已用完"
    next_step = "如果观众说没有入场，请让本人打开“我的票”核对。"


class PeopleOutside(Refusal):
    reason = "这次可以入场 1 至 {most} 人"
    next_step = "请重新选择人数。"
    status = 422


class ScanNotFound(Refusal):
    reason = "没有找到这次扫码"
    next_step = "请重新扫一次。"
    status = 404


class FewerOnly(Refusal):
    reason = "只能改成 0 至 {most} 人"
    next_step = "多来的人，请再扫一次票。"
    status = 422


class NothingTapped(Refusal):
    reason = "一次可以加 1 至 {most} 人，撤回时不能超过已点的人数"
    next_step = "请重新点。"
    status = 422


class TapsNeedOpenEntry(Refusal):
    reason = "这一场凭票入场，不点人数"
    next_step = "请扫票；没有票的，还有座位时可以现在用手机领。"


class CountedAlready(Refusal):
    reason = "这一场已经有{what}，请在原记录上更正"
    next_step = "更正后，原来的数字会留在记录里。"


class NotHeldYet(Refusal):
    reason = "活动还没有开始，不能登记人数"
    next_step = "请在活动开始以后登记。"


class ReplacedAlready(Refusal):
    reason = "这个数字已经更正过"
    next_step = "请刷新页面，在最新的数字上更正。"


class NonceOfOtherScan(Refusal):
    """A device sent the same nonce for two different scans."""

    reason = "这次扫码与之前的一次混淆了"
    next_step = "请重新扫一次。"


class RefusedThen(Refusal):
    """A re-sent scan that was refused the first time: the first answer again."""

    reason = "{sentence}"

    @property
    def code(self) -> str:
        return str(self.facts["first_code"])
