"""Why a place cannot be opened or changed."""

from app.kernel.refusal import Refusal


class WrongLevel(Refusal):
    """The tree has three levels, and no level is skipped."""

    reason = "{level}不能设在这里"
    next_step = "实践所设在实践中心之下，实践站设在实践所之下。请重新选择上级。"


class NameTaken(Refusal):
    """Two places below the same one have the same name."""

    reason = "已经有一个叫“{name}”的阵地"
    next_step = "请换一个能区分开的名称。"


class CentreExists(Refusal):
    """There is one centre."""

    reason = "实践中心已经设立，只能有一个"
