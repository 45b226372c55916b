"""The 35 sites: a centre, 8 offices, 26 stations. Names are made up; positions are GCJ-02."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.audit.actors import SYSTEM
from app.domain.places.opening import open_place
from app.domain.places.queries import PlaceView
from app.domain.places.scope import EVERYWHERE
from app.kernel.geo import Point

CENTRE = "高新区新时代文明实践中心"
OFFICE = "新时代文明实践所"
STATION = "新时代文明实践站"
FIRST_STATION = "阳光社区"
MARKET_STATION = "十甲社区"

# Office: its address and position; its stations, likewise.
OFFICES: dict[str, tuple[str, float, float]] = {
    "阳光街道": ("阳光路 88 号", 36.7079, 119.1440),
    "十甲街道": ("十甲大街 16 号", 36.7131, 119.1496),
    "浞河街道": ("浞河西路 5 号", 36.6991, 119.1360),
    "东苑街道": ("东苑路 201 号", 36.7102, 119.1688),
    "清池街道": ("清池路 12 号", 36.7244, 119.1561),
    "新城街道": ("新城大街 66 号", 36.6926, 119.1533),
    "双杨街道": ("双杨路 30 号", 36.7208, 119.1243),
    "凤凰街道": ("凤凰东路 9 号", 36.6874, 119.1265),
}
STATIONS: dict[str, tuple[tuple[str, str, float, float], ...]] = {
    "阳光街道": (
        ("阳光社区", "阳光路 1 号", 36.7086, 119.1425),
        ("向阳社区", "向阳巷 20 号", 36.7059, 119.1461),
        ("春晖社区", "春晖路 7 号", 36.7063, 119.1398),
        ("幸福里社区", "幸福街 118 号", 36.7110, 119.1417),
    ),
    "十甲街道": (
        ("十甲社区", "十甲大街 2 号", 36.7125, 119.1502),
        ("和平社区", "和平路 45 号", 36.7149, 119.1472),
        ("学府社区", "学府街 9 号", 36.7162, 119.1519),
        ("书院社区", "书院街 31 号", 36.7118, 119.1541),
    ),
    "浞河街道": (
        ("浞河社区", "浞河西路 19 号", 36.6998, 119.1367),
        ("柳园社区", "柳园路 3 号", 36.6972, 119.1331),
        ("滨河社区", "滨河路 56 号", 36.7013, 119.1345),
    ),
    "东苑街道": (
        ("东苑社区", "东苑路 198 号", 36.7095, 119.1671),
        ("金桂社区", "金桂路 8 号", 36.7127, 119.1702),
        ("锦绣社区", "锦绣街 77 号", 36.7071, 119.1715),
    ),
    "清池街道": (
        ("清池社区", "清池路 1 号", 36.7239, 119.1548),
        ("荷园社区", "荷园路 22 号", 36.7268, 119.1579),
        ("北苑社区", "北苑街 14 号", 36.7281, 119.1526),
    ),
    "新城街道": (
        ("新城社区", "新城大街 50 号", 36.6931, 119.1524),
        ("创业社区", "创业路 100 号", 36.6907, 119.1559),
        ("软件园社区", "智慧路 6 号", 36.6889, 119.1507),
    ),
    "双杨街道": (
        ("双杨社区", "双杨路 18 号", 36.7213, 119.1236),
        ("槐树社区", "槐树街 4 号", 36.7186, 119.1219),
        ("铁路社区", "站前路 35 号", 36.7229, 119.1271),
    ),
    "凤凰街道": (
        ("凤凰社区", "凤凰东路 1 号", 36.6879, 119.1258),
        ("梧桐社区", "梧桐路 63 号", 36.6853, 119.1290),
        ("朝阳村", "朝阳村 1 号", 36.6836, 119.1237),
    ),
}


@dataclass(frozen=True)
class Sites:
    """The sites, by what people call them."""

    centre: PlaceView
    offices: dict[str, PlaceView]
    stations: dict[str, PlaceView]
    office_of: dict[str, str]

    @property
    def all(self) -> list[PlaceView]:
        return [self.centre, *self.offices.values(), *self.stations.values()]


def open_sites(*, now: datetime) -> Sites:
    """Open them, from the centre down."""
    centre = _open(None, "centre", CENTRE, ("文化路 1 号", 36.7161, 119.1305), number=0, now=now)
    offices: dict[str, PlaceView] = {}
    stations: dict[str, PlaceView] = {}
    office_of: dict[str, str] = {}
    for office, where in OFFICES.items():
        offices[office] = _open(
            centre, "office", office + OFFICE, where, number=len(offices) + 1, now=now
        )
        for station, address, latitude, longitude in STATIONS[office]:
            stations[station] = _open(
                offices[office],
                "station",
                station + STATION,
                (address, latitude, longitude),
                number=len(stations) + 101,
                now=now,
            )
            office_of[station] = office
    return Sites(centre, offices, stations, office_of)


def _open(
    above: PlaceView | None,
    level: str,
    name: str,
    where: tuple[str, float, float],
    *,
    number: int,
    now: datetime,
) -> PlaceView:
    address, latitude, longitude = where
    return open_place(
        actor=SYSTEM,
        scope=EVERYWHERE,
        parent_id=above.id if above else None,
        level=level,
        name=name,
        address=f"高新区{address}",
        contact_phone=f"0536-8500{number:03d}",
        point=Point(latitude, longitude),
        now=now,
    )
