"""Lines about good persons: some wait for the clerk, one late, some have their answers."""

from datetime import datetime, timedelta

from app.domain.nominations.clues import giving, settling
from app.domain.people import queries as people
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

DAY = timedelta(days=1)
WAITING = (
    (9, "幸福里 2 号楼的保安老孙，下雨天总把老人一个个背过积水的路口"),
    (2, "阳光小学门口的志愿者大姐，接送孩子过马路已经第五年了"),
    (1, "听说卢德胜师傅十年来给邻居修自行车，从来不收钱"),
)
ANSWERED = "菜市场有个摊主，人特别好"
ASK_BACK = "谢谢您。请再告诉我们是哪个摊位、做过什么事，我们去看看。"


def give_clues(crowd: list[Person], team: Team, *, now: datetime) -> None:
    """Three that wait at the first station, one of them late; one of his with an answer."""
    station = team.sites.stations[FIRST_STATION]
    for person, (days, text) in zip(crowd[3:], WAITING, strict=False):
        giver = people.volunteer(person.id)
        then(giving.give, giver, station.id, text, now=now - days * DAY)
    his = people.volunteer(crowd[0].id)
    done = then(giving.give, his, station.id, ANSWERED, now=now - 6 * DAY)
    then(settling.decline, team.at(station), done.id, ASK_BACK, now=now - 4 * DAY)
