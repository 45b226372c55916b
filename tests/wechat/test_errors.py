import re
from pathlib import Path

import pytest

from wechat import (
    Busy,
    CallFailed,
    CodeSpent,
    Declined,
    Final,
    NotConfigured,
    OurDataIsWrong,
    Passing,
    QuotaUsedUp,
    TokenRejected,
    Unfollowed,
    UnknownOpenId,
    WindowClosed,
    errors,
)
from wechat.errors import call_failure


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        (Busy, [-1]),
        (TokenRejected, [40001, 40014, 42001]),
        (QuotaUsedUp, [45009, 45011]),
        (Unfollowed, [43004, 50005]),
        (Declined, [43101, 48002]),
        (UnknownOpenId, [40003]),
        (WindowClosed, [45015, 45047]),
        (OurDataIsWrong, [40016, 40018, 40027, 40033, 40037, 40129, 45002, 47001, 47003, 65316]),
        (CodeSpent, [40029, 40163, 42003]),
        (NotConfigured, [40013, 40125, 40164, 48001, 48004, 50002, 89503]),
        (Final, [99999, 61451]),
    ],
)
def test_every_code_has_its_place(family: type[CallFailed], codes: list[int]) -> None:
    for code in codes:
        assert type(call_failure(code, "")) is family


def test_what_passes_and_what_does_not_are_told_apart() -> None:
    assert isinstance(call_failure(40001, ""), Passing)
    assert isinstance(call_failure(43004, ""), Final)


def test_the_day_and_the_minute_are_told_apart() -> None:
    day, minute = call_failure(45009, ""), call_failure(45011, "")
    assert isinstance(day, QuotaUsedUp)
    assert isinstance(minute, QuotaUsedUp)
    assert (day.until_tomorrow, minute.until_tomorrow) == (True, False)


@pytest.mark.parametrize(
    ("errmsg", "rid"),
    [
        (
            "invalid credential … https://mmbizurl.cn/s/JtxxFh33r rid: 6a1b-22c3-04d5",
            "6a1b-22c3-04d5",
        ),
        ("invalid code, rid: 6a1b-22c3", "6a1b-22c3"),
        ("ok", ""),
    ],
)
def test_the_rid_is_kept(errmsg: str, rid: str) -> None:
    failure = call_failure(40001, errmsg)
    assert failure.rid == rid
    assert str(failure) == f"40001 {errmsg}"


def test_the_drawing_shows_the_family_as_it_is() -> None:
    drawn = re.findall(r"^[│├└─ ]*([A-Z]\w+)", errors.__doc__ or "", re.MULTILINE)
    source = Path(errors.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r"^class (\w+)", source, re.MULTILINE)) <= set(drawn)
