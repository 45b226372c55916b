"""What becomes of a certificate when its hours are revoked, it is replaced, or declared void."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.certificates import checking, following, issuing, queries
from app.domain.certificates.errors import NothingToCertify, NotNow, PaperGone
from app.domain.certificates.models import Certificate
from app.domain.hours import approval, record_log
from app.domain.hours.events import HoursCorrected
from app.domain.hours.models import HourRecord
from app.domain.messaging.models import OutboxMessage
from app.domain.people import leaving
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import NOON
from tests.domain.certificates.papers import ALL, hers, row, with_hours

pytestmark = pytest.mark.database
LATER = NOON + timedelta(hours=1)


def issued(person: Volunteer) -> UUID:
    return issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)


def revoke_hours(by: Staff, person: Volunteer, how_many: int = 1) -> None:
    query = select(HourRecord.id).where(
        HourRecord.volunteer_id == person.id, HourRecord.state == "approved"
    )
    for record_id in session.scalars(query.order_by(HourRecord.id).limit(how_many)).all():
        approval.revoke(by, record_id, "核对后没有到场", now=LATER)


def actions(certificate_id: UUID) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.object_id == certificate_id)
    return list(session.scalars(query.order_by(AuditEntry.at, AuditEntry.id)))


def test_revoked_hours_show_on_the_certificate_and_she_is_told(
    manager: Staff, station: Place
) -> None:
    person, other = with_hours(station, times=2), with_hours(station)
    made, untouched = issued(person), issued(other)
    revoke_hours(manager, person)
    found = row(made)
    assert (found.state, found.revoked_minutes, found.minutes) == ("outdated", 120, 240)
    assert row(untouched).state == "valid"
    kinds = session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)).all()
    assert "certificate_outdated" in kinds
    assert actions(made) == ["certificate.issue", "certificate.outdate"]


def test_a_corrected_record_shows_too(station: Place) -> None:
    person = with_hours(station, times=2)
    made = issued(person)
    record = session.scalars(
        select(HourRecord).where(HourRecord.volunteer_id == person.id).limit(1)
    ).one()
    facts = record_log.told([record], {record.activity_id: "清洁"})[0]
    with transaction():
        following.follow_correction(HoursCorrected(facts, facts, LATER))
    assert (row(made).state, row(made).revoked_minutes) == ("outdated", 120)


def test_a_second_revocation_adds_up(manager: Staff, station: Place) -> None:
    person = with_hours(station, times=3)
    made = issued(person)
    revoke_hours(manager, person)
    revoke_hours(manager, person)
    assert (row(made).state, row(made).revoked_minutes) == ("outdated", 240)


def test_the_new_one_takes_the_place_of_the_old(manager: Staff, station: Place) -> None:
    person = with_hours(station, times=2)
    made = issued(person)
    revoke_hours(manager, person)
    new = following.replace_own(person.id, made, by=hers(person), now=LATER)
    assert (row(made).state, row(new).state, row(new).minutes) == ("replaced", "valid", 120)
    assert queries.own_certificate(person.id, made).replaced_by == new
    again = following.replace_own(person.id, made, by=hers(person), now=LATER)
    assert again == new
    assert actions(made)[-1] == "certificate.replace"


def test_a_valid_one_is_not_replaced(station: Place) -> None:
    person = with_hours(station)
    made = issued(person)
    with pytest.raises(NotNow):
        following.replace_own(person.id, made, by=hers(person), now=LATER)
    with pytest.raises(NotFound):
        following.replace_own(world.a_volunteer().id, made, by=hers(person), now=LATER)


def test_when_no_hours_are_left_the_old_one_stays_outdated(manager: Staff, station: Place) -> None:
    person = with_hours(station)
    made = issued(person)
    revoke_hours(manager, person)
    with pytest.raises(NothingToCertify):
        following.replace_own(person.id, made, by=hers(person), now=LATER)
    assert row(made).state == "outdated"


def test_staff_declare_it_void_with_a_reason(manager: Staff, station: Place) -> None:
    person = with_hours(station)
    made = issued(person)
    with pytest.raises(BadInput):
        following.revoke(manager, made, " ", now=LATER)
    following.revoke(manager, made, "姓名登记有误", now=LATER)
    assert (row(made).state, row(made).reason) == ("revoked", "姓名登记有误")
    assert actions(made)[-1] == "certificate.revoke"
    letter = session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind == "certificate_revoked")
    ).one()
    assert "姓名登记有误" in letter.body
    with pytest.raises(NotNow):
        following.revoke(manager, made, "再撤一次", now=LATER)
    revoke_hours(manager, person)
    assert row(made).state == "revoked"


def test_who_may_not_revoke_is_refused(clerk: Staff, station: Place) -> None:
    made = issued(with_hours(station))
    with pytest.raises(NotAllowed):
        following.revoke(clerk, made, "姓名登记有误", now=LATER)
    elsewhere = world.staff(Role.OFFICE_MANAGER, at=world.an_office())
    with pytest.raises(NotFound):
        following.revoke(elsewhere, made, "姓名登记有误", now=LATER)
    assert row(made).state == "valid"


def test_what_is_checked_is_masked_and_follows(manager: Staff, station: Place) -> None:
    person = with_hours(station, times=2)
    made = issued(person)
    says = queries.content(made)
    found = checking.checked(says["shown"]["number"], says["shown"]["code"].lower())
    assert found is not None
    assert (found.masked_name, found.minutes, found.standing) == ("张**", 240, "有效")
    revoke_hours(manager, person)
    found = checking.checked(says["number"], says["code"])
    assert found is not None
    assert (found.standing, found.minutes_left) == ("部分时长已变动", 120)


def test_without_the_code_nothing_is_told(station: Place) -> None:
    one, other = (queries.content(issued(with_hours(station))) for _ in range(2))
    assert checking.checked(one["number"], "") is None
    assert checking.checked(one["number"], other["code"]) is None
    assert checking.checked("20261123000000000", one["code"]) is None


def test_who_leaves_takes_what_it_said_with_her(station: Place) -> None:
    person = with_hours(station)
    made = issued(person)
    says = queries.content(made)
    leaving.leave(person.id, now=LATER)
    with pytest.raises(PaperGone):
        queries.content(made)
    found = checking.checked(says["number"], says["code"])
    assert found is not None
    assert found.minutes == 120
    assert session.scalars(select(Certificate.snapshot)).all() == [None]
