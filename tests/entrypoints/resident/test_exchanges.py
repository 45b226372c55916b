"""Changing positions from the phone: at once where there is room, else with who agrees."""

from datetime import date

from sqlalchemy import select

from app.domain.activities.models import Position, PositionExchange, SignUp
from app.domain.messaging import queries as messages
from app.domain.people.models import Guardianship
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.world import (
    HOUR,
    NOON,
    a_position,
    a_session,
    a_station,
    a_volunteer,
    an_activity,
    saved,
    signed_up,
)


def two_positions(*, room: int = 2) -> tuple[Position, Position]:
    part = a_session(an_activity(a_station(), starts_at=NOON + 72 * HOUR))
    return a_position(part, name="签到台", capacity=1), a_position(
        part, name="路口引导", capacity=room
    )


def test_a_free_position_is_taken_in_one_tap(visitor: Visitor) -> None:
    desk, street = two_positions()
    person = a_volunteer()
    mine = signed_up(person, desk)
    visitor.sign_in(person)
    assert "换岗位" in visitor.open(f"/h5/sign-ups/{mine.id}").text
    path = f"/h5/sign-ups/{mine.id}/position"
    assert "还有 2 个名额" in visitor.open(path).text
    page = visitor.send(path, follow=True, position=str(street.id))
    assert "岗位已换好" in page.text
    assert "路口引导" in page.text
    taken = session.scalars(select(Position.taken).order_by(Position.capacity)).all()
    assert taken == [0, 1]


def test_a_full_position_is_told_in_words(visitor: Visitor) -> None:
    desk, street = two_positions(room=1)
    person = a_volunteer()
    mine = signed_up(person, desk)
    signed_up(a_volunteer(name="李明"), street)
    visitor.sign_in(person)
    visitor.open(f"/h5/sign-ups/{mine.id}/position")
    answer = visitor.send(f"/h5/sign-ups/{mine.id}/position", position=str(street.id))
    assert answer.status_code == 409
    assert "已经满了" in answer.text


def test_one_asks_and_the_other_agrees(visitor: Visitor) -> None:
    desk, street = two_positions(room=1)
    zhang, li = a_volunteer(name="张桂英"), a_volunteer(name="李明")
    mine, theirs = signed_up(zhang, desk), signed_up(li, street)
    visitor.sign_in(zhang)
    page = visitor.open(f"/h5/sign-ups/{mine.id}/position").text
    assert "李明" not in page
    assert str(theirs.id) in page
    page = visitor.send(f"/h5/sign-ups/{mine.id}/exchange", follow=True, other=str(theirs.id)).text
    assert "等对方答复" in page
    (notice,) = messages.inbox(li.id).items
    assert "想和您互换岗位" in notice.body
    visitor.sign_in(li)
    page = visitor.open(notice.url).text
    assert "张桂英" not in page
    assert "岗位已互换" in visitor.send(f"{notice.url}/accept", follow=True).text
    positions = {row.id: row.position_id for row in session.scalars(select(SignUp))}
    assert positions == {mine.id: street.id, theirs.id: desk.id}
    assert messages.inbox(zhang.id).items[0].title == "岗位已换好"


def test_a_request_is_not_shown_to_others(visitor: Visitor) -> None:
    desk, street = two_positions(room=1)
    zhang, li = a_volunteer(name="张桂英"), a_volunteer(name="李明")
    mine, theirs = signed_up(zhang, desk), signed_up(li, street)
    visitor.sign_in(zhang)
    visitor.open(f"/h5/sign-ups/{mine.id}/position")
    visitor.send(f"/h5/sign-ups/{mine.id}/exchange", other=str(theirs.id))
    asked = session.scalars(select(PositionExchange.id)).one()
    visitor.sign_in(a_volunteer(name="王芳"))
    assert visitor.open(f"/h5/exchanges/{asked}").status_code == 404


def test_a_guardian_answers_for_her_child(visitor: Visitor) -> None:
    desk, street = two_positions(room=1)
    zhang, guardian = a_volunteer(name="张桂英"), a_volunteer(name="李明")
    child = a_volunteer(name="李小明", born=date(2012, 1, 1))
    guardian.guards_children = True
    saved(guardian)
    saved(
        Guardianship(
            child_id=child.id,
            guardian_id=guardian.id,
            guardian_name=guardian.name,
            guardian_phone=guardian.phone,
            relation="父亲",
            version="2026-12",
            text_hash="0" * 64,
            channel="wechat",
            given_at=NOON,
        )
    )
    mine, theirs = signed_up(zhang, desk), signed_up(child, street)
    visitor.sign_in(zhang)
    visitor.open(f"/h5/sign-ups/{mine.id}/position")
    visitor.send(f"/h5/sign-ups/{mine.id}/exchange", other=str(theirs.id))
    asked = session.scalars(select(PositionExchange.id)).one()
    visitor.sign_in(guardian)
    assert "谢绝，不换" in visitor.open(f"/h5/exchanges/{asked}").text
    assert "已谢绝" in visitor.send(f"/h5/exchanges/{asked}/refuse", follow=True).text
    assert session.get_one(PositionExchange, asked, populate_existing=True).state == "refused"
