"""What a certificate may say, its states, and its number. Sources: docs/rules.md, Certificates."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from stdnum.iso7064 import mod_11_10

from app.domain.certificates.errors import NotNow
from app.domain.messaging.words import hours_in_words
from app.kernel.refusal import BadInput, Refusal

MOST_IN_A_GROUP = 2_000
MOST_OWN_A_DAY = 10
PAPERS_KEPT = timedelta(days=30)
LONGEST_TEXT = 200
SERIAL_DIGITS = 8
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read for another one
CODE_LENGTH = 8


class State(StrEnum):
    """How a certificate stands. `outdated`: hours or honours on it were revoked later."""

    VALID = "valid"
    OUTDATED = "outdated"
    REPLACED = "replaced"
    REVOKED = "revoked"


STANDINGS: Mapping[State, str] = MappingProxyType(
    {
        State.VALID: "有效",
        State.OUTDATED: "部分时长已变动",
        State.REPLACED: "已被新的替换",
        State.REVOKED: "已撤销",
    }
)


class Decision(StrEnum):
    """What can happen to a certificate."""

    OUTDATE = "outdate"
    REPLACE = "replace"
    REVOKE = "revoke"


NEXT_STATE: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (State.VALID, Decision.OUTDATE): State.OUTDATED,
        (State.OUTDATED, Decision.OUTDATE): State.OUTDATED,
        (State.OUTDATED, Decision.REPLACE): State.REPLACED,
        (State.VALID, Decision.REVOKE): State.REVOKED,
        (State.OUTDATED, Decision.REVOKE): State.REVOKED,
    }
)


@dataclass(frozen=True)
class Wish:
    """What a person wants certified: service on these days (both included), and how much of it.

    `since` None means from the beginning.
    """

    until: date
    since: date | None = None
    with_rows: bool = True
    with_id_number: bool = False


def what_changed(minutes: int, honours: int) -> str:
    """What of a certificate no longer holds: minutes, honours, or both."""
    parts = [f"其中 {hours_in_words(minutes)}被撤销或更正"] if minutes else []
    return "，".join(parts + ([f"写着的 {honours} 项荣誉被撤销"] if honours else []))


def how_it_stands(state: State, minutes: int, honours: int) -> str:
    """The state in words."""
    if state is State.OUTDATED and honours:
        return "部分内容已变动" if minutes else "荣誉已被撤销"
    return STANDINGS[state]


def why_not_this_wish(wish: Wish, *, today: date) -> Refusal | None:
    """A stretch of days that have come."""
    if wish.until > today:
        return BadInput(field="until", problem="截止日期不能晚于今天")
    if wish.since is not None and wish.since > wish.until:
        return BadInput(field="since", problem="开始日期不能晚于截止日期")
    return None


def why_not(state: State, decision: Decision) -> Refusal | None:
    """What the table does not know is refused."""
    return None if (state, decision) in NEXT_STATE else NotNow(standing=STANDINGS[state])


def why_not_this_text(text: str, *, field: str, what: str) -> Refusal | None:
    """A reason, or a name, of a readable length."""
    if not 2 <= len(text.strip()) <= LONGEST_TEXT:
        return BadInput(field=field, problem=f"请写明{what}（2 到 {LONGEST_TEXT} 个字）")
    return None


def new_number(day: date) -> str:
    """17 digits: the day of issue, eight at random, a check digit (ISO 7064 mod 11,10)."""
    body = f"{day:%Y%m%d}{secrets.randbelow(10**SERIAL_DIGITS):0{SERIAL_DIGITS}d}"
    return body + str(mod_11_10.calc_check_digit(body))


def shown_number(number: str) -> str:
    """20261123-4827-7316-5."""
    return f"{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:]}"


def read_number(text: str) -> str:
    """The digits of a number, whatever stands between them."""
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())[:40]


def why_not_this_number(text: str) -> Refusal | None:
    """A slip of the hand is told before anything is looked for."""
    number = read_number(text)
    if len(number) == 8 + SERIAL_DIGITS + 1 and mod_11_10.is_valid(number):
        return None
    return BadInput(field="number", problem="编号是 17 位数字，请逐位核对")


def new_code() -> str:
    """Eight letters that only the paper shows."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """7K3M-9QXA."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str:
    """The letters of a code, whatever case and dashes it was typed with."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())[:40]


def common_path(paths: Iterable[str]) -> str:
    """The lowest place that all these places lie in, by path: `001/004/` of its two stations."""
    split = [path.rstrip("/").split("/") for path in paths]
    shared: list[str] = []
    for parts in zip(*split, strict=False):
        if len(set(parts)) != 1:
            break
        shared.append(parts[0])
    return "".join(f"{part}/" for part in shared)
