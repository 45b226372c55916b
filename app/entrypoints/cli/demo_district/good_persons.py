"""Good persons of the district: some on the roll, some in notice, and cases under review."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.nominations import (
    campaigns,
    consenting,
    nominating,
    objecting,
    public_notice,
    reviewing,
    scoring_setup,
    visiting,
)
from app.domain.nominations.campaigns import Plan
from app.domain.nominations.consenting import Word
from app.domain.nominations.nominee_rules import Application, Witness
from app.domain.nominations.objecting import Said
from app.domain.nominations.scoring_rules import ScoringWanted
from app.domain.nominations.visiting import Seen
from app.domain.nominations.vocabulary import FIVE
from app.domain.people import queries as people
from app.entrypoints.cli.demo_district.asked_outside import ASKED_ABOUT, ask_outside
from app.entrypoints.cli.demo_district.ballots import close_the_poll, hold_a_poll
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.recommended import recommend_upward
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

ABOUT = (
    "每季度推选一次。请把您身边的好人告诉我们：他是谁，什么时候、在哪里、做了什么。"
    "谁都可以推荐，也可以推荐自己。"
)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deed:
    """Somebody who is no volunteer here, and what she did."""

    name: str
    age: int
    unit: str
    category: str
    headline: str
    story: str


ON_THE_ROLL = (
    Deed(
        "吴玉珍",
        58,
        "阳光社区居民",
        "助人为乐",
        "给楼上独居老人送饭六年",
        "吴玉珍和李奶奶是楼上楼下的邻居。六年前李奶奶的老伴走了，儿女都在外地，"
        "吴玉珍便每天多做一份饭，趁热端上楼去。\n"
        "“就是添双筷子的事。”她总是这么说。老人的药什么时候该吃，水电什么时候该交，"
        "她都记在一个小本子上。六年下来，小本子已经写满了三本。\n"
        "在她的带动下，楼里的年轻人排了班，谁下班早，谁就上楼看看。",
    ),
    Deed(
        "郑海涛",
        34,
        "区公交公司",
        "见义勇为",
        "跳进浞河救起落水儿童",
        "2026 年 7 月的一个傍晚，郑海涛下班路过浞河，听见有人呼救：一个孩子在离岸十多米的地方挣扎。"
        "他来不及脱鞋就跳了下去。\n"
        "孩子得救了，他的手臂被河底的石头划了长长一道口子。家长送来锦旗，他说："
        "“换了谁都会这么做。”",
    ),
    Deed(
        "邓立新",
        47,
        "十甲市场商户",
        "诚实守信",
        "二十年卖菜不短一两秤",
        "邓立新在十甲市场卖了二十年菜。他的摊前放着一杆公平秤，谁都可以自己再称一遍。\n"
        "去年有位顾客落下一个装着现金的布包，他在摊前等到天黑，又托市场广播找了两天，"
        "终于物归原主。",
    ),
)
IN_NOTICE = (
    Deed(
        "许爱华",
        52,
        "春晖社区居民",
        "孝老爱亲",
        "二十年照顾年迈的公婆",
        "许爱华照顾公婆二十年，一日三餐变着花样做，夜里起来两三趟。\n公公说：“她比亲闺女还亲。”",
    ),
    Deed(
        "蒋文斌",
        41,
        "区环卫中心",
        "敬业奉献",
        "每天清晨四点扫净三公里街道",
        "十五年来，蒋文斌每天清晨四点出门，把三公里长的阳光路扫得干干净净。\n雪天他提前一个小时，"
        "先给学校门口清出一条路。",
    ),
)
NOW_NAMED = (
    Deed(
        "苏春燕",
        36,
        "阳光小学",
        "助人为乐",
        "",
        "每周六义务给社区里的孩子辅导功课，已经坚持了四年。",
    ),
    Deed(
        "卢德胜", 63, "阳光社区居民", "助人为乐", "", "义务给邻居修了十年自行车和小家电，分文不取。"
    ),
    Deed(
        "曾雅琪",
        12,
        "阳光小学",
        "孝老爱亲",
        "",
        "放学后照顾奶奶，自己学做饭洗衣，还带着同学去看望老人。",
    ),
    Deed(
        "彭卫东",
        55,
        "向阳社区居民",
        "诚实守信",
        "",
        "捡到装有巨款的皮包，顶着大雨等了失主三个小时。",
    ),
)
OTHER_STATION = "十甲社区"
WHAT_THEY_SAID = (
    "楼下的小棚里摆着七八辆等着修的车。邻居说十年来从没收过钱，换零件的钱有时还自己贴。\n"
    "本人说自己就会这点手艺，不愿意太张扬。"
)
CLUE = "她婆婆上个月起住在大女儿家，小区东门的便民店老板知道情况。"


def find_good_persons(crowd: list[Person], team: Team, *, now: datetime) -> None:
    """Three campaigns: concluded, in notice, and one that takes nominations."""
    _conclude_last(crowd, team, now=now)
    _hold_a_notice(crowd, team, now=now)
    _take_nominations(crowd, team, now=now)


def open_campaign(team: Team, title: str, *, opened: datetime, closes: datetime) -> UUID:
    """A campaign of the usual kind, announced on its first day."""
    plan = Plan(
        kind="good_person",
        title=title,
        about=ABOUT,
        categories=FIVE,
        least_age=None,
        most_age=None,
        residents_only=True,
        holders_out=True,
        deed_within_years=5,
        opens_at=opened,
        closes_at=closes,
        levels=("station", "office", "centre"),
        notice_working_days=5,
        quota=10,
    )
    made = then(campaigns.draft, team.administrators[0], plan, now=opened)
    then(campaigns.announce, team.administrators[0], made, now=opened)
    return made


def _name(campaign_id: UUID, deed: Deed, person: Person, team: Team, *, now: datetime) -> UUID:
    wanted = Application(
        name=deed.name,
        number="",
        unit=deed.unit,
        age=deed.age,
        place_id=team.sites.stations[FIRST_STATION].id,
        lives_here=True,
        category=deed.category,
        deed=deed.story,
        deed_on=local_date(now - 20 * DAY),
        witnesses=(Witness("李秀云", "13900002233"),),
    )
    by = people.volunteer(person.id)
    return then(nominating.nominate, by, campaign_id, wanted, now=now).id


def _pass_all(case_id: UUID, deed: Deed, team: Team, *, now: datetime) -> None:
    station = team.sites.stations[FIRST_STATION]
    clerk, manager = team.at(station), team.above(station)
    then(reviewing.pass_on, clerk, case_id, "入户了解，情况属实", now=now)
    then(reviewing.pass_on, manager, case_id, "", now=now + DAY)
    then(reviewing.pass_on, team.administrators[0], case_id, "", now=now + 2 * DAY)
    agreed = Word(agreed=True, show_name=True, show_photos=True)
    then(consenting.note_word, clerk, case_id, agreed, "入户时当面征求，本人同意", now=now)
    then(reviewing.write_story, clerk, case_id, deed.headline, deed.story, now=now + 2 * DAY)


def bring_through(
    campaign_id: UUID, deeds: tuple[Deed, ...], crowd: list[Person], team: Team, *, now: datetime
) -> list[UUID]:
    """These people named and passed at all three levels; their cases."""
    made = []
    for deed, person in zip(deeds, crowd[2:], strict=False):
        case_id = _name(campaign_id, deed, person, team, now=now)
        _pass_all(case_id, deed, team, now=now + DAY)
        made.append(case_id)
    return made


def _conclude_last(crowd: list[Person], team: Team, *, now: datetime) -> None:
    opened = now - 70 * DAY
    found = open_campaign(team, "第三季度身边好人推选", opened=opened, closes=opened + 20 * DAY)
    made = bring_through(found, ON_THE_ROLL, crowd, team, now=opened + DAY)
    then(campaigns.advance, now=opened + 20 * DAY)
    then(public_notice.publish, team.administrators[0], found, now=opened + 21 * DAY)
    then(public_notice.end_notices, now=opened + 40 * DAY)
    then(public_notice.conclude, team.administrators[0], found, now=opened + 41 * DAY)
    recommend_upward(found, made, team, now=now)
    why = "顾客举报缺斤短两，市场监管部门核实属实"
    then(public_notice.revoke, team.administrators[0], made[-1], why, now=now - 5 * DAY)


def _hold_a_notice(crowd: list[Person], team: Team, *, now: datetime) -> None:
    opened = now - 25 * DAY
    found = open_campaign(team, "十一月孝亲敬业好人推选", opened=opened, closes=opened + 15 * DAY)
    made = bring_through(found, IN_NOTICE, crowd, team, now=opened + DAY)
    then(campaigns.advance, now=opened + 15 * DAY)
    hold_a_poll(found, made, team, lasts=5 * DAY, now=opened + 15 * DAY)
    close_the_poll(found, team, now=opened + 20 * DAY)
    then(public_notice.publish, team.administrators[0], found, now=now - 2 * DAY)
    then(objecting.object_to, found, 2, Said(CLUE), now=now - DAY)


def _take_nominations(crowd: list[Person], team: Team, *, now: datetime) -> None:
    opened = now - 10 * DAY
    found = open_campaign(team, "第四季度身边好人推选", opened=opened, closes=now + 20 * DAY)
    station = team.sites.stations[FIRST_STATION]
    clerk = team.at(station)
    made = [
        _name(found, deed, person, team, now=opened + DAY)
        for deed, person in zip(NOW_NAMED, (crowd[0], *crowd[2:5]), strict=True)
    ]
    _name(found, NOW_NAMED[1], crowd[6], team, now=opened + 2 * DAY)  # two neighbours, one case
    then(reviewing.send_back, clerk, made[0], "请补充家长的联系方式和一张上课的照片", now=now - DAY)
    then(reviewing.pass_on, clerk, made[3], "电话核实过失主", now=now - 2 * DAY)
    asked_about = tuple(Deed(*one) for one in ASKED_ABOUT)
    passed = bring_through(found, asked_about, crowd[5:], team, now=opened + DAY)
    ask_outside(found, passed, team, now=now)
    seen = Seen(
        local_date(now - 2 * DAY), "在阳光社区 5 号楼，见了卢德胜和两位邻居", WHAT_THEY_SAID
    )
    then(visiting.note_visit, clerk, made[1], seen, now=now - DAY)
    _ask_experts(found, team, now=now - 2 * DAY)


def _ask_experts(campaign_id: UUID, team: Team, *, now: datetime) -> None:
    """At the office, two score before it decides; one of them is the first administrator."""
    elsewhere = team.above(team.sites.stations[OTHER_STATION])
    experts = {"office": (team.administrators[0].id, elsewhere.id)}
    wanted = ScoringWanted(("事迹突出", "群众认可", "示范带动"), 10, "average", experts)
    then(scoring_setup.plan_scoring, team.administrators[1], campaign_id, wanted, now=now)
