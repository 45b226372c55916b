"""Why a message is not sent again."""

from app.kernel.refusal import Refusal


class AlreadySent(Refusal):
    reason = "这条消息已经发出，不用再发"


class StillWaiting(Refusal):
    reason = "这条消息正在等待发送，不用重发"
    next_step = "系统会自动再试；如果长时间没有发出，请检查后台任务是否在运行。"


class NoLongerOfUse(Refusal):
    reason = "这条消息已过有效时间，重发没有意义"
