"""Why somebody may not come in, or may not do this."""

from app.kernel.refusal import Refusal


class NotAllowed(Refusal):
    """Her role does not have the permission."""

    reason = "您的岗位没有{permission}的权限"
    next_step = "需要办理的话，请联系上一级管理员。"
    status = 403

    def __init__(self, permission: str = "") -> None:
        super().__init__(permission=f"“{permission}”" if permission else "这项操作")


class WrongCredentials(Refusal):
    """The name or the password is wrong; which of them is not told."""

    reason = "用户名或密码不正确"
    next_step = "请核对后再试。忘记密码时，请联系上一级管理员重置。"
    status = 403


class AccountLocked(Refusal):
    """Too many failures in a row."""

    reason = "连续输错次数过多，账号已锁定，{until:%H:%M} 后可再试"
    next_step = "急用时，请联系上一级管理员重置密码。"
    status = 403


class AppointmentEnded(Refusal):
    """She no longer works here."""

    reason = "这个账号已停用"
    next_step = "如有疑问，请联系上一级管理员。"
    status = 403


class WrongPassword(Refusal):
    """The old password does not fit, on changing it."""

    reason = "原密码不正确"


class WeakPassword(Refusal):
    """The new password could be guessed."""

    reason = "{problem}"
    next_step = "至少 10 位，并含大写字母、小写字母、数字、符号中的三种；16 位以上不限种类。"
    status = 422


class UsernameTaken(Refusal):
    """User names are unique for good, also after an appointment has ended."""

    reason = "用户名“{username}”已被使用"
    next_step = "请换一个，比如加上所在社区的拼音。"


class MayNotAppoint(Refusal):
    """One appoints only roles below one's own."""

    reason = "您不能任命或管理“{role}”"
    next_step = "实践站专员由实践所或中心任命，实践所管理员和审计员由中心任命。"
    status = 403


class WrongPlaceForRole(Refusal):
    """A clerk serves a station, a manager an office, administrators and auditors the centre."""

    reason = "“{role}”不能任命到“{place}”"
    next_step = "请选择与岗位相符的阵地。"


class AlreadyEnded(Refusal):
    """The appointment was ended before."""

    reason = "{name}的账号已经停用"


class NotYourself(Refusal):
    """Nobody ends or resets her own account from the staff list."""

    reason = "不能对自己的账号做这项操作"
    next_step = "修改密码请到“我的账号”。"


class SecondFactorNeeded(Refusal):
    """A password alone does not open what makes or decides hours."""

    reason = "“{permission}”需要先开启两步验证"
    next_step = "请到“我的账号”开启两步验证，用手机验证器扫一下码就好。"
    status = 403


class SignInAgain(Refusal):
    """The password was right too long ago, or the sign-in was ended meanwhile."""

    reason = "登录等待已超时"
    next_step = "请重新输入用户名和密码。"
    status = 403


class WrongCode(Refusal):
    """Neither the authenticator's code of this moment nor an unused recovery code."""

    reason = "验证码不正确"
    next_step = "请核对验证器上正在显示的 6 位数字；一直不对时，请检查手机的时间是否为自动设置。"
    status = 403


class CodeUsed(Refusal):
    """Each code is taken once."""

    reason = "这个验证码已经用过"
    next_step = "请等验证器显示下一个（最多 30 秒）再输入。"
    status = 403


class CodesLocked(Refusal):
    """Too many wrong codes in a row."""

    reason = "验证码连续输错次数过多，{until:%H:%M} 后可再试"
    next_step = "手机不在身边时，请联系上一级管理员重置两步验证。"
    status = 403


class NoSecondFactor(Refusal):
    """There is none to renew or to reset."""

    reason = "{name}还没有开启两步验证"


class ClosedByOwner(Refusal):
    """She said that a sign-in was not hers; told only to who knows the password."""

    reason = "账号已按本人的要求锁定"
    next_step = "请联系上一级管理员核对身份并重置密码；中心管理员请联系系统运维人员。"
    status = 403


class DenialTooOld(Refusal):
    """The link in the notice has had its time."""

    reason = "这个链接已失效"
    next_step = "如果账号有异常，请马上修改密码，并联系上一级管理员。"
    status = 404


class OutsideAddresses(Refusal):
    """Her place allows this from known networks only, and she is elsewhere."""

    reason = "“{permission}”只能在规定的网络内办理，您现在的网络不在其中"
    next_step = "请换到单位的网络再办；网络有变动时，请联系中心管理员。"
    status = 403


class LocksYouOut(Refusal):
    """With this change she who makes it could not take it back."""

    reason = "这样改以后，您现在的网络地址（{address}）就不在范围内了"
    next_step = "请先把您现在的地址加进范围，再做这项修改。"


class RangeKnown(Refusal):
    """The place has this range already."""

    reason = "{place}已经有 {network} 这个范围"
