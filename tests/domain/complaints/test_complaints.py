"""Said, handled by somebody it does not concern, answered, rated, reopened; what stays of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.access.same_person import volunteers_of
from app.domain.audit.models import AuditEntry, AuditWords
from app.domain.complaints import complaining, errors, handling, mine, queries, timing, yearly
from app.domain.complaints.complaining import Said
from app.domain.complaints.linking import link_code
from app.domain.complaints.rules import State
from app.domain.people import leaving
from app.domain.people import queries as people
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.complaints.house import (
    SAID,
    House,
    about_hours,
    answered,
    the_complaint,
    told,
)

DAY = timedelta(days=1)


def test_who_approved_the_hours_neither_finds_nor_handles_nor_reads_it(house: House) -> None:
    made = about_hours(house)
    assert queries.count_waiting(house.clerk) == 0
    assert queries.queue(house.clerk, "new").total == 0
    with pytest.raises(errors.ConcernedYourself):
        handling.take_up(house.clerk, made, now=NOON)
    seen = queries.complaint(house.clerk, made)
    assert isinstance(seen.closed_to_her, errors.ConcernedYourself)
    assert (seen.text, seen.page, seen.pictures) == ("", "", ())
    assert queries.count_waiting(house.colleague) == 1
    assert queries.complaint(house.colleague, made).text == SAID.text


def test_with_nobody_else_at_the_station_it_is_handled_above(house: House) -> None:
    station = world.a_station(house.office)
    alone = world.staff(at=station)
    person = world.a_volunteer(station)
    made_by = world.an_open_position(station, state="ended", starts_at=NOON, by=alone.id)
    record = world.a_pending_record(person, station, position=made_by, decided_by_id=alone.id)
    resident = people.volunteer(person.id)
    said = replace(SAID, subject_id=record.id, whose=(person.id,))
    made = complaining.complain(resident, said, now=NOON)
    assert the_complaint(made).handled_path == house.office.path
    assert queries.count_waiting(house.manager) == 1


def test_about_the_station_it_goes_one_level_up_and_about_privacy_to_the_centre(
    house: House,
) -> None:
    place = Said(text="站里周末总不开门。", subject="place", subject_id=house.station.id)
    privacy = Said(text="请删除我的个人信息。", subject="privacy")
    first = complaining.complain(house.resident, place, now=NOON)
    second = complaining.complain(house.resident, privacy, now=NOON)
    for staff in (house.clerk, house.colleague):
        with pytest.raises(errors.HandledAbove):
            handling.take_up(staff, first, now=NOON)
    handling.take_up(house.manager, first, now=NOON)
    with pytest.raises(errors.HandledAbove):
        handling.take_up(house.manager, second, now=NOON)
    handling.take_up(house.administrator, second, now=NOON)


def test_elsewhere_it_is_not_found_and_an_auditor_reads_no_words(house: House) -> None:
    made = about_hours(house)
    with pytest.raises(NotFound):
        queries.complaint(world.staff(at=world.a_station()), made)
    auditor = world.staff(Role.AUDITOR, at=house.centre)
    assert isinstance(queries.complaint(auditor, made).closed_to_her, NotAllowed)


def test_taken_asked_replied_answered_and_rated(house: House) -> None:
    made = about_hours(house)
    handling.take_up(house.colleague, made, now=NOON)
    handling.take_up(house.colleague, made, now=NOON)  # again: nothing changes
    with pytest.raises(errors.TakenByAnother):
        handling.take_up(house.manager, made, now=NOON)
    handling.ask(house.colleague, made, "是哪一天的？", now=NOON)
    complaining.reply(house.resident, "11 月 21 日的。", made, now=NOON + DAY)
    with pytest.raises(errors.TakenByAnother):
        handling.answer(house.manager, made, "upheld", "已更正。", now=NOON + DAY)
    handling.answer(house.colleague, made, "upheld", "少记了，已更正。", now=NOON + DAY)
    complaining.rate(house.resident, 5, "谢谢", made, now=NOON + DAY)
    complaining.rate(house.resident, 1, "", made, now=NOON + DAY)  # the first word stands
    found = mine.complaint_of(house.resident.id, made)
    assert (found.row.state, found.row.stars, found.row.outcome) == (State.CLOSED, 5, "upheld")
    assert found.answer is not None
    assert found.answer.words == "少记了，已更正。"
    assert len(told()) == 3
    assert all("少记" not in letter.body and "哪一天" not in letter.body for letter in told())


def test_not_content_it_is_opened_once_more_above_and_by_somebody_else(house: House) -> None:
    made = answered(house, about_hours(house))
    complaining.reopen(house.resident, "没有说清楚。", made, now=NOON + DAY)
    row = the_complaint(made)
    assert (row.state, row.handled_path) == (State.REOPENED, house.office.path)
    with pytest.raises(errors.HandledAbove):
        handling.take_up(house.colleague, made, now=NOON + DAY)
    answered(house, made, house.manager)
    with pytest.raises(errors.ReopenedOnce):
        complaining.reopen(house.resident, "还是不满意。", made, now=NOON + DAY)
    assert timing.advance(now=NOON + 6 * DAY) == 0
    assert timing.advance(now=NOON + 7 * DAY) == 1
    assert the_complaint(made).state == State.CLOSED


def test_withdrawn_given_back_and_passed_up(house: House) -> None:
    made = about_hours(house)
    handling.take_up(house.colleague, made, now=NOON)
    handling.give_back(house.colleague, made, now=NOON)
    handling.pass_up(house.colleague, made, "不归我们站管。", now=NOON)
    assert queries.count_waiting(house.colleague) == 0
    assert queries.count_waiting(house.manager) == 1
    handling.pass_up(house.manager, made, "请中心办理。", now=NOON)
    with pytest.raises(errors.NobodyAbove):
        handling.pass_up(house.administrator, made, "没有上级。", now=NOON)
    complaining.withdraw(house.resident, made, now=NOON)
    complaining.withdraw(house.resident, made, now=NOON)
    with pytest.raises(errors.ComplaintNotNow):
        handling.take_up(house.administrator, made, now=NOON)
    stranger = people.volunteer(world.a_volunteer(house.station).id)
    with pytest.raises(NotFound):
        complaining.withdraw(stranger, made, now=NOON)


def test_half_of_the_time_warns_and_the_end_goes_up_where_it_is_taken_over(house: House) -> None:
    made = about_hours(house)
    person = world.a_volunteer(house.station)
    colleague = world.staff(at=house.station, volunteer_id=person.id)
    handling.take_up(colleague, made, now=NOON)
    assert timing.warn(now=NOON + 3 * DAY) == 0
    assert timing.warn(now=NOON + 4 * DAY) == 1
    assert timing.warn(now=NOON + 4 * DAY) == 0
    assert [letter.volunteer_id for letter in told("complaint_due")] == [person.id]
    assert timing.warn(now=NOON + 8 * DAY) == 1
    assert timing.warn(now=NOON + 9 * DAY) == 0
    row = the_complaint(made)
    assert (row.state, row.overdue, row.handled_path) == (State.TAKEN, True, house.office.path)
    handling.take_up(house.manager, made, now=NOON + 8 * DAY)
    assert the_complaint(made).handler_id == house.manager.id


def test_who_has_it_still_answers_what_has_gone_up_and_is_told_with_those_above(
    house: House,
) -> None:
    made, late = about_hours(house), NOON + 8 * DAY
    person, above = world.a_volunteer(house.station), world.a_volunteer(house.station)
    colleague = world.staff(at=house.station, volunteer_id=person.id)
    world.staff(Role.OFFICE_MANAGER, at=house.office, volunteer_id=above.id)
    handling.take_up(colleague, made, now=NOON)
    assert timing.warn(now=late) == 1
    assert {letter.volunteer_id for letter in told("complaint_due")} == {person.id, above.id}
    assert queries.queue(colleague, "mine").total == 1
    assert queries.count_waiting(colleague) == 1
    assert queries.complaint(colleague, made).text == SAID.text
    with pytest.raises(errors.HandledAbove):
        handling.take_up(house.colleague, made, now=late)
    handling.answer(colleague, made, "explained", "按签退时间算的。", now=late)
    assert the_complaint(made).state == State.ANSWERED


def test_what_was_late_once_and_is_not_now_is_taken_from_nobody(house: House) -> None:
    made, late = about_hours(house), NOON + 8 * DAY
    handling.take_up(house.colleague, made, now=NOON)
    timing.warn(now=late)
    (row,) = queries.queue(house.manager, "others").items
    assert row.late(late)
    handling.ask(house.colleague, made, "是哪一天的？", now=late)
    (row,) = queries.queue(house.manager, "others").items
    assert (row.paused, row.late(late)) == (True, False)
    complaining.reply(house.resident, "11 月 21 日的。", made, now=late)
    assert the_complaint(made).overdue
    with pytest.raises(errors.TakenByAnother):
        handling.take_up(house.manager, made, now=late + DAY)
    handling.answer(house.colleague, made, "explained", "已说明。", now=late + DAY)
    complaining.reopen(house.resident, "没有说清楚。", made, now=late + DAY)
    handling.take_up(house.administrator, made, now=late + DAY)
    another = world.staff(Role.CENTRE_ADMINISTRATOR, at=house.centre)
    with pytest.raises(errors.TakenByAnother):
        handling.take_up(another, made, now=late + DAY)


def test_a_new_deadline_after_a_reply_is_warned_of_anew_and_goes_up_again(house: House) -> None:
    made, late = about_hours(house), NOON + 8 * DAY
    handling.take_up(house.colleague, made, now=NOON)
    assert timing.warn(now=late) == 1
    handling.ask(house.colleague, made, "是哪一天的？", now=late)
    complaining.reply(house.resident, "11 月 21 日的。", made, now=late)
    row = the_complaint(made)
    assert row.due_at is not None
    assert row.warned == 0
    due = row.due_at
    assert late < row.half_at < due
    assert timing.warn(now=late) == 0
    assert timing.warn(now=due) == 1
    assert the_complaint(made).handled_path == house.centre.path
    assert timing.warn(now=due) == 0


def test_taken_up_after_its_end_she_reads_no_day_that_is_past(house: House) -> None:
    in_time, late = about_hours(house), about_hours(house, text="另外一件事，也请核实。")
    handling.take_up(house.colleague, in_time, now=NOON)
    timing.warn(now=NOON + 8 * DAY)
    handling.take_up(house.manager, late, now=NOON + 8 * DAY)
    first, second = told()
    assert "已受理，11月30日前答复您。" in first.body
    assert "已受理，已经超过期限，会尽快答复您。" in second.body
    assert "前答复" not in second.body


def test_under_none_of_her_accounts_she_handles_what_is_her_own_or_about_her(house: House) -> None:
    leader = world.a_volunteer(house.station)
    team = world.a_team(house.station, leader=leader)
    own = about_hours(house)
    member = people.volunteer(world.a_volunteer(house.station).id)
    said = Said(text="队长从来不来。", subject="team", subject_id=team.id)
    about_her = complaining.complain(member, said, now=NOON)
    for volunteer_id, phone, made, refusal in (
        (house.resident.id, "13988880001", own, errors.OwnComplaint),
        (leader.id, "13988880002", about_her, errors.ConcernedYourself),
    ):
        world.staff(at=house.station, volunteer_id=volunteer_id, phone=phone)
        second = world.staff(Role.OFFICE_MANAGER, at=house.office, phone=phone)
        assert second.volunteer_id is None
        assert volunteers_of(second) == {volunteer_id}
        found = queries.queue(second, "new").items
        assert [one.id for one in found] == [one for one in (own, about_her) if one != made]
        with pytest.raises(refusal):
            handling.take_up(second, made, now=NOON)
    assert volunteers_of(house.manager) == frozenset()


def test_through_a_third_account_she_neither_reads_nor_handles_it(house: House) -> None:
    made = about_hours(house)  # the clerk approved them
    person = world.a_volunteer(house.station)
    world.staff(at=house.station, phone=house.clerk.phone, volunteer_id=person.id)
    third = world.staff(Role.OFFICE_MANAGER, at=house.office, volunteer_id=person.id)
    assert isinstance(queries.complaint(third, made).closed_to_her, errors.ConcernedYourself)
    with pytest.raises(errors.ConcernedYourself):
        handling.take_up(third, made, now=NOON)


def test_the_page_leads_to_her_only_for_who_may_see_her_name(house: House) -> None:
    page = f"/h5/hours/{house.record.id}"
    hidden = about_hours(house, page=page, hides_name=True)
    open_one = about_hours(house, page=page, text="另外一件事，也请核实。")
    handling.take_up(house.colleague, hidden, now=NOON)
    assert queries.complaint(house.colleague, hidden).page == "/h5/hours/…"
    assert queries.complaint(house.administrator, hidden).page == page
    assert queries.complaint(house.colleague, open_one).page == "/h5/hours/…"
    handling.take_up(house.colleague, open_one, now=NOON)
    assert queries.complaint(house.colleague, open_one).page == page
    assert mine.complaint_of(house.resident.id, hidden).page == page


def test_a_question_nobody_answers_stops_no_clock_for_ever(house: House) -> None:
    made = about_hours(house)
    handling.take_up(house.colleague, made, now=NOON)
    handling.ask(house.colleague, made, "是哪一天的？", now=NOON)
    assert timing.warn(now=NOON + 6 * DAY) == 0
    assert timing.advance(now=NOON + 7 * DAY) == 1
    row = the_complaint(made)
    assert row.state == State.TAKEN
    assert row.due_at is not None
    assert row.due_at > NOON + 8 * DAY


def test_her_name_is_for_the_handler_and_the_centre_and_each_look_is_kept(house: House) -> None:
    made = about_hours(house)
    with pytest.raises(errors.NameNotForYou):
        handling.look(house.colleague, made, now=NOON)
    handling.take_up(house.colleague, made, now=NOON)
    assert handling.look(house.colleague, made, now=NOON)[0] == "刘玉珍"
    with pytest.raises(errors.NameNotForYou):
        handling.look(house.manager, made, now=NOON)
    hidden = about_hours(house, text="另外一件事，不想让人知道。", hides_name=True)
    handling.take_up(house.colleague, hidden, now=NOON)
    with pytest.raises(errors.NameNotForYou):
        handling.look(house.colleague, hidden, now=NOON)
    assert handling.look(house.administrator, hidden, now=NOON)[0] == "刘玉珍"
    looks = session.query(AuditEntry).filter(AuditEntry.action == "complaints.look").all()
    assert {entry.actor_id for entry in looks} == {house.colleague.id, house.administrator.id}


def test_the_trail_and_the_table_tell_neither_words_nor_whose_they_are(house: House) -> None:
    made = answered(house, about_hours(house))
    entries = session.query(AuditEntry).filter(AuditEntry.object_id == made).all()
    assert {entry.action.partition(".")[2] for entry in entries} == {"send", "take_up", "answer"}
    assert {entry.person_id for entry in entries} == {None}
    assert house.resident.id not in {entry.actor_id for entry in entries}
    for words in session.query(AuditWords).all():
        assert "少记" not in str(words.detail)
        assert "已说明" not in str(words.detail)
    (stored,) = session.execute(text("SELECT text FROM complaint")).scalars()
    assert stored.startswith("v1:")


def test_a_visitor_follows_it_by_a_link_and_is_told_by_sms(house: House) -> None:
    said = Said(text="广场的健身器材坏了。", phone="13900008888", place_id=house.station.id)
    made = complaining.complain(None, said, now=NOON)
    handling.take_up(house.manager, made, now=NOON)
    handling.ask(house.manager, made, "是哪一件？", now=NOON)
    (letter,) = told("complaint_link")
    assert (letter.channel, letter.recipient) == ("sms", "13900008888")
    code = link_code(made)
    complaining.reply(code, "秋千旁边那件。", now=NOON)
    assert mine.complaint_by_link(code, now=NOON).row.state is State.TAKEN
    with pytest.raises(errors.ComplaintLinkPast):
        complaining.withdraw(code[:-2] + "xx", now=NOON)
    with pytest.raises(errors.ComplaintLinkPast):  # one's own is followed by one's account
        mine.complaint_by_link(link_code(about_hours(house)), now=NOON)


def test_sent_twice_it_is_one_and_the_sixth_of_a_day_is_refused(house: House) -> None:
    first = about_hours(house)
    assert about_hours(house) == first
    for number in range(4):
        about_hours(house, text=f"第 {number} 件事情。")
    with pytest.raises(errors.TooManyToday):
        about_hours(house, text="第六件事情。")


def test_two_strangers_who_say_the_same_share_neither_complaint_nor_link(house: House) -> None:
    said = Said(text="路灯不亮。", page="/privacy")
    first = complaining.complain(None, said, now=NOON)
    assert complaining.complain(None, said, now=NOON) != first
    hers = complaining.complain(None, replace(said, phone="13900008888"), now=NOON)
    assert complaining.complain(None, replace(said, phone="139 0000 8888"), now=NOON) == hers
    for changes in ({"phone": "13900009999"}, {"subject": "place"}, {"page": "/"}):
        other = replace(said, **{"phone": "13900008888", **changes})
        assert complaining.complain(None, other, now=NOON) not in (first, hers)


def test_nothing_is_answered_before_somebody_has_taken_it(house: House) -> None:
    made = about_hours(house)
    with pytest.raises(errors.NotTaken):
        handling.answer(house.colleague, made, "explained", "已说明。", now=NOON)
    assert the_complaint(made).state == State.RECEIVED


def test_who_left_neither_account_nor_phone_has_no_name_to_look_at(house: House) -> None:
    made = complaining.complain(None, Said(text="路灯不亮。"), now=NOON)
    handling.take_up(house.administrator, made, now=NOON)
    with pytest.raises(errors.NobodyToName):
        handling.look(house.administrator, made, now=NOON)
    looks = session.query(AuditEntry).filter(AuditEntry.action == "complaints.look")
    assert looks.count() == 0


def test_what_is_not_hers_or_not_there_is_no_subject(house: House) -> None:
    stranger = people.volunteer(world.a_volunteer(house.station).id)
    said = replace(SAID, subject_id=house.record.id, whose=(stranger.id,))
    with pytest.raises(NotFound):
        complaining.complain(stranger, said, now=NOON)
    with pytest.raises(NotFound):
        about_hours(house, subject="team", subject_id=uuid4())


def test_who_leaves_takes_her_words_along_and_a_year_does_the_same(house: House) -> None:
    first = answered(house, about_hours(house))
    second = about_hours(house, text="还有一件没有办的。")
    complaining.rate(house.resident, 4, "还行", first, now=NOON)
    assert timing.forget_words(now=NOON + 364 * DAY) == 0
    assert timing.forget_words(now=NOON + 365 * DAY) == 1
    row = the_complaint(first)
    assert (row.text, row.complainant_id, row.subject_title, row.stars) == ("", None, "", 4)
    leaving.leave(house.resident.id, by=house.clerk.actor, now=NOON)
    row = the_complaint(second)
    assert (row.state, row.text, row.complainant_id) == (State.WITHDRAWN, "", None)
    seen = queries.complaint(house.colleague, first)
    assert {step.words for step in seen.steps} == {""}


def test_a_year_is_counted_by_subject_place_outcome_and_time(house: House) -> None:
    answered(house, about_hours(house))
    complaining.complain(house.resident, Said(text="建议多办讲座。", wish="suggestion"), now=NOON)
    counted = yearly.take_out(house.manager, 2026, now=NOON)
    assert [(one.row.subject, one.working_days) for one in counted] == [
        ("hours", 0),
        ("other", None),
    ]
    assert [(one.title, one.total, one.answered) for one in yearly.by_subject(counted)] == [
        ("服务时长", 1, 1),
        ("其他", 1, 0),
    ]
    assert [(one.title, one.total) for one in yearly.by_outcome(counted)] == [
        ("已说明情况", 1),
        ("还在办", 1),
    ]
    assert [one.total for one in yearly.by_place(counted)] == [2]
    assert yearly.of_year(house.manager, 2025) == []
