"""Complaints at a desk: found, taken, asked back, answered, passed up, counted; not by anybody."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.complaints import complaining, handling, timing
from app.domain.complaints.queries import TABS
from app.domain.complaints.rules import State
from app.domain.people import denials
from app.entrypoints.console import complaint_words
from app.kernel import clock
from tests import world
from tests.conftest import NOON
from tests.domain.complaints.house import SAID, House, a_house, about_hours, answered, the_complaint
from tests.entrypoints.console.desk import at_desk


@pytest.fixture
def house(application: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    reactions.connect()
    return a_house()


def desk(application: Flask, house: House, who: str) -> FlaskClient:
    return at_desk(application, getattr(house, who))


def test_every_part_of_the_queue_has_its_word() -> None:
    assert set(complaint_words.TAB_WORDS) == set(TABS)


def test_a_colleague_takes_it_asks_and_answers(application: Flask, house: House) -> None:
    made = about_hours(house)
    her = desk(application, house, "colleague")
    url = f"/console/complaints/{made}"
    assert str(made) in her.get("/console/complaints").text
    assert SAID.text in her.get(url).text
    assert "由您办理" in her.post(f"{url}/take", follow_redirects=True).text
    assert house.resident.name not in her.get(url).text
    assert house.resident.name in her.post(f"{url}/look").text
    assert her.post(f"{url}/ask", data={"words": ""}).status_code == 422
    her.post(f"{url}/ask", data={"words": "是哪一天的？"})
    assert the_complaint(made).state == State.ASKED
    assert her.post(f"{url}/answer", data={"words": "好"}).status_code == 422
    her.post(f"{url}/answer", data={"outcome": "explained", "words": "按签退算的。"})
    assert the_complaint(made).state == State.ANSWERED


def test_a_denial_is_settled_by_a_result_that_there_is(application: Flask, house: House) -> None:
    person = world.a_volunteer(house.station)
    made = denials.deny(person.id, None, now=NOON)
    her = desk(application, house, "colleague")
    assert person.name in her.get("/console/denials").text
    assert her.post(f"/console/denials/{made}", data={"outcome": "?"}).status_code == 422
    assert denials.is_open(made)
    her.post(f"/console/denials/{made}", data={"outcome": "mistake"})
    assert not denials.is_open(made)


def test_whom_it_concerns_sees_nothing_of_it(application: Flask, house: House) -> None:
    made = about_hours(house)
    hers = desk(application, house, "clerk")
    url = f"/console/complaints/{made}"
    assert str(made) not in hers.get("/console/complaints").text
    shown = hers.get(url).text
    assert "和您有关" in shown
    assert SAID.text not in shown
    assert "和您有关" in hers.post(f"{url}/take", follow_redirects=True).text
    assert the_complaint(made).state == State.RECEIVED


def test_given_back_and_passed_up_with_a_reason(application: Flask, house: House) -> None:
    made = about_hours(house)
    her = desk(application, house, "colleague")
    url = f"/console/complaints/{made}"
    her.post(f"{url}/take")
    her.post(f"{url}/give-back")
    assert her.get(f"{url}/pass-up").status_code == 200
    her.post(f"{url}/pass-up", data={"reason": "请街道办理。"})
    assert the_complaint(made).handled_path == house.office.path
    assert "请街道办理。" in desk(application, house, "manager").get(url).text


def test_the_button_to_take_it_over_is_there_while_it_is_late_and_not_after(
    application: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, late = about_hours(house), NOON + timedelta(days=8)
    handling.take_up(house.colleague, made, now=NOON)
    timing.warn(now=late)
    monkeypatch.setattr(clock, "_source", lambda: late)
    url = f"/console/complaints/{made}"
    above = at_desk(application, house.manager, now=late)
    assert "接着办" in above.get(url).text
    handling.ask(house.colleague, made, "是哪一天的？", now=late)
    complaining.reply(house.resident, "周六的。", made, now=late)
    shown = above.get(url).text
    assert house.colleague.name in shown
    assert "接着办" not in shown


def test_after_an_answer_she_goes_on_to_the_next_that_waits_else_to_the_queue(
    application: Flask, house: House
) -> None:
    first, second = about_hours(house), about_hours(house, text="另外一件事，也请核实。")
    her = desk(application, house, "colleague")
    for made, onward, told in (
        (first, f"/console/complaints/{second}", "这是下一件待受理的"),
        (second, "/console/complaints", "已答复"),
    ):
        handling.take_up(house.colleague, made, now=NOON)
        said = {"outcome": "explained", "words": "按签退算的。"}
        sent = her.post(f"/console/complaints/{made}/answer", data=said)
        assert sent.location == onward
        assert told in her.get(onward).text


def test_the_year_is_counted_and_taken_away_without_words(application: Flask, house: House) -> None:
    answered(house, about_hours(house))
    auditor = world.staff(Role.AUDITOR, at=house.centre)
    shown = at_desk(application, auditor).get("/console/complaints/year").text
    assert "服务时长" in shown
    sheet = desk(application, house, "manager").get("/console/complaints/year/export")
    book = CalamineWorkbook.from_filelike(BytesIO(sheet.data))
    assert book.sheet_names == ["关于什么", "哪里的事", "办理结果", "明细"]
    lines = book.get_sheet_by_name("明细").to_python()
    assert lines[1][2] == "服务时长"
    assert "少记" not in str(lines)
    assert house.resident.name not in str(lines)
