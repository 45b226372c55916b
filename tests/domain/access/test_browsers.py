"""A sign-in from a browser never seen before is told to its owner, who may say it was not hers."""

from datetime import timedelta

import pytest
from flask import Flask

from app.domain.access import hashing
from app.domain.access.appointment import reset_password, reset_password_on_server
from app.domain.access.browsers import deny, whose_denial
from app.domain.access.errors import ClosedByOwner, DenialTooOld, SignInAgain, WrongCredentials
from app.domain.access.models import StaffBrowser, StaffMember
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.access.sessions import staff_behind
from app.domain.access.sign_in import SignedIn, answer_code, sign_in
from app.domain.audit import queries as audit
from app.domain.messaging import outbox
from app.domain.messaging.outbox import OutboxView
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.masking import rough_address
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from tests.authenticator import code_at
from tests.world import (
    NOON,
    a_centre,
    a_station,
    a_volunteer,
    saved,
    staff,
    staff_who_signs_in,
)

PASSWORD = "Sunshine-2026-code"


@pytest.fixture
def clerk(database: Flask) -> Staff:
    """A clerk with a password and no second factor."""
    return without_factor(staff(at=a_station()))


def without_factor(member: Staff) -> Staff:
    row = session.get_one(StaffMember, member.id)
    row.username, row.password_hash = "wangli", hashing.hashed(PASSWORD)
    saved(row)
    return member


def coming(browser: str = "", *, address: str = "10.1.2.3") -> SignedIn:
    return sign_in(
        "wangli",
        PASSWORD,
        device="Windows 电脑 · Edge",
        address=address,
        browser=browser,
        now=NOON,
    )


def letters() -> list[OutboxView]:
    return [one for one in outbox.claim("test", limit=100, now=NOON) if one.kind == "new_browser"]


def denial_of(letter: OutboxView) -> str:
    return letter.url.rpartition("/")[2]


def test_a_new_browser_is_told_with_device_and_network(clerk: Staff) -> None:
    coming()
    (letter,) = letters()
    assert (letter.channel, letter.recipient) == ("sms", clerk.phone)
    assert "Windows 电脑 · Edge" in letter.body
    assert "10.1.2.*" in letter.body
    assert "10.1.2.3" not in letter.body
    assert letter.payload["with_link"] is True


def test_a_volunteer_is_told_by_wechat_and_in_her_inbox(clerk: Staff) -> None:
    person = a_volunteer(open_id="o-wang")
    with transaction():
        session.get_one(StaffMember, clerk.id).volunteer_id = person.id
    coming()
    (letter,) = letters()
    assert (letter.channel, letter.recipient) == ("wechat_template", "o-wang")
    assert letter.volunteer_id == person.id


def test_a_known_browser_is_told_no_more(clerk: Staff) -> None:
    cookie = coming().browser
    assert coming(cookie).browser == cookie
    assert len(letters()) == 1
    stored = session.query(StaffBrowser.token_hash).scalar()
    assert stored not in cookie
    assert len(stored) == 64


def test_a_colleagues_browser_is_new_for_her(clerk: Staff) -> None:
    other = staff_who_signs_in("zhao", PASSWORD, role=Role.CENTRE_ADMINISTRATOR, at=a_centre())
    waiting = sign_in("zhao", PASSWORD, device="x", address="10.1.2.3", now=NOON)
    hers = answer_code(waiting.token, code_at(NOON), device="x", address="10.1.2.3", now=NOON)
    assert coming(hers.browser).browser == hers.browser, "one cookie a browser"
    assert [letter.recipient for letter in letters()] == [other.phone, clerk.phone]


@pytest.mark.parametrize("cookie", ["", "made-up", "AAAA"])
def test_a_forged_cookie_is_a_new_browser(clerk: Staff, cookie: str) -> None:
    coming()
    assert coming(cookie).browser != cookie
    assert len(letters()) == 2


def test_a_password_alone_does_not_make_a_browser_known(database: Flask) -> None:
    staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=a_station())
    assert coming().browser == ""
    assert letters() == []


def test_not_me_signs_everybody_out_and_closes_the_account(clerk: Staff) -> None:
    mine = coming()
    (first,) = letters()
    thief = coming()
    code = denial_of(first)
    assert whose_denial(code, now=NOON) == "王丽"
    deny(code, now=NOON)
    assert [staff_behind(one.token, now=NOON) for one in (mine, thief)] == [None, None]
    with pytest.raises(ClosedByOwner):
        coming(mine.browser)
    with pytest.raises(WrongCredentials):
        sign_in("wangli", "not it", device="x", address="y", now=NOON)
    assert audit.story_of("staff", clerk.id)[-1].action == "staff.not_me"


def test_not_me_ends_a_sign_in_that_waits_for_its_code(database: Flask) -> None:
    staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=a_station())
    inside = coming()
    answer_code(inside.token, code_at(NOON), device="x", address="y", now=NOON)
    half = coming()
    deny(denial_of(letters()[0]), now=NOON)
    later = NOON + timedelta(seconds=30)
    with pytest.raises(SignInAgain):
        answer_code(half.token, code_at(later), device="x", address="y", now=later)


def test_after_a_reset_she_comes_in_and_every_browser_is_new(clerk: Staff) -> None:
    cookie = coming().browser
    deny(denial_of(letters()[0]), now=NOON)
    office = session.get_one(Place, session.get_one(Place, clerk.place.id).parent_id)
    password = reset_password(staff(Role.OFFICE_MANAGER, at=office), clerk.id, now=NOON)
    sign_in("wangli", password, device="x", address="10.1.2.3", browser=cookie, now=NOON)
    assert len(letters()) == 1


def test_an_operator_opens_an_administrators_account_again(clerk: Staff) -> None:
    coming()
    deny(denial_of(letters()[0]), now=NOON)
    password = reset_password_on_server("wangli", reason="当面核对", now=NOON)
    came = sign_in("wangli", password, device="x", address="10.1.2.3", now=NOON)
    assert came.staff.must_change_password
    with pytest.raises(NotFound):
        reset_password_on_server("nobody", reason="当面核对", now=NOON)


@pytest.mark.parametrize("code", ["", "x", "A" * 35])
def test_a_made_up_link_closes_nobodys_account(clerk: Staff, code: str) -> None:
    coming()
    with pytest.raises(DenialTooOld):
        deny(code, now=NOON)


def test_the_cookie_is_no_link(clerk: Staff) -> None:
    with pytest.raises(DenialTooOld):
        deny(coming().browser, now=NOON)


def test_a_link_lives_seven_days_and_once(clerk: Staff) -> None:
    coming()
    code = denial_of(letters()[0])
    week = NOON + timedelta(days=7)
    with pytest.raises(DenialTooOld):
        deny(code, now=week)
    deny(code, now=week - timedelta(seconds=1))
    with pytest.raises(DenialTooOld):
        deny(code, now=NOON)


@pytest.mark.parametrize(
    ("address", "rough"),
    [("10.1.2.3", "10.1.2.*"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:*"), ("", "")],
)
def test_an_address_is_told_roughly(address: str, rough: str) -> None:
    assert rough_address(address) == rough
