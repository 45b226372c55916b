"""A series is made, reviewed, changed in the middle, and called off."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.access.models import StaffMember
from app.domain.access.rules import Role
from app.domain.activities import errors as activity_errors
from app.domain.activities import in_series, planning, queries, reviewable
from app.domain.activities.models import Activity, SignUp
from app.domain.messaging.models import OutboxMessage
from app.domain.series import adding, alone, cancelling, deciding, editing, errors, making
from app.domain.series import queries as series
from app.domain.series.editing import ALL, FOLLOWING, Reach
from app.domain.series.models import ActivitySeries
from app.domain.series.recurrence import WEEKLY, Recurrence
from app.domain.series.rules import MOVE
from app.kernel.calendar import local, local_date
from app.kernel.database import session
from tests import world
from tests.domain.series.house import HOUR, House, dates, takes_part

WEDNESDAYS = [date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16)]


def test_a_preview_says_what_happens_to_each_date(house: House) -> None:
    draft = house.draft()
    there = house.now + timedelta(days=9)
    fair = world.an_activity(
        house.station, venue="阳光社区广场", title="跳蚤市场", starts_at=there + HOUR
    )
    world.a_session(fair)
    of = making.source(house.clerk, draft, now=house.now)
    rule = Recurrence(frequency=WEEKLY, weekdays=(2,), until=date(2027, 2, 24))
    wish = making.Wish(rule, date(2026, 11, 25), MOVE)
    lines = making.preview(house.clerk, of, wish, more=[date(2026, 12, 5)], now=house.now)
    assert lines[0].own
    assert [line.on for line in lines[:4]] == [
        *(date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 5), date(2026, 12, 9)),
    ]
    assert [[one.title for one in line.clashes] for line in lines[:3]] == [[], ["跳蚤市场"], []]
    moved = next(line for line in lines if line.rule_day == date(2027, 2, 10))
    assert (moved.on, moved.remark) == (date(2027, 2, 11), "春节放假，由 2月10日 顺延")
    assert session.scalars(select(ActivitySeries)).all() == []


def test_the_draft_becomes_the_first_of_its_series(house: House) -> None:
    draft = house.draft()
    wish = house.weekly()
    chosen = [WEDNESDAYS[1], WEDNESDAYS[3]]
    made = making.make(house.clerk, draft, wish, chosen, now=house.now)
    assert [local_date(one.starts_at) for one in dates(made)] == [
        *(WEDNESDAYS[0], WEDNESDAYS[1], WEDNESDAYS[3])
    ]
    assert dates(made)[0].id == draft
    found = series.series(made, within=house.clerk.scope)
    assert found.words == "每周三 12:00–14:00，至 2026-12-16，共 3 次"
    plans = [in_series.plan_as_it_stands(one.id) for one in dates(made)]
    opens = [plan.recruits_from for plan in plans]
    assert opens == [house.now - HOUR, *(plan.starts_at - timedelta(days=14) for plan in plans[1:])]
    assert found.states == {"draft"}


def test_a_series_needs_two_dates_ahead(house: House) -> None:
    draft = house.draft()
    with pytest.raises(errors.NothingTicked):
        making.make(house.clerk, draft, house.weekly(), [], now=house.now)
    with pytest.raises(errors.TooFarAhead):
        making.make(house.clerk, draft, house.weekly(), [date(2028, 1, 5)], now=house.now)
    with pytest.raises(errors.DayPast):
        making.make(house.clerk, draft, house.weekly(), [date(2026, 11, 23)], now=house.now)
    session.rollback()
    assert session.get_one(Activity, draft).series_id is None


def test_two_presses_make_one_series_unless_another_is_wanted(house: House) -> None:
    draft, wish = house.draft(), house.weekly()
    made = making.make(house.clerk, draft, wish, WEDNESDAYS, now=house.now)
    with pytest.raises(errors.SeriesThere, match="其中 3 次和这里选的时间相同") as refused:
        making.make(house.clerk, draft, wish, WEDNESDAYS[1:], now=house.now)
    assert refused.value.facts["series_id"] == made
    assert len(session.scalars(select(Activity)).all()) == 4
    making.make(house.clerk, draft, wish, WEDNESDAYS[1:], another=True, now=house.now)
    assert len(session.scalars(select(ActivitySeries)).all()) == 2
    assert len(session.scalars(select(Activity)).all()) == 7


def test_what_was_called_off_does_not_stand_against_a_new_series(house: House) -> None:
    made, draft = house.series(), house.draft()
    end = cancelling.what_would_end(made, None, now=house.now)
    cancelling.end(house.clerk, made, None, reason="计划有变", seal=end.seal, now=house.now)
    assert making.make(house.clerk, draft, house.weekly(), WEDNESDAYS, now=house.now) != made


def test_a_course_is_no_series(house: House) -> None:
    course = world.an_activity(house.station, state="draft", work_type="培训")
    with pytest.raises(errors.CoursesHaveSessions):
        making.source(house.clerk, course.id, now=house.now)


def test_a_series_is_reviewed_once_by_another_one_level_up(house: House) -> None:
    made = house.series()
    assert deciding.submit(house.clerk, made, now=house.now).done == 4
    assert series.count_waiting_for_review(house.manager) == 1
    assert queries.count_waiting_for_review(house.manager) == 0
    colleague = world.staff(at=house.station)
    with pytest.raises(Exception, match="权限"):
        deciding.approve(colleague, made, now=house.now)
    assert deciding.approve(house.manager, made, now=house.now).done == 4
    assert deciding.publish(house.clerk, made, now=house.now).done == 4
    rows = session.scalars(select(Activity).where(Activity.series_id == made)).all()
    assert {row.state for row in rows} == {"published"}
    assert {row.reviewed_by_id for row in rows} == {house.manager.id}
    with pytest.raises(errors.NothingToDecide):
        deciding.publish(house.clerk, made, now=house.now)


def test_who_planned_a_series_does_not_review_it(house: House) -> None:
    plan = house.plan()
    draft = planning.draft(house.manager, plan, place_id=house.station.id, now=house.now)
    made = making.make(house.manager, draft, house.weekly(), WEDNESDAYS, now=house.now)
    deciding.submit(house.manager, made, now=house.now)
    with pytest.raises(activity_errors.OwnPlan):
        deciding.approve(house.manager, made, now=house.now)
    assert series.count_waiting_for_review(house.manager) == 0


def test_what_her_other_account_planned_is_not_shown_to_her(house: House) -> None:
    """The same person at the station and in the office above it: known by her phone."""
    phone = session.get_one(StaffMember, house.clerk.id).phone
    herself = world.staff(Role.OFFICE_MANAGER, at=house.manager.place, phone=phone)
    made, single = house.series(), house.draft()
    deciding.submit(house.clerk, made, now=house.now)
    planning.submit(house.clerk, single, now=house.now)
    for reviewer, series_shown, singles_shown in ((house.manager, 1, 1), (herself, 0, 0)):
        assert series.count_waiting_for_review(reviewer) == series_shown
        assert queries.count_waiting_for_review(reviewer) == singles_shown
    refusal = reviewable.why_not(herself, queries.activity(single))
    assert isinstance(refusal, activity_errors.OwnPlan)
    assert reviewable.why_not(house.manager, queries.activity(single)) is None


def test_what_has_begun_meanwhile_is_not_approved(house: House) -> None:
    made = house.series()
    deciding.submit(house.clerk, made, now=house.now)
    found = deciding.approve(house.manager, made, now=house.now + timedelta(days=3))
    assert found.done == 3
    ((late, why),) = found.refused
    assert local_date(late.starts_at) == WEDNESDAYS[0]
    assert isinstance(why, activity_errors.StartsInThePast)
    assert session.get_one(Activity, late.id).state == "submitted"


def test_returned_with_a_reason_and_handed_in_again(house: House) -> None:
    made = house.series()
    deciding.submit(house.clerk, made, now=house.now)
    assert deciding.return_(house.manager, made, reason="请写明风险", now=house.now).done == 4
    assert {one.state for one in dates(made)} == {"returned"}
    assert deciding.submit(house.clerk, made, now=house.now).done == 4


def test_this_and_following_move_and_people_are_told_once(house: House) -> None:
    made = house.published()
    first, _second, third, fourth = dates(made)
    both, one = world.a_volunteer(house.station), world.a_volunteer(house.station)
    takes_part(both, first, third, fourth)
    takes_part(one, third)
    session.query(OutboxMessage).delete()
    session.commit()

    reach = Reach(third.id, FOLLOWING)
    plan = house.changed(third.id, hours=3, venue="阳光社区礼堂")
    found = editing.what_would_change(house.clerk, made, reach, plan, now=house.now)
    assert (len(found.changing), found.people) == (2, 2)
    editing.revise(house.clerk, made, reach, plan, seal=found.seal, now=house.now)

    assert [f"{local(each.starts_at):%H:%M}" for each in dates(made)] == [
        *("12:00", "12:00", "15:00", "15:00"),
    ]
    assert [each.venue for each in dates(made)][1:3] == ["阳光社区广场", "阳光社区礼堂"]
    kept = session.scalars(select(SignUp).where(SignUp.volunteer_id == both.id)).all()
    assert sorted(f"{local(each.starts_at):%d %H}" for each in kept) == ["09 15", "16 15", "25 12"]
    bodies = {each.volunteer_id: each.body for each in session.scalars(select(OutboxMessage))}
    assert "2 次变更" in bodies[both.id]
    assert "地点由“阳光社区广场”改为“阳光社区礼堂”" in bodies[one.id]
    assert series.series(made, within=house.clerk.scope).words == (
        "每周三 15:00–17:00，至 2026-12-16，共 4 次"
    )


def test_what_was_changed_alone_keeps_its_own_unless_staff_say_so(house: House) -> None:
    made = house.published()
    _first, second, third, _fourth = dates(made)
    own = house.changed(second.id, venue="物业会议室")
    planning.revise(house.clerk, second.id, own, version=1, now=house.now)

    plan = house.changed(third.id, content="新的内容")
    found = editing.what_would_change(house.clerk, made, Reach(third.id, ALL), plan, now=house.now)
    assert [one.id for one in found.kept] == [second.id]
    assert len(found.changing) == 3
    too = Reach(third.id, ALL, own_too=True)
    found = editing.what_would_change(house.clerk, made, too, plan, now=house.now)
    editing.revise(house.clerk, made, too, plan, seal=found.seal, now=house.now)
    assert {one.venue for one in dates(made)} == {"阳光社区广场"}


def test_what_has_begun_is_never_touched(house: House) -> None:
    made = house.published()
    later = house.now + timedelta(days=2, hours=1)
    first, second, *_ = dates(made)
    plan = house.changed(second.id, content="新的内容")
    found = editing.what_would_change(house.clerk, made, Reach(second.id, ALL), plan, now=later)
    assert first.id not in {one.activity.id for one in found.touched}
    with pytest.raises(errors.BegunOrOver):
        editing.what_would_change(house.clerk, made, Reach(first.id, ALL), plan, now=later)
    with pytest.raises(errors.BegunOrOver):
        cancelling.what_would_end(made, first.id, now=later)


def test_only_what_was_shown_is_done(house: House) -> None:
    made = house.published()
    reach = Reach(dates(made)[0].id, ALL)
    plan = house.changed(reach.activity_id, content="新的内容")
    found = editing.what_would_change(house.clerk, made, reach, plan, now=house.now)
    takes_part(world.a_volunteer(house.station), dates(made)[2])
    with pytest.raises(errors.OthersTouched):
        editing.revise(house.clerk, made, reach, plan, seal=found.seal, now=house.now)
    assert {in_series.plan_as_it_stands(one.id).content for one in dates(made)} != {"新的内容"}


@pytest.mark.parametrize("whose", [0, 2], ids=["hers", "another"])
def test_a_colleagues_change_meanwhile_is_not_written_over(house: House, whose: int) -> None:
    made = house.published()
    reach = Reach(dates(made)[0].id, ALL, own_too=True)
    plan = house.changed(reach.activity_id, content="新的内容")
    found = editing.what_would_change(house.clerk, made, reach, plan, now=house.now)
    end = cancelling.what_would_end(made, None, now=house.now)
    other = dates(made)[whose].id
    theirs = house.changed(other, venue="物业会议室")
    planning.revise(world.staff(at=house.station), other, theirs, version=1, now=house.now)
    with pytest.raises(errors.OthersTouched):
        editing.revise(house.clerk, made, reach, plan, seal=found.seal, now=house.now)
    with pytest.raises(errors.OthersTouched):
        cancelling.end(house.clerk, made, None, reason="场地维修", seal=end.seal, now=house.now)
    assert in_series.plan_as_it_stands(other).venue == "物业会议室"


def test_a_form_filled_before_a_colleagues_change_is_stale(house: House) -> None:
    made = house.published()
    first = dates(made)[0]
    reach = Reach(first.id, ALL, version=first.version)
    plan = house.changed(first.id, content="新的内容")
    assert editing.what_would_change(house.clerk, made, reach, plan, now=house.now).changing
    theirs = house.changed(first.id, venue="物业会议室")
    planning.revise(house.clerk, first.id, theirs, version=1, now=house.now)
    with pytest.raises(activity_errors.StaleForm):
        editing.what_would_change(house.clerk, made, reach, plan, now=house.now)


def test_one_that_cannot_change_stays_and_is_named(house: House) -> None:
    made = house.published()
    full = dates(made)[1]
    takes_part(world.a_volunteer(house.station), full)
    takes_part(world.a_volunteer(house.station), full)
    reach = Reach(dates(made)[0].id, ALL)
    plan = in_series.plan_as_it_stands(reach.activity_id)
    (part,) = plan.sessions
    fewer = replace(part, positions=(replace(part.positions[0], capacity=1),))
    plan = replace(plan, sessions=(fewer,))
    found = editing.what_would_change(house.clerk, made, reach, plan, now=house.now)
    assert [type(one.why_not) for one in found.touched if one.why_not] == [
        activity_errors.BelowTaken
    ]
    editing.revise(house.clerk, made, reach, plan, seal=found.seal, now=house.now)
    assert [one.capacity for one in dates(made)] == [1, 10, 1, 1]


def test_called_off_from_one_date_on(house: House) -> None:
    made = house.published()
    person = world.a_volunteer(house.station)
    takes_part(person, *dates(made)[1:])
    third = dates(made)[2]
    found = cancelling.what_would_end(made, third.id, now=house.now)
    assert (len(found.ending), found.people) == (2, 1)
    cancelling.end(house.clerk, made, third.id, reason="场地维修", seal=found.seal, now=house.now)
    assert [one.state for one in dates(made)] == ["published"] * 2 + ["cancelled"] * 2
    told = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()[-1]
    assert "2 次不再举办" in told.body
    assert "场地维修" in told.body


def test_a_message_names_a_date_that_its_reader_has_a_place_at(house: House) -> None:
    made = house.published()
    first, second, third, _fourth = dates(made)
    hers, his = world.a_volunteer(house.station), world.a_volunteer(house.station)
    takes_part(hers, first, second)
    takes_part(his, second, third)
    own = house.changed(first.id, venue="物业会议室", contact_name="赵敏")
    planning.revise(house.clerk, first.id, own, version=1, now=house.now)
    session.query(OutboxMessage).delete()
    session.commit()
    found = cancelling.what_would_end(made, None, now=house.now)
    cancelling.end(house.clerk, made, None, reason="场地维修", seal=found.seal, now=house.now)
    sent = session.scalars(select(OutboxMessage)).all()
    assert {each.volunteer_id: "赵敏" in each.body for each in sent} == {
        hers.id: True,
        his.id: False,
    }
    told = {each.volunteer_id: each.payload["values"] for each in sent}
    assert told[hers.id][2] == "物业会议室"
    assert told[his.id][2] == "阳光社区广场"
    assert told[hers.id][1] != told[his.id][1]
    assert "12月2日" in told[his.id][1] or "12月02日" in told[his.id][1]


def test_a_series_called_off_is_over_in_the_list(house: House) -> None:
    made, today = house.published(), local_date(house.now)
    end = cancelling.what_would_end(made, dates(made)[2].id, now=house.now)
    since = dates(made)[2].id
    cancelling.end(house.clerk, made, since, reason="场地维修", seal=end.seal, now=house.now)
    (card,) = series.listed(house.clerk.scope, today=today).items
    assert card.until == WEDNESDAYS[1]
    assert card.words == "每周三 12:00–14:00，至 2026-12-02，共 2 次"
    end = cancelling.what_would_end(made, None, now=house.now)
    cancelling.end(house.clerk, made, None, reason="场地维修", seal=end.seal, now=house.now)
    assert series.listed(house.clerk.scope, today=today).items == []
    (card,) = series.listed(house.clerk.scope, today=today, past=True).items
    assert card.id == made


def test_a_date_called_off_or_moved_alone_is_seen_in_what_its_series_says(house: House) -> None:
    def says() -> str:
        return series.series(made, within=house.clerk.scope).words.partition("，")[2]

    made = house.published()
    _first, _second, third, fourth = dates(made)
    assert says() == "至 2026-12-16，共 4 次"
    alone.cancel(house.clerk, fourth.id, reason="场地维修", now=house.now)
    assert says() == "至 2026-12-09，共 3 次"
    later = house.changed(third.id, hours=48)
    alone.revise(house.clerk, third.id, later, version=third.version, now=house.now)
    assert says() == "至 2026-12-11，共 3 次"
    (card,) = series.listed(house.clerk.scope, today=date(2026, 12, 11)).items
    assert card.until == date(2026, 12, 11)
    adding.add_dates(house.clerk, made, [WEDNESDAYS[3]], now=house.now)
    alone.withdraw(house.clerk, dates(made)[-1].id, reason="人手不够", now=house.now)
    assert says() == "至 2026-12-11，共 3 次"


def test_drafts_are_withdrawn_and_nobody_is_told(house: House) -> None:
    made = house.series()
    found = cancelling.what_would_end(made, None, now=house.now)
    cancelling.end(house.clerk, made, None, reason="计划有变", seal=found.seal, now=house.now)
    assert {one.state for one in dates(made)} == {"withdrawn"}
    again = cancelling.what_would_end(made, None, now=house.now)
    with pytest.raises(errors.NothingToDecide):
        cancelling.end(house.clerk, made, None, reason="再来", seal=again.seal, now=house.now)


def test_more_dates_are_drafts_to_be_reviewed(house: House) -> None:
    made = house.published(2)
    extra = [date(2026, 12, 5), WEDNESDAYS[0]]
    assert adding.add_dates(house.clerk, made, extra, now=house.now) == 1
    assert [one.state for one in dates(made)] == ["published", "published", "draft"]
    with pytest.raises(errors.DayThere, match="11月25日 已经有一次"):
        adding.add_dates(house.clerk, made, [WEDNESDAYS[0]], now=house.now)
    with pytest.raises(errors.NothingTicked):
        adding.add_dates(house.clerk, made, [], now=house.now)


def test_a_day_called_off_can_be_added_again(house: House) -> None:
    made = house.published()
    last = dates(made)[3].id
    end = cancelling.what_would_end(made, last, now=house.now)
    cancelling.end(house.clerk, made, last, reason="场地维修", seal=end.seal, now=house.now)
    assert adding.add_dates(house.clerk, made, [WEDNESDAYS[3]], now=house.now) == 1
    assert sorted(one.state for one in dates(made)[3:]) == ["cancelled", "draft"]
