"""Bookings in the words of the console: what was done, as the trail shows it."""

from collections.abc import Mapping
from types import MappingProxyType

BOOKING_ROOMS: Mapping[str, str] = MappingProxyType({"facilities": "场地", "bookings": "场地预约"})
BOOKING_ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "facilities.add": "登记场地",
        "facilities.describe": "修改场地",
        "facilities.switch_off": "停用场地",
        "facilities.switch_on": "恢复场地",
        "facilities.show_picture": "放场地照片",
        "facilities.remove_picture": "撤下场地照片",
        "facilities.set_limits": "设置预约限制",
        "bookings.book": "预约场地",
        "bookings.approve": "同意预约",
        "bookings.decline": "谢绝预约",
        "bookings.cancel": "取消预约",
        "bookings.call_off": "场地方取消预约",
        "bookings.lapse": "预约没有及时确认",
        "bookings.miss": "登记没有来",
        "bookings.came": "更正为到场",
        "bookings.look": "查看预约人的电话",
    }
)
BOOKING_DETAILS: Mapping[str, str] = MappingProxyType(
    {
        "most_open": "同时预约数",
        "most_missed": "没来次数",
        "within_days": "计算天数",
        "wait_days": "暂停天数",
    }
)
