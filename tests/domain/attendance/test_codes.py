"""The rotating code: 30 seconds, two steps of grace, and nobody else can make one."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.attendance.codes import (
    SEEN_CODE_LIFE,
    SessionCode,
    read_seen_code,
    read_session_code,
    seen_code,
    session_code,
)
from app.domain.attendance.errors import CodeExpired, NotOurCode
from app.domain.attendance.rules import Direction
from app.kernel.ids import new_id

WINDOW = datetime(2026, 11, 28, 1, 0, 0, tzinfo=UTC)
SESSION = new_id()


pytestmark = pytest.mark.usefixtures("application")  # create_app() hands over the keys


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.parametrize("direction", ["in", "out"])
def test_a_code_says_its_session_and_direction(direction: Direction) -> None:
    code = session_code(SESSION, direction, now=WINDOW + seconds(10))
    assert code.valid_seconds_left == 20
    read = read_session_code(code.text, now=WINDOW + seconds(12))
    assert read == SessionCode(SESSION, direction, 12)


def test_the_code_is_the_same_within_its_window_and_another_in_the_next() -> None:
    first = session_code(SESSION, "in", now=WINDOW).text
    assert session_code(SESSION, "in", now=WINDOW + seconds(29.9)).text == first
    assert session_code(SESSION, "in", now=WINDOW + seconds(30)).text != first


def test_in_and_out_have_codes_of_their_own() -> None:
    assert (
        session_code(SESSION, "in", now=WINDOW).text
        != session_code(SESSION, "out", now=WINDOW).text
    )


def test_the_two_windows_after_it_still_read_a_code_and_the_third_does_not() -> None:
    text = session_code(SESSION, "in", now=WINDOW).text
    assert read_session_code(text, now=WINDOW + seconds(89.9)).age_seconds == 89
    with pytest.raises(CodeExpired) as refused:
        read_session_code(text, now=WINDOW + seconds(90))
    assert refused.value.facts == {"session_id": SESSION, "direction": "in"}


def test_a_code_of_the_future_is_refused() -> None:
    text = session_code(SESSION, "in", now=WINDOW).text
    with pytest.raises(CodeExpired):
        read_session_code(text, now=WINDOW - seconds(1))


@pytest.mark.parametrize("text", ["", "abc", "张三", "a" * 42, "https://example.com/c/x"])
def test_what_is_no_code_of_ours_is_refused(text: str) -> None:
    with pytest.raises(NotOurCode):
        read_session_code(text, now=WINDOW)


def test_a_changed_character_makes_it_no_code_of_ours() -> None:
    text = session_code(SESSION, "in", now=WINDOW).text
    for place in range(0, len(text) - 1, 5):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(NotOurCode):
            read_session_code(changed, now=WINDOW)


def test_a_note_keeps_the_moment_the_code_was_seen_for_ten_minutes() -> None:
    note = seen_code(SessionCode(SESSION, "out", 3), now=WINDOW)
    seen = read_seen_code(note, WINDOW + SEEN_CODE_LIFE)
    assert (seen.session_id, seen.direction, seen.seen_at) == (SESSION, "out", WINDOW)
    with pytest.raises(CodeExpired):
        read_seen_code(note, WINDOW + SEEN_CODE_LIFE + seconds(1))


def test_a_code_is_no_note_and_a_note_is_no_code() -> None:
    code = session_code(SESSION, "in", now=WINDOW).text
    note = seen_code(read_session_code(code, now=WINDOW), now=WINDOW)
    with pytest.raises(NotOurCode):
        read_seen_code(code, WINDOW)
    with pytest.raises(NotOurCode):
        read_session_code(note, now=WINDOW)
