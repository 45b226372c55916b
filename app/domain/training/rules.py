"""When a course is attended and completed, and who may sit its test. Sources: docs/rules.md, Q."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.domain.training import errors
from app.domain.training.vocabulary import COURSE_KINDS
from app.kernel.refusal import Refusal

REQUIRED_PERCENT, REQUIRED_LEAST = 80, 50
PASS_PERCENT, PASS_LEAST = 80, 60
TRIES, TRIES_MOST = 3, 5
DOCUMENTS_MOST = 10
DOCUMENT_LARGEST_BYTES = 10 * 1024 * 1024
DOCUMENT_NAME_MOST = 60
_END_WITHIN = 1024  # bytes: what readers allow after the last line
_IN_A_PDF_NOT_TAKEN = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
TEST_OPEN_AFTER_END = timedelta(days=30)
QUESTIONS_MOST = 30
QUESTION_LONGEST = 200
CHOICES_LEAST, CHOICES_MOST, CHOICE_LONGEST = 2, 6, 100
LETTERS = "ABCDEF"
LENGTHS = (("trainer", "授课人", 50), ("organiser", "举办单位", 50), ("summary", "主要内容", 100))
WORDS_LEAST, WORDS_MOST = 2, 200
TARGET_MOST = 999


class State(StrEnum):
    """Where somebody stands in a course; who has only signed up has no record yet."""

    LEARNING = "learning"
    ATTENDED = "attended"
    PASSED = "passed"
    FAILED = "failed"


class Step(StrEnum):
    """What moves her on (or back, when a check-out is undone or confirmed shorter)."""

    ENOUGH = "enough"
    TOO_LITTLE = "too_little"
    PASS = "pass"  # noqa: S105 - of a test
    LAST_FAILURE = "last_failure"


TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.LEARNING: "学时未满",
        State.ATTENDED: "学时已满",
        State.PASSED: "测验通过",
        State.FAILED: "测验未通过",
    }
)
NEXT_STATE: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.LEARNING, Step.ENOUGH): State.ATTENDED,
        (State.LEARNING, Step.TOO_LITTLE): State.LEARNING,
        (State.ATTENDED, Step.ENOUGH): State.ATTENDED,
        (State.ATTENDED, Step.TOO_LITTLE): State.LEARNING,
        (State.ATTENDED, Step.PASS): State.PASSED,
        (State.ATTENDED, Step.LAST_FAILURE): State.FAILED,
        # Who has sat the test was there long enough; later corrections change the minutes only.
        (State.PASSED, Step.ENOUGH): State.PASSED,
        (State.PASSED, Step.TOO_LITTLE): State.PASSED,
        (State.FAILED, Step.ENOUGH): State.FAILED,
        (State.FAILED, Step.TOO_LITTLE): State.FAILED,
    }
)


@dataclass(frozen=True)
class Settings:
    """What a course asks for and gives, as typed."""

    kind: str
    trainer: str
    organiser: str
    summary: str
    required_percent: int = REQUIRED_PERCENT
    has_test: bool = False
    pass_percent: int = PASS_PERCENT
    tries_most: int = TRIES
    qualification_id: UUID | None = None
    grants_by_rule: bool = True


FIXED_ONCE_SUBMITTED = (
    ("kind", "培训种类"),
    ("required_percent", "要求的学时"),
    ("has_test", "是否测验"),
    ("pass_percent", "合格线"),
    ("tries_most", "测验次数"),
    ("qualification_id", "结业后取得的资格"),
    ("grants_by_rule", "资格的授予方式"),
)
STILL_OPEN = ("draft", "returned")


@dataclass(frozen=True)
class Sitting:
    """Somebody before a test. `tries`: how many she has had."""

    has_test: bool
    questions: int
    state: State
    minutes: int
    needed_minutes: int
    tries: int
    tries_most: int
    closes_at: datetime


def why_not_these_settings(settings: Settings) -> Refusal | None:
    """Every field within its bounds."""
    if settings.kind not in COURSE_KINDS:
        return errors.UnknownKind()
    for name, label, most in LENGTHS:
        if not 0 < len(getattr(settings, name).strip()) <= most:
            return errors.TooLong(name=name, label=label, most=most)
    bounds = (
        ("required_percent", "要求的学时", REQUIRED_LEAST, 100),
        ("pass_percent", "合格线", PASS_LEAST, 100),
        ("tries_most", "测验次数", 1, TRIES_MOST),
    )
    for name, label, least, most in bounds:
        if not least <= getattr(settings, name) <= most:
            return errors.OutOfRange(name=name, label=label, least=least, most=most)
    return None


def why_not_change(old: Settings, new: Settings, *, activity_state: str) -> Refusal | None:
    """What the reviewer looked at stays as it was."""
    if activity_state in STILL_OPEN:
        return None
    for name, label in FIXED_ONCE_SUBMITTED:
        if getattr(old, name) != getattr(new, name):
            return errors.FixedOnceSubmitted(name=name, label=label)
    return None


def why_not_this_question(
    text: str, choices: Sequence[str], correct: Sequence[str]
) -> Refusal | None:
    """A question with different choices, at least one of them correct."""
    if not 0 < len(text.strip()) <= QUESTION_LONGEST:
        return errors.QuestionIncomplete(most=QUESTION_LONGEST)
    lengths_fit = all(0 < len(one) <= CHOICE_LONGEST for one in choices)
    distinct = len(set(choices)) == len(choices)
    if not (CHOICES_LEAST <= len(choices) <= CHOICES_MOST and lengths_fit and distinct):
        return errors.ChoicesIncomplete(
            least=CHOICES_LEAST, most=CHOICES_MOST, longest=CHOICE_LONGEST
        )
    if not correct or not set(correct) <= set(LETTERS[: len(choices)]):
        return errors.CorrectIncomplete()
    return None


def why_not_this_document(content: bytes) -> Refusal | None:
    """A whole PDF, not too large, that opens without a password and does nothing by itself."""
    if len(content) > DOCUMENT_LARGEST_BYTES:
        return errors.DocumentTooLarge(most_megabytes=DOCUMENT_LARGEST_BYTES // 1024 // 1024)
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-_END_WITHIN:]:
        return errors.NotAPdf()
    if b"/Encrypt" in content:
        return errors.LockedPdf()
    if any(word in content for word in _IN_A_PDF_NOT_TAKEN):
        return errors.ActivePdf()
    return None


def needed_minutes(planned_minutes: int, required_percent: int) -> int:
    """Minutes that make a course attended; a begun minute counts against nobody."""
    return planned_minutes * required_percent // 100


def step_for(minutes: int, needed: int) -> Step:
    """What so many minutes come to; nothing is never enough."""
    return Step.ENOUGH if minutes >= needed and minutes > 0 else Step.TOO_LITTLE


def completed(state: State, *, has_test: bool) -> bool:
    """Whether the course is over and done for her."""
    return state is State.PASSED or (state is State.ATTENDED and not has_test)


def sittable_until(ends_at: datetime) -> datetime:
    """Until when the test of a course that ends then can be sat."""
    return ends_at + TEST_OPEN_AFTER_END


def standing(state: State, *, has_test: bool, closes_at: datetime, now: datetime) -> str:
    """The state as people read it; nobody waits for a test that has closed."""
    if completed(state, has_test=has_test):
        return "已结业"
    if state is State.ATTENDED:
        return "等待测验" if now < closes_at else "测验已截止"
    return TITLES[state]


def why_not_sit(sitting: Sitting, *, now: datetime) -> Refusal | None:
    """The test is there, she was there long enough, has a try left, and it is not too late."""
    if not sitting.has_test:
        return errors.NoTest()
    if sitting.state is State.PASSED:
        return errors.PassedAlready()
    if sitting.state is State.FAILED or sitting.tries >= sitting.tries_most:
        return errors.TriesUsedUp(most=sitting.tries_most)
    if sitting.state is State.LEARNING:
        return errors.NotAttended(minutes=sitting.minutes, needed=sitting.needed_minutes)
    if now >= sitting.closes_at:
        return errors.TestOver(closed_at=sitting.closes_at)
    if not sitting.questions:
        return errors.QuestionsNotReady()
    return None


def marked(correct: Mapping[UUID, Sequence[str]], answers: Mapping[UUID, Sequence[str]]) -> int:
    """Per cent of the questions answered exactly, rounded down; half of an answer is none."""
    hits = sum(set(letters) == set(answers.get(one, ())) for one, letters in correct.items())
    return hits * 100 // len(correct)


def why_not_confirm(minutes: int, *, planned_minutes: int, reason: str) -> Refusal | None:
    """No more than the session lasted, and with a reason."""
    if not 0 <= minutes <= planned_minutes:
        return errors.MinutesOutside(most=planned_minutes)
    if not WORDS_LEAST <= len(reason.strip()) <= WORDS_MOST:
        return errors.WordsNeeded(least=WORDS_LEAST, most=WORDS_MOST)
    return None
