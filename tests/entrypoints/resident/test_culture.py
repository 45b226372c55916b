"""Going out: what is on, a ticket for the family, its code, giving it back, passing it on."""

from dataclasses import replace

import pytest

from app.domain.culture import sheet
from app.kernel import clock
from tests.conftest import NOON
from tests.domain.culture.house import (
    ENDS,
    OPEN_AIR,
    SHOW,
    a_clerk,
    a_programme,
    a_published,
    a_ticket,
)
from tests.domain.culture.sheets import screenings
from tests.entrypoints.resident.conftest import Visitor
from tests.world import a_volunteer


def test_a_family_takes_a_ticket_shows_it_and_gives_it_back(visitor: Visitor) -> None:
    event_id = a_published(a_clerk())
    assert SHOW.title in visitor.open("/h5/culture").text
    assert "免费领票" in visitor.open(f"/h5/culture/{event_id}").text
    visitor.sign_in(a_volunteer())
    visitor.open(f"/h5/culture/{event_id}")
    page = visitor.send(f"/h5/culture/{event_id}/ticket", seats="3", follow=True).text
    assert "领票成功" in page
    url = page.split('data-src="')[1].split('/code.svg"')[0]
    picture = visitor.open(f"{url}/code.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "还有 7 个座位" in visitor.open("/h5/culture").text
    visitor.open(url)
    assert "手里没有票" in visitor.send(f"{url}/give-back", follow=True).text
    assert visitor.open(f"{url}/code.svg").status_code == 404


def test_who_comes_too_late_is_told_that_it_is_full(visitor: Visitor) -> None:
    event_id = a_published(a_clerk(), replace(SHOW, capacity=3))
    visitor.sign_in(a_volunteer())
    visitor.open(f"/h5/culture/{event_id}")
    a_ticket(event_id, a_volunteer(), seats=2)
    answer = visitor.send(f"/h5/culture/{event_id}/ticket", seats="2")
    assert answer.status_code == 409
    assert "只剩 1 个座位了" in answer.text


def test_a_long_programme_is_read_page_by_page(visitor: Visitor) -> None:
    clerk = a_clerk()
    programme_id = a_programme(clerk)
    rows = screenings(clerk.place.short_name, 21, day="2026-12-05")
    sheet.bring_in(clerk, programme_id, rows, now=NOON)
    for url in (f"/h5/programmes/{programme_id}", f"/culture/programmes/{programme_id}"):
        first = visitor.open(url).text
        assert "共 21 场" in first
        assert rows[20].text("名称") not in first
        assert rows[20].text("名称") in visitor.open(f"{url}?page=2").text
    for url in ("/h5/culture?kind=放映", "/culture?"):
        assert "第 1 / 2 页" in visitor.open(url).text
        assert rows[20].text("名称") in visitor.open(f"{url}&page=2").text


def test_my_tickets_are_those_to_come_and_apart_those_that_are_over(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = a_volunteer()
    visitor.sign_in(person)
    a_ticket(a_published(a_clerk()), person)
    assert SHOW.title in visitor.open("/h5/tickets").text
    assert SHOW.title not in visitor.open("/h5/tickets?past=1").text
    monkeypatch.setattr(clock, "_source", lambda: ENDS)
    assert SHOW.title not in visitor.open("/h5/tickets").text
    assert SHOW.title in visitor.open("/h5/tickets?past=1").text


def test_anybodys_ticket_is_her_own(visitor: Visitor) -> None:
    ticket_id = a_ticket(a_published(a_clerk()), a_volunteer())
    visitor.sign_in(a_volunteer())
    assert visitor.open(f"/h5/tickets/{ticket_id}").status_code == 404


def test_everybody_reads_the_public_pages(visitor: Visitor) -> None:
    clerk = a_clerk()
    event_id = a_published(clerk, OPEN_AIR)
    page = visitor.open(f"/culture/{event_id}").text
    assert "不用领票" in page
    programme = page.split('href="/culture/programmes/')[1].split('"')[0]
    for url in (f"/culture/programmes/{programme}", f"/h5/programmes/{programme}", "/culture"):
        assert OPEN_AIR.title in visitor.open(url).text
    card = visitor.open(f"/culture/{event_id}").text
    assert f"/culture/{event_id}/share.png" in card
    assert visitor.open(f"/culture/{event_id}/share.png").mimetype == "image/png"
