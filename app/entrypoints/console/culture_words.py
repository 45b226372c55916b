"""The trail of culture in words."""

CULTURE_ACTIONS = {
    "culture.programme_add": "设立文化项目",
    "culture.programme_change": "修改文化项目",
    "culture.tour_plan": "安排巡演计划",
    "culture.add": "起草文化活动",
    "culture.change": "修改文化活动",
    "culture.import": "导入文化活动",
    "culture.publish": "发布文化活动",
    "culture.withdraw": "撤回文化活动",
    "culture.record": "登记为已办",
    "culture.end": "提前结束文化活动",
    "culture.cancel": "取消文化活动",
    "culture.count": "登记人数",
    "culture.count_correct": "更正人数",
    "culture.export": "导出文化活动数字",
}
CULTURE_DETAILS = {"number": "人数", "source": "平台", "changes": "变动", "target": "每处场数"}
