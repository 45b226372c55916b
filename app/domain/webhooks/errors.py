"""Why an endpoint or a delivery is not as wished."""

from app.kernel.refusal import Refusal


class TooManyEndpoints(Refusal):
    reason = "最多登记 {most} 个推送地址"
    next_step = "请先删除不再使用的地址。"


class AlreadyPaused(Refusal):
    reason = "这个地址已经暂停推送"


class NotPaused(Refusal):
    reason = "这个地址没有暂停，正在推送"


class EndpointPaused(Refusal):
    reason = "这个地址已暂停推送，现在不能补发"
    next_step = "请先恢复推送，恢复时可以选择补发。"


class NotOver(Refusal):
    reason = "这条推送正在等待发送，不用补发"
    next_step = "系统会自动再试。"
