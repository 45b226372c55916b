"""Two thousand volunteers, with numbers that are valid and belong to nobody we know of."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from stdnum.cn import ric

from app.domain.activities.seeding import Offered
from app.domain.people import consents
from app.domain.people.application import Application
from app.domain.people.rules import age_on
from app.domain.people.seeding import SeededVolunteer, enter_volunteers
from app.domain.people.vocabulary import SERVICE_CATEGORIES, SKILLS
from app.domain.places.queries import PlaceView
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, Sites
from app.entrypoints.cli.demo_district.team import ACCOUNTS
from app.kernel.calendar import local_date

SIZE = 2_000
SEASONED = 0.72  # of them had registered before the season began
ONE_PHONE = ("李明", "13800001002", date(1992, 3, 18))  # the second of the simulator's phones
CLERK_TOO = next(one for one in ACCOUNTS if one.place == FIRST_STATION)

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
)
WOMEN = (
    *("桂英", "秀兰", "玉珍", "凤霞", "淑华", "丽娟", "敏", "静", "晓燕", "海霞", "雪梅", "婷婷"),
    *("雅琪", "欣怡", "思雨", "佳慧", "春燕", "红梅", "爱华", "美玲", "慧", "倩", "文静", "玉洁"),
    *("秀芹", "建华", "翠兰", "冬梅", "莹", "丹", "若曦", "梦瑶", "晓彤", "艳", "素云", "金凤"),
)
MEN = (
    *("建国", "志强", "国栋", "伟", "军", "勇", "海涛", "文斌", "晓东", "立新", "鹏飞", "浩然"),
    *("子轩", "宇航", "俊杰", "明辉", "永强", "振华", "德胜", "学军", "超", "磊", "刚", "平"),
    *(
        "世杰",
        "家豪",
        "大勇",
        "春生",
        "洪波",
        "卫东",
        "光明",
        "长江",
        "天佑",
        "一鸣",
        "守业",
        "福来",
    ),
)
AREAS = ("370702", "370703", "370704", "370705", "370724", "370725", "370781", "370784", "370785")
PREFIXES = ("138", "139", "150", "158", "187", "136", "159", "188")


@dataclass(frozen=True)
class Person:
    """A volunteer as those who fill activities see her."""

    id: UUID
    name: str
    born: date
    station: str
    skills: tuple[str, ...]
    registered_at: datetime

    def suits(self, offered: Offered) -> bool:
        """Whether she is what a position asks for."""
        age = age_on(self.born, local_date(offered.starts_at))
        return (offered.youngest or 0) <= age <= (offered.oldest or age) and set(
            offered.skills
        ) <= set(self.skills)


def enter_crowd(sites: Sites, chance: random.Random, *, now: datetime) -> list[Person]:
    """Enter everybody; the clerk who is a volunteer and the one with a phone come first."""
    people = [
        *_known(sites, now=now),
        *_strangers(list(sites.stations.values()), chance, SIZE - 2, now=now),
    ]
    ids = enter_volunteers(people)
    names = {place.id: short for short, place in sites.stations.items()}
    return [
        Person(
            id=volunteer_id,
            name=one.application.name,
            born=one.application.birth_date or date.min,
            station=names[one.application.community_id],
            skills=one.skills,
            registered_at=one.registered_at,
        )
        for volunteer_id, one in zip(ids, people, strict=True)
    ]


def _known(sites: Sites, *, now: datetime) -> Iterator[SeededVolunteer]:
    home = sites.stations[FIRST_STATION].id
    clerk = (CLERK_TOO.name, CLERK_TOO.phone, date(1988, 6, 9))
    for name, phone, born in (ONE_PHONE, clerk):
        application = Application(
            name=name,
            phone=phone,
            community_id=home,
            birth_date=born,
            id_number=None,
            categories=("社区服务", "文明风尚"),
            consent_version=consents.VERSION,
        )
        yield SeededVolunteer(application, now - timedelta(days=200), ("计算机",))


def _strangers(
    stations: list[PlaceView], chance: random.Random, size: int, *, now: datetime
) -> Iterator[SeededVolunteer]:
    phones = _phones(chance)
    id_numbers: set[str] = set()
    for _ in range(size):
        woman = chance.random() < 0.58
        born = _birth_date(chance, now)
        id_number = None
        while id_number is None or id_number in id_numbers:
            id_number = _id_number(chance, born, woman)
        id_numbers.add(id_number)
        application = Application(
            name=chance.choice(SURNAMES) + chance.choice(WOMEN if woman else MEN),
            phone=next(phones),
            community_id=chance.choice(stations).id,
            birth_date=born,
            id_number=id_number if chance.random() < 0.8 else None,
            categories=tuple(chance.sample(SERVICE_CATEGORIES[:-1], chance.randint(1, 3))),
            consent_version=consents.VERSION,
        )
        skills = chance.sample(SKILLS, chance.choice((0, 0, 1, 1, 2, 3)))
        yield SeededVolunteer(application, _registered_at(chance, now), tuple(skills))


def _registered_at(chance: random.Random, now: datetime) -> datetime:
    """Most before the season, the others until yesterday."""
    if chance.random() < SEASONED:
        return now - timedelta(minutes=chance.randint(110 * 1440, 400 * 1440))
    return now - timedelta(minutes=chance.randint(1440, 110 * 1440))


def _birth_date(chance: random.Random, now: datetime) -> date:
    """Many of the retired, many in their thirties and forties, some students."""
    low, high = chance.choices(((16, 24), (25, 44), (45, 59), (60, 78)), (15, 33, 22, 30))[0]
    return (now - timedelta(days=chance.randint(low * 366, high * 365))).date()


def _id_number(chance: random.Random, born: date, woman: bool) -> str:
    order = chance.randrange(100) * 10 + chance.randrange(0 if woman else 1, 10, 2)
    body = f"{chance.choice(AREAS)}{born:%Y%m%d}{order:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def _phones(chance: random.Random) -> Iterator[str]:
    """`13x 0000 xxxx`: plain to see that they are made up; never one of the simulator's."""
    numbers = [f"{prefix}0000{last:04d}" for prefix in PREFIXES for last in range(2_000, 10_000, 7)]
    chance.shuffle(numbers)
    yield from numbers
