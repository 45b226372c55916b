"""Many clients at once, in processes of their own: each presses one button."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import requests

from tests.racing import at_the_line, runners

PROCESSES = 3
HANDS = 8  # requests on their way at one moment, for each process
ANSWER_SECONDS = 30
NO_ANSWER = 0


@dataclass(frozen=True)
class SignIn:
    """Somebody's cookie, and the token that the forms she was shown hold."""

    cookie: str
    csrf_token: str


def press_together(people: Sequence[SignIn], urls: Sequence[str]) -> list[int]:
    """Each presses the button at her address, from one moment on; statuses in that order."""
    presses = list(zip(people, urls, strict=True))
    shares = [presses[number::PROCESSES] for number in range(PROCESSES)]
    with runners(PROCESSES) as processes:
        statuses = list(processes.map(press_all, shares))
    return [statuses[number % PROCESSES][number // PROCESSES] for number in range(len(presses))]


def press_all(presses: Sequence[tuple[SignIn, str]]) -> list[int]:
    """One process's share."""
    at_the_line()
    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(lambda press: press_one(*press), presses))


def press_one(person: SignIn, url: str) -> int:
    try:
        return requests.post(
            url,
            headers={"Cookie": f"haoren={person.cookie}", "X-CSRFToken": person.csrf_token},
            timeout=ANSWER_SECONDS,
            allow_redirects=False,
        ).status_code
    except requests.RequestException:
        return NO_ANSWER
