"""All 159 recognised units: some due for a review, one warned, one withdrawn, households."""

from datetime import date, datetime, timedelta
from uuid import UUID

from app.domain.recognised_units.recognising import About, decide, enter
from app.domain.recognised_units.rules import Decided, Decision
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, MARKET_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

BY = {
    "national": "中央精神文明建设指导委员会",
    "provincial": "省精神文明建设委员会",
    "city": "市精神文明建设委员会",
    "district": "区精神文明建设委员会",
}
# Kind, name, level, station, years since, and in how many days its review is due.
UNITS: tuple[tuple[str, str, str, str, int, int], ...] = (
    ("campus", "阳光小学", "provincial", FIRST_STATION, 2, 40),
    ("campus", "十甲中学", "provincial", MARKET_STATION, 3, -12),
    ("campus", "学府实验学校", "provincial", "学府社区", 1, 600),
    ("campus", "清池小学", "provincial", "清池社区", 1, 620),
    ("campus", "新城高级中学", "provincial", "新城社区", 2, 330),
    ("campus", "向阳幼儿园", "district", "向阳社区", 1, 700),
    ("unit", "阳光街道便民服务中心", "city", FIRST_STATION, 2, 25),
    ("unit", "区人民医院", "national", MARKET_STATION, 4, 410),
    ("unit", "区图书馆", "provincial", "书院社区", 2, 300),
    ("unit", "浞河供水公司", "city", "浞河社区", 2, 280),
    ("unit", "软件园管理服务公司", "city", "软件园社区", 1, 800),
    ("unit", "双杨邮政支局", "district", "双杨社区", 1, 750),
    ("unit", "东苑农贸市场", "district", "东苑社区", 2, 90),
    ("village", "朝阳村", "provincial", "朝阳村", 3, 200),
    ("village", "槐树村", "city", "槐树社区", 2, 260),
    ("community", "阳光社区", "city", FIRST_STATION, 2, 350),
    ("community", "和平社区", "city", "和平社区", 1, 640),
    ("community", "荷园社区", "district", "荷园社区", 1, 660),
    ("household", "王秀兰家庭", "city", FIRST_STATION, 1, 500),
    ("household", "周文博家庭", "district", MARKET_STATION, 1, 520),
)
ALL_UNITS = 159
# What there is besides in each community, until there are so many: kind, what follows its name.
OF_EVERY_COMMUNITY = (
    ("unit", "卫生服务站"),
    ("unit", "物业服务中心"),
    ("unit", "农村商业银行分理处"),
    ("unit", "供电服务站"),
    ("campus", "幼儿园"),
    ("unit", "派出所"),
)


def _of_communities(team: Team) -> list[tuple[str, str, str, str, int, int]]:
    """Of the city or the district, some years old, none due within four months."""
    found = [
        (kind, f"{station.removesuffix('社区')}{suffix}", station)
        for kind, suffix in OF_EVERY_COMMUNITY
        for station in team.sites.stations
    ]
    named = {name for _kind, name, *_rest in UNITS}
    new = [one for one in found if one[1] not in named][: ALL_UNITS - len(UNITS)]
    return [
        (
            kind,
            name,
            "district" if number % 3 else "city",
            station,
            1 + number % 3,
            130 + 5 * number,
        )
        for number, (kind, name, station) in enumerate(new)
    ]


def recognise_units(team: Team, *, now: datetime) -> None:
    """All of them, entered by the centre; then what became of three."""
    centre, today = team.administrators[0], local_date(now)
    made: dict[str, UUID] = {}
    for kind, name, level, station, years, days in (*UNITS, *_of_communities(team)):
        on = date(today.year - years, 12, 1)
        facts = Decided(
            on=on,
            name=name,
            level=level,
            awarded_by=BY[level],
            document=f"文明委〔{on.year}〕{len(made) + 3}号",
            review_due_on=today + timedelta(days=days),
        )
        household = kind == "household"
        about = About(
            place_id=team.sites.stations[station].id,
            contact_name="" if household else "办公室",
            contact_phone="" if household else f"0536-8100{len(made):03d}",
            is_public=not household or station == FIRST_STATION,
            consent="评选时本人签字同意公开" if household and station == FIRST_STATION else "",
        )
        made[name] = then(enter, centre, kind, about, facts, now=now)
    lately = today - timedelta(days=20)
    warned = Decided(on=lately, reason="摊位占道、环境卫生抽查不合格，限期三个月整改")
    then(decide, centre, made["东苑农贸市场"], Decision.WARN, warned, now=now)
    renamed = Decided(on=lately, name="浞河水务公司", reason="单位更名")
    then(decide, centre, made["浞河供水公司"], Decision.RENAME, renamed, now=now)
    gone = Decided(on=lately, reason="服务投诉多次未整改，复查不合格")
    then(decide, centre, made["双杨邮政支局"], Decision.WITHDRAW, gone, now=now)
