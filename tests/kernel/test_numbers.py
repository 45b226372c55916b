"""A number to read aloud: its prefix, the local day, and signs nobody mistakes."""

from datetime import UTC, datetime

from app.domain.activities.planning import new_number
from app.kernel.numbers import spoken_number

LATE = datetime(2026, 11, 28, 16, 30, tzinfo=UTC)  # after midnight in China


def test_five_signs_unless_said_and_the_day_is_the_local_one() -> None:
    assert len({spoken_number("DD", LATE) for _ in range(50)}) > 45
    for number, length in (
        (spoken_number("DD", LATE), 5),
        (spoken_number("DD", LATE, signs=6), 6),
        (new_number(LATE), 6),
    ):
        assert number[2:8] == "261129"
        assert len(number) == 8 + length
        assert not set(number[8:]) & set("01ILO")
    assert new_number(LATE).startswith("HD261129")
