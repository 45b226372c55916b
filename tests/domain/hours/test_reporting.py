"""What is reported is frozen; the answer revokes it, corrects it, or lets it count again."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed, SecondFactorNeeded
from app.domain.access.rules import Role
from app.domain.attachments import keeping
from app.domain.audit import queries as audit
from app.domain.audit.actors import Actor
from app.domain.hours import approval, queries, sums
from app.domain.hours import errors as hour_errors
from app.domain.hours.against_ledger import findings
from app.domain.hours.counters import AGREEMENTS
from app.domain.hours.models import HourRecord
from app.domain.hours.reports import answers, correcting, errors, reporting
from app.domain.hours.reports import queries as reports
from app.domain.hours.reports.models import HourReport
from app.domain.hours.standing import standing_of
from app.domain.hours.story import story
from app.domain.messaging.queries import inbox
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.hours.reporting import (
    DAYS,
    WHY,
    Cast,
    a_cast,
    approved,
    half,
    report_state,
    reported,
    resident,
    state_of,
)
from tests.photographs import a_photo
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
LATER = NOON + 24 * HOUR


@pytest.fixture
def cast(database: object) -> Cast:
    return a_cast()


def approved_minutes(record: HourRecord) -> int:
    return queries.totals(record.volunteer_id).approved_minutes


def kinds(volunteer_id: object) -> list[str]:
    return [item.kind for item in inbox(volunteer_id).items]  # type: ignore[arg-type]


def all_agree() -> bool:
    """The counters, and what the ledger says of every record."""
    apart = [one.sentence for one in AGREEMENTS if session.execute(one.breaches).first()]
    return apart == [] and list(findings()) == []


def test_what_is_reported_does_not_count_until_it_is_answered(cast: Cast) -> None:
    record = approved(cast)
    assert approved_minutes(record) == 120
    reported(cast, record)
    assert state_of(record) == "frozen"
    assert approved_minutes(record) == 0
    assert queries.approved_minutes(EVERYWHERE) == 0
    assert sums.approved_minutes_by_person(until=local_date(NOON)) == {}
    standing = standing_of([record.id])[record.id]
    assert (standing.state, standing.counts, standing.replaced_by) == ("frozen", False, None)
    told = story(record.volunteer_id, record.id)
    assert told.standing == "异议核实中"
    assert str(told.by_when) == "2026-11-30"
    assert told.steps[-1].what == "公示期间有人提出异议，核实中"
    assert kinds(record.volunteer_id)[0] == "hours_frozen"
    assert all_agree()


def test_nobody_learns_who_reported(cast: Cast) -> None:
    record = approved(cast)
    found = reported(cast, record)
    for entry in audit.entries(place_ids=None, action="hours.report").items:
        assert cast.neighbour.name not in repr(entry)
        assert str(cast.neighbour.id) not in repr(entry)
        assert WHY not in repr(entry)
    seen = repr(reports.report(found, cast.manager.scope))
    assert cast.neighbour.name not in seen
    assert str(cast.neighbour.id) not in seen
    told = repr(story(record.volunteer_id, record.id)) + repr(inbox(record.volunteer_id).items)
    assert cast.neighbour.name not in told
    assert WHY not in told


def test_frozen_hours_are_not_revoked_or_decided_beside_the_answer(cast: Cast) -> None:
    record = approved(cast)
    reported(cast, record)
    with pytest.raises(hour_errors.AlreadyDecided):
        approval.revoke(cast.manager, record.id, "核实后撤销", now=LATER)
    with pytest.raises(errors.NotCorrectable):
        correcting.propose(cast.manager, record.id, half(record), "早退一小时", now=LATER)
    refused = approval.approve_batch(cast.manager, [record.id], now=LATER).refused
    assert isinstance(refused[record.id], hour_errors.AlreadyDecided)
    assert state_of(record) == "frozen"


def test_dismissed_it_counts_again_and_both_are_told(cast: Cast) -> None:
    record = approved(cast)
    found = reported(cast, record)
    answers.dismiss(cast.manager, found, "查了现场照片和签到码，本人在场", now=LATER)
    assert (state_of(record), report_state(found)) == ("approved", "dismissed")
    assert approved_minutes(record) == 120
    assert kinds(record.volunteer_id)[:2] == ["hours_released", "hours_frozen"]
    assert kinds(cast.neighbour.id) == ["report_answered"]
    assert "查了现场照片" in inbox(cast.neighbour.id).items[0].body
    assert audit.entries(place_ids=None, action="hours.dismiss_report").total == 1
    (mine,) = reports.my_reports(resident(cast.neighbour)).items
    assert (mine.standing, mine.answer) == ("不属实", "查了现场照片和签到码，本人在场")
    assert all_agree()


def test_upheld_it_is_revoked_with_the_answer_as_its_reason(cast: Cast) -> None:
    record = approved(cast)
    found = reported(cast, record)
    answers.uphold(cast.manager, found, "经核实由他人代签", untrue=[record.id], now=LATER)
    assert (state_of(record), report_state(found)) == ("revoked", "upheld")
    told = story(record.volunteer_id, record.id)
    assert told.why == "认定已撤销。原因：经核实由他人代签"
    assert kinds(record.volunteer_id)[0] == "hours_revoked"
    assert kinds(cast.neighbour.id) == ["report_answered"]
    assert audit.entries(place_ids=None, action="hours.revoke").total == 1
    assert all_agree()


def test_of_a_whole_session_only_what_was_untrue_is_revoked(cast: Cast) -> None:
    first = approved(cast)
    position = world.a_position(session.get_one(world.ActivitySession, first.session_id))
    second = approved(cast, position=position)
    found = reported(cast, first, whole=True)
    assert (state_of(first), state_of(second)) == ("frozen", "frozen")
    assert reports.report(found, EVERYWHERE).row.records == 2
    with pytest.raises(errors.NothingUpheld):
        answers.uphold(cast.manager, found, "有人没有到场", untrue=[], now=LATER)
    with pytest.raises(errors.NotOneRecord):
        correcting.answer_with_correction(cast.manager, found, half(first), "早退", now=LATER)
    assert state_of(second) == "frozen"
    answers.uphold(cast.manager, found, "有人没有到场", untrue=[second.id], now=LATER)
    assert (state_of(first), state_of(second)) == ("approved", "revoked")
    assert all_agree()


def test_two_reports_are_both_answered_before_it_counts(cast: Cast) -> None:
    record = approved(cast)
    first = reported(cast, record)
    other = world.a_volunteer(cast.station, name="钱大爷")
    second = reported(cast, record, by=other)
    answers.dismiss(cast.manager, first, "本人在场", now=LATER)
    assert state_of(record) == "frozen"
    answers.dismiss(cast.administrator, second, "本人在场", now=LATER)
    assert state_of(record) == "approved"
    assert all_agree()


def test_what_the_first_answer_revoked_the_second_upholds_too(cast: Cast) -> None:
    record = approved(cast)
    first = reported(cast, record)
    second = reported(cast, record, by=world.a_volunteer(cast.station, name="钱大爷"))
    answers.uphold(cast.manager, first, "代签", untrue=[record.id], now=LATER)
    answers.uphold(cast.administrator, second, "代签，已撤销", untrue=[record.id], now=LATER)
    assert (state_of(record), report_state(second)) == ("revoked", "upheld")
    assert kinds(record.volunteer_id).count("hours_revoked") == 1


def test_what_is_not_in_notice_is_not_reported(cast: Cast) -> None:
    record = approved(cast)
    for now in (NOON + 8 * 24 * HOUR, NOON + 400 * 24 * HOUR):
        with pytest.raises(errors.NotInNotice):
            reported(cast, record, now=now)
    waits = world.a_pending_record(world.a_volunteer(cast.station), cast.station)
    with pytest.raises(errors.NotInNotice):
        reported(cast, waits)
    with pytest.raises(errors.NotInNotice):
        reported(cast, record, session_id=world.new_id())
    reported(cast, record, now=NOON + 7 * 24 * HOUR)  # the last day


def test_each_thing_once_and_five_a_day(cast: Cast) -> None:
    records = [approved(cast) for _ in range(6)]
    reported(cast, records[0])
    with pytest.raises(errors.ReportedAlready):
        reported(cast, records[0])
    for record in records[1:5]:
        reported(cast, record)
    with pytest.raises(errors.TooManyReports):
        reported(cast, records[5])
    assert state_of(records[5]) == "approved"
    reported(cast, records[5], now=NOON + 24 * HOUR)


def test_too_short_a_text_and_too_many_pictures_are_refused(cast: Cast) -> None:
    record = approved(cast)
    with pytest.raises(BadInput):
        reported(cast, record, text="没来过")
    with pytest.raises(BadInput):
        reported(cast, record, attachment_ids=[world.new_id() for _ in range(4)])
    assert state_of(record) == "approved"


def test_pictures_come_with_a_report(cast: Cast) -> None:
    record = approved(cast)
    sender = Actor("volunteer", cast.neighbour.id, cast.neighbour.name)
    picture = keeping.keep(sender, a_photo(), now=NOON)
    found = reported(cast, record, attachment_ids=[picture])
    assert [one.id for one in reports.report(found, EVERYWHERE).pictures] == [picture]
    assert reports.picture(found, picture, cast.manager.scope).content
    with pytest.raises(NotFound):
        reports.picture(found, world.new_id(), cast.manager.scope)


def test_the_clerk_has_no_say_and_nobody_without_a_second_factor(cast: Cast) -> None:
    found = reported(cast, approved(cast))
    with pytest.raises(NotAllowed):
        answers.dismiss(cast.clerk, found, "本人在场", now=LATER)
    with pytest.raises(SecondFactorNeeded):
        answers.dismiss(replace(cast.manager, proven=False), found, "本人在场", now=LATER)
    elsewhere = world.staff(Role.OFFICE_MANAGER, at=world.an_office())
    with pytest.raises(NotFound):
        answers.dismiss(elsewhere, found, "本人在场", now=LATER)


def test_who_approved_does_not_answer_nor_her_level(cast: Cast) -> None:
    found = reported(cast, approved(cast, by=cast.manager))
    with pytest.raises(errors.StandsBehindTheHours):
        answers.dismiss(cast.manager, found, "本人在场", now=LATER)
    office = cast.manager.place
    beside = world.staff(Role.OFFICE_MANAGER, at=session.get_one(world.Place, office.id))
    with pytest.raises(errors.AnsweredAtAnotherLevel):
        answers.dismiss(beside, found, "本人在场", now=LATER)
    answers.dismiss(cast.administrator, found, "本人在场", now=LATER)
    assert report_state(found) == "dismissed"


def test_an_answer_is_given_once_and_says_why(cast: Cast) -> None:
    record = approved(cast)
    found = reported(cast, record)
    with pytest.raises(BadInput):
        answers.dismiss(cast.manager, found, " ", now=LATER)
    assert state_of(record) == "frozen"
    answers.dismiss(cast.manager, found, "本人在场", now=LATER)
    with pytest.raises(errors.ReportDecided):
        answers.uphold(cast.administrator, found, "代签", untrue=[record.id], now=LATER)
    assert state_of(record) == "approved"


def test_when_a_reaction_fails_nothing_was_reported(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: object) -> None:
        raise RuntimeError("a reaction failed")

    record = approved(cast)
    monkeypatch.setattr(reporting, "happened", fail)
    with pytest.raises(RuntimeError):
        reported(cast, record)
    assert state_of(record) == "approved"
    assert session.scalars(select(HourReport)).all() == []


def test_the_queue_shows_what_waits_by_its_day(cast: Cast) -> None:
    first, second = approved(cast), approved(cast)
    late = reported(cast, second, now=NOON + 48 * HOUR)
    early = reported(cast, first)
    page = reports.queue(cast.manager.scope)
    assert [one.id for one in page.items] == [early, late]
    assert page.items[0].age_days(NOON + 72 * HOUR) == 3
    assert not page.items[0].overdue(NOON + 7 * 24 * HOUR)
    assert page.items[0].overdue(NOON + 8 * 24 * HOUR)
    assert reports.waiting_count(cast.manager) == 2
    answers.dismiss(cast.manager, early, "本人在场", now=LATER)
    assert [one.id for one in reports.queue(cast.manager.scope).items] == [late]
    (done,) = reports.queue(cast.manager.scope, waiting=False).items
    assert (done.standing, done.answered_by) == ("不属实", "李主任")
    elsewhere = world.staff(Role.OFFICE_MANAGER, at=world.an_office())
    assert reports.queue(elsewhere.scope).total == 0


def test_freezing_a_session_costs_the_same_for_few_and_many(
    cast: Cast, statements: Counting
) -> None:
    costs = {}
    for count in (2, 12):
        first = approved(cast)
        position = world.a_position(
            session.get_one(world.ActivitySession, first.session_id), capacity=50
        )
        for _ in range(count - 1):
            approved(cast, position=position)
        person = resident(world.a_volunteer(cast.station))
        said = reporting.Report(first.session_id, None, WHY)
        session.remove()
        with statements() as seen:
            reporting.report(person, said, notice_days=DAYS, now=NOON + HOUR)
        costs[count] = len(seen)
    assert costs[2] == costs[12]
