from datetime import datetime

import pytest

from app.domain.places import queries
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests.world import a_centre, a_place, a_station, an_office, saved

pytestmark = pytest.mark.usefixtures("database")


def test_a_scope_reaches_its_subtree_and_nothing_beside_it() -> None:
    centre = a_centre()
    mine = an_office(centre)
    station = a_station(mine)
    other = a_station(an_office(centre, name="河滨街道新时代文明实践所"))
    within = set(session.scalars(queries.ids_within(Scope(mine.path))))
    assert within == {mine.id, station.id}
    assert set(session.scalars(queries.ids_within(EVERYWHERE))) >= {centre.id, other.id}


def test_a_path_that_only_begins_alike_is_another_place() -> None:
    assert not Scope("001/002/").covers("001/0021/")


def test_a_place_outside_the_scope_is_not_found() -> None:
    centre = a_centre()
    mine, other = an_office(centre), an_office(centre, name="河滨街道新时代文明实践所")
    assert queries.place(mine.id, Scope(mine.path)).name == mine.name
    with pytest.raises(NotFound):
        queries.place(other.id, Scope(mine.path))


def test_the_tree_lists_each_place_after_the_one_above_it() -> None:
    centre = a_centre()
    office = an_office(centre)
    station = a_station(office)
    assert [place.id for place in queries.tree(EVERYWHERE)] == [centre.id, office.id, station.id]
    assert [place.depth for place in queries.tree(EVERYWHERE)] == [0, 1, 2]


def test_a_closed_station_cannot_be_chosen_and_is_still_known(now: datetime) -> None:
    station = a_station()
    assert [place.id for place in queries.stations()] == [station.id]
    station.closed_at = now
    saved(station)
    assert queries.stations() == []
    assert not queries.is_open_station(station.id)
    assert queries.places([station.id])[station.id].name == station.name


def test_an_office_is_no_community() -> None:
    assert not queries.is_open_station(an_office().id)


def test_several_places_cost_one_statement(statements) -> None:  # type: ignore[no-untyped-def]
    office = an_office()
    ids = [a_place("station", below=office).id for _ in range(3)]
    with statements() as seen:
        assert set(queries.places(ids)) == set(ids)
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("name", "short"),
    [("阳光社区新时代文明实践站", "阳光社区"), ("浞河道德公园", "浞河道德公园")],
)
def test_a_place_has_the_name_people_call_it(name: str, short: str) -> None:
    assert queries.place(a_station(name=name).id).short_name == short


def test_without_a_centre_there_is_no_root() -> None:
    with pytest.raises(NotFound):
        queries.centre()
    centre = a_centre()
    assert queries.centre().id == centre.id
