"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class ComplaintNotNow(Refusal):
    reason = "这件事现在是“{state}”，不能这样处理"
    next_step = "请刷新页面后查看最新情况。"


class ConcernedYourself(Refusal):
    reason = "这件事和您有关，由没有关系的同事办理，您看不到内容"
    next_step = "需要您说明情况时，办理的同事会找您。"
    status = 403


class OwnComplaint(Refusal):
    reason = "这是您自己提的，要由同事办理"
    next_step = "进展在您手机上的“我的意见”里看。"
    status = 403


class HandledAbove(Refusal):
    reason = "这件事由上一级办理，您看不到内容"
    next_step = "需要您说明情况时，办理的同事会找您。"
    status = 403


class KeysToTheConcerned(Refusal):
    reason = "您最近给有关的人开过账号或重置过密码，这件事要由别的同事办理"
    next_step = "请转交同事，或报上一级办理。"
    status = 403


class AnsweredItBefore(Refusal):
    reason = "上一次是您答复的，居民不满意，这次要由别人办理"
    next_step = "请转交同事。"
    status = 403


class TakenByAnother(Refusal):
    reason = "{name}正在办理"
    next_step = "对方交回或超过时限以后，您可以接着办。"


class NotTaken(Refusal):
    reason = "请先受理，再办理"
    next_step = "点“由我办理”。"


class SettleInstead(Refusal):
    reason = "这件是“这不是我”，核实账号以后自动答复"
    next_step = "请到“反映不是本人”里选核实结果。"


class SettledFirst(Refusal):
    reason = "账号要由工作人员核实，不能撤回"
    next_step = "点错了的，请打电话给所在社区的实践站，当面核对后恢复。"


class NobodyAbove(Refusal):
    reason = "这件事已经在中心办理，没有上一级"
    next_step = "请由中心里没有关系的同事办理。"


class ReopenedOnce(Refusal):
    reason = "同一件事只能再办一次"
    next_step = "还有新的情况，可以重新提一件，或拨打 12345。"


class TooManyToday(Refusal):
    reason = "今天已经提了 {most} 件，请明天再提"
    next_step = "急事请打电话给所在社区的实践站，或拨打 12345。"
    status = 429


class TooManyOfVisitors(Refusal):
    reason = "今天不登录提交的意见太多，暂时不能再收"
    next_step = "请登录后再提，或打电话、到实践站当面说。写好的内容还在，不会丢。"
    status = 429


class PicturesOfRegistered(Refusal):
    reason = "没有登录的，不能附照片"
    next_step = "请写明有照片可以提供，或登录后再提。"
    status = 422


class ComplaintLinkPast(Refusal):
    reason = "这个链接已失效"
    next_step = "有需要请打电话给所在社区的实践站。"
    status = 404


class NameNotForYou(Refusal):
    reason = "是谁提的，只有办理的人和中心能看；本人不愿透露的，只有中心能看"
    next_step = "需要联系本人的，请用“请补充”。"
    status = 403


class NobodyToName(Refusal):
    reason = "没有登录提交的，没有留姓名"
    next_step = "需要联系本人的，请用“请补充”。"
