"""Sentences of refusal."""

from datetime import UTC, datetime

from app.kernel.refusal import Refusal


class TooLateForThis(Refusal):
    reason = "“{title}”已于 {ended_at:%m月%d日 %H:%M} 结束"


def test_moments_are_told_in_local_time_as_people_write_dates() -> None:
    refusal = TooLateForThis(title="义诊", ended_at=datetime(2026, 8, 5, 1, 5, tzinfo=UTC))
    assert refusal.sentence == "“义诊”已于 8月5日 09:05 结束"


def test_tens_keep_their_zero() -> None:
    refusal = TooLateForThis(title="义诊", ended_at=datetime(2026, 10, 20, 1, 5, tzinfo=UTC))
    assert "10月20日" in refusal.sentence
