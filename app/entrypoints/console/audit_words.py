"""The trail in words: rooms, actions, and the names of their details."""

from collections.abc import Mapping
from typing import Any

from app.domain.access.rules import ROLE_TITLES
from app.entrypoints.console.outbox_words import KINDS

ROOMS = {
    "activity": "活动",
    "session": "场次",
    "hours": "服务时长",
    "volunteer": "志愿者",
    "wechat": "微信绑定",
    "staff": "工作人员",
    "addresses": "网络范围",
    "place": "阵地",
    "outbox": "消息",
    "invitation": "邀请",
    "scanner": "扫码设备",
    "points": "积分",
    "stars": "星级",
    "rewards": "爱心超市",
    "recognition": "激励设置",
    "team": "团队",
    "trail": "操作记录",
    "webhook": "对外推送",
}
ACTIONS = {
    "activity.draft": "起草活动",
    "activity.revise": "修改活动",
    "activity.lower_capacity": "收回名额",
    "activity.submit": "提交审核",
    "activity.approve": "通过活动",
    "activity.return": "退回活动",
    "activity.withdraw": "撤回活动",
    "activity.publish": "发布活动",
    "activity.cancel": "取消活动",
    "activity.export": "导出活动名单",
    "session.prolong": "延长场次",
    "session.end_early": "提前结束场次",
    "session.print_sheet": "打印签到表",
    "hours.drawn_up": "生成时长记录",
    "hours.redrawn": "重新生成时长记录",
    "hours.taken_over": "转入账本",
    "session.walk_in": "现场加入场次",
    "hours.approve": "认定时长",
    "hours.return": "退回时长",
    "hours.reject": "驳回时长",
    "hours.revoke": "撤销认定",
    "hours.mend": "补正时长",
    "hours.appeal": "申诉时长",
    "hours.ask_out": "申请补签退",
    "hours.confirm": "确认补签退",
    "hours.refuse": "未确认补签退",
    "hours.back_fill": "补录时长",
    "hours.confirm_back_fill": "核对补录",
    "hours.refuse_back_fill": "补录不予通过",
    "hours.withdraw_back_fill": "撤回补录",
    "hours.late_scan": "迟到的扫码",
    "hours.overtaken": "补签退申请不再需要",
    "hours.reopened": "补签退申请重新等待",
    "hours.flag": "风险提示",
    "hours.look": "核实风险提示",
    "hours.uphold_flags": "风险提示属实",
    "hours.export": "导出时长记录",
    "volunteer.register": "注册志愿者",
    "volunteer.change_profile": "修改资料",
    "volunteer.change_phone": "更换手机号",
    "volunteer.change_phone_in_person": "当面更换手机号",
    "volunteer.sign_out_everywhere": "退出全部设备",
    "volunteer.take_calendar_address": "生成日历地址",
    "volunteer.give_calendar_up": "停用日历地址",
    "volunteer.freeze": "冻结志愿者",
    "volunteer.unfreeze": "恢复志愿者",
    "volunteer.export": "导出志愿者名单",
    "volunteer.guardian_agrees": "监护人同意",
    "volunteer.guardian_withdraws": "监护人撤回同意",
    "volunteer.agree": "同意一项用途",
    "volunteer.withdraw_consent": "撤回一项同意",
    "volunteer.leave": "注销账号",
    "volunteer.return": "注销后重新注册",
    "volunteer.deny": "反映不是本人",
    "volunteer.settle_denial": "处理“不是本人”的反映",
    "invitation.send": "邀请注册",
    "wechat.bind": "绑定微信",
    "wechat.unbind": "解除微信绑定",
    "staff.appoint": "任命工作人员",
    "staff.end": "停用工作人员",
    "staff.reset_password": "重置密码",
    "staff.change_password": "修改密码",
    "staff.sign_in": "登录",
    "staff.end_session": "让设备退出登录",
    "staff.not_me": "反映不是本人登录，已锁定账号",
    "addresses.add": "加入网络范围",
    "addresses.remove": "移除网络范围",
    "addresses.clear": "清空网络范围",
    "addresses.refuse": "在规定网络外办理，已拒绝",
    "staff.enrol_factor": "开启两步验证",
    "staff.replace_factor": "更换验证器",
    "staff.renew_recovery_codes": "换一组恢复码",
    "staff.use_recovery_code": "使用恢复码",
    "staff.reset_factor": "重置两步验证",
    "staff.codes_locked": "连续输错验证码，已锁定",
    "staff.locked": "连续输错密码，已锁定",
    "place.open": "设立阵地",
    "place.change": "修改阵地",
    "outbox.retry": "重发消息",
    "scanner.make": "登记扫码设备",
    "scanner.revoke": "停用扫码设备",
    "points.make_rule": "制定积分规则",
    "recognition.turn": "打开或关闭积分、星级",
    "rewards.add": "上架物品",
    "rewards.change": "修改物品",
    "rewards.hand_over": "交付兑换",
    "rewards.cancel": "取消兑换",
    "rewards.expire": "兑换过期",
    "rewards.settle": "结算兑换",
    "stars.set_scale": "制定星级标准",
    "stars.compute": "计算星级",
    "stars.exclude": "从星级名单剔除",
    "stars.review": "审核星级名单",
    "stars.publish": "公示星级名单",
    "stars.end_notice": "星级公示期满",
    "stars.answer": "答复星级异议",
    "stars.confirm": "确认星级",
    "stars.withdraw": "撤回星级名单",
    "team.found": "成立团队",
    "team.recognise": "认可团队",
    "team.dissolve": "解散团队",
    "team.lead": "担任队长",
    "trail.erase": "删除已注销者的姓名和文字",
    "webhook.register": "登记推送地址",
    "webhook.change": "修改推送地址",
    "webhook.rotate": "更换推送密钥",
    "webhook.pause": "暂停推送",
    "webhook.resume": "恢复推送",
    "webhook.test": "测试推送",
    "webhook.resend": "补发推送",
    "webhook.remove": "删除推送地址",
}
# What the program writes down at every check-out: in the record's own story, not among decisions.
BY_ITSELF = (
    "hours.drawn_up",
    "hours.redrawn",
    "hours.taken_over",
    "hours.late_scan",
    "hours.overtaken",
    "hours.reopened",
)
DETAILS = {
    "title": "活动",
    "name": "名称",
    "reason": "原因",
    "role": "岗位",
    "consent": "用途",
    "device": "设备",
    "address": "网络地址",
    "before": "原名称",
    "minutes": "分钟数",
    "count": "条数",
    "told": "通知人数",
    "phone": "手机号",
    "with_phones": "含完整手机号",
    "sheet": "签到表编号",
    "kind": "类型",
    "note": "说明",
    "network": "网络范围",
    "permission": "业务",
    "flags": "风险提示",
    "valid_from": "起用日期",
    "per_hour": "每小时积分",
    "most_per_activity": "每次活动封顶",
    "most_per_day": "每天封顶",
    "lasts_months": "有效月数",
    "what": "内容",
    "is_on": "打开",
    "year": "年度",
    "price": "积分",
    "points": "积分合计",
    "stock": "增减库存",
    "on_shelf": "上架",
    "through": "截止",
    "hours": "小时数",
    "upheld": "成立",
}


def action_words(action: str) -> str:
    """An action in words."""
    return ACTIONS.get(action, action)


def detail_words(detail: Mapping[str, Any]) -> str:
    """An entry's details in one line: those a reader can use."""
    known = ((DETAILS[name], detail[name]) for name in DETAILS if name in detail)
    return "；".join(
        f"{label}：{_plain(value).rstrip('。')}"
        for label, value in known
        if value not in (None, "")
    )


_VALUES = {**{role.value: title for role, title in ROLE_TITLES.items()}, **KINDS}


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value)
    return _VALUES.get(str(value), str(value))
