"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class OrderNotNow(Refusal):
    reason = "这个点单现在是“{state}”，不能这样处理"
    next_step = "请刷新页面后查看最新情况。"


class OwnOrder(Refusal):
    reason = "这是您自己的点单，要由同事处理"
    next_step = "请转交同事。"
    status = 403


class OwnTeam(Refusal):
    reason = "您是这个团队的队长，不能由您派给自己的团队"
    next_step = "请由同事派单，或派给别的团队。"
    status = 403


class OwnService(Refusal):
    reason = "您参加了这次服务，评价和回访要由同事记录"
    next_step = "请转交同事。"
    status = 403


class VerifiedByAnother(Refusal):
    reason = "{name}正在核实这个点单"
    next_step = "请等对方核实完，或请对方交回。"


class TeamNotForThis(Refusal):
    reason = "这个团队不能承接这里的点单，可能已经解散或没有队长"
    next_step = "请选择列表里的团队。"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "team_id"


class TakenByAnother(Refusal):
    reason = "这一单已经有团队接了，或已经收回"
    next_step = "看看“团队接单”里别的单。"


class StaffsOwnPhone(Refusal):
    reason = "这是您自己的手机号，请居民评价的短信会发给您。请填居民或家人的，没有的不用填"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "phone"


class ItemOff(Refusal):
    reason = "这项服务现在不接点单"
    next_step = "看看菜单里别的服务，或直接写下您的需求。"


class ItemFull(Refusal):
    """`how_many` is the limit in words, `instead` a free day, or what to do without one."""

    reason = "这天已经约满（{how_many}），{instead}"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "wanted_on"


class NotForYourAge(Refusal):
    reason = "这项服务提供给年满 {least} 周岁的居民"
    next_step = "替家里老人点单，请打电话给所在社区的实践站。"
    status = 403


class NotServedThere(Refusal):
    reason = "您所在的社区不在这项服务的范围里"
    next_step = "看看菜单里别的服务，或直接写下您的需求。"
    status = 403


class AccountFrozen(Refusal):
    reason = "您的账号已被暂停使用，暂时不能点单"
    next_step = "如有疑问，请联系所在社区的实践站。"
    status = 403


class TooManyOpen(Refusal):
    reason = "您有 {most} 个点单还没有办完"
    next_step = "等其中一个办完，或取消不需要的，再点新的。"


class NobodyChosen(Refusal):
    reason = "请至少选一位上门服务的人"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "members"


class NobodyCanCome(Refusal):
    reason = "选的人都不能参加：{why}"
    next_step = "请换人或换个时间。"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "members"


class NotForYou(Refusal):
    reason = "地址和电话只给派单的工作人员和正在上门服务的人看"
    next_step = "接单以后、服务结束以前可以查看。"
    status = 403


class ContactGone(Refusal):
    reason = "这个点单已经结束，姓名、电话和地址不再显示"


class NotDrawn(Refusal):
    reason = "这个点单没有被抽中回访，或已经回访过"
    next_step = "请刷新页面后查看最新情况。"


class NobodyBound(Refusal):
    reason = "没有找到姓名或手机号和点单一致的志愿者"
    next_step = "请核对编号。编号在本人“我的”页面上，共 10 位。"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "number"


class LinkPast(Refusal):
    reason = "这个链接已失效"
    next_step = "有需要请打电话给所在社区的实践站。"
    status = 404
