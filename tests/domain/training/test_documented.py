"""docs/rules.md says what the code does."""

from pathlib import Path

from app.domain.training.rules import NEXT_STATE, State, Step

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_the_table_of_states_is_the_documented_one() -> None:
    steps = [Step.ENOUGH, Step.TOO_LITTLE, Step.PASS, Step.LAST_FAILURE]
    for state in State:
        cells = [NEXT_STATE.get((state, step), "") for step in steps]
        row = "".join(f" {cell} |" if cell else " |" for cell in cells)
        assert f"| {state} |{row}\n" in PAGE
