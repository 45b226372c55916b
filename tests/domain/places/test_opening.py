from datetime import datetime
from typing import Any

import pytest

from app.domain.audit import queries as audit
from app.domain.audit.actors import SYSTEM
from app.domain.places import queries
from app.domain.places.errors import CentreExists, NameTaken, WrongLevel
from app.domain.places.opening import change_place, open_place
from app.domain.places.queries import PlaceView
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.geo import Point
from app.kernel.refusal import BadInput, NotFound
from tests.world import NOON, a_point, a_station

pytestmark = pytest.mark.usefixtures("database")


def opened(level: str, below: PlaceView | None, name: str, **more: Any) -> PlaceView:
    facts = {"actor": SYSTEM, "scope": EVERYWHERE, "now": NOON, **more}
    return open_place(parent_id=below.id if below else None, level=level, name=name, **facts)


def test_places_open_one_below_the_other() -> None:
    centre = opened("centre", None, "高新区新时代文明实践中心")
    office = opened("office", centre, "阳光街道新时代文明实践所")
    first = opened("station", office, "阳光社区新时代文明实践站", point=Point(36.1, 117.1))
    second = opened("station", office, "河滨社区新时代文明实践站")
    assert [p.path for p in (centre, office, first, second)] == [
        "001/",
        "001/001/",
        "001/001/001/",
        "001/001/002/",
    ]
    assert first.point == Point(36.1, 117.1)
    assert second.point is None
    assert [entry.action for entry in audit.story_of("place", first.id)] == ["place.open"]


def test_no_level_is_skipped() -> None:
    centre = opened("centre", None, "实践中心")
    with pytest.raises(WrongLevel):
        opened("station", centre, "阳光社区新时代文明实践站")
    with pytest.raises(WrongLevel):
        opened("office", None, "阳光街道新时代文明实践所")
    with pytest.raises(BadInput):
        opened("team", centre, "阳光志愿队")


def test_points_stand_below_any_of_them_and_say_what_they_are() -> None:
    centre = opened("centre", None, "实践中心")
    office = opened("office", centre, "阳光所")
    station = opened("station", office, "阳光社区新时代文明实践站")
    hall = opened("point", station, "阳光村史馆", kind="history_hall")
    park = opened("point", centre, "道德公园", kind="moral_park")
    assert (hall.path, park.path) == ("001/001/001/001/", "001/002/")
    assert (hall.level_name, hall.kind_title, station.kind_title) == ("实践点", "村史馆", "实践站")
    with pytest.raises(WrongLevel):
        opened("point", hall, "村史馆二层", kind="gallery")
    with pytest.raises(BadInput):
        opened("point", station, "阳光广场")
    with pytest.raises(BadInput):
        opened("point", station, "阳光广场", kind="castle")


def test_what_works_at_a_place_does_not_find_points() -> None:
    station = a_station()
    point = a_point(station)
    assert point.id not in {one.id for one in queries.tree(EVERYWHERE)}
    assert point.id in {one.id for one in queries.sites(Scope(station.path))}
    assert queries.site(point.id).level == "point"
    with pytest.raises(NotFound):
        queries.place(point.id)


def test_there_is_one_centre() -> None:
    opened("centre", None, "实践中心")
    with pytest.raises(CentreExists):
        opened("centre", None, "第二个实践中心")


def test_neighbours_have_different_names() -> None:
    centre = opened("centre", None, "实践中心")
    opened("office", centre, "阳光所")
    with pytest.raises(NameTaken):
        opened("office", centre, " 阳光所 ")


@pytest.mark.parametrize("name", ["站", "站" * 51])
def test_a_name_has_2_to_50_characters(name: str) -> None:
    centre = opened("centre", None, "实践中心")
    with pytest.raises(BadInput):
        opened("office", centre, name)
    assert opened("office", centre, "站" * 50).name == "站" * 50


def test_nobody_opens_or_changes_a_place_outside_her_scope(now: datetime) -> None:
    centre = opened("centre", None, "实践中心")
    mine, other = opened("office", centre, "阳光所"), opened("office", centre, "河滨所")
    with pytest.raises(NotFound):
        opened("station", other, "河滨站", scope=Scope(mine.path))
    with pytest.raises(NotFound):
        opened("centre", None, "又一个中心", scope=Scope(mine.path))
    with pytest.raises(NotFound):
        changed(other, "改名", scope=Scope(mine.path))


def changed(place: PlaceView, name: str, scope: Scope = EVERYWHERE) -> PlaceView:
    return change_place(
        place.id,
        actor=SYSTEM,
        scope=scope,
        name=name,
        address="阳光路 2 号",
        contact_phone="0538-7654321",
        point=None,
        now=NOON,
    )


def test_a_change_keeps_the_path_and_leaves_the_old_name_in_the_trail() -> None:
    centre = opened("centre", None, "实践中心")
    office = opened("office", centre, "阳光所")
    after = changed(office, "朝阳所")
    assert (after.path, after.name, after.address) == (office.path, "朝阳所", "阳光路 2 号")
    assert audit.story_of("place", office.id)[-1].detail["before"] == "阳光所"
    assert changed(office, "朝阳所").name == "朝阳所"
