"""Why not: one class a reason."""

from typing import Any
from uuid import UUID

from app.kernel.refusal import Refusal


class QualificationRefusal(Refusal):
    """A position asks for what she does not hold; doors lead from it to how it is got."""

    def __init__(self, *, qualification_id: UUID, **facts: Any) -> None:
        super().__init__(qualification_id=qualification_id, **facts)

    @property
    def qualification_id(self) -> UUID:
        """The qualification that is asked for."""
        found: Any = self.facts["qualification_id"]
        return UUID(str(found))


class QualificationNeeded(QualificationRefusal):
    reason = "这个岗位要求持有“{name}”资格，您还没有"
    next_step = "参加相应的培训并合格后就能报名。"


class QualificationRunsOut(QualificationRefusal):
    reason = "您的“{name}”资格有效期到 {last_day}，活动那天已经过期"
    next_step = "请在活动以前参加培训续期，再来报名。"


class NameTaken(Refusal):
    reason = "本单位已经有一项叫“{name}”的资格"
    status = 422
    field = "name"


class Retired(Refusal):
    reason = "“{name}”已经停用，不能再授予"
    next_step = "请选择仍在使用的资格。"


class NotHeld(Refusal):
    reason = "这项资格已经不在有效状态，不能撤销"
    next_step = "请刷新页面，看看最新情况。"


class OwnQualification(Refusal):
    reason = "不能给自己授予资格"
    next_step = "请由另一位工作人员办理。"
    status = 403


class NobodyWithThatNumber(Refusal):
    reason = "没有找到这个志愿者编号"
    next_step = "请核对编号，志愿者在“我的”页面能看到。"
    status = 422
    field = "number"
