"""Why not, about places: capacity lowered, positions changed, a place at the door."""

from app.domain.activities.errors import PlanRefusal, SignUpRefusal


class NotFewerPlaces(PlanRefusal):
    about = "capacity"
    reason = "现在是 {capacity} 个名额，请填写 1 至 {most} 之间的人数"
    next_step = "要增加名额，请用“修改活动”。"


class TooNearToTakePlaces(PlanRefusal):
    about = "capacity"
    reason = "离开始不到 {hours} 小时，不能再收回名额"
    next_step = "大家可能已经出发。实在来不及，请联系报名的人，或取消活动。"


class MoreAreIn(PlanRefusal):
    about = "capacity"
    reason = "已有 {there} 人签到，名额不能少于 {there}"


class OthersLose(PlanRefusal):
    about = "capacity"
    reason = "打开页面以后报名有变动，会失去名额的人和刚才列出的不一样"
    next_step = "请看一遍新的名单，再确认。"


class OtherSession(SignUpRefusal):
    reason = "只能在同一个场次里换岗位"
    next_step = "想换场次，请先取消原来的报名，再报另一场。"


class NotTakingPlace(SignUpRefusal):
    reason = "这个活动已经取消或结束，不能再换岗位"


class BegunAlready(SignUpRefusal):
    reason = "这个场次已于 {starts_at:%m月%d日 %H:%M} 开始，不能再换岗位"
    next_step = "到了现场，请和联系人商量。"


class NoPlaceToChange(SignUpRefusal):
    reason = "这个报名已经取消，不能换岗位"


class PositionFull(SignUpRefusal):
    reason = "“{position}”岗位已经满了"
    next_step = "您原来的岗位还在。可以请那个岗位的人和您互换。"


class SamePosition(SignUpRefusal):
    reason = "你们已经在同一个岗位，不用换"


class AskedSomebodyElse(SignUpRefusal):
    reason = "您已经请另一位志愿者换岗，对方最晚 {expires_at:%m月%d日 %H:%M} 答复"
    next_step = "等对方答复，或先撤回那个请求。"


class OtherDoesNotFit(SignUpRefusal):
    reason = "对方不符合换岗的条件，不能互换"
    next_step = "岗位可能有年龄或技能要求，请换一位或换一个岗位。"


class ExchangeOutOfDate(SignUpRefusal):
    reason = "情况有变动，你们两人中有人已经不在原来的岗位"
    next_step = "请在“我的活动”里看看最新情况。"


class ExchangeExpired(SignUpRefusal):
    reason = "这个换岗请求已于 {expires_at:%m月%d日 %H:%M} 过期"
    next_step = "还想换的，可以重新提出。"


class ExchangeRefused(SignUpRefusal):
    reason = "这个换岗请求已经被谢绝"


class ExchangeWithdrawn(SignUpRefusal):
    reason = "对方已经撤回了换岗请求"


class ExchangeDone(SignUpRefusal):
    reason = "你们已经互换了岗位"


class HowManyOfATeam(SignUpRefusal):
    reason = "请勾选 1 至 {most} 位成员"
    status = 422


class NotOfTheTeam(SignUpRefusal):
    reason = "现在不是团队成员"


class SignsUpHerself(SignUpRefusal):
    reason = "没有同意由队长代报名"
    next_step = "已把活动告诉本人，由本人自己报名。"


class NoFreePlace(SignUpRefusal):
    reason = "岗位“{position}”已满，不能现场加入"
    next_step = "可以在“修改活动”里增加名额，再扫一次。"


class TooRiskyAtTheDoor(SignUpRefusal):
    reason = "风险较高的活动要事先报名、买好保险，不能现场加入"
    next_step = "请下次提前报名。"


class ForTheTeam(SignUpRefusal):
    reason = "这次服务由一个团队承接，只有它的成员能报名"
    next_step = "看看别的活动吧。"


class QualificationFromElsewhere(PlanRefusal):
    about = "sessions"
    reason = "岗位要求的资格只能选择本单位或上级设立、仍在使用的"
