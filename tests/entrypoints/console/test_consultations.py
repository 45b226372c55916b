"""Asking authorities outside, at the desk and at their own end of the link."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.nominations.consultation import queries
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.asking_outside import OBJECTS, a_listed_campaign, asked, passed_in
from tests.domain.nominations.house import House, a_house, an_open_campaign, the_case
from tests.entrypoints.console.conftest import Desk
from tests.photographs import a_photo

TOKEN = re.compile(r"/consultations/([\w-]{32})")
CODE = re.compile(r"访问码 <b>(\d{3}) (\d{3})</b>")


@pytest.fixture
def house(desk: Desk) -> House:
    reactions.connect()
    return a_house()


@pytest.fixture
def outside(desk: Desk, house: House) -> FlaskClient:
    """A browser of somebody without any account."""
    return desk(house.clerk).application.test_client()


def linked(desk: Desk, house: House, letter_id: UUID) -> tuple[str, str]:
    """Token and code, as the page shows them once."""
    page = desk(house.administrator).post(f"/console/consultation-letters/{letter_id}/link").text
    token, code = TOKEN.search(page), CODE.search(page)
    assert token is not None
    assert code is not None
    return token[1], code[1] + code[2]


def open_link(browser: FlaskClient, token: str, code: str) -> TestResponse:
    return browser.post(f"/consultations/{token}", data={"code": code})


def test_the_list_is_written_and_letters_go_out(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    at = f"/console/campaigns/{campaign}"
    browser = desk(house.administrator)
    assert "征求意见" in browser.get(at).text
    answer = browser.post(f"{at}/consultations", data={"kind": "police", "name": ""})
    assert (answer.status_code, "请填写单位名称" in answer.text) == (422, True)
    for kind, name in (("police", "泰山区公安分局"), ("tax", "税务局"), ("unit", "")):
        data = {"kind": kind, "name": name}
        assert browser.post(f"{at}/consultations", data=data).status_code == 303
    passed_in(house, campaign)
    page = browser.get(f"{at}/consultations/ask").text
    assert page.count("checked") == 2  # police and her own unit; not the tax office
    ticks = re.findall(r'name="ask" value="([^"]+)" checked', page)
    data = {"ask": ticks, "working_days": "5"}
    answer = browser.post(f"{at}/consultations/ask", data=data)
    assert (answer.status_code, "为什么不需要" in answer.text) == (422, True)
    data["why_others_not"] = "不是经营者"
    assert browser.post(f"{at}/consultations/ask", data=data).status_code == 303
    page = browser.get(f"{at}/consultations").text
    assert "泰山区公安分局" in page
    assert "等 1 人" in page
    [police] = [one for one in queries.authorities(campaign) if one.kind == "police"]
    page = browser.post(f"{at}/consultations/{police.id}/remove", follow_redirects=True).text
    assert "已经发过征求意见函" in page


def test_an_authority_answers_without_an_account(
    desk: Desk, house: House, outside: FlaskClient
) -> None:
    campaign = a_listed_campaign(house)
    case = passed_in(house, campaign)
    [letter] = asked(house, campaign)
    token, code = linked(desk, house, letter.id)
    page = outside.get(f"/consultations/{token}")
    assert "陈秀兰" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    answer = open_link(outside, token, code)
    assert answer.location == "/consultations"  # the secret leaves the address
    page = outside.get("/consultations").text
    assert "陈秀兰" in page
    for private in ("13900001111", "风雨无阻", "电话征求", "热心邻居"):
        assert private not in page
    line = letter.lines[0].id.hex
    said = {f"verdict_{line}": "object", f"reason_{line}": "", "by_name": "王警官"}
    answer = outside.post("/consultations", data=said)
    assert (answer.status_code, "请写明理由" in answer.text) == (422, True)
    said[f"reason_{line}"] = OBJECTS.reason
    answer = outside.post("/consultations", data=said, follow_redirects=True)
    assert "已收到 1 人的意见" in answer.text
    assert OBJECTS.reason not in answer.text
    page = desk(house.administrator).get(f"/console/cases/{case}").text
    assert OBJECTS.reason in page
    assert OBJECTS.reason not in desk(house.clerk).get(f"/console/cases/{case}").text
    turned_back(desk, house, case)


def turned_back(desk: Desk, house: House, case: UUID) -> None:
    url = f"/console/cases/{case}/decide"
    data = {"decision": "reject", "words": "有关单位不同意"}
    assert desk(house.administrator).post(url, data=data).status_code == 303
    assert the_case(case).state == "rejected"


def test_whatever_is_wrong_with_a_link_looks_alike(
    desk: Desk, house: House, outside: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    [letter] = asked(house, campaign)
    token, code = linked(desk, house, letter.id)
    wrong = "000000" if code != "000000" else "111111"
    unknown = "x" * 32
    pages = [open_link(outside, token, wrong), open_link(outside, unknown, code)]
    monkeypatch.setattr(clock, "_source", lambda: NOON + timedelta(days=30))
    pages.append(open_link(outside, token, code))
    assert {one.status_code for one in pages} == {404}
    assert len({_without_tokens(one.text, token, unknown) for one in pages}) == 1
    first, second = (outside.get(f"/consultations/{one}").text for one in (token, unknown))
    assert _without_tokens(first, token, unknown) == _without_tokens(second, token, unknown)
    assert outside.get("/consultations").status_code == 404


def _without_tokens(page: str, *tokens: str) -> str:
    for one in tokens:
        page = page.replace(one, "")
    return re.sub(r'value="[^"]*"|h-request">[^<]*', "", page)


def test_a_visit_ends_after_half_an_hour_and_with_its_link(
    desk: Desk, house: House, outside: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    [letter] = asked(house, campaign)
    token, code = linked(desk, house, letter.id)
    open_link(outside, token, code)
    desk(house.administrator).post(f"/console/consultation-letters/{letter.id}/unlink")
    assert outside.get("/consultations").status_code == 404
    token, code = linked(desk, house, letter.id)
    open_link(outside, token, code)
    assert outside.get("/consultations").status_code == 200
    monkeypatch.setattr(clock, "_source", lambda: NOON + timedelta(minutes=30))
    assert outside.get("/consultations").status_code == 404


def test_an_answer_on_paper_is_typed_in(desk: Desk, house: House) -> None:
    campaign = a_listed_campaign(house)
    case = passed_in(house, campaign)
    [letter] = asked(house, campaign)
    browser = desk(house.administrator)
    url = f"/console/consultation-lines/{letter.lines[0].id}"
    assert browser.get(f"{url}/answer").status_code == 200
    said = {"verdict": "", "by_name": "王警官"}
    assert "请选择意见" in browser.post(f"{url}/answer", data=said).text
    said["verdict"] = "agree"
    assert "请上传纸质答复" in browser.post(f"{url}/answer", data=said).text
    picture = (BytesIO(a_photo()), "paper.jpg")
    answer = browser.post(f"{url}/answer", data={**said, "pictures": picture})
    assert answer.status_code == 303
    assert the_case(case).state == "passed"
    assert browser.get(f"{url}/scan").mimetype == "image/jpeg"
    assert browser.post(f"{url}/void", data={"reason": "看错了"}).status_code == 303
    assert the_case(case).state == "consulting"


def test_a_letter_is_printed_reminded_and_given_longer(desk: Desk, house: House) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    [letter] = asked(house, campaign)
    browser = desk(house.administrator)
    url = f"/console/consultation-letters/{letter.id}"
    paper = browser.post(f"{url}/paper", data={"with_id_numbers": "y"})
    assert paper.data.startswith(b"%PDF")
    printed = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "campaigns.print_letter")
    ).one()
    assert printed.told.detail == {"count": 1, "with_id_numbers": True}
    assert browser.post(f"{url}/called").status_code == 303
    assert browser.post(f"{url}/longer", data={"due_on": "2026-11-30"}).status_code == 422
    assert browser.post(f"{url}/longer", data={"due_on": "2026-12-04"}).status_code == 303
    page = browser.get(url).text
    assert "催办" in page
    assert "12月4日" in page


def test_nobody_else_reads_letters(desk: Desk, house: House) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    [letter] = asked(house, campaign)
    for staff in (house.clerk, house.manager, world.staff(Role.AUDITOR, at=house.centre)):
        answer = desk(staff).get(f"/console/consultation-letters/{letter.id}")
        assert answer.status_code == 403
