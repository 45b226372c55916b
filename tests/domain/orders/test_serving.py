"""Dispatching, accepting, declining, time-outs, the activity made, the result, rating, calls."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.activities import finding, planning, publication
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.place_errors import ForTheTeam
from app.domain.activities.queries import activity_for_all
from app.domain.activities.sign_up import sign_up
from app.domain.audit.models import AuditEntry
from app.domain.messaging.models import OutboxMessage
from app.domain.orders import (
    dispatching,
    errors,
    looking,
    queries,
    rating,
    serving,
    team_queries,
    timing,
)
from app.domain.orders.linking import link_code
from app.domain.orders.models import ServiceRound
from app.domain.people.models import Volunteer
from app.domain.places.scope import EVERYWHERE
from app.domain.teams.errors import NotActive
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.orders.house import (
    DAY,
    HOUR,
    STARTS,
    WISH,
    House,
    accepted,
    by_phone,
    dispatched,
    done,
    everybody_is_drawn,
    ordered,
    ready,
    service,
    the_order,
    told,
)

pytestmark = pytest.mark.usefixtures("database")


def history(order_id: UUID) -> list[str]:
    return [str(step.decision) for step in queries.order(order_id, EVERYWHERE).steps]


def the_activity(activity_id: UUID) -> Activity:
    return session.get_one(Activity, activity_id, populate_existing=True)


def position_of(activity_id: UUID) -> Position:
    query = select(Position).join(ActivitySession, ActivitySession.id == Position.session_id)
    return session.scalars(query.where(ActivitySession.activity_id == activity_id)).one()


def test_an_accepted_order_becomes_an_activity_of_the_team(house: House) -> None:
    order_id = ordered(house)
    activity_id = accepted(house, order_id)
    made = the_activity(activity_id)
    assert (made.state, made.team_id, made.place_id) == (
        "published",
        house.team.id,
        house.station.id,
    )
    for private in (WISH.name, WISH.phone, WISH.address, WISH.wish):
        assert private not in f"{made.title}{made.content}{made.venue}{made.contact_phone}"
    query = select(SignUp.volunteer_id).where(SignUp.activity_id == activity_id)
    assert set(session.scalars(query)) == {house.leader.id, house.member.id}
    found = queries.of_activity(activity_id)
    assert found is not None
    assert found.id == order_id
    again = serving.accept(
        house.leader.id, order_id, house.team.id, service(house, minutes=90), now=NOON
    )
    assert again == activity_id
    assert history(order_id) == ["take_up", "pass", "dispatch", "accept"]
    assert any("11月25日 周三 14:00–15:00 为您服务" in one for one in told())


def test_what_one_team_does_is_not_for_everybody(house: House) -> None:
    activity_id = accepted(house, ordered(house))
    assert finding.published(now=NOON).total == 0
    with pytest.raises(NotFound):
        activity_for_all(activity_id)
    with pytest.raises(ForTheTeam):
        sign_up(world.a_volunteer(house.station).id, position_of(activity_id).id, now=NOON)


def test_only_her_own_team_accepts(house: House) -> None:
    order_id = dispatched(house, ordered(house))
    other = world.a_volunteer(house.station)
    theirs = world.a_team(house.station, other, name="别的队")
    for leader, team in ((other, theirs), (other, house.team), (house.member, house.team)):
        with pytest.raises(NotFound):
            serving.accept(leader.id, order_id, team.id, service(house), now=NOON)
    with pytest.raises(errors.NobodyChosen):
        serving.accept(
            house.leader.id, order_id, house.team.id, service(house, member_ids=()), now=NOON
        )
    with pytest.raises(BadInput):
        serving.accept(
            house.leader.id, order_id, house.team.id, service(house, minutes=5), now=NOON
        )
    assert the_order(order_id).state == "dispatched"


def test_a_refused_acceptance_leaves_nothing_behind(house: House) -> None:
    order_id = dispatched(house, ordered(house))
    stranger = world.a_volunteer(house.station)
    only = service(house, member_ids=(stranger.id,))
    with pytest.raises(errors.NobodyCanCome):
        serving.accept(house.leader.id, order_id, house.team.id, only, now=NOON)
    assert the_order(order_id).state == "dispatched"
    assert session.scalars(select(Activity)).all() == []
    assert session.scalars(select(ServiceRound)).all() == []


def test_a_requester_does_not_serve_herself(house: House) -> None:
    world.a_team(house.station, house.leader)
    order_id = dispatched(house, ordered(house))
    both = service(house, member_ids=(house.leader.id, house.resident.id))
    with pytest.raises(errors.OwnOrder):
        serving.accept(house.leader.id, order_id, house.team.id, both, now=NOON)


def test_a_leader_whose_account_is_frozen_accepts_nothing(house: House) -> None:
    order_id = dispatched(house, ordered(house))
    house.leader.state = "frozen"
    world.saved(house.leader)
    others = service(house, member_ids=(house.member.id,))
    with pytest.raises(NotActive):
        serving.accept(house.leader.id, order_id, house.team.id, others, now=NOON)
    assert the_order(order_id).state == "dispatched"


def test_nobody_dispatches_to_her_own_team_or_to_one_elsewhere(house: House) -> None:
    order_id = ready(house, ordered(house))
    hers = world.staff(at=house.station, volunteer_id=house.leader.id)
    with pytest.raises(errors.OwnTeam):
        dispatching.dispatch(hers, order_id, house.team.id, now=NOON)
    elsewhere = world.a_team(world.a_station(house.office), world.a_volunteer())
    with pytest.raises(errors.TeamNotForThis):
        dispatching.dispatch(house.clerk, order_id, elsewhere.id, now=NOON)
    with pytest.raises(NotFound):
        dispatching.dispatch(world.staff(at=world.a_station()), order_id, house.team.id, now=NOON)
    offices = world.a_team(house.office, world.a_volunteer(), name="街道队")
    dispatching.dispatch(house.clerk, order_id, offices.id, now=NOON)
    assert the_order(order_id).due_at == NOON + 24 * HOUR


def test_a_declined_order_goes_back_with_the_reason(house: House) -> None:
    order_id = dispatched(house, ordered(house))
    with pytest.raises(BadInput):
        serving.decline(house.leader.id, order_id, "", now=NOON)
    with pytest.raises(NotFound):
        serving.decline(house.member.id, order_id, "没空", now=NOON)
    serving.decline(house.leader.id, order_id, "这周人手不够", now=NOON)
    row = the_order(order_id)
    assert (row.state, row.team_id) == ("ready", None)
    assert queries.order(order_id, EVERYWHERE).said_no == {"暖阳志愿队": "这周人手不够"}


def test_an_unanswered_order_goes_back_by_the_clock_once(house: House) -> None:
    order_id = dispatched(house, ordered(house))
    assert timing.advance(now=NOON + 24 * HOUR - timedelta(seconds=1)) == 0
    assert timing.advance(now=NOON + 5 * DAY) == 1  # the worker was away for days
    assert timing.advance(now=NOON + 5 * DAY) == 0
    row = the_order(order_id)
    assert (row.state, row.team_id) == ("ready", None)
    assert history(order_id)[-1] == "time_out"
    assert "已收回" in told()[-1]
    with pytest.raises(NotFound):
        serving.accept(house.leader.id, order_id, house.team.id, service(house), now=NOON)


def test_teams_take_what_is_offered_and_the_first_has_it(house: House) -> None:
    order_id = ready(house, ordered(house))
    dispatching.offer(house.clerk, order_id, now=NOON)
    other = world.a_volunteer(house.station)
    theirs = world.a_team(house.station, other, name="别的队")
    far = world.a_volunteer()
    far_team = world.a_team(world.a_station(house.office), far)
    assert [one.id for one in team_queries.for_leader(other.id).to_take] == [order_id]
    counted = [team_queries.count_to_answer(one.id) for one in (other, far, house.member)]
    assert counted == [1, 0, 0]
    assert team_queries.for_leader(far.id).to_take == []
    with pytest.raises(NotFound):
        team_queries.order_for(far.id, order_id)
    with pytest.raises(NotFound):
        serving.accept(far.id, order_id, far_team.id, service(house), now=NOON)
    serving.accept(house.leader.id, order_id, house.team.id, service(house), now=NOON)
    mine = service(house, member_ids=(other.id,))
    with pytest.raises(NotFound):
        serving.accept(other.id, order_id, theirs.id, mine, now=NOON)
    with pytest.raises(errors.TakenByAnother):
        team_queries.order_for(other.id, order_id)
    assert team_queries.count_to_answer(other.id) == 0
    assert the_order(order_id).team_id == house.team.id


def test_who_may_take_an_order_is_told_once_however_many_teams_she_leads(house: House) -> None:
    world.a_team(house.office, house.leader, name="街道队")
    world.a_team(house.station, session.get_one(Volunteer, house.resident.id), name="她自己的队")
    world.a_team(world.a_station(house.office), world.a_volunteer(), name="别处的队")
    order_id = ready(house, ordered(house))
    dispatching.offer(house.clerk, order_id, now=NOON)
    letters = session.scalars(
        select(OutboxMessage).where(OutboxMessage.body.contains("先接的团队来做"))
    ).all()
    assert [one.volunteer_id for one in letters] == [house.leader.id]


def test_who_is_late_is_told_once_in_each_state(house: House) -> None:
    clerk = world.a_volunteer(house.station, name="站里小张")
    world.staff(at=house.station, volunteer_id=clerk.id)
    order_id = ordered(house)
    due = the_order(order_id).due_at
    assert due is not None
    assert timing.remind(now=due - timedelta(seconds=1)) == 0
    assert [timing.remind(now=due + DAY) for _ in range(2)] == [1, 0]
    assert "核实超过期限" in told("order_due")[-1]
    ready(house, order_id)
    assert timing.remind(now=NOON + 9 * DAY) == 1
    assert "派单超过期限" in told("order_due")[-1]
    assert {
        row.volunteer_id for row in session.query(OutboxMessage).filter_by(kind="order_due")
    } == {clerk.id}


def test_a_service_nobody_reports_is_asked_for_and_counted(house: House) -> None:
    order_id = ordered(house)
    accepted(house, order_id)
    timing.advance(now=STARTS)
    late, scope = STARTS + HOUR + DAY, house.clerk.scope
    assert timing.remind(now=late - timedelta(seconds=1)) == 0
    assert queries.count_waiting(scope, now=late - timedelta(seconds=1)) == 0
    assert timing.remind(now=late) == 1
    assert "请写写服务情况" in told()[-1]
    assert queries.count_waiting(scope, now=late) == 1
    serving.finish(house.leader.id, order_id, "理好了", now=late)
    assert queries.count_waiting(scope, now=late + DAY) == 0


def test_what_nobody_takes_goes_back_after_two_days(house: House) -> None:
    order_id = ready(house, ordered(house))
    dispatching.offer(house.clerk, order_id, now=NOON)
    dispatching.take_back(house.clerk, order_id, now=NOON)
    dispatching.offer(house.clerk, order_id, now=NOON)
    assert timing.advance(now=NOON + 48 * HOUR) == 1
    assert the_order(order_id).state == "ready"


def test_a_team_gives_it_back_and_another_is_looked_for(house: House) -> None:
    order_id = ordered(house)
    activity_id = accepted(house, order_id)
    serving.release(house.leader.id, order_id, "队员都感冒了", now=NOON)
    row = the_order(order_id)
    assert (row.state, row.team_id) == ("ready", None)
    assert the_activity(activity_id).state == "cancelled"
    assert "正在为您重新安排" in told()[-1]
    dispatching.dispatch(house.clerk, order_id, house.team.id, now=NOON)
    again = serving.accept(house.leader.id, order_id, house.team.id, service(house), now=NOON)
    assert again != activity_id
    assert [one.number for one in queries.order(order_id, EVERYWHERE).rounds] == [1, 2]


def test_an_activity_cancelled_elsewhere_brings_the_order_back(house: House) -> None:
    order_id = ordered(house)
    activity_id = accepted(house, order_id)
    publication.cancel(house.clerk, activity_id, reason="台风", now=NOON)
    assert the_order(order_id).state == "ready"
    assert any("不用去了。台风" in one for one in told())


def test_staff_take_it_from_a_team(house: House) -> None:
    order_id = ordered(house)
    accepted(house, order_id)
    serving.release_by_staff(house.clerk, order_id, "改由专业机构办", now=NOON)
    assert the_order(order_id).state == "ready"


def test_a_copy_of_its_activity_is_an_ordinary_draft(house: House) -> None:
    copied = planning.copy(house.clerk, accepted(house, ordered(house)), now=NOON)
    assert (the_activity(copied).state, the_activity(copied).team_id) == ("draft", None)


def test_address_and_phone_are_for_the_dispatcher_and_who_serves(house: House) -> None:
    order_id = dispatched(house, ordered(house))
    assert looking.look_as_dispatcher(house.clerk, order_id, now=NOON).address == WISH.address
    with pytest.raises(NotFound):  # asked, and not yet accepted
        looking.look_as_server(house.leader.id, order_id, now=NOON)
    serving.accept(house.leader.id, order_id, house.team.id, service(house), now=NOON)
    for person in (house.leader, house.member):
        assert looking.look_as_server(person.id, order_id, now=NOON).phone == WISH.phone
    with pytest.raises(NotFound):
        looking.look_as_server(world.a_volunteer(house.station).id, order_id, now=NOON)
    with pytest.raises(NotFound):
        looking.look_as_dispatcher(world.staff(at=world.a_station()), order_id, now=NOON)
    timing.advance(now=STARTS)
    serving.finish(house.leader.id, order_id, "理好了", now=STARTS + HOUR)
    with pytest.raises(errors.NotForYou):
        looking.look_as_server(house.leader.id, order_id, now=STARTS + HOUR)
    rating.rate(house.resident, order_id, 5, "", now=STARTS + HOUR)
    with pytest.raises(errors.ContactGone):
        looking.look_as_dispatcher(house.clerk, order_id, now=STARTS + HOUR)
    looks = select(AuditEntry).where(AuditEntry.action == "orders.look")
    entries = session.scalars(looks).all()
    assert {entry.actor_id for entry in entries} == {
        *(house.clerk.id, house.leader.id, house.member.id)
    }
    assert len(entries) == 3
    assert all(WISH.address not in f"{entry.facts}{entry.told.detail}" for entry in entries)


def test_the_clock_begins_the_service_and_the_leader_tells_what_came_of_it(house: House) -> None:
    order_id = ordered(house)
    accepted(house, order_id)
    with pytest.raises(errors.OrderNotNow):
        serving.finish(house.leader.id, order_id, "理好了", now=NOON)
    timing.advance(now=STARTS)
    assert the_order(order_id).state == "in_service"
    with pytest.raises(BadInput):
        serving.finish(house.leader.id, order_id, "", now=STARTS)
    with pytest.raises(NotFound):
        serving.finish(house.member.id, order_id, "理好了", now=STARTS)
    serving.finish(house.leader.id, order_id, "理好了", now=STARTS + HOUR)
    assert the_order(order_id).state == "done"
    assert "请您评价" in told()[-1]


def test_five_stars_close_it(house: House) -> None:
    order_id = done(house, ordered(house))
    with pytest.raises(BadInput):
        rating.rate(house.resident, order_id, 6, "", now=NOON)
    rating.rate(house.resident, order_id, 5, "手艺真好", now=STARTS + DAY)
    rating.rate(house.resident, order_id, 1, "", now=STARTS + DAY)  # the first word stands
    found = queries.order(order_id, EVERYWHERE)
    assert found.row.state == "closed"
    assert found.present is not None
    assert (found.present.stars, found.present.rating_words) == (5, "手艺真好")
    assert history(order_id)[-3:] == ["finish", "rate", "close"]
    assert "居民评了 5 星" in told()[-1]


def test_two_stars_wait_for_somebody_and_are_done_again(house: House) -> None:
    order_id = done(house, ordered(house))
    rating.rate(house.resident, order_id, 2, "来晚了", now=STARTS + DAY)
    assert timing.advance(now=STARTS + 30 * DAY) == 0
    assert the_order(order_id).state == "rated"
    rating.rework(house.clerk, order_id, "换个时间再去一次", now=STARTS + DAY)
    assert the_order(order_id).state == "ready"
    dispatching.dispatch(house.clerk, order_id, house.team.id, now=STARTS + DAY)
    later = service(house, starts_at=STARTS + 3 * DAY)
    serving.accept(house.leader.id, order_id, house.team.id, later, now=STARTS + DAY)
    timing.advance(now=STARTS + 3 * DAY)
    serving.finish(house.leader.id, order_id, "这回按时到了", now=STARTS + 3 * DAY + HOUR)
    rating.rate(house.resident, order_id, 4, "", now=STARTS + 4 * DAY)
    found = queries.order(order_id, EVERYWHERE)
    assert [one.stars for one in found.rounds] == [2, 4]
    assert found.row.state == "closed"


def test_a_low_rating_can_be_settled_in_words_and_a_good_one_not_redone(house: House) -> None:
    order_id = done(house, ordered(house))
    rating.rate(house.resident, order_id, 1, "", now=STARTS + DAY)
    with pytest.raises(BadInput):
        rating.close(house.clerk, order_id, "", now=STARTS + DAY)
    rating.close(house.clerk, order_id, "当面道歉，居民接受", now=STARTS + DAY)
    assert the_order(order_id).state == "closed"


def test_rated_by_the_link_or_noted_by_staff(house: House) -> None:
    first, other = by_phone(house), by_phone(house, title="修水管")
    for number, order_id in enumerate((first, other)):
        dispatched(house, order_id)
        when = service(house, starts_at=STARTS + number * 2 * HOUR)
        serving.accept(house.leader.id, order_id, house.team.id, when, now=NOON)
    timing.advance(now=STARTS + 2 * HOUR)
    for order_id in (first, other):
        serving.finish(house.leader.id, order_id, "做好了", now=STARTS + 4 * HOUR)
    rating.rate_by_link(link_code(first), 4, "", now=STARTS + DAY)
    helper = world.staff(at=house.station, volunteer_id=house.member.id)
    with pytest.raises(errors.OwnService):
        rating.note_rating(helper, other, 5, "", now=STARTS + DAY)
    rating.note_rating(house.colleague, other, 5, "老人说好", now=STARTS + DAY)
    ways = [queries.order(one, EVERYWHERE).rounds[0].rated_way for one in (first, other)]
    assert ways == ["link", "staff"]


def test_unrated_it_closes_after_seven_days(house: House) -> None:
    order_id = done(house, ordered(house))
    assert timing.advance(now=STARTS + HOUR + 7 * DAY - timedelta(seconds=1)) == 0
    assert timing.advance(now=STARTS + HOUR + 7 * DAY) == 1
    assert the_order(order_id).state == "closed"


def test_drawn_by_chance_it_is_called_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody_is_drawn(monkeypatch)
    order_id = done(house, ordered(house))
    assert the_order(order_id).call_state == "drawn"
    rating.rate(house.resident, order_id, 5, "", now=STARTS + DAY)
    assert the_order(order_id).state == "rated"
    assert queries.counts(house.clerk.scope)["call"] == 1
    assert not rating.missed(house.clerk, order_id, now=STARTS + DAY)
    rating.called(house.clerk, order_id, satisfied=True, words="很满意", now=STARTS + DAY)
    row = the_order(order_id)
    assert (row.state, row.call_state, row.call_tries) == ("closed", "satisfied", 1)
    with pytest.raises(errors.NotDrawn):
        rating.missed(house.clerk, order_id, now=STARTS + DAY)


def test_a_call_notes_the_stars_and_may_lead_to_rework(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_is_drawn(monkeypatch)
    order_id = done(house, by_phone(house))
    with pytest.raises(BadInput):
        rating.called(house.clerk, order_id, satisfied=True, words="", now=STARTS + DAY)
    with pytest.raises(BadInput):
        rating.called(house.clerk, order_id, satisfied=False, words="", stars=4, now=STARTS + DAY)
    rating.called(house.clerk, order_id, satisfied=False, words="没剪完", stars=4, now=STARTS + DAY)
    assert the_order(order_id).state == "rated"
    assert timing.advance(now=STARTS + 30 * DAY) == 0  # it waits for a person
    rating.rework(house.clerk, order_id, "补剪一次", now=STARTS + DAY)
    assert the_order(order_id).state == "ready"


def test_three_calls_nobody_answers_are_enough(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_is_drawn(monkeypatch)
    order_id = done(house, ordered(house))
    rating.rate(house.resident, order_id, 4, "", now=STARTS + DAY)
    answers = [rating.missed(house.clerk, order_id, now=STARTS + DAY) for _ in range(3)]
    assert answers == [False, False, True]
    row = the_order(order_id)
    assert (row.state, row.call_state) == ("closed", "not_reached")


def test_a_call_nobody_made_lapses(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody_is_drawn(monkeypatch)
    order_id = done(house, ordered(house))
    assert timing.advance(now=STARTS + 30 * DAY) == 1
    row = the_order(order_id)
    assert (row.state, row.call_state) == ("closed", "lapsed")
