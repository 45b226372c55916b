"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class AlreadyRecommended(Refusal):
    reason = "已经向{level}推荐过，还没有结果"
    next_step = "请先登记上一次的结果。"


class AnsweredAbove(Refusal):
    reason = "结果已经登记：{outcome}"


class NoConsentToPassOn(Refusal):
    reason = "本人（未成年人为监护人）没有同意公开，不能向上级推荐"
    next_step = "请先征求并记录本人意见。"


class IdNumberUnconfirmed(Refusal):
    reason = "推荐表要填身份证号，请先确认"
    next_step = "确认需要后再下载；不需要的，请中心在推选的“发布以后”里改成不填。"
    status = 422


class NoIdNumber(Refusal):
    reason = "平台上没有这个人的身份证号，请照本人证件填写"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "id_number"
