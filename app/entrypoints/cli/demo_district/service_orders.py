"""Service orders of one community: a menu of its teams, and an order in every state.

One was declined, one not answered in time, one rated low and given to the team again.
The first team is led by the one with the phone, who also orders something himself.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities import publication
from app.domain.activities import queries as activities
from app.domain.attachments import keeping
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.rules import Direction
from app.domain.attendance.scan_log import ScanRequest
from app.domain.audit.actors import Actor
from app.domain.orders import dispatching, offering, rating, requesting, serving, timing, verifying
from app.domain.orders.errors import NotDrawn
from app.domain.orders.serving import Service
from app.domain.orders.wanted import Item, Wish
from app.domain.people import queries as people
from app.domain.teams import queries as teams
from app.domain.teams.queries import TeamView
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.photographs import a_house, a_table
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local, local_date
from app.kernel.refusal import Refusal

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OTHER = "其他志愿服务"
MENU = (
    (
        "清风楼道环保队",
        "清理楼道杂物",
        "社区服务",
        "清走楼道杂物，擦扶手。",
        "每周六上午",
        (),
    ),
    ("暖阳助老服务队", "上门理发", "社区服务", "为行动不便的老人理发。", "每周三下午", ("老年人",)),
    ("暖阳助老服务队", "陪老人说说话", "社区服务", "陪独居老人聊天、读报。", "工作日", ("老年人",)),
    ("红石榴文艺队", "社区文艺小演出", "文化艺术", "给院落送一场小演出。", "周末", ()),
    ("", "磨剪子修雨伞", "社区服务", "带东西到站里来，当场修好。", "每月第一个周六上午", ()),
)
CALLERS = (
    ("赵桂芳", "13900002301", "阳光小区 3 号楼 2 单元 501"),
    ("钱守义", "13900002302", "阳光小区 7 号楼 1 单元 102"),
    ("孙秀珍", "13900002303", "春雨巷 12 号"),
    ("周庆兰", "0538-8302304", "春雨巷 9 号"),  # no mobile: staff tell her
)


@dataclass(frozen=True)
class Here:
    """Who takes part: the clerk, the teams by name, and neighbours."""

    clerk: Staff
    teams: dict[str, TeamView]
    neighbours: Sequence[Person]
    owner: Person


def enter_orders(crowd: Sequence[Person], team: Team, *, now: datetime) -> None:
    """The menu, what is over, what is going on, and what waits."""
    station = team.sites.stations[FIRST_STATION]
    near = [one for one in crowd[30:] if one.station == FIRST_STATION]
    led = {one.name: one for one in teams.teams_within(team.at(station).scope).items}
    here = Here(team.at(station), led, near, crowd[0])
    _write_the_menu(here, now=now - 20 * DAY)
    _over(here, now=now)
    _going_on(here, now=now)
    _waiting(here, now=now)


def _write_the_menu(here: Here, *, now: datetime) -> None:
    for name, title, category, content, when, for_whom in MENU:
        item = Item(
            title=title,
            category=category,
            work_type=OTHER,
            content=content,
            at_home=bool(name),
            venue="" if name else "阳光社区实践站一楼",
            when_text=when,
            for_whom=for_whom,
            least_age=60 if for_whom else None,
            lead_days=1 if name else 0,
            capacity=2 if for_whom else None,
            team_id=here.teams[name].id if name else None,
        )
        place_id = here.clerk.place.id
        picture = then(keeping.keep, here.clerk.actor, a_table(len(title)), now=now)
        made = then(
            offering.add_item, here.clerk, item, place_id=place_id, pictures=[picture], now=now
        )
    then(offering.switch_item, here.clerk, made, on=False, now=now + DAY)


def _wish(title: str, caller: int, *, on: datetime, category: str = "社区服务") -> Wish:
    name, phone, address = CALLERS[caller % len(CALLERS)]
    return Wish(
        title=title,
        category=category,
        wanted_on=local_date(on),
        wanted_part="上午",
        group="老年人",
        name=name,
        phone=phone,
        address=address,
        wish="一个人住，敲门请大声一点。",
    )


def _by_phone(here: Here, title: str, caller: int, *, on: datetime, now: datetime) -> UUID:
    wish, place_id = _wish(title, caller, on=on), here.clerk.place.id
    return then(requesting.take_request, here.clerk, wish, place_id=place_id, now=now)


def _by_resident(
    person: Person, title: str, *, on: datetime, with_photo: bool = False, now: datetime
) -> UUID:
    by = people.volunteer(person.id)
    facts = {**vars(_wish(title, 0, on=on)), "name": by.name, "phone": by.phone, "group": ""}
    herself = Actor("volunteer", by.id, by.name)
    photos = [then(keeping.keep, herself, a_table(), now=now)] if with_photo else []
    return then(requesting.order, by, Wish(**facts), pictures=photos, now=now)


def _verify(here: Here, order_id: UUID, brief: str, *, now: datetime) -> UUID:
    then(verifying.take_up, here.clerk, order_id, now=now)
    then(verifying.pass_on, here.clerk, order_id, brief, now=now)
    return order_id


def _dispatch(here: Here, order_id: UUID, name: str, brief: str, *, now: datetime) -> TeamView:
    found = here.teams[name]
    then(
        dispatching.dispatch,
        here.clerk,
        _verify(here, order_id, brief, now=now),
        found.id,
        now=now,
    )
    return found


def _accept(
    here: Here, order_id: UUID, name: str, brief: str, *, starts_at: datetime, now: datetime
) -> tuple[TeamView, UUID]:
    """Three of the team come; who is elsewhere then does not."""
    found = _dispatch(here, order_id, name, brief, now=now)
    able = [one.volunteer_id for one in teams.members(found.id) if one.leader_may_sign_up]
    leader = found.leader_id
    assert leader is not None  # noqa: S101 - the district's teams are led
    service = Service(starts_at, 60, [leader, *(one for one in able if one != leader)][:3])
    return found, then(serving.accept, leader, order_id, found.id, service, now=now + HOUR)


def _served(
    here: Here, order_id: UUID, name: str, brief: str, *, starts_at: datetime, result: str
) -> UUID:
    """Accepted three days before, attended, and told."""
    found, activity_id = _accept(
        here, order_id, name, brief, starts_at=starts_at, now=starts_at - 3 * DAY
    )
    then(publication.advance, now=starts_at)
    then(timing.advance, now=starts_at)
    _attend(here, activity_id, starts_at)
    assert found.leader_id is not None  # noqa: S101 - as above
    at = starts_at + 2 * HOUR
    leader = Actor("volunteer", found.leader_id, people.volunteer(found.leader_id).name)
    photo = then(keeping.keep, leader, a_house(len(result)), now=at)
    then(serving.finish, found.leader_id, order_id, result, pictures=[photo], now=at)
    return order_id


def _attend(here: Here, activity_id: UUID, starts_at: datetime) -> None:
    part = activities.activity(activity_id).sessions[0]
    moments: tuple[tuple[Direction, datetime], ...] = (("in", starts_at), ("out", starts_at + HOUR))
    for row in activities.sign_ups_of_session(part.id):
        for direction, at in moments:
            scan = ScanRequest("card", direction, part.id, row.volunteer_id, at, staff=here.clerk)
            with suppress(Refusal):  # who is in elsewhere then stays there
                then(take_scan, scan, now=at)


def _over(here: Here, *, now: datetime) -> None:
    """Closed with five stars, waiting for stars, rated low, refused, cancelled."""
    morning = local(now).replace(hour=9, minute=0, second=0, microsecond=0)
    asked = morning - 12 * DAY
    stairs = _by_phone(here, "清理楼道杂物", 0, on=asked + 4 * DAY, now=asked)
    brief = "三楼到五楼的楼道杂物，带手套和编织袋。"
    told = "清走了五车杂物，楼道亮堂了。"
    _served(here, stairs, "清风楼道环保队", brief, starts_at=morning - 8 * DAY, result=told)
    then(rating.note_rating, here.clerk, stairs, 5, "比物业还干净", now=now - 6 * DAY)
    with suppress(NotDrawn):  # one in ten is, and closes only when she was called
        says = "电话里也说满意"
        then(rating.called, here.clerk, stairs, satisfied=True, words=says, now=now - 5 * DAY)
    cut = _by_phone(here, "上门理发", 1, on=now - 6 * DAY, now=morning - 9 * DAY)
    brief = "给一位腿脚不便的老人理发，带推子和围布。"
    start = morning - 5 * DAY
    _served(here, cut, "暖阳助老服务队", brief, starts_at=start, result="理好了，还量了血压。")
    then(rating.note_rating, here.clerk, cut, 2, "约的九点，十点半才到", now=now - 3 * DAY)
    his = _by_resident(here.owner, "陪父亲说说话", on=now - 3 * DAY, now=morning - 6 * DAY)
    start = morning - 2 * DAY + 6 * HOUR
    brief = "陪一位老人聊天、读报，一个小时。"
    _served(here, his, "暖阳助老服务队", brief, starts_at=start, result="读了报，聊得很开心。")
    _done_again(here, morning, now=now)
    refused = _by_phone(here, "上门打针", 2, on=now - DAY, now=now - 4 * DAY)
    why, turn_to = "打针要由医护人员做", "社区卫生服务中心 0538-1234567"
    then(verifying.refuse, here.clerk, refused, why, turn_to, now=now - 4 * DAY)
    gone = _by_resident(here.neighbours[0], "搬旧家具", on=now + DAY, now=now - 3 * DAY)
    by = people.volunteer(here.neighbours[0].id)
    then(requesting.cancel, by, gone, "儿子回来搬了", now=now - 2 * DAY)


def _done_again(here: Here, morning: datetime, *, now: datetime) -> None:
    """Rated low, and given to the same team once more."""
    floor = _by_phone(here, "擦楼道扶手", 2, on=now - 4 * DAY, now=morning - 7 * DAY)
    brief = "一到六楼的扶手，带抹布和水桶。"
    start = morning - 4 * DAY
    _served(here, floor, "清风楼道环保队", brief, starts_at=start, result="扶手都擦过了。")
    then(rating.note_rating, here.clerk, floor, 2, "只擦了三层", now=now - 2 * DAY)
    then(rating.rework, here.clerk, floor, "四到六楼没有擦，请补上", now=now - 2 * DAY)
    team = here.teams["清风楼道环保队"]
    then(dispatching.dispatch, here.clerk, floor, team.id, now=now - HOUR)


def _going_on(here: Here, *, now: datetime) -> None:
    """In service, accepted, asked, open to all, declined."""
    begun = now - timedelta(minutes=40)
    fan = _by_phone(here, "修吊扇", 1, on=now, now=now - 2 * DAY)
    brief = "吊扇不转了，带人字梯和螺丝刀。"
    _accept(here, fan, "清风楼道环保队", brief, starts_at=begun, now=now - DAY)
    then(publication.advance, now=now)
    then(timing.advance, now=now)
    window = _by_phone(here, "擦窗户", 2, on=now + 2 * DAY, now=now - 6 * HOUR)
    brief = "一楼的窗户，不用登高。"
    ahead = local(now + 2 * DAY).replace(hour=9, minute=30, second=0, microsecond=0)
    _accept(here, window, "清风楼道环保队", brief, starts_at=ahead, now=now - 5 * HOUR)
    yard = _by_phone(here, "清理小院", 0, on=now + 3 * DAY, now=now - 3 * HOUR)
    _dispatch(here, yard, "清风楼道环保队", "小院里的落叶和杂物。", now=now - 2 * HOUR)
    show = _by_resident(here.neighbours[1], "院里演一场", on=now + 5 * DAY, now=now - 5 * HOUR)
    _verify(here, show, "周末在小区空地演一个小时，约五十位老人看。", now=now - 4 * HOUR)
    then(dispatching.offer, here.clerk, show, now=now - 3 * HOUR)
    tap = _by_phone(here, "修水龙头", 1, on=now + DAY, now=now - DAY)
    declined = _dispatch(here, tap, "红石榴文艺队", "厨房水龙头滴水，带扳手。", now=now - 20 * HOUR)
    assert declined.leader_id is not None  # noqa: S101 - as above
    why = "队员都不会修水管"
    then(serving.decline, declined.leader_id, tap, why, now=now - 18 * HOUR)
    lamp = _by_phone(here, "换楼道灯泡", 0, on=now + 2 * DAY, now=now - 30 * HOUR)
    _dispatch(here, lamp, "清风楼道环保队", "三楼楼道灯不亮，带梯子。", now=now - 28 * HOUR)
    then(timing.advance, now=now - 3 * HOUR)  # nobody answered within a day


def _waiting(here: Here, *, now: datetime) -> None:
    """To be verified, being verified, and what somebody still has to say."""
    _by_resident(here.neighbours[2], "教老人用手机", on=now + 4 * DAY, now=now - 26 * HOUR)
    _by_resident(here.neighbours[3], "辅导孩子功课", on=now + 6 * DAY, now=now - 2 * HOUR)
    _by_phone(here, "陪老人去医院", 3, on=now + DAY, now=now - HOUR)
    asked = now - 7 * HOUR
    his = _by_resident(here.owner, "修自行车", on=now + 3 * DAY, with_photo=True, now=asked)
    then(verifying.take_up, here.clerk, his, now=now - 6 * HOUR)
    then(verifying.ask, here.clerk, his, "请写明哪里坏了，要不要带零件", now=now - 6 * HOUR)
