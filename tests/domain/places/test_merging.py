"""Two communities become one: nothing is lost, what goes on is the successor's, and who decides."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain import reactions
from app.domain.access.models import StaffMember
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.access.same_person import accounts_of
from app.domain.activities.models import Activity
from app.domain.audit.actors import Actor
from app.domain.audit.models import AuditEntry
from app.domain.certificates import issuing
from app.domain.certificates.models import Certificate
from app.domain.certificates.rules import Wish
from app.domain.hours import queries as hours
from app.domain.hours.models import HourRecord
from app.domain.messaging.models import OutboxMessage
from app.domain.people import moving
from app.domain.people.models import Volunteer
from app.domain.places import errors, merging, merging_queries, queries
from app.domain.places.carrying import Count, counted
from app.domain.places.models import Place, PlaceMerging
from app.domain.places.opening import open_place
from app.domain.places.rules import why_not_merge, why_not_typed
from app.domain.places.scope import EVERYWHERE
from app.domain.qualifications.models import Qualification
from app.domain.teams.models import Team
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("database")
OPEN = ("station", "001/002/003/", True)


@dataclass
class District:
    """Two communities of one office, and the two who decide."""

    office: Place
    first: Place
    second: Place
    one: Staff
    other: Staff

    def proposed(self, *keeps: UUID, tells: bool = False) -> UUID:
        return merging.propose(
            self.first.id,
            self.second.id,
            actor=self.one.actor,
            scope=self.one.scope,
            reason="区划调整，区政办〔2026〕8号",
            typed=self.first.name,
            keeps=keeps,
            tells=tells,
            now=NOON,
        )

    def confirmed(self, merging_id: UUID, by: Staff | None = None, typed: str = "") -> None:
        staff = by or self.other
        merging.confirm(
            merging_id,
            actor=staff.actor,
            accounts=accounts_of(staff),
            scope=staff.scope,
            typed=typed or self.first.name,
            now=NOON + timedelta(hours=1),
        )


@pytest.fixture
def district() -> District:
    reactions.connect()
    centre = world.a_centre()
    office = world.an_office(centre)
    one, other = (world.staff(Role.CENTRE_ADMINISTRATOR, at=centre) for _ in range(2))
    first = world.a_station(office)
    second = world.a_station(office, name="河畔社区新时代文明实践站")
    return District(office, first, second, one, other)


def fresh(row: Place) -> Place:
    return session.get_one(Place, row.id, populate_existing=True)


def test_what_happened_stays_what_goes_on_moves_and_both_are_seen(district: District) -> None:
    first, second = district.first, district.second
    person = world.a_volunteer(first)
    record = world.a_pending_record(person, first)
    ahead = world.an_activity(first, starts_at=NOON + timedelta(days=3))
    team, what = world.a_team(first, person), world.a_qualification(first)
    clerk, leaving = world.staff(at=first), world.staff(at=first)
    of_second = world.staff(at=second)
    assert hours.waiting_count(of_second) == 0
    district.confirmed(district.proposed(clerk.id, tells=True))

    closed = queries.place(first.id)
    assert closed.path.startswith(second.path)
    assert (closed.closed, closed.merged_into_id) == (True, second.id)
    assert queries.in_force(closed).id == second.id
    kept = session.get_one(HourRecord, record.id)
    assert (kept.place_id, kept.place_path) == (first.id, closed.path)
    assert hours.waiting_count(of_second) == 1
    assert session.get_one(Activity, kept.activity_id).place_id == first.id
    for model, row_id in ((Activity, ahead.id), (Team, team.id), (Qualification, what.id)):
        assert session.get_one(model, row_id).place_id == second.id
    assert session.get_one(Volunteer, person.id).community_id == second.id
    assert moving.communities_before(person.id) == [first.id]
    assert session.get_one(StaffMember, clerk.id).place_id == second.id
    gone = session.get_one(StaffMember, leaving.id)
    assert (gone.place_id, gone.ended_at) == (first.id, NOON + timedelta(hours=1))
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "community_merged"))
    assert [one.volunteer_id for one in told] == [person.id]
    actions = {one.action for one in session.scalars(select(AuditEntry))}
    assert {"place.propose_merging", "place.merge", "staff.move", "staff.end"} <= actions
    assert first.id not in {one.id for one in queries.tree(EVERYWHERE)}
    assert first.id in {one.id for one in queries.whole_tree(EVERYWHERE)}


def test_papers_keep_their_name_and_new_ones_are_the_successors(district: District) -> None:
    person = world.a_volunteer(district.first)
    world.an_approved_record(person, district.first)
    by = Actor("volunteer", person.id, person.name)
    names = []
    for now in (NOON, NOON + timedelta(days=2)):
        made = issuing.issue_own(person.id, Wish(now.date()), by=by, now=now)
        names.append(session.get_one(Certificate, made).unit_name)
        if now == NOON:
            district.confirmed(district.proposed())
    assert names == [district.first.name, district.second.name]


def test_the_preview_counts_what_stays_and_what_moves(district: District) -> None:
    person = world.a_volunteer(district.first)
    world.a_pending_record(person, district.first)
    world.an_activity(district.first, starts_at=NOON + timedelta(days=3))
    found = counted(district.first.id, district.second.id, now=NOON)
    assert Count("志愿者", 1, 1) in found
    assert Count("时长记录", 1, 0) in found
    assert Count("活动", 2, 1) in found
    assert "团队" not in {one.what for one in found}


def test_a_second_person_decides_and_types_the_name(district: District) -> None:
    with pytest.raises(BadInput):
        merging.propose(
            district.first.id,
            district.second.id,
            actor=district.one.actor,
            scope=district.one.scope,
            reason="区划调整",
            typed="阳光",
            now=NOON,
        )
    asked = district.proposed()
    with pytest.raises(errors.MergingWaits):
        district.proposed()
    with pytest.raises(errors.OwnProposal):
        district.confirmed(asked, by=district.one)
    same_person = world.staff(
        Role.CENTRE_ADMINISTRATOR,
        at=session.get_one(Place, district.one.place.id),
        phone=district.one.phone,
    )
    with pytest.raises(errors.OwnProposal):
        district.confirmed(asked, by=same_person)
    with pytest.raises(BadInput):
        district.confirmed(asked, typed="河畔社区")
    with pytest.raises(NotFound):
        district.confirmed(asked, by=world.staff(Role.CENTRE_ADMINISTRATOR, at=world.a_centre()))
    assert fresh(district.first).closed_at is None
    district.confirmed(asked)
    with pytest.raises(errors.MergingOver):
        district.confirmed(asked)
    view = merging_queries.about(district.first.id)
    assert view is not None
    assert (view.state, view.successor.id) == ("done", district.second.id)


def test_a_withdrawn_proposal_changes_nothing_and_can_be_made_again(district: District) -> None:
    asked = district.proposed()
    staff = district.other
    merging.withdraw(asked, actor=staff.actor, scope=staff.scope, now=NOON)
    assert merging_queries.waiting(EVERYWHERE) == []
    assert fresh(district.first).closed_at is None
    again = district.proposed()
    assert [one.id for one in merging_queries.waiting(EVERYWHERE)] == [again]


def test_offices_merge_with_their_stations_and_numbers_are_never_given_twice(
    district: District,
) -> None:
    centre = session.get_one(Place, district.one.place.id)
    other = world.an_office(centre, name="河畔街道新时代文明实践所")
    there = world.a_station(other, name="新河社区新时代文明实践站")
    before = [fresh(district.office).path, fresh(district.first).path]
    whole = replace(district, first=district.office, second=other)
    whole.confirmed(whole.proposed())
    office, station = fresh(district.office), fresh(district.first)
    assert (station.parent_id, station.closed_at) == (other.id, None)
    assert station.path.startswith(other.path)
    assert office.path.startswith(other.path)
    paths = [fresh(one).path for one in (office, station, district.second, there)]
    assert len(set(paths)) == 4
    opened = open_place(
        actor=district.one.actor,
        scope=district.one.scope,
        parent_id=centre.id,
        level="office",
        name="新设街道新时代文明实践所",
        now=NOON,
    )
    assert opened.path not in before


def test_what_was_written_too_late_follows(district: District) -> None:
    old = district.first.path
    record = world.a_pending_record(world.a_volunteer(district.first), district.first)
    district.confirmed(district.proposed())
    late = session.get_one(HourRecord, record.id)
    late.place_path = old
    late_comer = world.a_volunteer(district.first)
    world.saved(late)
    assert merging.follow_late(now=NOON + timedelta(hours=1, minutes=5)) == 1
    assert session.get_one(HourRecord, record.id, populate_existing=True).place_path != old
    moved = session.get_one(Volunteer, late_comer.id, populate_existing=True)
    assert moved.community_id == district.second.id
    assert merging.follow_late(now=NOON + timedelta(hours=3)) == 0


def test_places_merged_twice_lead_to_the_last(district: District) -> None:
    third = world.a_station(district.office, name="新城社区新时代文明实践站")
    district.confirmed(district.proposed())
    onward = replace(district, first=fresh(district.second), second=third)
    onward.confirmed(onward.proposed())
    assert queries.in_force(queries.place(district.first.id)).id == third.id
    assert fresh(district.first).path.startswith(fresh(third).path)
    assert session.scalar(select(PlaceMerging.id).where(PlaceMerging.state == "proposed")) is None


def test_two_of_the_same_name_below_are_renamed_first(district: District) -> None:
    centre = session.get_one(Place, district.one.place.id)
    other = world.an_office(centre, name="河畔街道新时代文明实践所")
    there = world.a_station(other, name=district.first.name)
    whole = replace(district, first=district.office, second=other)
    with pytest.raises(errors.SameBelow) as refused:
        whole.proposed()
    assert f"“{there.name}”" in refused.value.sentence
    there.name = "新河社区新时代文明实践站"
    world.saved(there)
    asked = whole.proposed()
    there.name = district.first.name
    world.saved(there)
    with pytest.raises(errors.SameBelow):
        whole.confirmed(asked)
    assert fresh(district.office).closed_at is None


def test_what_came_late_follows_in_the_order_of_the_decisions(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("新城社区新时代文明实践站", "新河社区新时代文明实践站")
    third, fourth = (world.a_station(district.office, name=name) for name in names)
    beside = replace(district, first=third, second=fourth)
    proposed_first, decided_first = beside.proposed(), district.proposed()
    district.confirmed(decided_first)
    beside.confirmed(proposed_first)
    row = session.get_one(PlaceMerging, proposed_first)
    row.decided_at = NOON + timedelta(hours=1, minutes=1)
    world.saved(row)
    followed: list[UUID] = []
    monkeypatch.setattr(merging, "carry_over", lambda closed, *_, **__: followed.append(closed))
    assert merging.follow_late(now=NOON + timedelta(hours=1, minutes=5)) == 2
    assert followed == [district.first.id, third.id]


@pytest.mark.parametrize(
    "successor",
    [
        OPEN,
        ("station", "001/002/004/", False),
        ("office", "001/003/", True),
    ],
)
def test_which_places_cannot_be_merged(successor: tuple[str, str, bool]) -> None:
    assert isinstance(why_not_merge(OPEN, successor), errors.CannotMerge)


def test_the_rule_says_yes_and_names_are_typed_whole() -> None:
    assert why_not_merge(OPEN, ("station", "001/002/004/", True)) is None
    centre = ("centre", "001/", True)
    assert why_not_merge(centre, ("centre", "002/", True)) is not None
    assert why_not_typed(" 阳光社区 ", "阳光社区") is None
    assert why_not_typed("阳光", "阳光社区") is not None
