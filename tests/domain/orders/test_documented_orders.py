"""docs/rules.md says of orders what the code does."""

import re
from pathlib import Path

import pytest

from app.domain.orders import dispatching, rules, wanted
from app.domain.orders.rules import NEXT, Decision, State

RULES = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
SECTION = RULES.partition("\n## Orders\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("O-02", rules.VERIFY_WORKING_DAYS),
        ("O-02", rules.DISPATCH_WORKING_DAYS),
        ("O-02", int(rules.ACCEPT_WITHIN.total_seconds()) // 3600),
        ("O-02", int(rules.TAKE_WITHIN.total_seconds()) // 3600),
        ("O-02", rules.INFO_WITHIN.days),
        ("O-02", rules.REPORT_WITHIN.days),
        ("O-02", rules.RATE_WITHIN.days),
        ("O-02", rules.ANSWER_WORKING_DAYS),
        ("O-03", rules.MOST_PICTURES),
        ("O-16", wanted.MOST_CAPACITY),
        ("O-04", rules.CONTACT_KEPT.days),
        ("O-06", rules.MOST_OPEN),
        ("O-07", wanted.DAYS_AHEAD),
        ("O-07", wanted.MOST_LEAD_DAYS),
        ("O-07", wanted.MOST_PEOPLE),
        ("O-07", wanted.LONGEST_WISH),
        ("O-08", wanted.LONGEST_BRIEF),
        ("O-09", dispatching.MOST_TEAMS_TOLD),
        ("O-10", wanted.LEAST_MINUTES),
        ("O-12", rules.LOW_STARS),
        ("O-13", 10),
        ("O-15", wanted.LONGEST_TITLE),
        ("O-15", rules.LONGEST_REASON),
    ],
)
def test_a_number_in_the_documentation_is_the_number_in_the_code(rule: str, number: int) -> None:
    found = re.search(rf"^\| {rule} \| (.*?) \|", SECTION, flags=re.MULTILINE)
    assert found
    assert str(number) in re.findall(r"\d+", found.group(1))


def test_the_table_of_states_is_the_one_in_the_code() -> None:
    for state in State:
        found = re.search(rf"^\| {state} \|(.*)\|$", SECTION, flags=re.MULTILINE)
        assert found, f"{state} is not in docs/rules.md"
        said = [one.strip() for one in found.group(1).split(";") if one.strip()]
        assert said == [f"{one} → {NEXT[state, one]}" for one in Decision if (state, one) in NEXT]
