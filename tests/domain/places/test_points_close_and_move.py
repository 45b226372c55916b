"""A point closes, opens again, and goes below another place: what happens, who is refused, why."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.facilities.describing import switch_off
from app.domain.places import closing, errors, moving, queries, sheet
from app.domain.places.models import Place
from app.domain.places.opening import open_place
from app.domain.places.queries import PlaceView
from app.domain.places.rules import why_not_move, why_not_turn
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.sheets import SheetRow
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import a_published, the_event
from tests.domain.facilities.house import a_room

pytestmark = pytest.mark.usefixtures("database")
REASON = "村史馆腾退"


@dataclass
class District:
    """Two communities of one office, a point of the first, and who manages them."""

    office: Place
    first: Place
    second: Place
    hall: Place
    manager: Staff

    def close(self, place_id: UUID | None = None, reason: str = REASON) -> None:
        by = self.manager
        closing.close_point(
            place_id or self.hall.id, actor=by.actor, scope=by.scope, reason=reason, now=NOON
        )

    def reopen(self) -> None:
        by = self.manager
        closing.reopen_point(self.hall.id, actor=by.actor, scope=by.scope, now=NOON)

    def move(self, to: Place, point: Place | None = None, reason: str = REASON) -> None:
        by, moved = self.manager, point or self.hall
        moving.move_point(moved.id, to.id, actor=by.actor, scope=by.scope, reason=reason, now=NOON)

    def opens(self, below: Place, name: str) -> PlaceView:
        by = self.manager
        return open_place(
            actor=by.actor,
            scope=by.scope,
            parent_id=below.id,
            level="point",
            kind="square",
            name=name,
            now=NOON,
        )


@pytest.fixture
def district() -> District:
    office = world.an_office()
    first = world.a_station(office)
    second = world.a_station(office, name="河畔社区新时代文明实践站")
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    return District(office, first, second, world.a_point(first), manager)


def entries() -> list[tuple[str, object]]:
    query = select(AuditEntry).where(AuditEntry.action.startswith("place.")).order_by(AuditEntry.id)
    return [(one.action, one.told.detail.get("reason")) for one in session.scalars(query)]


def test_a_closed_point_is_on_no_list_and_opens_again_as_it_was(district: District) -> None:
    before = queries.site(district.hall.id)
    district.close()
    assert queries.site(before.id).closed
    assert before.id not in {one.id for one in queries.sites(EVERYWHERE)}
    assert [one.id for one in queries.closed_points(EVERYWHERE)] == [before.id]
    with pytest.raises(errors.AlreadySo):
        district.close()
    district.reopen()
    assert queries.site(before.id) == before
    assert entries() == [("place.close", REASON), ("place.reopen", None)]


def test_what_goes_on_of_its_own_is_told_and_keeps_it_open(district: District) -> None:
    room = a_room(district.manager, district.hall)
    with pytest.raises(errors.StillUsed) as refused:
        district.close()
    assert "可预约的场地 1 项" in refused.value.sentence
    assert not queries.site(district.hall.id).closed
    switch_off(district.manager, room, now=NOON)
    event = the_event(a_published(world.staff(at=district.first)))
    event.place_id = district.hall.id
    world.saved(event)
    with pytest.raises(errors.StillUsed) as refused:
        district.close()
    assert "文化场次 1 项" in refused.value.sentence
    event.state = "cancelled"
    world.saved(event)
    district.close()
    assert [action for action, _ in entries()] == ["place.close"]


def test_only_a_point_of_ones_own_is_closed_with_a_reason(district: District) -> None:
    with pytest.raises(errors.OnlyPoints):
        district.close(district.first.id)
    with pytest.raises(NotFound):
        district.close(world.a_point().id)
    with pytest.raises(BadInput):
        district.close(reason=" 拆 ")
    assert not queries.site(district.hall.id).closed


def test_below_a_closed_place_none_opens_again(district: District) -> None:
    district.close()
    row = session.get_one(Place, district.first.id)
    row.closed_at = NOON
    world.saved(row)
    with pytest.raises(errors.AboveIsClosed):
        district.reopen()
    assert queries.site(district.hall.id).closed


def test_beside_an_open_one_of_its_name_it_does_not_open_again(district: District) -> None:
    district.close()
    other = world.a_point(district.first, name=district.hall.name)  # as a merging brings it
    with pytest.raises(errors.NameTaken):
        district.reopen()
    other.closed_at = NOON
    world.saved(other)
    district.reopen()
    assert not queries.site(district.hall.id).closed


def test_the_name_of_a_closed_point_leads_to_it(district: District) -> None:
    district.close()
    with pytest.raises(errors.NameOfClosed):
        district.opens(district.first, district.hall.name)
    cells = {"级别": "实践点", "名称": district.hall.name, "种类": "村史馆"}
    row = SheetRow(2, {**cells, "上级": district.first.name})
    (fault,) = sheet.dry_run(district.manager.scope, [row]).faults
    assert "重新开放" in fault.problem


def test_a_moved_point_is_below_the_other_place_and_no_path_is_given_twice(
    district: District,
) -> None:
    before = queries.site(district.hall.id)
    district.move(district.second)
    after = queries.site(district.hall.id)
    assert (after.parent_id, after.name) == (district.second.id, before.name)
    assert after.path.startswith(district.second.path)
    assert district.opens(district.first, "阳光广场").path != before.path
    district.move(district.first)
    back = queries.site(district.hall.id)
    assert back.path.startswith(district.first.path)
    assert back.path != before.path
    assert ("place.move", REASON) in entries()


def test_copies_of_its_path_follow_and_so_does_what_was_written_late(district: District) -> None:
    record = world.a_pending_record(world.a_volunteer(district.first), district.first)
    old = district.hall.path

    def written(path: str) -> None:
        record.place_path = path
        world.saved(record)

    written(old)
    district.move(district.second)
    new = queries.site(district.hall.id).path
    assert session.get_one(type(record), record.id).place_path == new
    written(old)
    assert moving.follow_late(now=NOON + timedelta(minutes=5)) == 1
    assert session.get_one(type(record), record.id, populate_existing=True).place_path == new
    assert moving.follow_late(now=NOON + timedelta(minutes=11)) == 0


def test_a_point_goes_nowhere_without_a_reason_outside_or_to_its_own_name(
    district: District,
) -> None:
    with pytest.raises(BadInput):
        district.move(district.second, reason="")
    with pytest.raises(NotFound):
        district.move(world.a_station())
    district.opens(district.second, district.hall.name)
    with pytest.raises(errors.NameTaken):
        district.move(district.second)
    row = session.get_one(Place, district.second.id)
    row.closed_at = NOON
    world.saved(row)
    with pytest.raises(NotFound):
        district.move(district.second)
    assert queries.site(district.hall.id).parent_id == district.first.id
    assert entries()[1:] == []


@pytest.mark.parametrize(
    ("closed", "closes", "refusal"),
    [(False, True, None), (True, False, None), (True, True, errors.AlreadySo)],
)
def test_a_point_is_turned_once(closed: bool, closes: bool, refusal: type[Refusal] | None) -> None:
    found = why_not_turn("point", closed=closed, closes=closes)
    assert (type(found) if found else None) is refusal


@pytest.mark.parametrize(
    ("level", "closed", "to", "already_there", "refusal"),
    [
        ("point", False, "office", False, None),
        ("station", False, "office", False, errors.OnlyPoints),
        ("point", True, "office", False, errors.AlreadySo),
        ("point", False, "office", True, errors.AlreadyThere),
        ("point", False, "point", False, errors.WrongLevel),
    ],
)
def test_where_a_point_can_go(
    level: str, closed: bool, to: str, already_there: bool, refusal: type[Refusal] | None
) -> None:
    found = why_not_move(level, closed=closed, to=to, already_there=already_there)
    assert (type(found) if found else None) is refusal
