"""One action after the other inside the load's single transaction."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from app.kernel.database import session

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def then(action: Callable[Given, Answer], *given: Given.args, **named: Given.kwargs) -> Answer:
    """Do it and write it, so that the next action reads it: elsewhere the commit sees to that."""
    answer = action(*given, **named)
    session.flush()
    return answer
