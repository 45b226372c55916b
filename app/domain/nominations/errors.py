"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class CampaignNotNow(Refusal):
    reason = "这次推选{standing}，现在不能这样处理"
    next_step = "请刷新页面后查看最新情况。"


class CaseNotNow(Refusal):
    reason = "这份推荐{standing}，现在不能这样处理"
    next_step = "请刷新页面后查看最新情况。"


class NotTakingNominations(Refusal):
    reason = "这次推选现在不收推荐"
    next_step = "看看有没有别的推选正在进行。"


class NumberOfSomebodyElse(Refusal):
    reason = "志愿者编号和姓名对不上"
    next_step = "请核对编号，不知道编号的可以不填。"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "number"


class NotThisAge(Refusal):
    reason = "这次推选要求年龄{wanted}"
    next_step = "请核对年龄，或者等适合的推选。"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "age"


class NotFromHere(Refusal):
    reason = "这次只推选在本区居住或工作的人"
    next_step = "可以向对方所在地的实践站推荐。"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "lives_here"


class EarlierHolder(Refusal):
    reason = "这个人已经得过“{title}”，这次不重复推选"
    next_step = "感谢您的推荐，可以再推荐身边的别人。"


class AlreadyDecided(Refusal):
    reason = "这个人在这次推选里已经有人推荐，并且{standing}"
    next_step = "感谢您的推荐，不用再提交。"


class NotYourLevel(Refusal):
    reason = "这份推荐正由{level}处理"
    next_step = "请等那一级处理。"
    status = 403


class OwnCase(Refusal):
    reason = "您是这份推荐的推荐人或被推荐人，不能处理它"
    next_step = "请由同事处理。"
    status = 403


class Related(Refusal):
    reason = "{relation}，不能处理这份推荐"
    next_step = "请由同事或上一级处理。"
    status = 403


class ReviewedBefore(Refusal):
    reason = "您在另一级已经审核过这份推荐"
    next_step = "请由同事处理。"
    status = 403


class Involved(Refusal):
    reason = "您推荐、走访、评分或审核过这个人，或者和他有关系，异议须由没有参与的人答复"
    next_step = "请转交没有参与的同事；都参与过的，由中心指定别的站、所的人答复。"
    status = 403


class CasesStillOpen(Refusal):
    reason = "还有 {count} 份推荐没有审完"
    next_step = "审完或驳回以后再开始公示。"


class NobodyPassed(Refusal):
    reason = "没有通过终审的推荐，没有可以公示的人"
    next_step = "没有人选时，可以结束这次推选。"


class OverQuota(Refusal):
    reason = "通过终审的有 {count} 人，名额是 {quota} 人"
    next_step = "请先把超出名额的标为“本次未入选”。"


class ConsentMissing(Refusal):
    reason = "还没有本人同意：{names}"
    next_step = "请先征求本人（未成年人为监护人）同意，或记录当面同意。"


class StoryMissing(Refusal):
    reason = "还没有写好公开的事迹：{names}"
    next_step = "请先在推荐页面写好公开的标题和事迹。"


class ObjectionsOpen(Refusal):
    reason = "还有 {count} 条异议没有答复"
    next_step = "全部答复以后才能发布。"


class AlreadyAnswered(Refusal):
    reason = "这条异议已经答复过"


class NoticeOver(Refusal):
    reason = "公示已经结束，现在不收异议"
    next_step = "有疑问的，请联系实践中心。"


class GuardiansWord(Refusal):
    reason = "未成年人的意见由监护人答复"
    next_step = "请监护人打开通知答复，或到实践站当面说明。"
    status = 403


class TooManyWitnesses(Refusal):
    reason = "最多写 {most} 位证明人"
    status = 422


class CannotAnswer(Refusal):
    reason = (
        "不能请{name}答复：须是别的站、所或中心的在任人员，没有推荐、审核、走访过这个人，也没有关系"
    )
    next_step = "请另选一位。"


class SaidThreeTimes(Refusal):
    reason = "您对这个人已经提了 {most} 条意见，正在核实"
    next_step = "有新的情况，请等答复以后再提，或者打电话给实践中心。"
    status = 429


class TooManyUnsigned(Refusal):
    reason = "今天不署名的意见已经收了 {most} 条"
    next_step = "请留下姓名和手机号再提，或者打电话给实践中心，明天也可以再来。"
    status = 429


class ScoredBefore(Refusal):
    reason = "您是这份推荐的评分专家，不再审核它"
    next_step = "请由同事处理。"
    status = 403


class ScoringOpen(Refusal):
    reason = "专家还在评分，评完再决定"
    next_step = "材料不全的可以先退回；等不及的，由中心写明理由提前结束评分。"


class NotScored(Refusal):
    reason = "这份推荐现在不用评分"


class RoundClosed(Refusal):
    reason = "这一轮评分已经结束"
    next_step = "请刷新页面后查看最新情况。"


class ScoredAlready(Refusal):
    reason = "已经有专家评过分，不能再改评分的项目和专家"
    next_step = "专家不能评的，请她自己回避，或者由中心提前结束那一份的评分。"


class TwoVolunteers(Refusal):
    reason = "两份推荐是两位不同的志愿者，不能并在一起"
    next_step = "请点“不是同一个人”。"
