"""Why a unit cannot be entered or decided on: one class a reason."""

from app.kernel.refusal import Refusal


class DecisionNotNow(Refusal):
    reason = "{name}现在是“{state}”，不能{decision}"
    next_step = "请刷新页面，看看最新情况。"


class UnitKnown(Refusal):
    reason = "{place}已经登记了{kind}“{name}”（编号 {number}）"
    next_step = "请打开已有的一条，不要重复登记。"
    status = 422
    field = "name"
