"""Minors take part with a guardian's word: she agrees or comes along, for each activity anew.

Sources: 山东省志愿服务条例, article 10; PIPL, article 31; the ages below 14 are local practice
(东农管办〔2021〕9号). The word is kept with its text, whichever way it came.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import select

from app.domain.activities import errors
from app.domain.activities.engagements import ALIVE
from app.domain.activities.models import GuardianWord, SignUp
from app.domain.activities.rules import ADULT_YEARS
from app.domain.people.rules import age_on
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import Refusal

Way = Literal["in_person", "phone_code", "wechat", "accompanies"]

ACCOMPANIED_BELOW = 10
BLOCKED_BELOW = 6
VERSION = "2026-12"
TEXT = (
    "我是孩子的监护人，已了解这项活动的时间、地点、内容和风险，同意孩子参加。"
    "选择陪同的，由我或我委托的成年家人全程到场陪同，照看孩子的安全。"
)


@dataclass(frozen=True)
class Word:
    """What a guardian says about one activity. `way` is how we know that it was she."""

    way: Way
    name: str
    phone: str
    relation: str
    accompanies: bool = False


def why_not_without_guardian(
    birth_date: date | None, starts_at: datetime, word: Word | None
) -> Refusal | None:
    """Who is under 18 on the day needs a guardian's word; under 10 her company; under 6 none may.

    An unknown birth date is an adult's who registered before it was asked for.
    """
    if birth_date is None:
        return None
    age = age_on(birth_date, local_date(starts_at))
    if age >= ADULT_YEARS:
        return None
    if age < BLOCKED_BELOW:
        return errors.TooYoungForAny(years=BLOCKED_BELOW)
    if word is None:
        return errors.GuardianNeeded(years=ADULT_YEARS)
    if age < ACCOMPANIED_BELOW and not word.accompanies:
        return errors.AccompanimentNeeded(years=ACCOMPANIED_BELOW)
    return None


def needs_word(birth_date: date | None, starts_at: datetime) -> bool:
    """Whether somebody of this age signs up with a guardian's word only."""
    return birth_date is not None and age_on(birth_date, local_date(starts_at)) < ADULT_YEARS


def text_hash() -> str:
    """The fingerprint of the words agreed to."""
    return hashlib.sha256(TEXT.encode()).hexdigest()


def keep(word: Word, *, sign_up_id: UUID, volunteer_id: UUID, now: datetime) -> None:
    """Write the word beside the place it was given for."""
    session.add(
        GuardianWord(
            id=new_id(),
            sign_up_id=sign_up_id,
            volunteer_id=volunteer_id,
            way=word.way,
            accompanies=word.accompanies,
            guardian_name=word.name,
            guardian_phone=word.phone,
            relation=word.relation,
            version=VERSION,
            text_hash=text_hash(),
            given_at=now,
        )
    )


def words_at(session_id: UUID) -> dict[UUID, Word]:
    """Whose guardian said what about a session, by volunteer: for staff at the door."""
    rows = session.scalars(
        select(GuardianWord)
        .join(SignUp, SignUp.id == GuardianWord.sign_up_id)
        .where(SignUp.session_id == session_id, SignUp.state.in_(ALIVE))
    )
    return {
        row.volunteer_id: Word(
            cast(Way, row.way), row.guardian_name, row.guardian_phone, row.relation, row.accompanies
        )
        for row in rows
    }
