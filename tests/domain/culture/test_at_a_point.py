"""An event at a point (a cinema, a square): planned, let in, counted and weighed as anywhere."""

from dataclasses import replace

import pytest

from app.domain.access.queries import Staff
from app.domain.activities.clashes import Clash
from app.domain.complaints import subjects
from app.domain.culture import admission, at_door, clashes, errors, planning, queries, sheet, tours
from app.kernel.refusal import NotFound, Refusal
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import HOUR, OPEN_AIR, SHOW, STARTS, a_programme, a_published
from tests.domain.culture.sheets import screenings

pytestmark = pytest.mark.database
CINEMA = "阳光影院"


@pytest.fixture
def station(database: object) -> world.Place:
    return world.a_station(world.an_office())


@pytest.fixture
def clerk(station: world.Place) -> Staff:
    return world.staff(at=station)


def a_cinema(station: world.Place) -> world.Place:
    return world.a_point(station, name=CINEMA, kind="cinema")


def test_her_clerk_runs_its_door_and_its_community_had_its_show(
    station: world.Place, clerk: Staff
) -> None:
    programme_id = a_programme(clerk)
    tours.plan_tour(clerk, programme_id, [station.id], target=1, now=NOON)
    film = replace(OPEN_AIR, starts_at=NOON, ends_at=NOON + HOUR)
    planned = replace(film, starts_at=STARTS, ends_at=STARTS + HOUR)
    event_id = a_published(clerk, planned, programme_id=programme_id, at=a_cinema(station))
    (stop,) = tours.tour(programme_id, within=clerk.scope).stops
    assert (stop.standing, [one.id for one in stop.planned]) == ("planned", [event_id])
    door = admission.door_of_staff(clerk, at_door.door_event(event_id))
    admission.tap(door, at_door.door_event(event_id), 3, now=STARTS)
    assert subjects.subject_of("culture", event_id).place.id == station.id


@pytest.mark.parametrize("refused", [errors.OutsideProgramme, NotFound])
def test_elsewhere_it_is_refused(
    station: world.Place, clerk: Staff, refused: type[Refusal]
) -> None:
    office = world.session.get_one(world.Place, station.parent_id)
    manager = world.staff(world.Role.OFFICE_MANAGER, at=office)
    by = manager if refused is errors.OutsideProgramme else clerk
    elsewhere = a_cinema(world.a_station(office))
    with pytest.raises(refused):
        planning.add_event(by, a_programme(clerk), SHOW, place_id=elsewhere.id, now=NOON)


def test_one_ground_with_the_place_above_it(station: world.Place, clerk: Staff) -> None:
    hall = replace(SHOW, venue="一号厅")
    event = queries.event(a_published(clerk, hall, at=a_cinema(station)))
    activity = world.an_activity(station, venue=CINEMA, starts_at=STARTS)
    world.a_session(activity, starts_at=STARTS, lasts=HOUR)
    stretch = (STARTS, STARTS + HOUR)

    def titles(found: list[Clash]) -> list[str]:
        return [one.title for one in found]

    assert titles(clashes.of_event(event, now=NOON)) == [activity.title]
    assert titles(clashes.events_at(CINEMA, station.id, [stretch])) == [SHOW.title]
    assert titles(clashes.events_at("二号厅", station.id, [stretch])) == []


def test_a_sheet_may_name_it(station: world.Place, clerk: Staff) -> None:
    cinema = a_cinema(station)
    sheet.bring_in(clerk, a_programme(clerk), screenings(CINEMA, 1), now=NOON)
    found = queries.events_of(clerk.scope, tab="ended").items
    assert [one.event.place.id for one in found] == [cinema.id]
