"""The outbox in words: kinds of messages, the ways they go, and their states."""

KINDS = {
    "signed_up": "报名成功",
    "waiting_listed": "进入候补",
    "moved_up": "候补成功",
    "place_to_confirm": "候补待确认",
    "passed_over": "候补已让出",
    "place_taken_back": "名额收回",
    "position_changed": "已换岗位",
    "exchange_asked": "换岗请求",
    "exchange_over": "换岗没有成",
    "reminder": "活动提醒",
    "activity_changed": "活动变更",
    "activity_cancelled": "活动取消",
    "hours_approved": "时长已认定",
    "hours_unconfirmed": "没有签退",
    "hours_returned": "时长已退回",
    "hours_rejected": "时长已驳回",
    "hours_revoked": "时长已撤销",
    "second_factor_reset": "两步验证已重置",
    "star_given": "星级已确认",
    "star_lowered": "星级有变动",
    "objection_answered": "异议答复",
    "redemption_ended": "兑换已取消",
    "phone_code": "短信验证码",
    "invitation": "注册邀请",
    "scene_code": "签到码制作",
    "search_answer": "会话答复",
}
CHANNELS = {
    "wechat_template": "微信通知",
    "wechat_text": "微信会话",
    "wechat_qr": "微信二维码",
    "sms": "短信",
}
STATES = {"waiting": "待发送", "sent": "已发送", "given_up": "发送失败"}
