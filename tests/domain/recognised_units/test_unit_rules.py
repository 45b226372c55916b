"""The table of states walked whole, what each decision needs, and what follows from all of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.recognised_units.errors import DecisionNotNow
from app.domain.recognised_units.rules import (
    NEXT,
    Decided,
    Decision,
    State,
    standing,
    why_not_decide,
    why_not_public,
    why_not_this_unit,
)
from app.kernel.calendar import months_after
from app.kernel.refusal import BadInput
from tests.domain.recognised_units.units import FACTS

TODAY = date(2026, 11, 23)
PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
R, D = Decision.RECOGNISE, Decided
ON = date(2026, 11, 1)
ENOUGH = {
    Decision.RECOGNISE: replace(FACTS, on=ON, review_due_on=None),
    Decision.KEEP: D(on=ON, review_due_on=date(2029, 11, 1)),
    Decision.RAISE: D(on=ON, level="provincial", awarded_by="省精神文明建设委员会"),
    Decision.WARN: D(on=ON, reason="发生食品安全事故"),
    Decision.RENAME: D(on=ON, name="阳光路小学"),
    Decision.CORRECT: D(on=ON, level="city", awarded_by="市文明委", reason="文号抄错"),
    Decision.WITHDRAW: D(on=ON, reason="复查不合格"),
}
WAYS = {
    State.STANDING: [(R, FACTS)],
    State.WARNED: [(R, FACTS), (Decision.WARN, D(on=date(2025, 1, 1), reason="整改"))],
    State.WITHDRAWN: [(R, FACTS), (Decision.WITHDRAW, D(on=date(2025, 1, 1), reason="撤销"))],
}


def test_every_decision_in_every_state() -> None:
    for state, way in WAYS.items():
        now = standing(way)
        assert now.state is state
        for decision, facts in ENOUGH.items():
            refusal = why_not_decide(now, decision, facts, today=TODAY)
            if (state, decision) in NEXT:
                assert refusal is None, (state, decision, refusal)
                assert standing([*way, (decision, facts)]).state is NEXT[(state, decision)]
            else:
                assert isinstance(refusal, DecisionNotNow), (state, decision)


def test_the_table_of_states_is_the_documented_one() -> None:
    for state in State:
        cells = [NEXT.get((state, decision), "") for decision in Decision]
        row = "".join(f" {cell} |" if cell else " |" for cell in cells)
        assert f"| {state} |{row}\n" in PAGE


@pytest.mark.parametrize(
    ("decision", "change", "field"),
    [
        (Decision.KEEP, {"review_due_on": None}, "review_due_on"),
        (Decision.KEEP, {"on": date(2026, 11, 24)}, "on"),
        (Decision.KEEP, {"on": date(2023, 11, 30)}, "on"),
        (Decision.KEEP, {"review_due_on": ON}, "review_due_on"),
        (Decision.RAISE, {"level": "city"}, "level"),
        (Decision.RAISE, {"level": "district"}, "level"),
        (Decision.RAISE, {"level": ""}, "level"),
        (Decision.RAISE, {"awarded_by": ""}, "awarded_by"),
        (Decision.RAISE, {"document": "号" * 61}, "document"),
        (Decision.WARN, {"reason": "无"}, "reason"),
        (Decision.WITHDRAW, {"reason": "因" * 201}, "reason"),
        (Decision.CORRECT, {"reason": ""}, "reason"),
        (Decision.RENAME, {"name": "阳光小学"}, "name"),
        (Decision.RENAME, {"name": "校"}, "name"),
    ],
)
def test_what_a_decision_needs(decision: Decision, change: dict[str, object], field: str) -> None:
    facts = replace(ENOUGH[decision], **change)  # type: ignore[arg-type]
    refusal = why_not_decide(standing(WAYS[State.STANDING]), decision, facts, today=TODAY)
    assert isinstance(refusal, BadInput)
    assert refusal.field == field


def test_what_follows_from_a_history() -> None:
    raised = D(on=date(2024, 5, 1), level="provincial", awarded_by="省文明委")
    kept = D(on=date(2026, 5, 1), review_due_on=date(2029, 5, 1))
    renamed = D(on=date(2026, 6, 1), name="阳光实验小学")
    now = standing(
        [(R, FACTS), (Decision.RAISE, raised), (Decision.KEEP, kept), (Decision.RENAME, renamed)]
    )
    assert (now.name, now.level, now.since, now.awarded_by) == (
        *("阳光实验小学", "provincial"),
        *(raised.on, "省文明委"),
    )
    assert (now.review_due_on, now.latest) == (date(2029, 5, 1), renamed.on)


def test_a_household_is_public_only_by_consent() -> None:
    assert why_not_public("household", True, " ") is not None
    assert why_not_public("household", True, "2026年3月本人签字同意") is None
    assert why_not_public("household", False, "") is None
    assert why_not_public("campus", True, "") is None


def test_kinds_names_and_months() -> None:
    assert why_not_this_unit("school", "阳光小学") is not None
    assert why_not_this_unit("campus", "校") is not None
    assert why_not_this_unit("campus", "阳光小学") is None
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2024, 12, 15), 36) == date(2027, 12, 15)
    assert months_after(date(2024, 11, 30), 1) == date(2024, 12, 30)
