"""A phone is marked on the way to its first check-in; a scan keeps a hash of the mark."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from app.domain.attendance.models import Scan
from app.domain.attendance.phone_marks import KEPT_DIGITS, kept_form, new_mark
from app.entrypoints.resident.phone_mark import COOKIE
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.entrypoints.resident.test_check_in import a_place_taken, code
from tests.world import NOON, a_volunteer


def test_two_scans_of_one_phone_keep_the_same_hash_and_never_the_mark(
    visitor: Visitor, at: Callable[[datetime], None]
) -> None:
    zhang, li = a_volunteer(), a_volunteer()
    for person, minutes in ((zhang, 0), (li, 1)):
        now = NOON + timedelta(minutes=minutes, seconds=20)
        at(now)
        position = a_place_taken(person)
        visitor.sign_in(person).open(code(position, now=now), follow=True)
        visitor.send("/h5/check-in", follow=True)
    cookie = visitor.client.get_cookie(COOKIE)
    assert cookie is not None
    kept = list(session.scalars(select(Scan.phone_mark)))
    assert kept == [kept_form(cookie.value)] * 2
    assert len(kept[0] or "") == KEPT_DIGITS
    assert (kept[0] or "") not in cookie.value
    assert set(session.scalars(select(Scan.code_age_seconds))) == {20}


def test_the_cookie_is_long_lived_and_out_of_reach_of_scripts(visitor: Visitor) -> None:
    person = a_volunteer()
    answer = visitor.sign_in(person).open(code(a_place_taken(person)))
    [header] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(COOKIE)]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Max-Age=31536000" in header


def test_a_mark_that_is_not_ours_is_replaced(visitor: Visitor) -> None:
    person = a_volunteer()
    visitor.client.set_cookie(COOKIE, "made-up")
    visitor.sign_in(person).open(code(a_place_taken(person)))
    cookie = visitor.client.get_cookie(COOKIE)
    assert cookie is not None
    assert kept_form(cookie.value)


def test_marks_are_random_and_only_ours_are_known() -> None:
    assert new_mark() != new_mark()
    assert kept_form("") is None
    assert kept_form(new_mark()[:-2]) is None
