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


class NameOfClosed(Refusal):
    """A place that closed below the same one has that name."""

    reason = "有一个叫“{name}”的阵地已经关闭"
    next_step = "请到它的页面上重新开放，或者换一个能区分开的名称。"


class OnlyPoints(Refusal):
    """Offices and stations are merged into another one; they have staff and records."""

    reason = "只有实践点能单独关闭或移动"
    next_step = "实践所、实践站要撤并，请用“合并”。"


class AlreadySo(Refusal):
    """Somebody else was quicker."""

    reason = "这里现在已经是{how}的"
    next_step = "请刷新页面，看看最新情况。"


class StillUsed(Refusal):
    """What goes on at a point ends before it closes."""

    reason = "这里还有：{what}"
    next_step = "请先结束或停用，再关闭这里。"


class AboveIsClosed(Refusal):
    """A point is open below an open place only."""

    reason = "上级“{name}”已经关闭"
    next_step = "请在接着办理的阵地下面重新设立实践点。"


class AlreadyThere(Refusal):
    """A move leads somewhere else."""

    reason = "它现在就在这个阵地下面"
    next_step = "请选择另一个阵地。"
    status = 422
    field = "to_id"


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
