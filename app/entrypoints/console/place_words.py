"""The trail in words: places and recognised units."""

PLACE_ACTIONS = {
    "place.propose_merging": "申请合并阵地",
    "place.withdraw_merging": "撤回合并申请",
    "place.merge": "合并阵地",
    "place.import": "导入阵地",
    "place.export": "导出阵地",
    "staff.move": "调整任职阵地",
    "place.open": "设立阵地",
    "place.change": "修改阵地",
    "recognised_unit.recognise": "登记认定文明单位",
    "recognised_unit.keep": "复查保留文明单位",
    "recognised_unit.raise": "文明单位升级",
    "recognised_unit.warn": "警示文明单位",
    "recognised_unit.rename": "文明单位更名",
    "recognised_unit.correct": "更正文明单位登记",
    "recognised_unit.withdraw": "撤销文明单位称号",
    "recognised_unit.rewrite": "修改文明单位资料",
    "recognised_unit.import": "导入文明单位",
    "recognised_unit.export": "导出文明单位",
}
