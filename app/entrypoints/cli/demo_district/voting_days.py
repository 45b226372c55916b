"""A campaign in its voting days: three who passed, and neighbours who vote among them."""

from datetime import datetime, timedelta

from app.domain.nominations import campaigns
from app.entrypoints.cli.demo_district.ballots import hold_a_poll
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.good_persons import Deed, bring_through, open_campaign
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

DAY = timedelta(days=1)
STANDING = (
    Deed(
        "潘志远",
        29,
        "区消防救援站",
        "见义勇为",
        "休假路上砸窗救出一家三口",
        "潘志远休假回家，在国道上遇见一辆翻进沟里的轿车，车头已经冒烟。他用石头砸开后窗，"
        "先把孩子递出来，又爬进去解开了大人的安全带。\n救护车到的时候，他已经走了。"
        "还是那家人拿着行车记录仪的画面，一个单位一个单位问到的。",
    ),
    Deed(
        "田秀芬",
        66,
        "春晖社区居民",
        "助人为乐",
        "退休后办起小区缝补摊",
        "田秀芬退休前是服装厂的裁剪工。五年前她把缝纫机搬到楼下，给邻居换拉链、改裤脚，"
        "从不收钱。\n哪家老人腿脚不便，她就上门去取。她说：“手艺放着也是放着。”",
    ),
    Deed(
        "龚建平",
        50,
        "区自来水公司",
        "敬业奉献",
        "三十年守着一条老管线",
        "龚建平对老城区的每一个阀门都熟。去年冬天最冷的那个夜里，他在井下站了六个小时，"
        "天亮以前让三百户人家来了水。\n徒弟问他冷不冷，他说：“家家等着做早饭呢。”",
    ),
)


def let_neighbours_vote(crowd: list[Person], team: Team, *, now: datetime) -> None:
    """It took nominations until three days ago; the poll is open for four days more."""
    opened = now - 21 * DAY
    found = open_campaign(team, "十二月身边好人推选", opened=opened, closes=now - 3 * DAY)
    made = bring_through(found, STANDING, crowd, team, now=opened + DAY)
    then(campaigns.advance, now=now - 3 * DAY)
    hold_a_poll(found, made, team, lasts=6 * DAY, now=now - 2 * DAY)
