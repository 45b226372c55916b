"""Why not, about places that change hands: capacity lowered, positions changed."""

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


class NotThatOfSession(SignUpRefusal):
    reason = "只能换到同一场次的另一个岗位"
