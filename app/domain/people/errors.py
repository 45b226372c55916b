"""Why somebody cannot register, sign in, or be found by her card."""

from app.kernel.refusal import Refusal


class TooYoung(Refusal):
    """Under this age a guardian must agree, which this page cannot witness."""

    reason = "未满 {years} 周岁的小志愿者需要监护人陪同注册"
    next_step = "请爸爸妈妈或其他监护人用自己的手机，在“为孩子注册”里办理。"


class NotAChild(Refusal):
    """Who is of age registers herself."""

    reason = "已满 {years} 周岁的，请用自己的手机注册"
    status = 422


class NotOfAge(Refusal):
    reason = "满 {years} 岁才能同意这一项"
    next_step = "不影响报名和记录时长。"
    status = 403


class GuardianTooYoung(Refusal):
    """A guardian is of age."""

    reason = "监护人需年满 {years} 周岁"
    next_step = "请由爸爸妈妈或其他成年监护人注册。"


class TooManyChildren(Refusal):
    """More children than one guardian has."""

    reason = "一位监护人最多注册 {most} 个孩子"
    next_step = "孩子更多的，请到社区新时代文明实践站办理。"


class ChildTaken(Refusal):
    """The ID number belongs to somebody in another's care, or to nobody's child."""

    reason = "这个身份证号已经注册过志愿者"
    next_step = "可能是另一位监护人注册的。需要更换监护人的，请带证件到社区新时代文明实践站办理。"


class PhoneDenied(Refusal):
    reason = "这个手机号的机主反映过账号“不是本人”，不能再填进这个账号"
    next_step = "请先在“反映不是本人”里核实。"


class DeniedBefore(Refusal):
    """This WeChat id said that it is not this person."""

    reason = "这个微信反映过“不是本人”，不能再接上这个账号"
    next_step = "如果是点错了，请带身份证到社区新时代文明实践站核对。"


class AlreadySettled(Refusal):
    """Another member of staff has looked into it."""

    reason = "这条反映已经处理过了"


class InvitationOver(Refusal):
    """Answered, or older than an invitation lasts."""

    reason = "这份邀请已经处理过或已过期"
    next_step = "想成为志愿者，可以直接注册。"
    status = 410


class NothingToInvite(Refusal):
    """A list without a line that could be invited."""

    reason = "名单里没有可以邀请的人"
    next_step = "请检查表格：第一行是“姓名、手机号、所在社区”，从第二行起一人一行。"
    status = 422


class TooManyToInvite(Refusal):
    """One list holds so many people and no more."""

    reason = "一次最多邀请 {most} 人"
    next_step = "请把名单分成几份。"
    status = 422


class InGuardiansCare(Refusal):
    """A child's phone and WeChat are her guardian's."""

    reason = "孩子的联系电话就是监护人的手机号"
    next_step = "请监护人在自己的账号里换手机号。"


class ConsentNeeded(Refusal):
    """The terms were not agreed to, or have changed since they were shown."""

    reason = "请阅读并同意最新的《志愿服务须知与隐私说明》"
    next_step = "须知有更新时，需要重新勾选同意。"
    status = 422


class CommunityNotOpen(Refusal):
    """The place chosen is no station in service."""

    reason = "请选择所在的社区"
    next_step = "列表里没有您的社区时，请选择离家最近的一个。"
    status = 422


class WrongCode(Refusal):
    """Not the code that was sent."""

    reason = "验证码不正确，还可以再试 {left} 次"
    next_step = "请核对短信里最新的 6 位数字。"
    status = 422


class CodeExpired(Refusal):
    """No code in force: none was sent, or its five minutes are over."""

    reason = "验证码已失效"
    next_step = "请重新获取验证码。"
    status = 422


class CodeSpent(Refusal):
    """Tried too often; the code is dead."""

    reason = "验证码输错次数过多"
    next_step = "请重新获取验证码。"
    status = 422


class CodeAlreadyUsed(Refusal):
    """The right code, but it has done its work."""

    reason = "这个验证码已经用过了"
    next_step = "请重新获取验证码。"
    status = 422


class CodeJustSent(Refusal):
    """One code a minute for a phone."""

    reason = "验证码刚刚发出，请 {seconds} 秒后再获取"
    next_step = "短信可能会晚到一会儿，请先查看手机。"
    status = 429


class TooManyCodes(Refusal):
    """This phone, or this address, has asked for too many codes."""

    reason = "获取验证码次数过多，请 {minutes} 分钟后再试"
    next_step = "着急时可到社区新时代文明实践站，请工作人员帮助。"
    status = 429


class IdNumberTaken(Refusal):
    """The ID number is registered under another name or phone; which is told only in part."""

    reason = "这个身份证号已注册过志愿者，注册手机号为 {phone}"
    next_step = "请用注册时的姓名和手机号验证；手机号已换的，请带身份证到社区新时代文明实践站更换。"


class AlreadyBound(Refusal):
    """This WeChat id belongs to another volunteer."""

    reason = "这个微信已绑定志愿者{name}"
    next_step = "为家人注册，请用家人自己的微信；要换人使用，请先在“我的—账号”里解除绑定。"


class PhoneUnchanged(Refusal):
    """The new phone is the old one."""

    reason = "这就是现在的手机号"


class AlreadyFrozen(Refusal):
    """She was frozen before."""

    reason = "{name}的账号已经冻结"


class NotFrozen(Refusal):
    """There is nothing to undo."""

    reason = "{name}的账号没有冻结"


class NotACard(Refusal):
    """Some other QR code."""

    reason = "这不是志愿者服务卡的二维码"
    next_step = "请志愿者打开“我的—服务卡”再扫一次。"
    status = 422


class CardExpired(Refusal):
    """A card's code lives a minute, so that a picture of it is of no use."""

    reason = "服务卡二维码已过期"
    next_step = "请志愿者刷新服务卡后再扫一次，截图不能使用。"
    status = 422


class TooManyToList(Refusal):
    """One spreadsheet holds so many people and no more."""

    reason = "符合条件的有 {count} 人，一次最多导出 {most} 人"
    next_step = "请先搜索缩小范围，再导出。"
