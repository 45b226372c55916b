"""docs/rules.md says what the code does."""

import re
from pathlib import Path

import pytest

from app.domain.activities import (
    plan_rules,
    rules,
    suggesting,
    suggestion_rules,
    suggestion_wishes,
    vocabulary,
)
from app.domain.activities.rules import NEXT_STATE, Decision, State

RULES = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
SECONDS_AN_HOUR = 3600


def row(rule: str) -> str:
    """The fact a rule states."""
    found = re.search(rf"^\| {rule} \| (.*?) \|", RULES, flags=re.MULTILINE)
    assert found, f"{rule} is not in docs/rules.md"
    return found.group(1)


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("A-01", plan_rules.TITLE_MOST),
        ("A-03", int(plan_rules.SESSION_LONGEST.total_seconds()) // SECONDS_AN_HOUR),
        ("A-04", plan_rules.WHOLE_LONGEST.days),
        ("A-08", rules.ADULT_YEARS),
        ("A-09", len(vocabulary.CATEGORIES)),
        ("A-09", len(vocabulary.TARGETS)),
        ("A-11", plan_rules.CAPACITY_MOST),
        ("A-12", plan_rules.RADIUS_LEAST_METRES),
        ("A-12", plan_rules.RADIUS_MOST_METRES),
        ("A-14", rules.REASON_LEAST),
        ("A-14", rules.REASON_MOST),
        ("A-17", int(rules.REMIND_BEFORE.total_seconds()) // SECONDS_AN_HOUR),
        ("F-11", suggestion_rules.LINES_IN_A_LETTER),
        ("F-11", suggestion_wishes.SHOWN),
        ("F-12", suggesting.AT_ONCE),
        ("F-12", int(suggestion_rules.LOOK_AGAIN.total_seconds()) // SECONDS_AN_HOUR),
        ("S-08", plan_rules.CANCEL_DEADLINE_MOST_HOURS),
    ],
)
def test_a_number_in_the_documentation_is_the_number_in_the_code(rule: str, number: int) -> None:
    assert str(number) in re.findall(r"\d+", row(rule))


def test_the_table_of_states_is_the_one_in_the_code() -> None:
    for state in State:
        found = re.search(rf"^\| {state} \|(.*)\|$", RULES, flags=re.MULTILINE)
        assert found, f"{state} is not in docs/rules.md"
        cells = [cell.strip() for cell in found.group(1).split("|")]
        expected = [str(NEXT_STATE.get((state, decision), "")) for decision in _columns()]
        assert cells == expected


def _columns() -> list[Decision]:
    head = re.search(r"^\| State \|(.*)\|$", RULES, flags=re.MULTILINE)
    assert head
    return [Decision(cell.strip()) for cell in head.group(1).split("|")]
