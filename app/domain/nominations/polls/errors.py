"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class PollNotNow(Refusal):
    reason = "这次投票{standing}，现在不能这样处理"
    next_step = "请刷新页面后查看最新情况。"


class NotVotingNow(Refusal):
    reason = "现在不能投票：{standing}"
    next_step = "可以看看别的推选，或者好人榜上的故事。"


class NotFollowing(Refusal):
    reason = "关注公众号以后才能投票"
    next_step = "已经关注的，请在公众号里发任意一句话，再回到这个页面。"
    status = 403


class WeChatOnly(Refusal):
    reason = "投票要在微信里进行"
    next_step = "请用微信打开这个页面。"
    status = 403


class NobodyChosen(Refusal):
    reason = "还没有选人"
    next_step = "请至少选一位，再投出。"
    status = 422


class TooManyNames(Refusal):
    reason = "最多选 {most} 位，现在选了 {chosen} 位"
    next_step = "请去掉几位，再投出。"
    status = 422


class NoLongerStanding(Refusal):
    reason = "您选的人里有已经退出的"
    next_step = "请重新选择。"
    status = 422


class TooFewCandidates(Refusal):
    reason = "通过终审的不到 {least} 位"
    next_step = "人选够了，投票会自动开始。"


class PollExists(Refusal):
    reason = "这次推选已经安排过投票"


class PollStillOpen(Refusal):
    reason = "投票还没有结束，结束以后才能公示"
    next_step = "投票到 {until:%m-%d %H:%M} 自动结束，也可以先停止投票。"


class CountsAreSecret(Refusal):
    reason = "投票结束以前不看票数"
    next_step = "结束以后，这里会有结果。"
    status = 403


class NoSuchAnomaly(Refusal):
    reason = "这一组选票已经不在异常里"
    next_step = "可能已经有人处理，请刷新页面。"


class SecondPersonNeeded(Refusal):
    reason = "要由另一位工作人员确认"
    next_step = "请同事登录后确认。"
    status = 403


class AlreadyDecidedUpon(Refusal):
    reason = "这次剔除已经有人处理过"


class BallotsGone(Refusal):
    reason = "选票已经按期删除，只留下票数，不能再剔除"
