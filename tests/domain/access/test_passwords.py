import pytest

from app.domain.access import queries
from app.domain.access.appointment import first_administrator
from app.domain.access.errors import WeakPassword, WrongCredentials, WrongPassword
from app.domain.access.passwords import change_password, first_password, why_not_this_password
from app.domain.access.queries import Staff
from app.domain.access.sessions import staff_behind
from app.domain.access.sign_in import SignedIn, sign_in
from app.domain.places.scope import EVERYWHERE
from app.kernel.refusal import NotFound
from tests.world import NOON, a_centre


@pytest.mark.parametrize(
    "password",
    [
        "Abcdefgh12",
        "abcdefg-12",
        "ABCDEFG-12",
        "sixteen-letters-",
        "长密码也可以的Abc1",
        "a" * 3 + "B1-" * 3,
    ],
)
def test_long_and_mixed_passwords_are_good(password: str) -> None:
    assert why_not_this_password(password, username="wang.li") is None


@pytest.mark.parametrize(
    "password",
    [
        "Abcdef-12",  # nine characters
        "abcdefgh12",  # two kinds
        "abcdefghijklmno",  # fifteen of one kind
        "Wang.Li-2026",  # the user name
        "Abcd1111-xyz",  # four in a row
        "Ab-1" * 33,  # endless
    ],
)
def test_what_can_be_guessed_is_refused(password: str) -> None:
    assert isinstance(why_not_this_password(password, username="wang.li"), WeakPassword)


def test_first_passwords_are_good_and_never_the_same() -> None:
    made = {first_password("wang.li") for _ in range(50)}
    assert len(made) == 50
    assert all(why_not_this_password(one, username="wang.li") is None for one in made)
    assert not any(set(one) & set("0O1lIB8S5Z2") for one in made)


OLD = "first-Password-1"
NEW = "second-Password-2"


@pytest.fixture
def came(database: object) -> SignedIn:
    a_centre()
    first_administrator(name="赵主任", username="zhao", phone="13800138000", password=OLD, now=NOON)
    return entering(OLD)


def entering(password: str) -> SignedIn:
    return sign_in("zhao", password, device="Firefox", address="10.0.0.1", now=NOON)


def test_a_changed_password_opens_and_the_old_one_does_not(came: SignedIn) -> None:
    elsewhere = entering(OLD)
    change_password(came.staff, old=OLD, new=NEW, now=NOON)
    with pytest.raises(WrongCredentials):
        entering(OLD)
    assert entering(NEW).staff.must_change_password is False
    assert staff_behind(came.token, now=NOON) is not None
    assert staff_behind(elsewhere.token, now=NOON) is None


def test_changing_needs_the_old_password(came: SignedIn) -> None:
    with pytest.raises(WrongPassword):
        change_password(came.staff, old="not it", new=NEW, now=NOON)
    assert entering(OLD)


@pytest.mark.parametrize("new", ["weak", OLD])
def test_a_weak_or_the_same_password_is_refused(came: SignedIn, new: str) -> None:
    with pytest.raises(WeakPassword):
        change_password(came.staff, old=OLD, new=new, now=NOON)
    assert entering(OLD)


def test_the_first_administrator_keeps_the_password_given(came: SignedIn) -> None:
    assert came.staff.must_change_password is False
    made = first_administrator(name="钱主任", username="qian", phone="13800138001", now=NOON)
    member: Staff = queries.staff_member(made.staff_id, EVERYWHERE)
    assert member.must_change_password
    with pytest.raises(WeakPassword):
        first_administrator(
            name="孙主任", username="sun", phone="13800138002", password="weak", now=NOON
        )


@pytest.mark.usefixtures("database")
def test_without_a_centre_there_is_nothing_to_administer() -> None:
    with pytest.raises(NotFound):
        first_administrator(name="赵主任", username="zhao", phone="13800138000", now=NOON)
