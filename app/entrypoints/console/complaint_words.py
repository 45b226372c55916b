"""Complaints in the words of the console: parts of the queue, entries of the trail."""

TAB_WORDS = {
    "new": "待受理",
    "mine": "我在办",
    "others": "同事在办",
    "answered": "已答复",
    "ended": "已结束",
}
COMPLAINT_ACTIONS = {
    "complaints.send": "提出意见",
    "complaints.take_up": "受理意见",
    "complaints.take_over": "接手超期的意见",
    "complaints.give_back": "交回意见",
    "complaints.pass_up": "意见报上一级",
    "complaints.ask": "请居民补充意见",
    "complaints.reply": "补充意见",
    "complaints.answer": "答复意见",
    "complaints.rate": "评价答复",
    "complaints.reopen": "不满意，重新办理意见",
    "complaints.withdraw": "撤回意见",
    "complaints.escalate": "意见超期，升到上一级",
    "complaints.lapse": "意见到期",
    "complaints.look": "查看意见是谁提的",
    "complaints.export": "导出意见统计",
}
