"""What people type, brought to what they mean."""

import re
import unicodedata

from app.adapters.wechat_menu import HELP, MY_ACTIVITIES, MY_CARD, MY_HOURS

REGISTER, CHECK_IN, FIND, CONTACT = "register", "check_in", "find", "contact"
THANKS = "thanks"
COMPLAIN, ORDERS, COURSES = "complain", "orders", "courses"
NEWS, STOP_NEWS = "news", "stop_news"
COUPONS = "coupons"
CULTURE, BOOKINGS = "culture", "bookings"
LONGEST_SEARCH = 30
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SEARCH = re.compile(r"(?:找|搜索|搜|查找|查)(?:一下|活动)?[\s:]*(.+)")

_CLUE = re.compile(r"(?:我知道一[位个]好人|好人线索|推荐好人)(?:[\s:,。;、!]+(.*))?", re.DOTALL)

# What people may type, also words that we ourselves do not use.
MEANINGS: dict[str, frozenset[str]] = {
    HELP: frozenset({"帮助", "help", "你好", "您好", "hi", "hello", "在吗", "菜单", "怎么用", ""}),
    MY_HOURS: frozenset({"我的时长", "时长", "服务时长", "查时长", "志愿时长", "我的服务时长"}),
    MY_ACTIVITIES: frozenset({"我的活动", "我的报名", "取消报名", "退出活动", "报名记录"}),
    MY_CARD: frozenset({"服务卡", "我的服务卡", "志愿者证", "我的二维码", "志愿者编号"}),
    REGISTER: frozenset(
        {"注册", "登记", "我要注册", "我要登记", "怎么注册", "怎么登记", "志愿者注册"}
        | {"成为志愿者", "当志愿者", "我要当志愿者", "怎么当志愿者"}
    ),
    CHECK_IN: frozenset({"签到", "签退", "打卡", "扫码", "扫码签到", "怎么签到", "怎么签退"}),
    FIND: frozenset(
        {"活动", "找活动", "看活动", "最近活动", "有什么活动", "报名", "我要报名", "怎么报名"}
    ),
    CULTURE: frozenset(
        {"文化活动", "看演出", "演出", "看电影", "电影", "看戏", "展览", "领票", "我的票", "门票"}
    ),
    CONTACT: frozenset(
        {"人工", "客服", "人工客服", "转人工", "转人工客服", "电话", "联系方式", "联系电话"}
    ),
    COMPLAIN: frozenset(
        {"投诉", "我要投诉", "意见", "提意见", "建议", "提建议", "意见建议", "意见和投诉", "举报"}
        | {"投诉建议", "我的意见", "反映问题"}
    ),
    ORDERS: frozenset(
        {"点单", "我的点单", "服务", "点单服务", "我要点单", "上门服务", "我点的单", "需要帮忙"}
    ),
    BOOKINGS: frozenset(
        {"预约", "场地", "预约场地", "场地预约", "我的预约", "订场地", "借场地", "活动室", "会议室"}
    ),
    NEWS: frozenset({"提醒", "新活动提醒", "活动提醒", "打开提醒", "提醒我"}),
    STOP_NEWS: frozenset(
        {"停止提醒", "不再提醒", "关闭提醒", "取消提醒", "退订", "退订提醒", "别提醒了", "td", "t"}
    ),
    COURSES: frozenset({"培训", "学习", "学习培训", "课程", "我的培训", "培训课程", "资格"}),
    COUPONS: frozenset({"优惠券", "我的优惠券", "消费券", "领券", "领优惠券", "我的消费券", "券"}),
    THANKS: frozenset({"谢谢", "谢谢您", "谢谢你", "多谢", "好的", "好", "知道了", "收到"}),
}


def meaning(text: str) -> str | None:
    """What the words ask for; None when they are none we know."""
    words = _EDGES.sub("", unicodedata.normalize("NFKC", text)).lower()
    return next((key for key, said in MEANINGS.items() if words in said), None)


def search_words(text: str) -> str | None:
    """What somebody looks for who writes "找 义诊"; None when she looks for nothing."""
    found = _SEARCH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    words = found.group(1).strip() if found else ""
    return words[:LONGEST_SEARCH] or None


def clue_words(text: str) -> str | None:
    """What somebody says of a good person; empty when only the wish is said, None without it."""
    found = _CLUE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return (found.group(1) or "").strip() if found else None
