"""Minors take part with a guardian's word, and never in danger."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.activities import errors, with_guardian
from app.domain.activities.minors import Word, text_hash, words_at
from app.domain.activities.models import GuardianWord, Position, SignUp
from app.domain.activities.sign_up import sign_up
from app.domain.activities.with_guardian import REQUEST_LASTS
from app.domain.people import consents, leaving, queries
from app.domain.people.errors import WrongCode
from app.domain.people.events import PhoneCodeIssued
from app.domain.people.guardians import ChildApplication, register_child
from app.domain.people.models import Volunteer
from app.domain.people.phone_codes import send_code
from app.kernel import happenings
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests.world import HOUR, NOON, a_station, a_volunteer, an_open_position, checked_in
from tests.world import signed_up as has_place

FIFTEEN = date(2011, 5, 1)
GUARDIANS_PHONE = "13912345678"
AGREES = Word("in_person", "李敏", GUARDIANS_PHONE, "母亲")
COMES = Word("in_person", "李敏", GUARDIANS_PHONE, "母亲", accompanies=True)


@pytest.fixture
def position(database: object) -> Position:
    """Open for sign-up; its session is tomorrow, 24 November 2026."""
    return an_open_position(a_station())


def aged(years: int, *, days: int = 0) -> Volunteer:
    """Somebody who is so old on the day of the session, and so many days more."""
    day = date(2026 - years, 11, 24) - timedelta(days=days)
    return a_volunteer(name="张小宝", born=day)


@pytest.mark.parametrize(
    ("years", "word", "refusal"),
    [
        (18, None, None),
        (17, None, errors.GuardianNeeded),
        (17, AGREES, None),
        (10, AGREES, None),
        (9, AGREES, errors.AccompanimentNeeded),
        (9, COMES, None),
        (6, COMES, None),
        (5, COMES, errors.TooYoungForAny),
    ],
)
def test_the_word_needed_goes_by_the_age_on_the_day(
    position: Position, years: int, word: Word | None, refusal: type[Exception] | None
) -> None:
    child = aged(years)
    if refusal is None:
        assert sign_up(child.id, position.id, word=word, now=NOON).state == "signed_up"
    else:
        with pytest.raises(refusal):
            sign_up(child.id, position.id, word=word, now=NOON)


def test_a_day_before_eighteen_is_a_minor(position: Position) -> None:
    with pytest.raises(errors.GuardianNeeded):
        sign_up(aged(18, days=-1).id, position.id, now=NOON)


def test_the_word_is_kept_beside_the_place(position: Position) -> None:
    done = sign_up(aged(15).id, position.id, word=AGREES, now=NOON)
    kept = session.scalars(select(GuardianWord)).one()
    assert (kept.sign_up_id, kept.relation, kept.given_at) == (done.sign_up_id, "母亲", NOON)
    assert kept.text_hash == text_hash()
    assert list(words_at(position.session_id).values()) == [AGREES]


@pytest.mark.parametrize("word", [AGREES, COMES])
def test_no_word_opens_danger_to_a_minor(database: object, word: Word) -> None:
    danger = an_open_position(a_station(), risk_level="high")
    with pytest.raises(errors.TooYoung):
        sign_up(aged(17).id, danger.id, word=word, now=NOON)
    minor = queries.volunteer(aged(17).id)
    with pytest.raises(errors.TooYoung):
        with_guardian.sign_up_accompanied(minor, danger.id, companion=word, now=NOON)
    with pytest.raises(errors.TooYoung):
        with_guardian.agree_to_request(
            with_guardian.request_code(minor.id, danger.id, now=NOON),
            queries.volunteer(a_volunteer(name="李敏").id),
            relation="母亲",
            accompanies=True,
            now=NOON,
        )


@pytest.fixture
def code(database: object) -> str:
    """The code that the guardian reads out."""
    before = happenings.follows(PhoneCodeIssued)
    sent: list[PhoneCodeIssued] = []
    happenings.when(PhoneCodeIssued, sent.append)
    send_code(GUARDIANS_PHONE, address="10.0.0.1", now=NOON)
    happenings.when(PhoneCodeIssued, *before)
    return sent[0].code


BY_CODE = Word("phone_code", "李敏", GUARDIANS_PHONE, "母亲")


def test_the_guardian_agrees_by_a_code_to_her_phone(position: Position, code: str) -> None:
    minor = queries.volunteer(a_volunteer(born=FIFTEEN).id)
    with_guardian.sign_up_by_guardians_code(
        minor, position.id, guardian=BY_CODE, code=code, now=NOON
    )
    assert words_at(position.session_id)[minor.id].way == "phone_code"


def test_a_wrong_code_signs_nobody_up(position: Position, code: str) -> None:
    minor = queries.volunteer(a_volunteer(born=FIFTEEN).id)
    wrong = "000000" if code != "000000" else "111111"
    with pytest.raises(WrongCode):
        with_guardian.sign_up_by_guardians_code(
            minor, position.id, guardian=BY_CODE, code=wrong, now=NOON
        )
    assert session.scalars(select(SignUp)).all() == []


def test_ones_own_phone_is_no_guardians(position: Position) -> None:
    minor = queries.volunteer(a_volunteer(born=FIFTEEN).id)
    own = Word("phone_code", "李敏", minor.phone, "母亲")
    with pytest.raises(errors.OwnPhoneAsGuardians):
        with_guardian.sign_up_by_guardians_code(
            minor, position.id, guardian=own, code="123456", now=NOON
        )


def test_the_guardian_agrees_from_her_own_account(position: Position) -> None:
    minor, mother = a_volunteer(born=FIFTEEN), queries.volunteer(a_volunteer(name="李敏").id)
    link = with_guardian.request_code(minor.id, position.id, now=NOON)
    with_guardian.agree_to_request(
        link, mother, relation="母亲", accompanies=False, now=NOON + HOUR
    )
    word = words_at(position.session_id)[minor.id]
    assert (word.way, word.name, word.phone) == ("wechat", "李敏", mother.phone)


def test_neither_the_minor_nor_another_minor_agrees(position: Position) -> None:
    minor = a_volunteer(born=FIFTEEN)
    link = with_guardian.request_code(minor.id, position.id, now=NOON)
    for nobody in (minor, a_volunteer(born=FIFTEEN, name="王明")):
        with pytest.raises(errors.GuardianNotGrown):
            with_guardian.agree_to_request(
                link, queries.volunteer(nobody.id), relation="母亲", accompanies=False, now=NOON
            )


def test_an_old_link_and_a_made_up_one_are_refused(position: Position) -> None:
    link = with_guardian.request_code(a_volunteer().id, position.id, now=NOON)
    assert with_guardian.read_request(link, now=NOON + REQUEST_LASTS).position_id == position.id
    with pytest.raises(errors.RequestExpired):
        with_guardian.read_request(link, now=NOON + REQUEST_LASTS + timedelta(seconds=1))
    with pytest.raises(NotFound):
        with_guardian.read_request("x" + link[1:], now=NOON)


def a_child_of(mother: Volunteer, *, born: date) -> queries.VolunteerView:
    application = ChildApplication(
        name=f"宝{'一二三四五六七八九'[born.month - 1]}",
        birth_date=born,
        id_number=None,
        relation="母亲",
        community_id=mother.community_id,
        consent_version=consents.GUARDIAN_VERSION,
    )
    return register_child(mother.id, application, channel="wechat", now=NOON).child


def test_a_family_signs_up_and_each_is_told_why_not(database: object) -> None:
    mother = a_volunteer(name="李敏")
    older, small = (
        a_child_of(mother, born=date(2014, 1, 1)),
        a_child_of(mother, born=date(2018, 2, 1)),
    )
    position = an_open_position(a_station(), capacity=2)
    person = queries.volunteer(mother.id)
    members = [mother.id, older.id, small.id]
    outcome = with_guardian.sign_up_family(
        person, members, position.id, accompanies=False, now=NOON
    )
    assert set(outcome.signed_up) == {mother.id, older.id}
    assert isinstance(outcome.refused[small.id], errors.AccompanimentNeeded)
    again = with_guardian.sign_up_family(person, members, position.id, accompanies=True, now=NOON)
    assert again.signed_up[small.id].state == "waiting"
    assert again.signed_up[older.id] == outcome.signed_up[older.id]


def test_nobody_signs_up_the_children_of_others(position: Position) -> None:
    child = a_child_of(a_volunteer(name="李敏"), born=date(2014, 1, 1))
    stranger = queries.volunteer(a_volunteer(name="张强").id)
    with pytest.raises(NotFound):
        with_guardian.sign_up_family(stranger, [child.id], position.id, accompanies=True, now=NOON)


def test_withdrawing_releases_what_is_ahead_and_the_next_one_moves_up(database: object) -> None:
    mother = a_volunteer(name="李敏")
    child = session.get_one(Volunteer, a_child_of(mother, born=date(2014, 1, 1)).id)
    ahead = an_open_position(a_station(), capacity=1)
    mine = has_place(child, ahead)
    next_one = has_place(a_volunteer(), ahead, state="waiting")
    running = has_place(child, an_open_position(a_station(), starts_at=NOON - HOUR))
    checked_in(running)
    leaving.withdraw_guardians_consent(mother.id, child.id, now=NOON)
    session.expire_all()
    assert (mine.state, next_one.state, running.state) == ("released", "signed_up", "signed_up")
    assert session.get_one(Position, ahead.id).taken == 1
