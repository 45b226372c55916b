"""Each optional use of one's data is agreed to and withdrawn alone, at once; nothing is lost."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.audit.models import AuditEntry
from app.domain.people import consents, families, leaving, purposes, queries
from app.domain.people.guardians import ChildApplication, register_child
from app.domain.people.models import Consent, Volunteer
from app.domain.people.optional_consents import (
    agree,
    agreed,
    names_shown_openly,
    public_names,
    refused,
    standing,
    who_agreed,
    withdraw,
)
from app.domain.people.purposes import OPEN_NAME, POSITION, PURPOSES, SMS, WECHAT_NEWS
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests.conftest import Counting
from tests.world import NOON, a_volunteer, saved

HOUR = timedelta(hours=1)


@pytest.fixture
def zhang(database: object) -> Volunteer:
    return a_volunteer()


def says(person: Volunteer, kind: str, yes: bool, *, by: Volunteer | None = None) -> None:
    who = queries.volunteer((by or person).id)
    if yes:
        agree(person.id, kind, by=who, channel="wechat", now=NOON)
    else:
        withdraw(person.id, kind, by=who, now=NOON + HOUR)


def rows_of(person: Volunteer) -> list[Consent]:
    session.expire_all()
    query = select(Consent).where(Consent.volunteer_id == person.id)
    return list(session.scalars(query.order_by(Consent.given_at)))


def with_terms(person: Volunteer) -> Consent:
    return saved(
        Consent(
            volunteer_id=person.id,
            kind=consents.KIND,
            version="2026-11",
            text_hash="a" * 64,
            channel="phone",
            given_at=NOON - 48 * HOUR,
        )
    )


def test_messages_come_with_the_terms_and_the_rest_only_on_ones_word(zhang: Volunteer) -> None:
    assert [(one.purpose.kind, one.agreed) for one in standing(zhang.id)] == [
        *(("wechat_news", True), ("sms_notices", True)),
        *(("open_name", False), ("phone_position", False)),
        *(("hours_ranking", False), ("good_person_news", False)),
        ("activity_news", False),
    ]


def test_agreeing_keeps_the_version_the_words_and_the_time(zhang: Volunteer) -> None:
    says(zhang, OPEN_NAME.kind, True)
    (row,) = rows_of(zhang)
    assert (row.version, row.channel, row.given_at) == (purposes.VERSION, "wechat", NOON)
    assert row.text_hash == consents.text_hash(OPEN_NAME.text)
    assert agreed(zhang.id, OPEN_NAME)
    assert not agreed(zhang.id, POSITION)


def test_withdrawing_ends_that_one_alone_and_keeps_what_was(zhang: Volunteer) -> None:
    says(zhang, OPEN_NAME.kind, True)
    says(zhang, POSITION.kind, True)
    says(zhang, OPEN_NAME.kind, False)
    assert not agreed(zhang.id, OPEN_NAME)
    assert agreed(zhang.id, POSITION)
    ended = [row.withdrawn_at for row in rows_of(zhang) if row.kind == OPEN_NAME.kind]
    assert ended == [NOON + HOUR]
    says(zhang, OPEN_NAME.kind, True)
    (its,) = [one for one in standing(zhang.id) if one.purpose is OPEN_NAME]
    assert its.agreed
    assert len(its.rows) == 2


@pytest.mark.parametrize("kind", [OPEN_NAME.kind, SMS.kind])
def test_said_twice_is_said_once(zhang: Volunteer, kind: str) -> None:
    for yes in (True, True, False, False, True, True):
        says(zhang, kind, yes)
    in_force = [row for row in rows_of(zhang) if row.withdrawn_at is None]
    assert len(in_force) == 1
    ended = [row for row in rows_of(zhang) if row.withdrawn_at]
    assert len(ended) == 1


def test_what_came_with_the_terms_is_withdrawn_with_their_words(zhang: Volunteer) -> None:
    with_terms(zhang)
    says(zhang, SMS.kind, False)
    (row,) = [row for row in rows_of(zhang) if row.kind == SMS.kind]
    assert (row.version, row.text_hash, row.channel) == ("2026-11", "a" * 64, "phone")
    assert (row.given_at, row.withdrawn_at) == (NOON - 48 * HOUR, NOON + HOUR)
    terms = [row for row in rows_of(zhang) if row.kind == consents.KIND]
    assert terms[0].withdrawn_at is None
    assert not agreed(zhang.id, SMS)
    assert agreed(zhang.id, WECHAT_NEWS)


def test_newer_words_are_agreed_to_anew(zhang: Volunteer) -> None:
    saved(
        Consent(
            volunteer_id=zhang.id,
            kind=OPEN_NAME.kind,
            version="2020-01",
            text_hash="b" * 64,
            channel="phone",
            given_at=NOON - HOUR,
        )
    )
    says(zhang, OPEN_NAME.kind, True)
    assert [(row.version, row.withdrawn_at) for row in rows_of(zhang)] == [
        ("2020-01", NOON),
        (purposes.VERSION, None),
    ]


def test_there_are_no_other_purposes(zhang: Volunteer) -> None:
    with pytest.raises(NotFound):
        says(zhang, "everything", True)
    with pytest.raises(NotFound):
        says(zhang, consents.KIND, False)


def test_the_trail_knows_who_said_what(zhang: Volunteer) -> None:
    says(zhang, OPEN_NAME.kind, True)
    says(zhang, OPEN_NAME.kind, False)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.at)).all()
    assert [(one.action, one.actor_id, one.object_id) for one in entries] == [
        ("volunteer.agree", zhang.id, zhang.id),
        ("volunteer.withdraw_consent", zhang.id, zhang.id),
    ]


def test_a_thousand_names_cost_one_statement(zhang: Volunteer, statements: Counting) -> None:
    li = a_volunteer(name="李明")
    says(zhang, OPEN_NAME.kind, True)
    people = [zhang.id, li.id, *(a_volunteer().id for _ in range(20))]
    with statements() as seen:
        assert names_shown_openly(people) == {zhang.id}
        assert refused(people, [SMS, WECHAT_NEWS]) == frozenset()
    assert len(seen) == 2
    names = public_names(people)
    assert (names[zhang.id], names[li.id]) == ("张桂英", "李*")
    assert names_shown_openly([]) == frozenset()


def test_who_refused_is_missing_from_those_who_agreed(zhang: Volunteer) -> None:
    li = a_volunteer(name="李明")
    says(li, SMS.kind, False)
    assert who_agreed([zhang.id, li.id], SMS) == {zhang.id}
    assert refused([zhang.id, li.id], [SMS]) == {(li.id, SMS.kind)}


def test_a_guardian_decides_for_her_child_until_she_lets_go(zhang: Volunteer) -> None:
    application = ChildApplication(
        name="张小宝",
        birth_date=date(2011, 5, 1),
        id_number=None,
        relation="母亲",
        community_id=zhang.community_id,
        consent_version=consents.GUARDIAN_VERSION,
    )
    made = register_child(zhang.id, application, channel="wechat", now=NOON - HOUR).child
    child = session.get_one(Volunteer, made.id)
    says(child, OPEN_NAME.kind, True, by=zhang)
    says(child, SMS.kind, False, by=zhang)
    care = families.guardian_of(child.id)
    assert care is not None
    (row,) = [row for row in rows_of(child) if row.kind == SMS.kind]
    assert (row.version, row.given_at) == (care.version, care.given_at)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "volunteer.agree")).one()
    assert (entry.actor_id, entry.object_id) == (zhang.id, child.id)
    leaving.withdraw_guardians_consent(zhang.id, child.id, now=NOON + HOUR)
    assert queries.volunteer(child.id).state == "active"
    assert names_shown_openly([child.id]) == frozenset()


def test_who_leaves_agrees_to_nothing(zhang: Volunteer) -> None:
    says(zhang, OPEN_NAME.kind, True)
    leaving.leave(zhang.id, now=NOON)
    assert names_shown_openly([zhang.id]) == frozenset()
    assert public_names([zhang.id]) == {zhang.id: "已注销"}


def test_changed_words_need_a_new_version() -> None:
    shown = {
        "2026-12": "c8529e07903fae7faed7b8da40856a63930158045ce1a73927980f78b0f37b23",
        "2026-12-2": "d13129c0ce1c0f71adf5c09676e56c5247193b3b67fdc9762a3733fbba90455c",
        "2026-12-3": "70c95097d8b320f997ad28fe84a765a9b03d51510c41a1a71794abe8de375787",
        "2026-12-4": "c3447f3af86cc521200efaafa2e710cf038c7af47fa99a0f7c47eb9ad11aa725",
    }
    words = "\n".join(one.text for one in PURPOSES)
    assert consents.text_hash(words) == shown[purposes.VERSION], (
        "the words of a purpose changed: give them a new VERSION and add it here with its hash"
    )
