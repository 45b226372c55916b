"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class NothingToCertify(Refusal):
    reason = "这段时间里没有已认定的服务时长"
    next_step = "请换一段时间，或等时长认定以后再开。培训的学时另记在“学习培训”里。"


class NobodyWithThisNumber(Refusal):
    """Unknown, and somebody without hours here, are not told apart."""

    reason = "没有找到这个编号，或者这个人在您的范围内没有已认定的时长"
    next_step = "请核对志愿者编号和时间。"


class TooManyToday(Refusal):
    reason = "今天已经开了 {most} 份"
    next_step = "已开的可以反复下载；明天可以再开。"
    status = 429


class TooManyInAGroup(Refusal):
    reason = "一批最多 {most} 人，这里有 {count} 人"
    next_step = "请分几批开。"
    status = 422


class NobodyInTheGroup(Refusal):
    reason = "没有找到可以开记录单的人"
    next_step = "请核对编号、团队或活动。"
    status = 422


class NotNow(Refusal):
    reason = "这份记录单{standing}，不能再这样处理"
    next_step = "请刷新页面后查看最新情况。"


class PaperGone(Refusal):
    """The snapshot was forgotten when she left."""

    reason = "本人已注销账号，记录单的内容已经删除"
    next_step = "手里的记录单仍然可以凭编号和验证码核验。"
    status = 410


class PapersNotReady(Refusal):
    reason = "这一批还没有制作完，或者已经过了下载期限"
    next_step = "请等进度走完再下载；过期的请重新开一批。"
