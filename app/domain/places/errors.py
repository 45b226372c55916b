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


class CannotMerge(Refusal):
    """Both are open, and offices or stations alike."""

    reason = "这两个阵地不能合并：{problem}"
    next_step = "请重新选择并入哪个阵地。"
    status = 422
    field = "successor_id"


class SameBelow(Refusal):
    """Open places below both have the same name."""

    reason = "两边都有叫“{names}”的下级"
    next_step = "请先改名，再合并。"


class MergingWaits(Refusal):
    reason = "这里已经有一份合并申请等待确认"
    next_step = "请先确认或撤回那一份。"


class MergingOver(Refusal):
    reason = "这份合并申请已经办结"
    next_step = "请刷新页面，看看最新情况。"


class OwnProposal(Refusal):
    reason = "合并要由另一位中心管理员确认"
    next_step = "请另一位中心管理员登录后确认；只有一位时，请先在服务器上任命第二位。"
    status = 403
