"""The words an activity is described with. The Chinese terms themselves are the values."""

# The five service platforms of civic practice centres, and room for the rest (docs/rules.md, "Activities").
WORK_TYPES = (
    "理论宣讲",
    "教育服务",
    "文化服务",
    "科技科普",
    "健身体育",
    "其他志愿服务",
)

# Service categories of the national volunteer system's filters; people choose among the same.
CATEGORIES = (
    "社区服务",
    "扶贫减贫",
    "支教助学",
    "卫生健康",
    "法律服务",
    "环境保护",
    "科技科普",
    "文化艺术",
    "平安综治",
    "文明风尚",
    "交通引导",
    "志愿消防",
    "应急救援",
    "禁毒宣传",
    "体育健身",
    "旅游服务",
    "关爱特殊群体",
    "大型活动",
    "海外志愿服务",
    "税收服务",
    "疫情防控",
    "其他",
)

# Whom an activity serves: the national system's list.
TARGETS = (
    "儿童",
    "妇女",
    "老年人",
    "残障人士",
    "优抚对象",
    "贫困家庭",
    "特殊群体",
    "病患者",
    "农村居民",
    "城镇居民",
    "社会公众",
    "纳税人缴费人",
    "其他",
)

RISK_LEVELS = {"none": "无明显风险", "low": "一般风险", "high": "较高风险"}
