"""When a course is attended and completed, what a test takes, and what stays fixed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.domain.training import errors
from app.domain.training.rules import (
    NEXT_STATE,
    Settings,
    Sitting,
    State,
    Step,
    completed,
    marked,
    needed_minutes,
    sittable_until,
    standing,
    step_for,
    why_not_change,
    why_not_confirm,
    why_not_sit,
    why_not_these_settings,
    why_not_this_question,
)
from app.kernel.ids import new_id
from app.kernel.refusal import Refusal
from tests.conftest import NOON

SETTINGS = Settings("志愿者培训", "刘医生", "红十字会", "心肺复苏")
SITTING = Sitting(
    has_test=True,
    questions=2,
    state=State.ATTENDED,
    minutes=100,
    needed_minutes=96,
    tries=0,
    tries_most=3,
    closes_at=NOON + timedelta(days=1),
)


def test_eighty_per_cent_of_two_hours_are_ninety_six_minutes() -> None:
    assert needed_minutes(120, 80) == 96
    assert step_for(95, 96) is Step.TOO_LITTLE
    assert step_for(96, 96) is Step.ENOUGH
    assert step_for(0, 0) is Step.TOO_LITTLE


def test_the_whole_table_of_states() -> None:
    after: dict[State, dict[Step, State]] = {state: {} for state in State}
    for (state, step), following in NEXT_STATE.items():
        after[state][step] = following
    assert after == {
        State.LEARNING: {Step.ENOUGH: State.ATTENDED, Step.TOO_LITTLE: State.LEARNING},
        State.ATTENDED: {
            Step.ENOUGH: State.ATTENDED,
            Step.TOO_LITTLE: State.LEARNING,
            Step.PASS: State.PASSED,
            Step.LAST_FAILURE: State.FAILED,
        },
        State.PASSED: {Step.ENOUGH: State.PASSED, Step.TOO_LITTLE: State.PASSED},
        State.FAILED: {Step.ENOUGH: State.FAILED, Step.TOO_LITTLE: State.FAILED},
    }


def test_without_a_test_attending_completes() -> None:
    done = {state for state in State if completed(state, has_test=False)}
    assert done == {State.ATTENDED, State.PASSED}
    assert {state for state in State if completed(state, has_test=True)} == {State.PASSED}


@pytest.mark.parametrize(
    ("state", "has_test", "late", "words"),
    [
        (State.ATTENDED, True, timedelta(seconds=-1), "等待测验"),
        (State.ATTENDED, True, timedelta(), "测验已截止"),
        (State.ATTENDED, False, timedelta(), "已结业"),
        (State.PASSED, True, timedelta(), "已结业"),
        (State.LEARNING, False, timedelta(), "学时未满"),
    ],
)
def test_nobody_waits_for_a_test_that_has_closed(
    state: State, has_test: bool, late: timedelta, words: str
) -> None:
    closes_at = sittable_until(NOON)
    assert closes_at == NOON + timedelta(days=30)
    said = standing(state, has_test=has_test, closes_at=closes_at, now=closes_at + late)
    assert said == words


def test_who_attended_may_sit_the_test_up_to_its_last_moment() -> None:
    assert why_not_sit(SITTING, now=NOON) is None
    assert why_not_sit(SITTING, now=SITTING.closes_at - timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"has_test": False}, errors.NoTest),
        ({"state": State.PASSED}, errors.PassedAlready),
        ({"state": State.FAILED}, errors.TriesUsedUp),
        ({"tries": 3}, errors.TriesUsedUp),
        ({"state": State.LEARNING, "minutes": 95}, errors.NotAttended),
        ({"closes_at": NOON}, errors.TestOver),
        ({"questions": 0}, errors.QuestionsNotReady),
    ],
)
def test_who_may_not_sit_it(change: dict[str, object], refusal: type[Refusal]) -> None:
    sitting = replace(SITTING, **change)  # type: ignore[arg-type]
    assert type(why_not_sit(sitting, now=NOON)) is refusal


def test_a_question_counts_when_it_is_answered_exactly() -> None:
    one, several, third = (new_id() for _ in range(3))
    correct: dict[UUID, list[str]] = {one: ["A"], several: ["A", "C"], third: ["B"]}
    assert marked(correct, correct) == 100
    assert marked(correct, {one: ["A"], several: ["A"], third: ["B"]}) == 66
    assert marked(correct, {one: ["A"], several: ["A", "B", "C"], third: ["A"]}) == 33
    assert marked(correct, {}) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "团建"}, "kind"),
        ({"trainer": " "}, "trainer"),
        ({"organiser": "会" * 51}, "organiser"),
        ({"summary": "学" * 101}, "summary"),
        ({"required_percent": 49}, "required_percent"),
        ({"required_percent": 101}, "required_percent"),
        ({"pass_percent": 59}, "pass_percent"),
        ({"tries_most": 0}, "tries_most"),
        ({"tries_most": 6}, "tries_most"),
    ],
)
def test_settings_stay_within_their_bounds(change: dict[str, object], field: str) -> None:
    refusal = why_not_these_settings(replace(SETTINGS, **change))  # type: ignore[arg-type]
    assert isinstance(refusal, errors.CourseRefusal)
    assert refusal.field == field
    assert why_not_these_settings(SETTINGS) is None


def test_what_the_reviewer_looked_at_stays() -> None:
    harder = replace(SETTINGS, pass_percent=100)
    assert why_not_change(SETTINGS, harder, activity_state="draft") is None
    assert why_not_change(SETTINGS, harder, activity_state="returned") is None
    refusal = why_not_change(SETTINGS, harder, activity_state="submitted")
    assert isinstance(refusal, errors.FixedOnceSubmitted)
    assert refusal.field == "pass_percent"
    other_trainer = replace(SETTINGS, trainer="王医生")
    assert why_not_change(SETTINGS, other_trainer, activity_state="running") is None


@pytest.mark.parametrize(
    ("text", "choices", "correct", "refusal"),
    [
        (" ", ["对", "错"], ["A"], errors.QuestionIncomplete),
        ("题", ["对"], ["A"], errors.ChoicesIncomplete),
        ("题", ["对", "对"], ["A"], errors.ChoicesIncomplete),
        ("题", [str(n) for n in range(7)], ["A"], errors.ChoicesIncomplete),
        ("题", ["对", "错"], [], errors.CorrectIncomplete),
        ("题", ["对", "错"], ["C"], errors.CorrectIncomplete),
    ],
)
def test_a_question_that_cannot_be_asked(
    text: str, choices: list[str], correct: list[str], refusal: type[Refusal]
) -> None:
    assert type(why_not_this_question(text, choices, correct)) is refusal


def test_a_question_that_can() -> None:
    assert why_not_this_question("题", ["对", "错"], ["B"]) is None
    assert why_not_this_question("题", list("一二三四五六"), ["A", "F"]) is None


def test_staff_confirm_no_more_than_was_planned_and_say_why() -> None:
    assert why_not_confirm(120, planned_minutes=120, reason="忘记签退") is None
    assert why_not_confirm(0, planned_minutes=120, reason="没来") is None
    for minutes, reason in ((121, "忘记签退"), (-1, "忘记签退"), (60, "忘")):
        assert why_not_confirm(minutes, planned_minutes=120, reason=reason) is not None
