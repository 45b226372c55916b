"""Many clients at once, in processes of their own: each presses one button."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import requests

PROCESSES = 3
HANDS = 8  # requests on their way at one moment, for each process
GET_READY_SECONDS = 2.5  # a process needs about one to start
ANSWER_SECONDS = 30
NO_ANSWER = 0


@dataclass(frozen=True)
class SignIn:
    """Somebody's cookie, and the token that the forms she was shown hold."""

    cookie: str
    csrf_token: str


def press_together(people: Sequence[SignIn], urls: Sequence[str]) -> list[int]:
    """Each presses the button at her address, from one moment on; statuses in that order."""
    begin_at = time.time() + GET_READY_SECONDS
    presses = list(zip(people, urls, strict=True))
    shares = [presses[number::PROCESSES] for number in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as processes:
        statuses = list(processes.map(partial(press_all, begin_at=begin_at), shares))
    return [statuses[number % PROCESSES][number // PROCESSES] for number in range(len(presses))]


def press_all(presses: Sequence[tuple[SignIn, str]], *, begin_at: float) -> list[int]:
    """One process's share."""
    time.sleep(max(0.0, begin_at - time.time()))
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
