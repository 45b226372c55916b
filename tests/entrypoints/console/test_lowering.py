"""Taking places back at the desk: who loses hers is seen before it is done."""

import re

from sqlalchemy import select

from app.domain.activities.models import Position, SignUp
from app.domain.activities.queries import session as find_session
from app.domain.messaging import queries as messages
from app.kernel.database import session
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    HOUR,
    NOON,
    Place,
    a_station,
    a_volunteer,
    an_open_position,
    signed_up,
    staff,
)


def three_places_taken(here: Place) -> tuple[str, Position, list[SignUp]]:
    position = an_open_position(here, capacity=3)
    rows = [
        signed_up(a_volunteer(here, name=f"志愿者{name}"), position, queued_at=NOON - hours * HOUR)
        for hours, name in ((3, "甲"), (2, "乙"), (1, "丙"))
    ]
    activity_id = find_session(position.session_id).activity_id
    return f"/console/activities/{activity_id}/positions/{position.id}/lower", position, rows


def test_the_names_come_first_and_then_it_is_done(desk: Desk) -> None:
    here = a_station()
    url, position, rows = three_places_taken(here)
    browser = desk(staff(at=here))
    assert "收回名额" in browser.get(url).text
    page = browser.post(url, data={"capacity": "2", "reason": "场地太小"}).text
    assert "有 1 人会失去名额" in page
    assert "志愿者丙" in page
    assert "志愿者乙" not in page
    assert session.get_one(Position, position.id, populate_existing=True).taken == 3
    sent = dict(re.findall(r'name="(capacity|reason|sure|confirmed)" value="([^"]+)"', page))
    answer = browser.post(url, data=sent)
    assert answer.status_code == 303
    states = session.scalars(select(SignUp.state).order_by(SignUp.queued_at)).all()
    assert states == ["signed_up", "signed_up", "waiting"]
    (notice,) = messages.inbox(rows[2].volunteer_id).items
    assert "场地太小" in notice.body
    assert "候补第 1 位" in notice.body


def test_when_somebody_has_left_meanwhile_the_new_names_are_shown(desk: Desk) -> None:
    here = a_station()
    url, position, rows = three_places_taken(here)
    sent = {"capacity": "2", "reason": "场地太小", "sure": "1", "confirmed": str(rows[1].id)}
    answer = desk(staff(at=here)).post(url, data=sent)
    assert answer.status_code == 422
    assert "和刚才列出的不一样" in answer.text
    assert "志愿者丙" in answer.text
    assert session.get_one(Position, position.id, populate_existing=True).taken == 3


def test_without_a_reason_the_form_comes_back(desk: Desk) -> None:
    here = a_station()
    url, _, _ = three_places_taken(here)
    answer = desk(staff(at=here)).post(url, data={"capacity": "2", "reason": ""})
    assert answer.status_code == 422
    assert "请写明原因" in answer.text
