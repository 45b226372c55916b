"""The trail of series and templates in words."""

SERIES_ROOMS = {"series": "系列活动", "template": "活动模板"}
SERIES_ACTIONS = {
    "series.make": "设立系列活动",
    "series.add_dates": "系列增加日期",
    "series.submit": "系列提交审核",
    "series.approve": "通过系列活动",
    "series.return": "退回系列活动",
    "series.publish": "发布系列活动",
    "series.revise": "修改系列活动",
    "series.end": "取消系列活动",
    "series.again": "照去年安排活动",
    "template.save": "保存活动模板",
    "template.remove": "删除活动模板",
}
