"""What a registration must be like. Sources: docs/rules.md, "People"."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import phonenumbers

from app.domain.people.errors import (
    CodeJustSent,
    GuardianTooYoung,
    NotAChild,
    TooManyChildren,
    TooManyCodes,
    TooYoung,
)
from app.domain.people.vocabulary import RELATIONS, SERVICE_CATEGORIES, SKILLS
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput, Refusal

NAME_LENGTH = (2, 50)
MOST_CATEGORIES = 4
MOST_SKILLS = 8
YOUNGEST_ALONE = 14
ADULT_YEARS = 18
MOST_CHILDREN = 10  # of one guardian
OLDEST_BELIEVED = 120
CHINA = 86  # its calling code
SHORTEST_REASON = 2
LONGEST_REASON = 200
LONGEST_LIST = 10_000  # people in one export
CODE_LASTS = timedelta(minutes=5)
CODE_ATTEMPTS = 5
CODE_PAUSE = timedelta(minutes=1)
CODES_TO_A_PHONE = ((timedelta(hours=1), 5), (timedelta(days=1), 10))
CODES_FROM_AN_ADDRESS = ((timedelta(hours=1), 200),)
INVITATION_LASTS = timedelta(days=30)
MOST_INVITED_AT_ONCE = 500
CARD_LASTS = timedelta(seconds=60)

_DOTS = str.maketrans(dict.fromkeys("•・‧∙.", "·"))
_NAME = re.compile(
    r"[㐀-䶿一-鿿𠀀-𳑿々〇A-Za-zÀ-ÖØ-öø-ÿ]+(?:[·'’ -][㐀-䶿一-鿿𠀀-𳑿々〇A-Za-zÀ-ÖØ-öø-ÿ]+)*"
)

_SPACE_WITHIN_HANZI = re.compile(r"(?<=[㐀-䶿一-鿿𠀀-𳑿々〇]) (?=[㐀-䶿一-鿿𠀀-𳑿々〇])")


def clean_name(name: str) -> str:
    """A name as it is stored: full-width letters narrowed, spaces and dots made regular.

    Somebody who types 张 桂英 is found as 张桂英; between letters the space belongs to the name.
    """
    name = " ".join(unicodedata.normalize("NFKC", name).split()).translate(_DOTS)
    return _SPACE_WITHIN_HANZI.sub("", re.sub(r"\s*·\s*", "·", name))


def why_not_this_name(name: str) -> Refusal | None:
    """2 to 50 characters: hanzi, letters, a dot, hyphen or space between them."""
    shortest, longest = NAME_LENGTH
    if not shortest <= len(name) <= longest:
        return BadInput(field="name", problem=f"请填写真实姓名（{shortest} 到 {longest} 个字）")
    if not _NAME.fullmatch(name):
        return BadInput(field="name", problem="姓名只能有汉字、字母和间隔号“·”")
    return None


def clean_phone(phone: str) -> str | None:
    """A mainland mobile number as 11 digits, or None when it is not one."""
    try:
        parsed = phonenumbers.parse(unicodedata.normalize("NFKC", phone), "CN")
    except phonenumbers.NumberParseException:
        return None
    mobile = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
    if parsed.country_code != CHINA or not mobile:
        return None
    return str(parsed.national_number)


def clean_landline(phone: str) -> str | None:
    """A mainland landline with its area code, as 0536-8512345, or None when it is not one."""
    try:
        parsed = phonenumbers.parse(unicodedata.normalize("NFKC", phone), "CN")
    except phonenumbers.NumberParseException:
        return None
    fixed = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE
    if parsed.country_code != CHINA or not fixed:
        return None
    number = str(parsed.national_number)
    area = phonenumbers.length_of_geographical_area_code(parsed)
    return f"0{number[:area]}-{number[area:]}"


def required_phone(phone: str) -> str:
    """The same, refusing what is not a mobile number."""
    cleaned = clean_phone(phone)
    if cleaned is None:
        raise BadInput(field="phone", problem="请填写 11 位手机号")
    return cleaned


def of_age_if_born_by(day: date) -> date:
    """The latest birth date of who is of age on a day."""
    try:
        return day.replace(year=day.year - ADULT_YEARS)
    except ValueError:  # on 29 February: who was born on it is of age, who came later is not
        return day.replace(year=day.year - ADULT_YEARS, day=28)


def is_of_age(birth_date: date | None, day: date) -> bool:
    """Whether somebody is an adult on a day; not known is no."""
    return birth_date is not None and age_on(birth_date, day) >= ADULT_YEARS


def age_on(birth_date: date, day: date) -> int:
    """Completed years; who was born on 29 February has her birthday on 1 March in other years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def why_not_this_birth_date(birth_date: date, *, now: datetime) -> Refusal | None:
    """A date of somebody alive, and old enough to register without a guardian."""
    if _unbelievable(birth_date, now):
        return BadInput(field="birth_date", problem="出生日期不正确，请核对")
    if age_on(birth_date, local_date(now)) < YOUNGEST_ALONE:
        return TooYoung(years=YOUNGEST_ALONE)
    return None


def why_not_this_childs_birth_date(birth_date: date, *, now: datetime) -> Refusal | None:
    """A date of somebody alive and not yet of age."""
    if _unbelievable(birth_date, now):
        return BadInput(field="birth_date", problem="出生日期不正确，请核对")
    if age_on(birth_date, local_date(now)) >= ADULT_YEARS:
        return NotAChild(years=ADULT_YEARS)
    return None


def _unbelievable(birth_date: date, now: datetime) -> bool:
    today = local_date(now)
    return birth_date > today or age_on(birth_date, today) > OLDEST_BELIEVED


def why_not_a_guardian(
    birth_date: date | None, *, relation: str, children: int, now: datetime
) -> Refusal | None:
    """An adult, related in one of the ways the form offers, with so many children at most."""
    if relation not in RELATIONS:
        return BadInput(field="relation", problem="请选择您与孩子的关系")
    if birth_date is not None and age_on(birth_date, local_date(now)) < ADULT_YEARS:
        return GuardianTooYoung(years=ADULT_YEARS)
    return TooManyChildren(most=MOST_CHILDREN) if children >= MOST_CHILDREN else None


def why_not_these_categories(categories: Sequence[str]) -> Refusal | None:
    """At most four of the national list, none twice."""
    if len(set(categories)) != len(categories) or not set(categories) <= set(SERVICE_CATEGORIES):
        return BadInput(field="categories", problem="请从列表中选择服务类别")
    if len(categories) > MOST_CATEGORIES:
        return BadInput(field="categories", problem=f"服务类别最多选 {MOST_CATEGORIES} 项")
    return None


def why_not_these_skills(skills: Sequence[str]) -> Refusal | None:
    """Some of the list, none twice."""
    if len(set(skills)) != len(skills) or not set(skills) <= set(SKILLS):
        return BadInput(field="skills", problem="请从列表中选择特长")
    if len(skills) > MOST_SKILLS:
        return BadInput(field="skills", problem=f"特长最多选 {MOST_SKILLS} 项")
    return None


def why_not_this_reason(reason: str) -> Refusal | None:
    """Whoever decides about a person says why."""
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        return BadInput(
            field="reason", problem=f"请写明原因（{SHORTEST_REASON} 到 {LONGEST_REASON} 个字）"
        )
    return None


def why_not_send_code(
    to_phone: Sequence[datetime], from_address: Sequence[datetime], *, now: datetime
) -> Refusal | None:
    """One code a minute, 5 an hour and 10 a day for a phone; 200 an hour from an address.

    The moments are those of the codes sent in the last day to the phone, in the last hour from the
    address.
    """
    last = max(to_phone, default=None)
    if last is not None and now - last < CODE_PAUSE:
        return CodeJustSent(seconds=_rounded_up(last + CODE_PAUSE - now, timedelta(seconds=1)))
    waits = [
        *(_wait(to_phone, span, most, now=now) for span, most in CODES_TO_A_PHONE),
        *(_wait(from_address, span, most, now=now) for span, most in CODES_FROM_AN_ADDRESS),
    ]
    longest = max(waits)
    if longest > timedelta(0):
        return TooManyCodes(minutes=_rounded_up(longest, timedelta(minutes=1)))
    return None


def _wait(moments: Sequence[datetime], span: timedelta, most: int, *, now: datetime) -> timedelta:
    """How long until fewer than `most` of the moments lie within the span before now."""
    recent = sorted(moment for moment in moments if now - moment < span)
    return recent[-most] + span - now if len(recent) >= most else timedelta(0)


def _rounded_up(stretch: timedelta, unit: timedelta) -> int:
    return -(-stretch // unit)
