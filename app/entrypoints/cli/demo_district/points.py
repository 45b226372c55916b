"""Points below the stations, and what the pages of places say. Everything is made up."""

from datetime import datetime

from app.domain.audit.actors import SYSTEM
from app.domain.places import closing, describing
from app.domain.places.opening import open_place
from app.domain.places.opening_hours import OpeningHours, Week, spans_typed
from app.domain.places.queries import PlaceView
from app.domain.places.scope import EVERYWHERE
from app.domain.places.site_queries import Description
from app.entrypoints.cli.demo_district.sites import Sites
from app.kernel.geo import Point

# Station: name, kind, address, position, days open, hours, introduction.
POINTS: tuple[tuple[str, str, str, str, Point, str, str, str], ...] = (
    (
        *("阳光社区", "阳光村史馆", "history_hall", "阳光路 3 号", Point(36.7089, 119.1429)),
        *("二三四五六日", "9:00-11:30，14:00-17:00"),
        "四间展室，一百二十多件老物件，讲阳光村六十年的变化。团体参观可以预约讲解。",
    ),
    (
        *("阳光社区", "德园", "moral_park", "阳光路与文化路路口", Point(36.7094, 119.1418)),
        *("一二三四五六日", "5:00-22:00"),
        "沿湖一公里步道，两边是历年好人的事迹展板，晚上有灯。",
    ),
    (
        *("十甲社区", "十甲百姓影院", "cinema", "十甲大街 8 号", Point(36.7128, 119.1498)),
        *("五六日", "18:30-21:30"),
        "80 个座位，周末放公益电影，不收票。",
    ),
    (
        *("和平社区", "和平城市书屋", "library", "和平路 47 号", Point(36.7151, 119.1474)),
        *("一二三四五六日", "8:00-21:00"),
        "藏书六千册，有儿童区和自习位，刷身份证借书。",
    ),
    (
        *("朝阳村", "朝阳文化广场", "square", "朝阳村村委东侧", Point(36.6838, 119.1241)),
        *("一二三四五六日", "6:00-22:00"),
        "戏台、篮球架和健身器材，逢集有戏。",
    ),
    (
        *("阳光社区", "阳光老戏台", "theatre", "阳光路 12 号", Point(36.7081, 119.1436)),
        *("六日", "19:00-21:00"),
        "六十年代的木戏台，票友周末在这里唱戏。",
    ),
    (
        *("学府社区", "学府美术展厅", "gallery", "学府街 12 号", Point(36.7165, 119.1523)),
        *("二三四五六日", "9:00-17:00"),
        "一层两个展厅，每两个月换一次展，居民的书画摄影也在这里展出。",
    ),
    (
        *("幸福里社区", "幸福里小院", "practice_site", "幸福街 120 号", Point(36.7112, 119.1420)),
        *("一二三四五六日", "8:00-20:00"),
        "邻里议事、红白理事、孩子放学后写作业，都在这个小院。",
    ),
    (
        *("槐树社区", "槐树戏台", "theatre", "槐树街 6 号", Point(36.7188, 119.1222)),
        *("一二三四五六日", "6:00-21:00"),
        "露天戏台，能坐两百人，票友每天早晚来唱。",
    ),
    (
        *("滨河社区", "滨河健身园", "sports", "滨河路 60 号", Point(36.7016, 119.1349)),
        *("一二三四五六日", "5:00-22:00"),
        "篮球、乒乓球、健身路径，老人孩子都有地方。",
    ),
    (
        *("梧桐社区", "梧桐红色记忆馆", "memorial", "梧桐路 70 号", Point(36.6857, 119.1294)),
        *("三四五六日", "9:00-16:30"),
        "村里六位老兵的故事和实物，清明、国庆有志愿讲解。",
    ),
)
CLOSED = {"阳光老戏台": "木结构要大修，演出改在文化广场"}
# What else the stations say of themselves, in turn.
ROOMS = (
    "一楼办事和咨询，二楼有活动室和图书角，平时都可以进来坐坐。",
    "有排练厅、书画室和儿童活动角，周末也有活动。",
    "院里是小广场，屋里有议事厅、理发角和工具间。",
    "便民服务、四点半课堂、老年活动室都在一个院子里。",
)
LEADERS = ("陈国强", "王海燕", "孙立军", "赵敏", "刘建华", "张春梅", "周志远", "吴秀英")
DAYS = "一二三四五六日"
OFFICE_HOURS = "8:30-12:00，14:00-17:30"


def open_points(sites: Sites, *, now: datetime) -> None:
    """A point of every kind, one of them closed; all places say when they are open."""
    for number, (station, name, kind, address, where, days, hours, about) in enumerate(POINTS):
        place = open_place(
            actor=SYSTEM,
            scope=EVERYWHERE,
            parent_id=sites.stations[station].id,
            level="point",
            kind=kind,
            name=name,
            address=f"高新区{address}",
            contact_phone=f"0536-8500{number + 201}",
            point=where,
            now=now,
        )
        _describe(place, about, OpeningHours(week=_week(days, hours)), now=now)
        if reason := CLOSED.get(name):
            closing.close_point(place.id, actor=SYSTEM, scope=EVERYWHERE, reason=reason, now=now)
    week = _week("一二三四五", OFFICE_HOURS)
    hours_of_staff = OpeningHours(week=week, holidays="office", note="周末有活动时照常开门。")
    about = "办事、咨询、报名都在一楼。多功能室、排练厅、图书角对居民开放。"
    _describe(sites.centre, about, hours_of_staff, head=("李明", "0536-8500300"), now=now)
    for number, place in enumerate((*sites.stations.values(), *sites.offices.values())):
        head = (LEADERS[number % len(LEADERS)], place.contact_phone)
        _describe(place, ROOMS[number % len(ROOMS)], hours_of_staff, head=head, now=now)


def _week(days: str, hours: str) -> Week:
    spans = spans_typed(hours, name="hours")
    return tuple(spans if day in days else () for day in DAYS)


def _describe(
    place: PlaceView,
    about: str,
    hours: OpeningHours,
    *,
    head: tuple[str, str] = ("", ""),
    now: datetime,
) -> None:
    said = Description(
        introduction=about,
        head_name=head[0],
        head_phone=head[1],
        head_shown="name" if head[0] else "nothing",
        hours=hours,
        access=("ramp", "toilet", "parking"),
    )
    describing.describe(place.id, said, actor=SYSTEM, scope=EVERYWHERE, now=now)
