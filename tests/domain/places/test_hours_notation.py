"""A week's hours in one cell, without a database: what is understood, what is said of the rest."""

import pytest

from app.domain.places.hours_notation import hours_read, hours_written
from app.domain.places.opening_hours import NEVER, Week
from app.kernel.sheets import CellProblem

MORNING, WHOLE = ((540, 690),), ((540, 690), (840, 1050))
WEEK: Week = (*((WHOLE,) * 5), ((540, 720),), ())


@pytest.mark.parametrize(
    ("written", "week"),
    [
        ("", NEVER),
        ("周一至周五 9:00-11:30,14:00-17:30；周六 9:00-12:00", WEEK),
        ("星期一到星期五：9：00—11：30、14:00～17:30\n星期六 9:00-12:00；周日休息", WEEK),
        ("周一到五9:00-11:30，14:00-17:30，周六 9:00-12:00", WEEK),
        ("每天 9:00-11:30", (MORNING,) * 7),
        ("周末 全天", (*(((),) * 5), *((((0, 1440),),) * 2))),
        ("工作日 9:00-11:30", (*((MORNING,) * 5), (), ())),
        ("周二、周四、星期天 9:00-11:30", ((), MORNING, (), MORNING, (), (), MORNING)),
    ],
)
def test_what_staff_write_is_understood_and_goes_out_to_be_read_again(
    written: str, week: Week
) -> None:
    assert hours_read(written) == week
    assert hours_read(hours_written(week)) == week


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("9:00-17:00", "请写明是哪几天"),
        ("周一至周五", "还没有写时间"),
        ("周一 上午9点到11点", "请写成 周一至周五 9:00-11:30,14:00-17:30；周六 9:00-12:00 这样"),
        ("周一 17:00-9:00", "结束时间要晚于开始时间"),
        ("周一 9:00-12:00,11:00-13:00", "前一段结束后"),
        ("周一 9:00-9:60", "分钟在 00 到 59"),
        ("周一至周五 9:00-11:30；周三 14:00-17:00", "周三写了两次"),
        ("周六至周二 9:00-11:30", "前后颠倒"),
        ("周八 9:00-11:30", "请写明是哪几天"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_was_expected(written: str, words: str) -> None:
    with pytest.raises(CellProblem, match=words):
        hours_read(written)


def test_days_without_opening_are_not_written() -> None:
    assert hours_written(WEEK) == "周一至周五 9:00-11:30,14:00-17:30；周六 9:00-12:00"
    assert hours_written(NEVER) == ""
