"""Why a scan is refused, in the words the person reads."""

from app.kernel.refusal import Refusal, code_of


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
    reason = "没有报名“{title}”的这一场"
    next_step = "还有空岗位的，由现场工作人员办理“现场加入”。"


class GuardianNotHere(Refusal):
    reason = "未满 18 周岁的，要监护人在场才能现场加入"
    next_step = "请监护人先在这一场签到，再扫孩子的服务卡。"


class WalkInsNotAllowed(Refusal):
    """The device was made for scanning only."""

    reason = "这台设备没有开通“现场加入”"
    next_step = "请工作人员在工作台“扫服务卡”里办理，或重新生成开通了现场加入的设备链接。"
    status = 403


class StillWaiting(Refusal):
    reason = "还在“{title}”的候补名单中，没有轮到"
    next_step = "有人取消时会按顺序自动递补，并发通知。"


class TooFar(Refusal):
    reason = "您距离活动地点约 {distance_metres} 米，超出 {radius_metres} 米的范围"
    next_step = "请走到活动现场后再扫；如定位不准，请出示服务卡让工作人员扫描。"


class LocationNeeded(Refusal):
    reason = "本活动需要核对位置，但没有收到您的位置"
    next_step = "请允许获取位置后再试，或出示服务卡让工作人员扫描。"


class AccountFrozen(Refusal):
    reason = "志愿者账号已冻结，不能签到"
    next_step = "请到所在社区的文明实践站核实。"
    status = 403


class ActivityNotOpen(Refusal):
    reason = "“{title}”没有在进行，不能签到"
    next_step = "活动可能已取消或尚未发布，请以活动页面为准。"


class NotCheckedIn(Refusal):
    reason = "还没有签到，不能签退"
    next_step = "请先签到；忘了签到的，由现场工作人员核实。"


class BusyElsewhere(Refusal):
    reason = "在“{title}”签到后还没有签退"
    next_step = "先在那一场签退，才能在这里签到。"


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

    @property
    def advice(self) -> str:
        return self._first_kind.next_step

    @property
    def status(self) -> int:  # type: ignore[override]  # the first answer's
        return self._first_kind.status

    @property
    def _first_kind(self) -> type[Refusal]:
        kinds = {code_of(kind): kind for kind in SAID_OF_A_SCAN}
        return kinds.get(self.code, Refusal)


class CheckInNotHere(Refusal):
    """Taken offline: the check-in may still be on another device. It is made up for then."""

    reason = "还没有收到签到记录，这次签退先记下"
    next_step = "签到由另一台设备上传后会自动补上；始终没有签到的，请到工作台核实。"


class UnknownDevice(Refusal):
    """No token, or none of ours."""

    reason = "这台设备没有登记，不能签到"
    next_step = "请工作人员在工作台“扫码设备”里重新生成链接。"
    status = 401


class DeviceRevoked(Refusal):
    """Staff took the token back."""

    reason = "这台设备“{name}”已被停用"
    next_step = "需要继续使用时，请工作人员在工作台“扫码设备”里重新生成链接。"
    status = 403


class DeviceEnded(Refusal):
    """The token ended with its session, or at the moment chosen for its place."""

    reason = "这台设备“{name}”已到期，{ended_at:%m月%d日 %H:%M} 止"
    next_step = "请工作人员为新的场次生成链接。"
    status = 403


class NotThisSession(Refusal):
    """The device was made for another session or place."""

    reason = "这台设备不能用于这一场"
    next_step = "请选择这台设备负责的场次，或请工作人员重新生成链接。"
    status = 403


class MomentNotBelievable(Refusal):
    """A device says it scanned in the future, or too long ago."""

    reason = "扫码时间 {at:%m月%d日 %H:%M} 与现在相差太远，不能补记"
    next_step = "离线扫码要在 {hours} 小时内上传；请检查设备的时间，并到工作台核实考勤。"
    status = 422


class NobodyMeant(Refusal):
    """What was typed offline is nobody's on the list."""

    reason = "名单里没有找到“{text}”"
    next_step = "请核对编号，或姓名和手机号后四位；没有报名的人不能签到。"
    status = 404


class SeveralMeant(Refusal):
    """What was typed offline fits more than one."""

    reason = "“{text}”在名单里不止一人"
    next_step = "请改用志愿者编号。"


class NothingToUndo(Refusal):
    """The scan changed nothing, was refused, or is not this device's."""

    reason = "没有可以撤销的扫码"
    next_step = "只能撤销本机刚才成功的签到或签退。"
    status = 404


class UndoTooLate(Refusal):
    """Fifteen minutes are over."""

    reason = "扫码已超过 {minutes} 分钟，不能在设备上撤销"
    next_step = "请到工作台核实这条考勤。"


class UndoNotPossible(Refusal):
    """Something else rests on it by now."""

    reason = "这条考勤后来又有变动，不能再撤销"
    next_step = "签到之后已经签退的，请先撤销签退；其他情况请到工作台核实。"


class ScanUndone(Refusal):
    """A re-sent scan that was undone meanwhile."""

    reason = "这次扫码已经撤销"
    next_step = "需要时请重新扫码。"


class TooLateToPrint(Refusal):
    """A sheet printed after the session would prove nothing."""

    reason = "这一场 {ended_at:%m月%d日 %H:%M} 已经结束，不能再打印签到表"
    next_step = "活动中用过纸质签到表的，请凭原件补录时长。"


class NothingToPrint(Refusal):
    """A sheet is for an activity that was published and not called off."""

    reason = "“{title}”还没有发布，或已经取消，不能打印签到表"
    next_step = "活动发布之后再打印。"


class NotASheetCode(Refusal):
    reason = "没有找到这个签到表编号"
    next_step = "请核对签到表右上角的 8 位编号，没有 0、1、I、O。"
    status = 404


# What `rules` may say of a scan: their advice names no facts, so it can be given again.
SAID_OF_A_SCAN: tuple[type[Refusal], ...] = (
    TooEarly,
    TooLate,
    NotSignedUp,
    StillWaiting,
    TooFar,
    LocationNeeded,
    AccountFrozen,
    ActivityNotOpen,
    NotCheckedIn,
    CheckInNotHere,
    BusyElsewhere,
    SceneCodeNotAllowed,
)
