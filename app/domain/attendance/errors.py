"""Why a scan is refused, in the words the person reads."""

from app.kernel.refusal import Refusal


class NotOurCode(Refusal):
    reason = "这不是本平台的签到码"
    next_step = "请扫描活动现场屏幕上或工作人员出示的二维码。"
    status = 422


class CodeExpired(Refusal):
    """The code was shown too long ago; `session_id` and `direction` are kept for the scan's row."""

    reason = "二维码已过期"
    next_step = "现场的二维码每 30 秒更新一次，请对着现场屏幕重新扫描，不要扫照片或截图。"
    status = 410


class TooEarly(Refusal):
    reason = "签到还没开始，{opens_at:%m月%d日 %H:%M} 起可签到"
    next_step = "请到时间后再扫一次。"


class TooLate(Refusal):
    reason = "{closed_at:%m月%d日 %H:%M} 已停止{what}"
    next_step = "如您确实参加了活动，请联系现场工作人员核实。"


class NotSignedUp(Refusal):
    reason = "您没有报名“{title}”的这一场"
    next_step = "请先在活动页面报名；如果已满员，请询问现场工作人员。"


class StillWaiting(Refusal):
    reason = "您在“{title}”的候补名单中，还没有轮到"
    next_step = "有人取消时会按顺序自动递补并通知您。"


class TooFar(Refusal):
    reason = "您距离活动地点约 {distance_metres} 米，超出 {radius_metres} 米的范围"
    next_step = "请走到活动现场后再扫；如定位不准，请出示服务卡让工作人员扫描。"


class LocationNeeded(Refusal):
    reason = "本活动需要核对位置，但没有收到您的位置"
    next_step = "请允许获取位置后再试，或出示服务卡让工作人员扫描。"


class AccountFrozen(Refusal):
    reason = "您的志愿者账号已停用，不能签到"
    next_step = "如有疑问，请联系所在社区的文明实践站。"
    status = 403


class ActivityNotOpen(Refusal):
    reason = "“{title}”没有在进行，不能签到"
    next_step = "活动可能已取消或尚未发布，请以活动页面为准。"


class NotCheckedIn(Refusal):
    reason = "您还没有签到，不能签退"
    next_step = "请先扫描签到码；如果忘记签到，请联系现场工作人员。"


class BusyElsewhere(Refusal):
    reason = "您在“{title}”签到后还没有签退"
    next_step = "请先在那一场签退，再来这里签到。"


class SceneCodeNotAllowed(Refusal):
    reason = "本活动不使用固定二维码签到"
    next_step = "请扫描现场屏幕上的动态码，或出示服务卡让工作人员扫描。"


class NonceUsed(Refusal):
    """A device sent the same nonce for two different scans."""

    reason = "这次扫码与之前的一次混淆了"
    next_step = "请重新扫一次。"


class RefusedBefore(Refusal):
    """A re-sent scan that was refused the first time: the first answer again."""

    reason = "{sentence}"

    @property
    def code(self) -> str:
        return str(self.facts["first_code"])
