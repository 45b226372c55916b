"""Photographs on the pages of places: two of each point, one of the stations people know best."""

from collections.abc import Callable
from datetime import datetime

from app.domain.access.queries import Staff
from app.domain.attachments import keeping
from app.domain.places import describing, queries
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.entrypoints.cli.demo_district.photographs import (
    a_house,
    a_park,
    a_photograph,
    a_table,
)
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

Drawing = Callable[[int], bytes]
# Kind of the point: what its photographs show.
SHOWS: dict[str, tuple[tuple[Drawing, str], ...]] = {
    "history_hall": ((a_house, "村史馆的正门"), (a_table, "展柜里的老物件")),
    "moral_park": ((a_park, "湖边的步道"),),
    "gallery": ((a_house, "美术展厅的正门"), (a_table, "正在展出的手工作品")),
    "library": ((a_house, "书屋的正门"), (a_table, "借阅台")),
    "cinema": ((a_house, "影院的正门"), (a_photograph, "放映厅里坐满了人")),
    "theatre": ((a_photograph, "戏台前看戏的人"),),
    "square": ((a_photograph, "广场上的演出"), (a_park, "广场边的绿地")),
    "sports": ((a_park, "健身园的步道"),),
    "memorial": ((a_house, "红色记忆馆的正门"), (a_table, "老兵留下的物件")),
    "practice_site": ((a_house, "小院的大门"),),
}
STATIONS_SHOWN = 6


def picture_places(team: Team, *, now: datetime) -> None:
    """By those who look after them."""
    for number, station in enumerate(team.sites.stations.values()):
        clerk = team.at(station)
        if number < STATIONS_SHOWN:
            _show(clerk, station, a_house(number), "实践站的正门", now=now)
        for point in queries.sites(Scope(station.path)):
            for drawing, alt in SHOWS.get(point.kind, ()):
                _show(clerk, point, drawing(number), alt, now=now)


def _show(clerk: Staff, place: PlaceView, drawn: bytes, alt: str, *, now: datetime) -> None:
    photo = then(keeping.keep, clerk.actor, drawn, now=now)
    then(
        describing.add_photos,
        place.id,
        [photo],
        alt=alt,
        actor=clerk.actor,
        scope=clerk.scope,
        now=now,
    )
