"""What no database can keep is answered in words, on SQLite and PostgreSQL alike."""

import pytest
from flask import Flask
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DataError

from app.domain.people import queries
from app.entrypoints.api.shapes import Scan
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.entrypoints.console.desk import at_desk


@pytest.mark.parametrize(
    "address", ["/places?q=%00", "/places?kind=%00", "/console/sign-in?next=a%00", "/c/%00"]
)
def test_a_nul_in_an_address_is_refused_in_the_readers_words(
    application: Flask, address: str
) -> None:
    visitor = application.test_client()
    page = visitor.get(address)
    assert (page.status_code, "认不出的字符" in page.text) == (400, True)
    answer = visitor.get(address, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "unreadable")


def test_a_nul_in_a_form_is_refused(application: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    page = application.test_client().post("/console/sign-in", data={"phone": "1\0", "password": ""})
    assert (page.status_code, "认不出的字符" in page.text) == (400, True)


def test_a_nul_in_the_body_of_the_api_is_a_wrong_field() -> None:
    with pytest.raises(ValidationError):
        Scan.model_validate_json('{"nonce": "12345678", "direction": "in", "text": "\\u0000"}')


def test_what_only_the_database_refuses_is_said_on_a_page_that_asks_it_again(
    application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_source", lambda: world.NOON)
    clerk = at_desk(application, world.staff(at=world.a_station()))

    def beyond_bounds(*_: object) -> None:
        session.execute(text("SELECT CAST(:number AS integer)"), {"number": 2**40})
        raise DataError("SELECT", {}, Exception("SQLite takes it"))

    monkeypatch.setattr(queries, "search", beyond_bounds)
    page = clerk.get("/console/people")
    assert (page.status_code, "太大的数字" in page.text) == (400, True)
    assert 'class="side' in page.text
