"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class TooManyClues(Refusal):
    reason = "每人每天最多提供 {most} 条线索"
    next_step = "谢谢您的热心，明天可以接着写。"
    status = 429


class ClueNotNow(Refusal):
    reason = "这条线索{standing}，现在不能这样处理"
    next_step = "请刷新页面后查看最新情况。"


class OwnClue(Refusal):
    reason = "这条线索是您自己提供的"
    next_step = "请由同事处理。"
    status = 403
