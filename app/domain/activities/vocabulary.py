"""The words an activity is described with. The Chinese terms themselves are the values."""

from app.domain.people.vocabulary import SERVICE_CATEGORIES

# The five service platforms of civic practice centres, and room for the rest.
WORK_TYPES = (
    "理论宣讲",
    "教育服务",
    "文化服务",
    "科技科普",
    "健身体育",
    "其他志愿服务",
)

# What people learn: a course of the room `training`. Its minutes are no service hours.
TRAINING = "培训"
ALL_WORK_TYPES = (*WORK_TYPES, TRAINING)

# People choose among the same when they register.
CATEGORIES = SERVICE_CATEGORIES

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
