"""The staff of every site, with sign-ins that are known to everybody."""

from dataclasses import dataclass
from datetime import datetime

from pypinyin import lazy_pinyin

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.access.seeding import SeededStaff, enter_staff
from app.domain.places.queries import PlaceView
from app.entrypoints.cli.demo_district.sites import OFFICES, STATIONS, Sites

PASSWORD = "Haoren-2026"  # noqa: S105 - printed for everybody; refused in production
SECRET = "HAORENHAORENHAORENHAORENHAORENHA"  # noqa: S105 - every demo account's authenticator
FIRST_ADMINISTRATOR = "zhongxin"
OFFICE_NAMES = ("周建国", "孙晓燕", "马振华", "高淑芬", "郭志远", "宋雅琴", "唐永胜", "韩秀梅")
STATION_NAMES = (
    *("王丽", "于海燕", "徐晓光", "董玉梅", "崔明霞", "程国栋", "魏红", "薛文静", "曹志刚"),
    *("彭秀云", "丁建军", "蒋丽华", "贾晓东", "潘玉兰", "杜海波", "袁春梅", "夏志平", "钟慧"),
    *("姜文杰", "邹秀英", "石磊", "熊晓丽", "邱建平", "侯桂芝", "江涛", "白雪"),
)


@dataclass(frozen=True)
class Account:
    """One sign-in. `place` is what people call the place; empty is the centre."""

    name: str
    username: str
    role: Role
    place: str
    phone: str


def _spelled(place: str) -> str:
    """阳光社区 is yangguang."""
    return "".join(lazy_pinyin(place.removesuffix("社区").removesuffix("街道")))


ACCOUNTS = (
    Account("李主任", FIRST_ADMINISTRATOR, Role.CENTRE_ADMINISTRATOR, "", "13900000001"),
    Account("刘敏", "zhongxin2", Role.CENTRE_ADMINISTRATOR, "", "13900000002"),
    Account("郑审", "shenji", Role.AUDITOR, "", "13900000003"),
    *(
        Account(name, f"{_spelled(office)}.suo", Role.OFFICE_MANAGER, office, f"139000001{n:02d}")
        for n, (office, name) in enumerate(zip(OFFICES, OFFICE_NAMES, strict=True), start=1)
    ),
    *(
        Account(name, _spelled(station), Role.STATION_CLERK, station, f"139000002{n:02d}")
        for n, (station, name) in enumerate(
            zip(
                (station for each in STATIONS.values() for station, *_ in each),
                STATION_NAMES,
                strict=True,
            ),
            start=1,
        )
    ),
)


@dataclass(frozen=True)
class Team:
    """Who serves where."""

    sites: Sites
    by_username: dict[str, Staff]

    @property
    def administrators(self) -> tuple[Staff, Staff]:
        """Two of them, for nobody reviews her own plan."""
        return self.by_username[FIRST_ADMINISTRATOR], self.by_username["zhongxin2"]

    def at(self, place: PlaceView) -> Staff:
        """Who plans there and decides on hours first."""
        if place.level == "centre":
            return self.administrators[1]
        return next(one for one in self.by_username.values() if one.place.id == place.id)

    def above(self, place: PlaceView) -> Staff:
        """Who reviews what is planned there."""
        if place.level == "station":
            office = self.sites.offices[self.sites.office_of[place.short_name]]
            return self.at(office)
        return self.administrators[0]


def enter_team(sites: Sites, *, now: datetime) -> Team:
    """Appoint everybody."""
    where = {"": sites.centre, **sites.offices, **sites.stations}
    members = [
        SeededStaff(one.name, one.username, one.phone, one.role, where[one.place].id)
        for one in ACCOUNTS
    ]
    return Team(sites, enter_staff(members, password=PASSWORD, secret=SECRET, now=now))
