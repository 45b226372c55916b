"""Leaving at any time: what goes, what stays, and coming back."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain import reactions
from app.domain.audit.models import NOBODY_NAMED, AuditEntry
from app.domain.messaging import queries as messaging
from app.domain.messaging.models import OutboxMessage
from app.domain.people import consents, queries
from app.domain.people.guardians import ChildApplication, register_child
from app.domain.people.identities import sign_in_by_phone
from app.domain.people.leaving import leave
from app.domain.people.models import Volunteer, WeChatIdentity
from app.domain.people.registration import register
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests.domain.people.conftest import Applying, Coding
from tests.world import NOON, a_pending_record, a_station, a_volunteer, saved


@pytest.fixture(autouse=True)
def _connected(database: object) -> None:
    reactions.connect()


def served() -> Volunteer:
    """Somebody with a record of hours."""
    station = a_station()
    person = a_volunteer(station, open_id="o-1")
    a_pending_record(person, station)
    return person


def test_who_left_is_shown_to_nobody_and_signed_in_nowhere() -> None:
    person = served()
    leave(person.id, now=NOON)
    session.expire_all()
    assert queries.search("", EVERYWHERE).items == []
    assert queries.count_registered(EVERYWHERE) == 0
    assert queries.volunteers_with_phone(person.phone) == []
    assert queries.resident(volunteer_id=person.id) is None
    assert queries.cards([person.id])[person.id].name == "已注销"
    assert session.scalars(select(WeChatIdentity.volunteer_id)).all() == [None]
    with pytest.raises(NotFound):
        queries.volunteer(person.id)


def test_what_the_law_asks_for_is_kept_and_the_rest_is_not() -> None:
    person = served()
    saved(
        OutboxMessage(
            channel="sms",
            kind="reminder",
            recipient=person.phone,
            volunteer_id=person.id,
            title="提醒",
            body="明天见",
            url="",
            payload={},
            due_at=NOON,
            created_at=NOON,
        )
    )
    leave(person.id, now=NOON)
    session.expire_all()
    kept = session.get_one(Volunteer, person.id)
    assert (kept.name, kept.state, kept.categories) == ("张桂英", "left", [])
    assert kept.phone
    assert messaging.inbox(person.id).items == []


def test_without_a_record_nothing_is_kept() -> None:
    person = a_volunteer()
    leave(person.id, now=NOON)
    session.expire_all()
    left = session.get_one(Volunteer, person.id)
    assert (left.name, left.phone, left.birth_date, left.id_number_index) == (
        "已注销",
        "",
        None,
        None,
    )


def test_without_a_record_the_trail_forgets_the_name_and_keeps_the_decision() -> None:
    reactions.connect()
    person = a_volunteer()
    leave(person.id, now=NOON)
    session.expire_all()
    left = select(AuditEntry).where(AuditEntry.action == "volunteer.leave")
    [entry] = session.scalars(left)
    assert (entry.object_id, entry.actor_name) == (person.id, NOBODY_NAMED)


def test_with_records_the_trail_keeps_the_name() -> None:
    reactions.connect()
    person = served()
    leave(person.id, now=NOON)
    left = select(AuditEntry).where(AuditEntry.action == "volunteer.leave")
    assert session.scalars(left).one().actor_name == person.name


def test_leaving_twice_is_leaving_once() -> None:
    person = served()
    leave(person.id, now=NOON)
    leave(person.id, now=NOON + timedelta(hours=1))
    left = select(AuditEntry).where(AuditEntry.action == "volunteer.leave")
    assert len(session.scalars(left).all()) == 1


def test_consents_end_with_the_account(filled_in: Applying, code_for: Coding) -> None:
    person = register(
        filled_in(), code=code_for(), identity_id=None, source="phone", now=NOON
    ).volunteer
    leave(person.id, now=NOON)
    assert [one.withdrawn_at for one in queries.consents(person.id)] == [NOON]


def test_a_guardian_leaves_with_the_small_children_in_her_care(community: UUID) -> None:
    mother = a_volunteer(name="李敏")
    child = register_child(
        mother.id,
        ChildApplication(
            name="张小宝",
            birth_date=date(2016, 5, 1),
            id_number=None,
            relation="母亲",
            community_id=community,
            consent_version=consents.GUARDIAN_VERSION,
        ),
        channel="wechat",
        now=NOON,
    ).child
    leave(mother.id, now=NOON)
    session.expire_all()
    assert session.get_one(Volunteer, child.id).state == "left"


def test_coming_back_finds_the_records(filled_in: Applying, code_for: Coding) -> None:
    person = served()
    leave(person.id, now=NOON)
    session.expire_all()
    code = code_for(person.phone)
    assert sign_in_by_phone(person.phone, code, now=NOON) == []
    application = filled_in(name=person.name, phone=person.phone)
    back = register(application, code=code, identity_id=None, source="phone", now=NOON)
    assert back.already
    assert (back.volunteer.id, back.volunteer.state) == (person.id, "active")


def test_leaving_does_not_wash_off_a_freeze(filled_in: Applying, code_for: Coding) -> None:
    person = served()
    person.state, person.frozen_reason = "frozen", "冒用他人身份"
    saved(person)
    leave(person.id, now=NOON)
    application = filled_in(name=person.name, phone=person.phone)
    back = register(
        application, code=code_for(person.phone), identity_id=None, source="phone", now=NOON
    )
    assert back.volunteer.state == "frozen"
