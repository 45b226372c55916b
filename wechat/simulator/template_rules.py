"""What WeChat checks in the fields of a template message: type and length by the key's name."""

import re
from collections.abc import Callable, Mapping
from typing import Any

HANZI = re.compile(r"[\u3400-\u9fff]")
DAY = r"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
HOUR = r"\d{1,2}:\d{2}(:\d{2})?"
MOMENT = rf"({DAY}( ?{HOUR})?|{HOUR})"
TIME = re.compile(rf"{MOMENT}( ?~ ?{MOMENT})?")
DATE = re.compile(rf"{DAY}( ?{HOUR})?( ?~ ?{MOMENT})?")
AMOUNT = re.compile(r"[¥￥$€£]?\d{1,10}(\.\d{1,2})?元?")
CAR = re.compile(r"[\w挂学警港澳使领·]{1,8}")

LABELS = {
    "thing": "事项",
    "time": "时间",
    "date": "日期",
    "number": "数量",
    "character_string": "编号",
    "name": "姓名",
    "phone_number": "电话",
    "phrase": "状态",
    "amount": "金额",
    "const": "类型",
}

CHECKS: Mapping[str, Callable[[str], bool]] = {
    "thing": lambda text: len(text) <= 20,
    "number": lambda text: re.fullmatch(r"-?\d[\d.]{0,31}", text) is not None,
    "letter": lambda text: re.fullmatch(r"[A-Za-z]{1,32}", text) is not None,
    "symbol": lambda text: len(text) <= 5 and not re.search(r"[\w]", text),
    "character_string": lambda text: len(text) <= 32 and not HANZI.search(text),
    "time": lambda text: TIME.fullmatch(text) is not None,
    "date": lambda text: DATE.fullmatch(text) is not None,
    "amount": lambda text: AMOUNT.fullmatch(text) is not None,
    "phone_number": lambda text: re.fullmatch(r"[\d+() -]{1,17}", text) is not None,
    "car_number": lambda text: CAR.fullmatch(text) is not None,
    "name": lambda text: len(text) <= (10 if HANZI.search(text) else 20),
    "phrase": lambda text: len(text) <= 5 and len(HANZI.findall(text)) == len(text),
    "const": lambda text: len(text) <= 20,
}


def key_type(key: str) -> str:
    return key.rstrip("0123456789")


def label_of(key: str) -> str:
    return LABELS.get(key_type(key), key)


def why_not(values: Mapping[str, Any], expected: list[str]) -> str | None:
    """The errmsg WeChat answers for these fields, or None when it takes them.

    "emtpy" is WeChat's own spelling.
    """
    for key in expected or list(values):
        field = values.get(key)
        text = field.get("value") if isinstance(field, Mapping) else None
        if text is None or not str(text).strip():
            return f"argument invalid! data.{key}.value is emtpy"
        check = CHECKS.get(key_type(key))
        if check is not None and not check(str(text)):
            return f"argument invalid! data.{key}.value invalid"
    return None
