"""Culture: a festival of four events, a tour of villages partly done, a year's screenings.

One show of the festival was yesterday and has its three head counts; the next takes tickets, and
the one with the phone has two seats.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.attachments import keeping
from app.domain.culture import (
    admission,
    at_door,
    counting,
    planning,
    publication,
    sheet,
    tickets,
    tours,
)
from app.domain.culture.counting import Counted
from app.domain.culture.door_log import Door
from app.domain.culture.errors import AlreadyAdmitted
from app.domain.culture.plan_rules import Event, Programme
from app.domain.culture.ticket_codes import ticket_code
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.photographs import a_photograph
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, MARKET_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local, local_date, start_of_day
from app.kernel.sheets import SheetRow

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AUDIENCE = 24
FILMS = ("《上甘岭》", "《我和我的祖国》", "《地道战》", "《狮子王》", "《刘三姐》", "《夺冠》")
STAGE = "阳光社区文化广场"
CINEMAS = {MARKET_STATION: ("十甲百姓影院", "放映厅")}  # its point, and where in it


def hold_culture(crowd: Sequence[Person], team: Team, *, now: datetime) -> None:
    """The festival, the tour, the screenings."""
    centre, clerk = team.administrators[0], team.at(team.sites.stations[FIRST_STATION])
    _festival(crowd, centre, clerk, now=now)
    _tour(team, centre, now=now)
    _screenings(team, centre, now=now)
    then(publication.advance, now=now)


def _evening(day: datetime, *, hour: int = 19) -> datetime:
    return start_of_day(local_date(day)) + hour * HOUR


def _programme(centre: Staff, kind: str, title: str, about: str, *, now: datetime) -> UUID:
    first = local_date(now) - (2 if kind == "文化节" else 90) * DAY
    last = local_date(now) + (8 if kind == "文化节" else 60) * DAY
    asked = Programme(kind, title, about, first, last)
    made_at = now - 40 * DAY
    cover = then(keeping.keep, centre.actor, a_photograph(len(title)), now=made_at)
    place_id = centre.place.id
    return then(
        planning.add_programme, centre, asked, place_id=place_id, pictures=[cover], now=made_at
    )


def _festival(crowd: Sequence[Person], centre: Staff, clerk: Staff, *, now: datetime) -> None:
    about = "一台戏、一场合唱、一场露天电影、一个书画展，请您带上全家来看。"
    festival = _programme(centre, "文化节", "家门口的文化节", about, now=now)
    opera = Event(
        kind="演出",
        title="吕剧《姊妹易嫁》",
        about="区吕剧团演出，老少都看得懂。",
        venue=STAGE,
        starts_at=_evening(now - DAY),
        ends_at=_evening(now - DAY) + 2 * HOUR,
        capacity=120,
        tickets_from=now - 20 * DAY,
        tickets_until=_evening(now - DAY),
    )
    ahead = _evening(now + 2 * DAY)
    choir = replace(
        opera,
        title="百姓大合唱",
        about="各社区合唱队登台，欢迎来助阵。",
        starts_at=ahead,
        ends_at=ahead + 2 * HOUR,
        capacity=60,
        tickets_from=now - 5 * DAY,
        tickets_until=ahead,
    )
    film = Event(
        kind="放映",
        title="露天电影《长津湖》",
        about="带上小板凳就行。",
        venue=STAGE,
        starts_at=ahead + DAY,
        ends_at=ahead + DAY + 3 * HOUR,
        entry="open",
    )
    plans = (opera, choir, film, _exhibition(now))
    shown, coming, *_ = (_published(clerk, festival, one, now=now - 20 * DAY) for one in plans)
    _let_them_in(crowd, clerk, shown, opera, now=now)
    _take_tickets(crowd, coming, now=now)


def _exhibition(now: datetime) -> Event:
    return Event(
        kind="展览",
        title="居民书画摄影展",
        about="六十多幅作品，都是邻居们写的、画的、拍的。",
        venue="阳光社区实践站二楼书画室",
        starts_at=_evening(now - DAY, hour=9),
        ends_at=_evening(now + 6 * DAY, hour=17),
        entry="open",
    )


def _take_tickets(crowd: Sequence[Person], event_id: UUID, *, now: datetime) -> None:
    then(tickets.take, crowd[0].id, event_id, seats=2, now=now - 2 * HOUR)
    for number, person in enumerate(crowd[30 : 30 + AUDIENCE // 2]):
        then(tickets.take, person.id, event_id, seats=1 + number % 3, now=now - HOUR)


def _published(clerk: Staff, programme_id: UUID, asked: Event, *, now: datetime) -> UUID:
    place_id = clerk.place.id
    event_id = then(planning.add_event, clerk, programme_id, asked, place_id=place_id, now=now)
    then(publication.publish, clerk, event_id, now=now)
    return event_id


def _let_them_in(
    crowd: Sequence[Person], clerk: Staff, event_id: UUID, event: Event, *, now: datetime
) -> None:
    at = event.starts_at - timedelta(minutes=20)
    door = admission.door_of_staff(clerk, at_door.door_event(event_id))
    for number, person in enumerate(crowd[30 : 30 + AUDIENCE]):
        taken = then(tickets.take, person.id, event_id, seats=1 + number % 4, now=at - 5 * DAY)
        code = ticket_code(taken.ticket_id, now=at)
        then(admission.admit, door, at_door.door_event(event_id), code, now=at)
    _let_in_twice(door, event_id, code, at=at)
    then(publication.advance, now=now)
    _count(clerk, event_id, event, now=now)


def _let_in_twice(door: Door, event_id: UUID, code: str, *, at: datetime) -> None:
    """The west door had no network; what it let in is told an hour later."""
    look = at_door.Look(code, at, people=2, tolerance=timedelta(minutes=2))
    event = at_door.door_event(event_id)
    with suppress(AlreadyAdmitted):
        then(admission.look_at, door, event, look, now=at + HOUR)


def _count(clerk: Staff, event_id: UUID, event: Event, *, now: datetime) -> None:
    """By hand, put right once; and seen on two platforms."""
    at = min(now, event.ends_at)
    photo = then(keeping.keep, clerk.actor, a_photograph(), now=at)
    by_hand = Counted("hand", 168, at)
    first = then(counting.add_count, clerk, event_id, by_hand, pictures=[photo], now=at)
    right = replace(by_hand, number=156)
    reason = "照着照片重新数了一遍"
    then(counting.correct_count, clerk, first, right, reason=reason, now=at + HOUR)
    for source, number in (("微信视频号", 4210), ("抖音", 8956)):
        link = "https://live.example.cn/show"
        views = Counted("online", number, at, source=source, link=link)
        then(counting.add_count, clerk, event_id, views, now=at + HOUR)


def _tour(team: Team, centre: Staff, *, now: datetime) -> None:
    """Ten communities: four had their show, two have a date, the others wait."""
    title = f"{local(now).year} 年一村一年一场戏"
    tour = _programme(centre, "巡演", title, "每个社区每年至少看上一场戏。", now=now)
    stops = list(team.sites.stations.values())[:10]
    ids = [one.id for one in stops]
    then(tours.plan_tour, centre, tour, ids, target=1, now=now - 30 * DAY)
    for number, place in enumerate(stops[:6]):
        day = now - (24 - 5 * number) * DAY if number < 4 else now + (number + 3) * DAY
        show = Event(
            kind="演出",
            title="送戏下乡：吕剧折子戏",
            about="",
            venue=f"{place.short_name}小广场",
            starts_at=_evening(day, hour=15),
            ends_at=_evening(day, hour=17),
            entry="open",
        )
        event_id = _published(team.at(place), tour, show, now=now - 28 * DAY)
        if number < 3:
            _counted(team.at(place), event_id, 90 + 17 * number, show, now=now)


def _counted(clerk: Staff, event_id: UUID, number: int, show: Event, *, now: datetime) -> None:
    then(publication.advance, now=show.ends_at)
    photo = then(keeping.keep, clerk.actor, a_photograph(number), now=show.ends_at)
    counted = Counted("hand", number, show.ends_at)
    then(counting.add_count, clerk, event_id, counted, pictures=[photo], now=show.ends_at)


def _screenings(team: Team, centre: Staff, *, now: datetime) -> None:
    """Public screenings, entered by a sheet; two are still to come, one of them in the cinema."""
    programme = _programme(centre, "公益放映", "公益电影放映", "周末在家门口看电影。", now=now)
    stations = list(team.sites.stations.values())
    rows = []
    for number, film in enumerate(FILMS * 2):
        station = stations[number % len(stations)].short_name
        place, venue = CINEMAS.get(station, (station, f"{station}广场"))
        coming = number == 0 or station in CINEMAS
        day = local_date(now) + (3 * DAY if coming else -3 * number * DAY)
        heads = "" if coming or number == 5 else str(60 + 7 * number)
        cells = {
            "种类": "放映",
            "日期": day.isoformat(),
            "开始": "19:00",
            "结束": "21:00",
            "社区": place,
            "地点": venue,
            "名称": film,
            "现场人数": heads,
        }
        rows.append(SheetRow(number + 2, cells))
    then(sheet.bring_in, centre, programme, rows, now=now)
