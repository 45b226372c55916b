"""Who follows the account and is registered as nobody reports hours, too; a flood is kept out."""

import pytest
from sqlalchemy import select

from app.domain.access import appointment
from app.domain.access.rules import Role
from app.domain.attachments import keeping
from app.domain.audit.actors import Actor
from app.domain.hours.reports import answers, errors, reporting
from app.domain.hours.reports import queries as reports
from app.domain.hours.reports.models import HourReport
from app.domain.messaging.models import OutboxMessage
from app.domain.messaging.queries import inbox
from app.domain.people.models import WeChatIdentity
from app.domain.people.queries import Resident
from app.domain.people.queries import resident as resident_of
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests import world
from tests.domain.hours.reporting import (
    WHY,
    Cast,
    a_cast,
    a_follower,
    approved,
    report_state,
    reported,
    state_of,
)
from tests.photographs import a_photo
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
LATER = NOON + 24 * HOUR


@pytest.fixture
def cast(database: object) -> Cast:
    return a_cast()


def registered(follower: Resident, cast: Cast) -> Resident:
    """The same WeChat id, once she has registered."""
    person = world.a_volunteer(cast.station, name="陈路人")
    with transaction():
        session.get_one(WeChatIdentity, follower.identity_id).volunteer_id = person.id
    found = resident_of(identity_id=follower.identity_id)
    assert found is not None
    return found


def letters() -> list[tuple[str, str]]:
    query = select(OutboxMessage).where(OutboxMessage.kind == "report_answered")
    return [(one.channel, one.recipient) for one in session.scalars(query)]


def test_a_follower_freezes_hours_and_reads_the_answer(cast: Cast) -> None:
    record, follower = approved(cast), a_follower()
    found = reported(cast, record, by=follower)
    assert state_of(record) == "frozen"
    answers.dismiss(cast.manager, found, "本人在场，有照片", now=LATER)
    (mine,) = reports.my_reports(follower).items
    assert (mine.standing, mine.answer) == ("不属实", "本人在场，有照片")
    assert letters() == [("wechat_template", "oFollower1")]
    assert reports.my_reports(a_follower("oSomebodyElse")).items == []


def test_who_follows_no_longer_is_told_on_the_page_only(cast: Cast) -> None:
    follower = a_follower(following=False)
    found = reported(cast, approved(cast), by=follower)
    answers.dismiss(cast.manager, found, "本人在场，有照片", now=LATER)
    assert letters() == []
    assert reports.my_reports(follower).total == 1


def test_two_a_day_and_each_thing_once(cast: Cast) -> None:
    records, follower = [approved(cast) for _ in range(3)], a_follower()
    for record in records[:2]:
        reported(cast, record, by=follower)
    with pytest.raises(errors.ReportedAlready):
        reported(cast, records[0], by=follower)
    with pytest.raises(errors.TooManyReports):
        reported(cast, records[2], by=follower)
    assert state_of(records[2]) == "approved"
    reported(cast, records[2], by=follower, now=NOON + 24 * HOUR)


def test_what_was_looked_into_is_not_frozen_again_by_the_next_wechat_id(cast: Cast) -> None:
    record, other = approved(cast), approved(cast)
    found = reported(cast, record, by=a_follower("oFirst"))
    answers.dismiss(cast.manager, found, "本人在场，有照片", now=NOON + 2 * HOUR)
    with pytest.raises(errors.LookedIntoBefore):
        reported(cast, record, by=a_follower("oSecond"), now=NOON + 3 * HOUR)
    assert state_of(record) == "approved"
    reported(cast, other, by=a_follower("oThird"), now=NOON + 3 * HOUR)
    reported(cast, record, now=NOON + 4 * HOUR)  # a neighbour with a name may
    assert state_of(record) == "frozen"


def test_of_a_session_only_what_nobody_has_looked_into_is_frozen(cast: Cast) -> None:
    first = approved(cast)
    position = world.a_position(session.get_one(world.ActivitySession, first.session_id))
    second = approved(cast, position=position)
    found = reported(cast, first, by=a_follower("oFirst"))
    answers.dismiss(cast.manager, found, "本人在场，有照片", now=NOON + 2 * HOUR)
    reported(cast, first, by=a_follower("oSecond"), whole=True, now=NOON + 3 * HOUR)
    assert (state_of(first), state_of(second)) == ("approved", "frozen")


def test_she_sends_no_pictures(cast: Cast) -> None:
    record = approved(cast)
    sender = Actor("volunteer", cast.neighbour.id, cast.neighbour.name)
    picture = keeping.keep(sender, a_photo(), now=NOON)
    with pytest.raises(errors.PicturesOfRegistered):
        reported(cast, record, by=a_follower(), attachment_ids=[picture])
    assert state_of(record) == "approved"


def test_registering_gives_nobody_five_more_or_the_same_thing_twice(cast: Cast) -> None:
    records, follower = [approved(cast) for _ in range(6)], a_follower()
    for record in records[:2]:
        reported(cast, record, by=follower)
    she = registered(follower, cast)
    with pytest.raises(errors.ReportedAlready):
        reported(cast, records[0], by=she)
    for record in records[2:5]:
        reported(cast, record, by=she)
    with pytest.raises(errors.TooManyReports):
        reported(cast, records[5], by=she)
    assert reports.my_reports(she).total == 5


def test_who_has_registered_meanwhile_is_told_as_everybody_is(cast: Cast) -> None:
    follower = a_follower()
    found = reported(cast, approved(cast), by=follower)
    she = registered(follower, cast)
    assert she.volunteer is not None
    answers.dismiss(cast.manager, found, "本人在场，有照片", now=LATER)
    assert [one.kind for one in inbox(she.volunteer.id).items] == ["report_answered"]


def test_staff_who_said_it_by_their_own_wechat_do_not_answer(cast: Cast) -> None:
    follower = a_follower()
    found = reported(cast, approved(cast), by=follower)
    she = registered(follower, cast)
    assert she.volunteer is not None
    office = session.get_one(world.Place, cast.manager.place.id)
    manager = world.staff(
        Role.OFFICE_MANAGER, at=office, volunteer_id=she.volunteer.id, name="陈路人"
    )
    with pytest.raises(errors.OwnReport):
        answers.dismiss(manager, found, "本人在场，有照片", now=LATER)
    assert report_state(found) == "open"


def test_whose_volunteer_account_a_wechat_id_later_is_reads_nothing_of_another(cast: Cast) -> None:
    """What a volunteer said by her WeChat stays hers when somebody else binds that WeChat."""
    follower = a_follower()
    she = registered(follower, cast)
    reported(cast, approved(cast), by=she)
    other = registered(follower, cast)
    assert reports.my_reports(other).items == []


def test_nobody_is_shown_which_wechat_id_it_was(cast: Cast) -> None:
    follower = a_follower()
    found = reported(cast, approved(cast), by=follower)
    seen = repr(reports.report(found, EVERYWHERE))
    assert "oFollower1" not in seen
    assert str(follower.identity_id) not in seen


def test_a_report_is_by_somebody(cast: Cast) -> None:
    record = approved(cast)
    said = reporting.Report(record.session_id, record.id, WHY)
    with pytest.raises(Exception, match="by_somebody"):
        reporting.report(Resident(None, None, None), said, notice_days=7, now=NOON + HOUR)
    session.rollback()
    assert session.scalars(select(HourReport)).all() == []


def test_who_could_have_approved_with_a_clerks_account_does_not_answer(cast: Cast) -> None:
    """She resets the clerk's password, approves as the clerk, and answers the report as herself."""
    appointment.reset_password(cast.manager, cast.clerk.id, now=NOON - HOUR)
    record = approved(cast)
    found = reported(cast, record)
    with pytest.raises(errors.HoldsKeysBehindTheHours):
        answers.dismiss(cast.manager, found, "本人在场，有照片", now=LATER)
    assert isinstance(reports.why_not_answer(cast.manager, found), errors.HoldsKeysBehindTheHours)
    answers.dismiss(cast.administrator, found, "本人在场，有照片", now=LATER)
    assert state_of(record) == "approved"
