"""Who may be nominated in a campaign, and what a nomination holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.domain.nominations import errors
from app.domain.nominations.vocabulary import CAPACITIES, SPEAKS_FOR
from app.domain.people.rules import clean_phone, why_not_this_name
from app.kernel.refusal import BadInput, Refusal

LONGEST_DEED = 1500
SHORTEST_DEED = 20
LONGEST_UNIT = 60
MOST_WITNESSES = 3
OLDEST_BELIEVED = 120


@dataclass(frozen=True)
class Witness:
    """Somebody who can be called about the deed."""

    name: str
    phone: str = field(repr=False)


@dataclass(frozen=True)
class Application:
    """What somebody fills in about a good person; `number` is empty for who is no volunteer.

    `as_kind`: a person for herself, about herself (self), or for a team or unit named `as_name`.
    """

    name: str
    number: str
    unit: str
    age: int | None
    place_id: UUID | None
    lives_here: bool
    category: str
    deed: str
    deed_on: date | None
    witnesses: Sequence[Witness] = ()
    pictures: Sequence[UUID] = ()
    for_name: str = ""
    as_kind: str = "person"
    as_name: str = ""


@dataclass(frozen=True)
class Conditions:
    """Who may be nominated."""

    categories: tuple[str, ...]
    least_age: int | None
    most_age: int | None
    residents_only: bool
    deed_within_years: int

    @property
    def ages(self) -> str:
        """In words: 18 到 60 岁, 满 18 岁, 不超过 18 岁; empty when any age will do."""
        if self.least_age is not None and self.most_age is not None:
            return f"在 {self.least_age} 到 {self.most_age} 岁之间"
        if self.least_age is not None:
            return f"满 {self.least_age} 岁"
        return f"不超过 {self.most_age} 岁" if self.most_age is not None else ""


def why_not_filled_in(application: Application, *, today: date) -> Refusal | None:
    """What is missing or too long in what was filled in, whatever the campaign asks."""
    if why_not_this_name(application.name):
        return BadInput(field="name", problem="请填写被推荐人的真实姓名")
    if len(application.unit) > LONGEST_UNIT or not application.unit.strip():
        return BadInput(field="unit", problem=f"请填写单位或住处所在社区（最多 {LONGEST_UNIT} 字）")
    if application.age is None or not 0 < application.age <= OLDEST_BELIEVED:
        return BadInput(field="age", problem="请填写年龄，不确定的填大约的岁数")
    return (
        why_not_this_deed(application.deed, application.deed_on, today=today)
        or why_not_these_witnesses(application.witnesses)
        or why_not_speak_as(application)
    )


def why_not_speak_as(application: Application) -> Refusal | None:
    """Who speaks for a team or a unit says which."""
    if application.as_kind not in CAPACITIES:
        return BadInput(field="as_kind", problem="请选择以什么身份推荐")
    name = application.as_name.strip()
    if application.as_kind in SPEAKS_FOR and not 0 < len(name) <= LONGEST_UNIT:
        problem = f"请写明团队或单位的名称，最多 {LONGEST_UNIT} 个字"
        return BadInput(field="as_name", problem=problem)
    return None


def why_not_this_deed(deed: str, deed_on: date | None, *, today: date) -> Refusal | None:
    """A deed is told, in so many characters, and has happened."""
    length = len(deed.strip())
    if length < SHORTEST_DEED:
        return BadInput(field="deed", problem=f"请写清楚做了什么，至少 {SHORTEST_DEED} 个字")
    if length > LONGEST_DEED:
        return BadInput(field="deed", problem=f"最多 {LONGEST_DEED} 个字，现在有 {length} 个字")
    if deed_on is None or deed_on > today:
        return BadInput(field="deed_on", problem="请填写事情发生（或最近一次）的日期，不晚于今天")
    return None


def why_not_these_witnesses(witnesses: Sequence[Witness]) -> Refusal | None:
    """Each with a name and a phone one can call."""
    if len(witnesses) > MOST_WITNESSES:
        return errors.TooManyWitnesses(most=MOST_WITNESSES)
    for number, one in enumerate(witnesses, 1):
        if why_not_this_name(one.name):
            return BadInput(field=f"witness_{number}", problem="请填写证明人的姓名")
        if clean_phone(one.phone) is None:
            return BadInput(field=f"witness_{number}_phone", problem="请填写 11 位手机号")
    return None


def why_not_this_nominee(
    application: Application, conditions: Conditions, *, age: int, today: date
) -> Refusal | None:
    """The category, age, residence and time of the deed that the campaign asks for."""
    if application.category not in conditions.categories:
        return BadInput(field="category", problem="请选择类别")
    too_young = conditions.least_age is not None and age < conditions.least_age
    too_old = conditions.most_age is not None and age > conditions.most_age
    if too_young or too_old:
        return errors.NotThisAge(wanted=conditions.ages)
    if conditions.residents_only and not application.lives_here:
        return errors.NotFromHere()
    return why_not_so_long_ago(application.deed_on, conditions.deed_within_years, today=today)


def why_not_so_long_ago(deed_on: date | None, years: int, *, today: date) -> Refusal | None:
    """The deed happened within so many years; also when what was missing is added."""
    if deed_on is not None and deed_on < years_before(today, years):
        return BadInput(field="deed_on", problem=f"只推选近 {years} 年的事迹")
    return None


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
