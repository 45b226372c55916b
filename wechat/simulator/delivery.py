"""Carrying messages to the account's callback: five seconds to answer, three attempts in all."""

import time
from dataclasses import asdict, dataclass, field, replace
from threading import Thread
from typing import Any

import requests

from wechat.simulator import answers, chat, faults
from wechat.simulator.envelope import BadAnswer, open_answer, seal
from wechat.simulator.store import Row
from wechat.simulator.world import World, direct_session

ATTEMPTS = 3
UNTOLD = ("body", "delivery_id")


@dataclass(frozen=True)
class Attempt:
    """One request to the callback; problem is empty when it was answered."""

    attempt: int
    status: int | None
    seconds: float
    problem: str
    body: bytes = field(default=b"", repr=False)
    delivery_id: int = 0

    @property
    def answered(self) -> bool:
        return not self.problem


@dataclass
class Outcome:
    """How one message or event fared."""

    attempts: list[Attempt] = field(default_factory=list)
    served: bool = True

    def described(self) -> list[dict[str, Any]]:
        return [{k: v for k, v in asdict(a).items() if k not in UNTOLD} for a in self.attempts]


def deliver(
    world: World, person: Row, xml: str, *, to_message: bool = False, answerable: bool = True
) -> Outcome:
    """Deliver until answered, then show the answer in the person's chat.

    An event whose answer nobody sees (unsubscribe, a finished template job) is not answerable.
    """
    outcome = Outcome()
    twice = faults.take_for_callback(world, "deliver_twice")
    twin = Thread(target=_attempt, args=(world, person, xml, 2)) if twice else None
    if twin:
        twin.start()
    for number in range(1, ATTEMPTS + 1):
        attempt = _attempt(world, person, xml, number)
        outcome.attempts.append(attempt)
        if attempt.answered:
            break
    if twin:
        twin.join()
    _read_answer(world, person, outcome, to_message=to_message, answerable=answerable)
    return outcome


def deliver_later(world: World, person: Row, xml: str) -> None:
    """Deliver an event nobody waits for, after the call that caused it has been answered."""

    def run() -> None:
        time.sleep(0.1)
        deliver(world, person, xml, answerable=False)

    Thread(target=run, daemon=True).start()


def _attempt(world: World, person: Row, xml: str, number: int) -> Attempt:
    settings = world.settings
    letter = seal(settings, xml, open_id=person["open_id"], timestamp=int(world.now()))
    unread = faults.take_for_callback(world, "no_answer_read")
    began = time.monotonic()
    status, body, problem = _post(world, letter.query, letter.body)
    if unread and not problem:
        problem = "fault: the answer was thrown away"
    attempt = Attempt(number, status, round(time.monotonic() - began, 3), problem, body)
    return replace(attempt, delivery_id=_log(world, xml, attempt))


def _post(world: World, query: dict[str, str], body: bytes) -> tuple[int | None, bytes, str]:
    limit = world.settings.callback_timeout_seconds
    headers = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}
    try:
        with direct_session() as session:
            answer = session.post(
                world.settings.callback_url,
                params=query,
                data=body,
                headers=headers,
                timeout=limit,
                allow_redirects=False,
            )
    except requests.Timeout:
        return None, b"", f"no answer within {limit:g} s"
    except requests.RequestException as problem:
        return None, b"", f"the callback cannot be reached: {type(problem).__name__}"
    problem_text = f"HTTP {answer.status_code}" if answer.status_code >= 500 else ""
    return answer.status_code, answer.content, problem_text


def _read_answer(
    world: World, person: Row, outcome: Outcome, *, to_message: bool, answerable: bool
) -> None:
    last = outcome.attempts[-1]
    try:
        if not last.answered:
            raise BadAnswer(last.problem)
        if last.status != 200:
            raise BadAnswer(f"HTTP {last.status}")
        answer = open_answer(world.settings, last.body)
        if answer is not None and answerable:
            answers.show(world, person, answer, to_message=to_message)
    except BadAnswer as problem:
        outcome.served = False
        outcome.attempts[-1] = replace(last, problem=str(problem))
        world.store.write(
            "UPDATE delivery SET problem = ? WHERE id = ?", str(problem), last.delivery_id
        )
        if answerable:
            chat.add(world, person["id"], "system", "event", text=chat.OUT_OF_SERVICE)


def _log(world: World, xml: str, attempt: Attempt) -> int:
    name = xml.partition("<Event><![CDATA[")[2] or xml.partition("<MsgType><![CDATA[")[2]
    return world.store.write(
        "INSERT INTO delivery (event, attempt, status, seconds, problem, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        *(name.partition("]]>")[0], attempt.attempt, attempt.status, attempt.seconds),
        *(attempt.problem, world.now()),
    )
