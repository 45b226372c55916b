"""The trail of courses and qualifications in words."""

TRAINING_ACTIONS = {
    "course.set_up": "修改课程设置",
    "course.add_question": "添加测验题",
    "course.drop_question": "删除测验题",
    "course.add_materials": "添加课程资料",
    "course.drop_material": "撤下课程资料",
    "course.add_document": "添加课程资料（PDF）",
    "course.drop_document": "撤下课程资料（PDF）",
    "course.confirm_minutes": "确认学时",
    "course.complete": "培训结业",
    "training.set_target": "设定全年培训计划",
    "training.export": "导出全年培训",
    "qualification.define": "设立资格",
    "qualification.rewrite": "修改资格",
    "qualification.retire": "停用资格",
    "qualification.grant": "授予资格",
    "qualification.revoke": "撤销资格",
}
