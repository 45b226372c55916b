"""Kinds of courses. The Chinese terms themselves are the values; a year is counted by them."""

COURSE_KINDS = (
    "志愿者培训",
    "文化工作者培训",
    "骨干和队伍管理培训",
    "安全和应急培训",
    "其他培训",
)
