"""Complaints and suggestions of one community, one in every state; three are 李明's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.complaints import complaining, handling, timing
from app.domain.complaints.complaining import Said
from app.domain.people import queries as people
from app.domain.people.queries import VolunteerView
from app.domain.places.queries import PlaceView
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Here:
    """Who takes part: residents, and staff of the office above their station and of the centre."""

    owner: VolunteerView
    near: Sequence[VolunteerView]
    station: PlaceView
    manager: Staff
    centre: Staff


def complain_of_things(crowd: Sequence[Person], team: Team, *, now: datetime) -> None:
    """What is over, what is being looked into, what waits."""
    station = team.sites.stations[FIRST_STATION]
    near = [one for one in crowd[40:] if one.station == FIRST_STATION][:6]
    here = Here(
        people.volunteer(crowd[0].id),
        [people.volunteer(one.id) for one in near],
        station,
        team.above(station),
        team.administrators[0],
    )
    _over(here, now=now)
    _being_handled(here, now=now)
    _waiting(here, now=now)
    then(timing.warn, now=now)


def _over(here: Here, *, now: datetime) -> None:
    at = now - 20 * DAY
    closed = _said(here, here.owner, "签到码在太阳底下看不清，希望打印出来。", "activity", at=at)
    _answered(here.manager, closed, "adopted", "已经打印，贴在报到处。谢谢您。", now=at + DAY)
    then(complaining.rate, here.owner, 5, "办得快", closed, now=at + 2 * DAY)
    again = _said(here, here.near[0], "站里周末总是锁着门。", "place", at=now - 9 * DAY)
    words = "周末有人值班，可能是临时外出。"
    _answered(here.manager, again, "explained", words, now=now - 6 * DAY)
    then(complaining.reopen, here.near[0], "去了三次都没有人。", again, now=now - 2 * DAY)
    back = _said(here, here.near[1], "说好的纪念品没有发。", "activity", at=now - 9 * DAY)
    then(complaining.withdraw, here.near[1], back, now=now - 8 * DAY)


def _being_handled(here: Here, *, now: datetime) -> None:
    late = "点的理发服务来晚了半个小时，也没有打电话。"
    taken = _said(here, here.near[2], late, "order", at=now - 2 * DAY)
    then(handling.take_up, here.manager, taken, now=now - DAY)
    asked = _said(here, here.owner, "上个月有一次服务没有记时长。", "other", at=now - 2 * DAY)
    then(handling.take_up, here.manager, asked, now=now - DAY)
    which = "请写一下是哪一天、哪个活动，我们好查签到记录。"
    then(handling.ask, here.manager, asked, which, now=now - 20 * HOUR)
    wish = "希望晚上也有活动，上班的人白天来不了。"
    answered = _said(here, here.owner, wish, "platform", at=now - 4 * DAY, wish="suggestion")
    words = "下个月起每周三、周五晚上各加一场便民服务，已排进计划。谢谢您的建议。"
    _answered(here.centre, answered, "adopted", words, now=now - DAY)


def _waiting(here: Here, *, now: datetime) -> None:
    bench = "楼下小广场的长椅坏了两条，老人没处坐。"
    _said(here, here.near[3], bench, "other", at=now - 26 * HOUR)
    called_off = "活动开始前一小时才说取消，白跑一趟，希望早点通知。"
    _said(here, here.near[4], called_off, "activity", at=now - 3 * HOUR, hides_name=True)
    rude = "打电话问活动，接电话的人说话很不耐烦。"
    _said(here, here.near[5], rude, "person", at=now - 6 * HOUR, hides_name=True)
    asks = "我上过课，没有参加的活动也发短信来，请查一查我的手机号给了谁。"
    _said(here, here.near[5], asks, "privacy", at=now - 2 * HOUR)
    steps = "实践站门口的台阶没有扶手，下雨很滑。"
    _said(here, None, steps, "other", at=now - 5 * HOUR, phone="13900002399")


def _said(
    here: Here,
    by: VolunteerView | None,
    text: str,
    subject: str,
    *,
    at: datetime,
    wish: str = "complaint",
    hides_name: bool = False,
    phone: str = "",
) -> UUID:
    said = Said(
        text=text,
        wish=wish,
        subject=subject,
        place_id=here.station.id,
        hides_name=hides_name,
        phone=phone,
    )
    return then(complaining.complain, by, said, now=at)


def _answered(staff: Staff, complaint_id: UUID, outcome: str, words: str, *, now: datetime) -> None:
    then(handling.take_up, staff, complaint_id, now=now)
    then(handling.answer, staff, complaint_id, outcome, words, now=now)
