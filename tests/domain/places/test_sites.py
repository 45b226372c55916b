"""What a place's page says, and the list of places."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest

from app.domain.attachments import keeping
from app.domain.attachments.errors import TooManyPictures
from app.domain.audit import queries as audit
from app.domain.audit.actors import Actor
from app.domain.places import describing, site_queries
from app.domain.places.models import Place
from app.domain.places.opening_hours import OpeningHours
from app.domain.places.rules import how_far_from_the_others, why_not_described
from app.domain.places.scope import EVERYWHERE, Scope
from app.domain.places.site_queries import Description, Sought
from app.kernel.geo import Point
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests.photographs import a_photo
from tests.world import NOON, a_point, a_station, saved

pytestmark = pytest.mark.usefixtures("database")
CLERK = Actor("staff", new_id(), "王丽")
WEEK = (((540, 1020),),) * 7
SAID = Description(
    introduction="老物件一百多件。",
    head_name="王丽",
    head_phone="0538-1234567",
    head_shown="name",
    hours=OpeningHours(week=WEEK),
    access=("ramp", "parking"),
)


def described(place: Place, said: Description = SAID) -> None:
    describing.describe(place.id, said, actor=CLERK, scope=EVERYWHERE, now=NOON)


def put_up(place: Place, *seeds: int) -> list[UUID]:
    ids = [keeping.keep(CLERK, a_photo(seed=seed, size=(64, 48)), now=NOON) for seed in seeds]
    describing.add_photos(place.id, ids, alt="展厅一角", actor=CLERK, scope=EVERYWHERE, now=NOON)
    return ids


def test_a_place_says_what_it_is_and_shows_its_head_as_chosen() -> None:
    hall = a_point()
    assert site_queries.description(hall.id) == Description()
    described(hall)
    found = site_queries.description(hall.id)
    assert (found.hours, found.public_head) == (SAID.hours, "王丽")
    assert found.access_titles == ["无障碍坡道", "停车位"]
    assert "王丽" not in repr(found)
    assert [one.action for one in audit.story_of("place", hall.id)] == ["place.describe"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("introduction", "长" * 1001),
        ("head_phone", "138 0000 1234"),
        ("head_phone", "0538-1234567 转 8001 再转 12"),
        ("head_shown", "always"),
        ("access", ("pool",)),
    ],
)
def test_what_is_said_has_its_bounds(field: str, value: object) -> None:
    facts = {
        "introduction": "",
        "head_name": "王丽",
        "head_phone": "0538-1234567",
        "head_shown": "nothing",
        "access": (),
    }
    assert why_not_described(**facts) is None  # type: ignore[arg-type]
    refusal = why_not_described(**{**facts, field: value})  # type: ignore[arg-type]
    assert isinstance(refusal, BadInput)
    assert refusal.field == field


def test_outside_the_scope_nothing_is_said() -> None:
    hall, elsewhere = a_point(), a_station()
    with pytest.raises(NotFound):
        describing.describe(hall.id, SAID, actor=CLERK, scope=Scope(elsewhere.path), now=NOON)
    assert site_queries.description(hall.id) == Description()


def test_photos_have_an_order_and_go_again() -> None:
    hall = a_point()
    first, second = put_up(hall, 1, 2)
    assert [one.alt for one in site_queries.description(hall.id).photos] == [
        "展厅一角（1）",
        "展厅一角（2）",
    ]
    describing.put_first(hall.id, second, actor=CLERK, scope=EVERYWHERE, now=NOON)
    assert [one.id for one in site_queries.description(hall.id).photos] == [second, first]
    describing.remove_photo(hall.id, second, actor=CLERK, scope=EVERYWHERE, now=NOON)
    assert [one.id for one in site_queries.description(hall.id).photos] == [first]
    with pytest.raises(NotFound):
        site_queries.photo_of(a_point(name="另一处").id, first)


def test_nine_photos_and_none_without_words() -> None:
    hall = a_point()
    put_up(hall, *range(9))
    with pytest.raises(TooManyPictures):
        put_up(hall, 10)
    with pytest.raises(BadInput):
        describing.add_photos(hall.id, [new_id()], alt=" ", actor=CLERK, scope=EVERYWHERE, now=NOON)


def test_the_list_by_kind_words_and_nearness_in_three_statements(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    station = a_station()
    hall, park = a_point(station), a_point(station, name="德园", kind="moral_park")
    park.latitude = 36.2
    saved(park)
    described(hall)
    put_up(hall, 1)
    assert [one.place.name for one in site_queries.listed(Sought(kind="moral_park")).items] == [
        "德园"
    ]
    assert [one.place.id for one in site_queries.listed(Sought(text="村史")).items] == [hall.id]
    assert {"station", "history_hall", "moral_park"} <= set(site_queries.kinds_there())
    with statements() as seen:
        near = site_queries.listed(Sought(origin=Point(36.2, 117.1234)))
    assert len(seen) <= 3
    assert (near.items[0].place.id, near.items[0].metres) == (park.id, 0)
    assert near.total == 5


def test_a_position_far_from_all_others_is_doubted() -> None:
    others = [Point(36.12, 117.12), Point(36.2, 117.2)]
    assert how_far_from_the_others(Point(36.13, 117.12), others) is None
    assert how_far_from_the_others(Point(36.13, 107.12), others) is not None
    assert how_far_from_the_others(Point(36.13, 107.12), []) is None
