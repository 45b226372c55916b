"""Two who passed are asked about outside: one letter is answered, two lie."""

from datetime import datetime, timedelta
from uuid import UUID

from app.domain.nominations.consultation import answering, asking, links, listing, queries
from app.domain.nominations.consultation.asking import Wanted
from app.domain.nominations.consultation.rules import Opinion
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

DAY = timedelta(days=1)
AUTHORITIES = (("police", "高新区公安分局"), ("market", "高新区市场监管局"), ("unit", ""))

# Name, age, unit, category, one line, story.
ASKED_ABOUT = (
    (
        "范志刚",
        49,
        "区供电公司",
        "敬业奉献",
        "二十年抢修电路随叫随到",
        "二十年来，范志刚的手机从不关机。台风天、年三十，只要哪家停了电，他背起工具包就出门。\n"
        "老旧小区的线路图，都在他心里。",
    ),
    (
        "孔祥云",
        57,
        "岱下客栈",
        "诚实守信",
        "客人落下的东西都找回失主",
        "孔祥云开客栈十六年，客人落下的相机、钱包、老花镜，她都登记在册，自己贴邮费寄回去。",
    ),
)


def ask_outside(campaign_id: UUID, cases: list[UUID], team: Team, *, now: datetime) -> None:
    """The police have agreed to one of two; the regulator is asked about who keeps an inn only."""
    asked = now - 3 * DAY
    administrator = team.administrators[0]
    for kind, name in AUTHORITIES:
        then(listing.add, administrator, campaign_id, kind, name, now=asked)
    electrician = cases[0]
    pairs = frozenset(
        (gap.nomination_id, one.id)
        for gap in queries.gaps(campaign_id)
        for one in gap.authorities
        if one.kind != "market" or gap.nomination_id != electrician
    )
    wanted = Wanted(pairs, why_others_not="不是经营者")
    then(asking.ask, administrator, campaign_id, wanted, now=asked)
    [police] = [one for one in queries.letters(campaign_id) if one.kind == "police"]
    made = then(links.issue, administrator, police.id, now=asked)
    visit = then(links.enter, made.token, made.code, now=asked + DAY)
    [line] = [one for one in police.lines if one.nomination_id == electrician]
    agreed = Opinion(agrees=True, by_name="周警官")
    then(answering.by_link, visit, {line.id: agreed}, now=asked + DAY)
