"""A new record takes the place of a wrong one, on two people's word; the old one stays."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.access import appointment
from app.domain.access.errors import NotAllowed, SecondFactorNeeded
from app.domain.access.rules import Role
from app.domain.audit import queries as audit
from app.domain.hours import queries
from app.domain.hours.against_ledger import findings
from app.domain.hours.approval import revoke
from app.domain.hours.counters import AGREEMENTS
from app.domain.hours.models import HourRecord
from app.domain.hours.reports import answers, correcting, correction_queries, errors
from app.domain.hours.rules import Stretch
from app.domain.hours.standing import standing_of
from app.domain.hours.story import story
from app.domain.messaging.queries import inbox
from app.domain.recognition.models import PointEntry
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.domain.hours.reporting import (
    Cast,
    a_cast,
    approved,
    half,
    report_state,
    reported,
    state_of,
)
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
LATER = NOON + 24 * HOUR


@pytest.fixture
def cast(database: object) -> Cast:
    return a_cast()


def proposed(cast: Cast, record: HourRecord) -> UUID:
    return correcting.propose(cast.manager, record.id, half(record), "十点就走了", now=LATER)


def after(old: HourRecord) -> HourRecord:
    session.expire_all()
    return session.scalars(select(HourRecord).where(HourRecord.supersedes_id == old.id)).one()


def all_agree() -> bool:
    """The counters, and what the ledger says of every record."""
    apart = [one.sentence for one in AGREEMENTS if session.execute(one.breaches).first()]
    return apart == [] and list(findings()) == []


def test_a_proposal_changes_nothing_yet(cast: Cast) -> None:
    record = approved(cast)
    found = proposed(cast, record)
    assert state_of(record) == "approved"
    assert queries.totals(record.volunteer_id).approved_minutes == 120
    row = correction_queries.correction(found, cast.administrator.scope)
    assert (row.minutes, row.standing, row.proposed_by) == (60, "待核对", "李主任")
    assert correction_queries.waiting_count(cast.administrator) == 1
    assert correction_queries.waiting_count(cast.manager) == 0
    assert correction_queries.waiting_of(record.id) == found
    refusal = correction_queries.why_not_decide(cast.manager, found)
    assert isinstance(refusal, errors.ProposedByHer)


def test_approved_a_new_record_counts_and_the_old_one_stays(cast: Cast) -> None:
    record = approved(cast)
    new_one = correcting.approve(cast.administrator, proposed(cast, record), now=LATER)
    new = after(record)
    assert new.id == new_one
    assert state_of(record) == "superseded"
    assert (new.state, new.minutes, new.attendance_id) == ("approved", 60, record.attendance_id)
    assert session.get_one(HourRecord, record.id).minutes == 120
    assert queries.totals(record.volunteer_id).approved_minutes == 60
    assert [row.id for row in queries.my_records(record.volunteer_id).items] == [new.id]
    assert standing_of([record.id])[record.id].replaced_by == new.id
    old_story = story(record.volunteer_id, record.id)
    assert (old_story.standing, old_story.replaced_by) == ("已被更正替代", new.id)
    new_story = story(record.volunteer_id, new.id)
    assert new_story.row.supersedes_id == record.id
    assert new_story.steps[-1].what == "更正时长（赵主任）"
    assert "十点就走了" in new_story.steps[-1].detail
    assert audit.entries(place_ids=None, action="hours.corrected").total == 1
    told = inbox(record.volunteer_id).items[0]
    assert told.kind == "hours_corrected"
    assert "2 小时更正为 1 小时" in told.body
    assert all_agree()


def test_points_follow_by_an_opposite_row_and_a_new_one(cast: Cast) -> None:
    record = approved(cast)
    found = proposed(cast, record)
    new_id_ = correcting.approve(cast.administrator, found, now=LATER)
    rows = session.execute(
        select(PointEntry.record_id, PointEntry.kind, PointEntry.points)
        .where(PointEntry.volunteer_id == record.volunteer_id)
        .order_by(PointEntry.at, PointEntry.id)
    ).all()
    assert [tuple(row) for row in rows] == [
        (record.id, "earned", 20),
        (record.id, "revoked", -20),
        (new_id_, "earned", 10),
    ]
    with pytest.raises(errors.CorrectionDecided):
        correcting.approve(cast.administrator, found, now=LATER)
    assert len(session.scalars(select(PointEntry)).all()) == 3


def test_a_corrected_record_can_be_corrected_again_and_revoked(cast: Cast) -> None:
    record = approved(cast)
    correcting.approve(cast.administrator, proposed(cast, record), now=LATER)
    new = after(record)
    back = Stretch(record.counted_from, record.counted_until)
    again = correcting.propose(cast.manager, new.id, back, "打电话问过，到十一点", now=LATER)
    correcting.approve(cast.administrator, again, now=LATER)
    latest = after(new)
    assert queries.totals(record.volunteer_id).approved_minutes == 120
    revoke(cast.manager, latest.id, "经核实没有到场", now=LATER)
    assert queries.totals(record.volunteer_id).approved_minutes == 0
    assert [state_of(one) for one in (record, new, latest)] == [
        *("superseded", "superseded", "revoked"),
    ]
    assert all_agree()


def test_what_is_superseded_is_left_alone(cast: Cast) -> None:
    record = approved(cast)
    correcting.approve(cast.administrator, proposed(cast, record), now=LATER)
    with pytest.raises(errors.NotCorrectable):
        correcting.propose(cast.manager, record.id, half(record), "再改", now=LATER)
    with pytest.raises(errors.NotInNotice):
        reported(cast, record)


def test_not_by_the_clerk_nor_alone_nor_without_a_second_factor(cast: Cast) -> None:
    record = approved(cast)
    with pytest.raises(NotAllowed):
        correcting.propose(cast.clerk, record.id, half(record), "早退", now=LATER)
    unproven = replace(cast.manager, proven=False)
    with pytest.raises(SecondFactorNeeded):
        correcting.propose(unproven, record.id, half(record), "早退", now=LATER)
    found = proposed(cast, record)
    with pytest.raises(errors.ProposedByHer):
        correcting.approve(cast.manager, found, now=LATER)
    second = world.staff(
        world.Role.CENTRE_ADMINISTRATOR, at=centre_of(cast), phone=cast.manager.phone
    )
    with pytest.raises(errors.ProposedByHer):
        correcting.approve(second, found, now=LATER)
    elsewhere = world.staff(world.Role.OFFICE_MANAGER, at=world.an_office())
    with pytest.raises(NotFound):
        correcting.approve(elsewhere, found, now=LATER)
    assert state_of(record) == "approved"


def centre_of(cast: Cast) -> world.Place:
    return session.get_one(world.Place, cast.administrator.place.id)


def test_one_proposal_at_a_time_with_a_reason(cast: Cast) -> None:
    record = approved(cast)
    with pytest.raises(BadInput):
        correcting.propose(cast.manager, record.id, half(record), " ", now=LATER)
    proposed(cast, record)
    with pytest.raises(errors.CorrectionWaits):
        proposed(cast, record)


def test_refused_or_withdrawn_nothing_changes_and_one_may_propose_again(cast: Cast) -> None:
    record = approved(cast)
    found = proposed(cast, record)
    correcting.refuse(cast.administrator, found, "照片里十一点还在", now=LATER)
    row = correction_queries.correction(found, cast.manager.scope)
    assert (row.standing, row.refusal) == ("未同意", "照片里十一点还在")
    found = proposed(cast, record)
    with pytest.raises(errors.ProposedByAnother):
        correcting.withdraw(cast.administrator, found, now=LATER)
    correcting.withdraw(cast.manager, found, now=LATER)
    assert state_of(record) == "approved"
    assert correction_queries.queue(cast.manager.scope).total == 0
    assert correction_queries.queue(cast.manager.scope, waiting=False).total == 2
    proposed(cast, record)
    assert all_agree()


def test_minutes_credited_elsewhere_meanwhile_are_not_given_twice(cast: Cast) -> None:
    record = approved(cast)
    correcting.approve(cast.administrator, proposed(cast, record), now=LATER)
    new = after(record)
    whole = Stretch(record.counted_from, record.counted_until)
    found = correcting.propose(cast.manager, new.id, whole, "十一点才走", now=LATER)
    person = session.get_one(world.Volunteer, record.volunteer_id)
    world.an_approved_record(
        person,
        cast.station,
        starts_at=record.counted_from + timedelta(minutes=90),
    )
    with pytest.raises(errors.CorrectionOutOfDate):
        correcting.approve(cast.administrator, found, now=LATER)
    assert state_of(new) == "approved"


def test_a_report_is_answered_by_a_correction(cast: Cast) -> None:
    record = approved(cast)
    report_id = reported(cast, record)
    found = correcting.answer_with_correction(
        cast.manager, report_id, half(record), "十点离开，改为一小时", now=LATER
    )
    assert (report_state(report_id), state_of(record)) == ("correcting", "frozen")
    with pytest.raises(errors.ReportDecided):
        answers.dismiss(cast.administrator, report_id, "本人在场", now=LATER)
    correcting.approve(cast.administrator, found, now=LATER)
    assert (report_state(report_id), state_of(record)) == ("upheld", "superseded")
    assert after(record).minutes == 60
    kinds = [item.kind for item in inbox(cast.neighbour.id).items]
    assert kinds == ["report_answered"]
    assert all_agree()


def test_when_the_correction_is_refused_the_report_waits_again(cast: Cast) -> None:
    record = approved(cast)
    report_id = reported(cast, record)
    found = correcting.answer_with_correction(
        cast.manager, report_id, half(record), "十点离开", now=LATER
    )
    correcting.refuse(cast.administrator, found, "应当撤销", now=LATER)
    assert (report_state(report_id), state_of(record)) == ("open", "frozen")
    answers.uphold(cast.manager, report_id, "没有到场", untrue=[record.id], now=LATER)
    assert state_of(record) == "revoked"
    assert all_agree()


def test_a_second_report_is_answered_before_the_correction_is_approved(cast: Cast) -> None:
    record = approved(cast)
    report_id = reported(cast, record)
    other = reported(cast, record, by=world.a_volunteer(cast.station, name="钱大爷"))
    found = correcting.answer_with_correction(
        cast.manager, report_id, half(record), "十点离开", now=LATER
    )
    with pytest.raises(errors.ReportedElsewhere):
        correcting.approve(cast.administrator, found, now=LATER)
    answers.dismiss(cast.manager, other, "到场了，只是早走", now=LATER)
    assert state_of(record) == "frozen"
    correcting.approve(cast.administrator, found, now=LATER)
    assert state_of(record) == "superseded"
    assert all_agree()


def test_when_a_reaction_fails_nothing_was_corrected(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: object) -> None:
        raise RuntimeError("a reaction failed")

    record = approved(cast)
    found = proposed(cast, record)
    monkeypatch.setattr(correcting, "happened", fail)
    with pytest.raises(RuntimeError):
        correcting.approve(cast.administrator, found, now=LATER)
    assert state_of(record) == "approved"
    assert correction_queries.waiting_of(record.id) == found


def test_the_database_itself_keeps_one_standing_record_a_stay(cast: Cast) -> None:
    record = approved(cast)
    kept = {column.key: getattr(record, column.key) for column in HourRecord.__table__.columns}
    twin = HourRecord(**{**kept, "id": new_id()})
    with pytest.raises(IntegrityError):
        world.saved(twin)


def test_who_could_have_signed_in_as_the_proposer_does_not_approve(cast: Cast) -> None:
    """She resets the manager's password, proposes under that account, and approves as herself."""
    record = approved(cast)
    appointment.reset_password(cast.administrator, cast.manager.id, now=NOON)
    correction = proposed(cast, record)
    with pytest.raises(errors.HoldsTheProposersKeys):
        correcting.approve(cast.administrator, correction, now=LATER)
    assert state_of(record) == "approved"
    why_not = correction_queries.why_not_decide(cast.administrator, correction)
    assert isinstance(why_not, errors.HoldsTheProposersKeys)
    assert correction_queries.why_not_decide(cast.colleague, correction) is None
    correcting.approve(cast.colleague, correction, now=LATER)
    assert state_of(record) == "superseded"


def test_it_counts_under_whichever_of_her_accounts_she_did_it(cast: Cast) -> None:
    record = approved(cast)
    centre = session.get_one(world.Place, cast.administrator.place.id)
    second = world.staff(
        Role.CENTRE_ADMINISTRATOR, at=centre, name="赵某", phone=cast.administrator.phone
    )
    appointment.reset_password(second, cast.manager.id, now=NOON)
    correction = proposed(cast, record)
    with pytest.raises(errors.HoldsTheProposersKeys):
        correcting.approve(cast.administrator, correction, now=LATER)


def test_more_than_a_week_before_the_proposal_it_no_longer_counts(cast: Cast) -> None:
    record = approved(cast)
    before = LATER - timedelta(days=7, minutes=1)
    appointment.reset_password(cast.administrator, cast.manager.id, now=before)
    correcting.approve(cast.administrator, proposed(cast, record), now=LATER)
    assert state_of(record) == "superseded"


def test_to_refuse_one_needs_no_such_distance(cast: Cast) -> None:
    record = approved(cast)
    appointment.reset_password(cast.administrator, cast.manager.id, now=NOON)
    correcting.refuse(cast.administrator, proposed(cast, record), "没有依据", now=LATER)
    assert state_of(record) == "approved"
