"""Signing up, seeing it, giving it back."""

from uuid import uuid4

from app.domain.activities.models import ActivitySession, Position
from app.domain.people.models import Volunteer
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.world import HOUR, NOON, a_station, a_volunteer, an_open_position, saved, signed_up


def address(position: Position) -> str:
    activity_id = session.get_one(ActivitySession, position.session_id).activity_id
    return f"/h5/activities/{activity_id}/positions/{position.id}"


def someone(visitor: Visitor) -> Volunteer:
    person = a_volunteer(a_station())
    visitor.sign_in(person)
    return person


def test_signing_up_shows_what_came_of_it(visitor: Visitor) -> None:
    someone(visitor)
    position = an_open_position(a_station())
    visitor.open(address(position))
    page = visitor.send(address(position), follow=True)
    assert page.status_code == 200
    assert "报名成功" in page.text
    assert "社区环境清洁" in visitor.open("/h5/sign-ups").text


def test_a_reminder_is_promised_only_when_one_will_come(visitor: Visitor) -> None:
    someone(visitor)
    for hours, promised in ((72, True), (3, False)):
        position = an_open_position(a_station(), starts_at=NOON + hours * HOUR)
        visitor.open(address(position))
        page = visitor.send(address(position), follow=True).text
        assert "报名成功" in page
        assert ("开始前一天会提醒您" in page) == promised


def test_a_full_position_shows_the_place_in_the_queue(visitor: Visitor) -> None:
    position = an_open_position(a_station(), capacity=1)
    signed_up(a_volunteer(), position)
    someone(visitor)
    assert "确定排队" in visitor.open(address(position)).text
    assert "您在候补第 1 位" in visitor.send(address(position), follow=True).text


def test_a_refusal_is_told_in_words(visitor: Visitor) -> None:
    someone(visitor)
    position = an_open_position(a_station(), state="cancelled")
    visitor.open(address(position))
    page = visitor.send(address(position))
    assert page.status_code == 409
    assert "这个活动已经取消，不能报名" in page.text


def test_who_is_not_signed_in_comes_back_here_afterwards(visitor: Visitor) -> None:
    position = an_open_position(a_station())
    answer = visitor.open(address(position))
    assert answer.status_code == 302
    assert f"next={address(position)}".replace("/", "%2F") in answer.location or (
        address(position) in answer.location
    )


def test_cancelling_explains_the_deadline_and_gives_the_place_back(visitor: Visitor) -> None:
    person = someone(visitor)
    position = an_open_position(a_station(), starts_at=NOON + 72 * HOUR)
    mine = signed_up(person, position)
    path = f"/h5/sign-ups/{mine.id}/cancel"
    assert "以前取消没有影响" in visitor.open(path).text
    assert "已取消报名" in visitor.send(path, follow=True, reason="家里有事").text
    assert session.get_one(Position, position.id, populate_existing=True).taken == 0


def test_after_the_deadline_the_page_says_it_will_be_noted(visitor: Visitor) -> None:
    person = someone(visitor)
    mine = signed_up(person, an_open_position(a_station(), starts_at=NOON + HOUR))
    path = f"/h5/sign-ups/{mine.id}/cancel"
    assert "会记为临时取消" in visitor.open(path).text
    assert "已记为临时取消" in visitor.send(path, follow=True).text


def test_somebody_elses_sign_up_is_not_found(visitor: Visitor) -> None:
    theirs = signed_up(a_volunteer(), an_open_position(a_station()))
    someone(visitor)
    assert visitor.open(f"/h5/sign-ups/{theirs.id}").status_code == 404
    assert visitor.open(f"/h5/sign-ups/{uuid4()}/cancel").status_code == 404


def test_who_moved_up_confirms_in_one_tap(visitor: Visitor) -> None:
    person = a_volunteer()
    position = an_open_position(a_station(), starts_at=NOON + 24 * HOUR)
    own = signed_up(person, position)
    own.confirm_by = NOON + 12 * HOUR
    saved(own)
    assert "请确认" in visitor.sign_in(person).open("/h5/sign-ups").text
    page = visitor.open(f"/h5/sign-ups/{own.id}").text
    assert "前没有确认，会让给下一位" in page
    page = visitor.send(f"/h5/sign-ups/{own.id}/confirm", follow=True).text
    assert "已确认" in page
    assert "我会来，确认参加" not in page
