"""What the log says, and whom it never names."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.domain.people.models import Volunteer
from app.entrypoints import request_log
from app.entrypoints.guard import open_to_all
from app.entrypoints.logs import OurHandler, install_logs, masked
from app.kernel.transaction import transaction
from tests.world import a_station, a_volunteer


class Written:
    """The lines our handler wrote, read as JSON."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def written(application: Flask) -> Iterator[Written]:
    install_logs("json")
    handler = next(one for one in logging.getLogger().handlers if isinstance(one, OurHandler))
    written = Written()
    before = handler.setStream(written.stream)
    yield written
    handler.setStream(before)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("to 13812345678: refused", "to [phone]: refused"),
        ("372901196005011234 is taken", "[id number] is taken"),
        ("372901196005011x", "372901196005011x"),
        ("GET /cgi-bin/x?access_token=ab-c_1&x=2", "GET /cgi-bin/x?access_token=[secret]&x=2"),
        ("?appid=wx1&secret=s3cret&code=0123", "?appid=wx1&secret=[secret]&code=[secret]"),
        (
            "DETAIL:  Key (name, phone)=(张桂英, 1) exists",
            "DETAIL:  Key (name, phone)=([values]) exists",
        ),
        ("Failing row contains (1, 张桂英).", "Failing row contains ([values])."),
        (
            "letter 019ab138-1234-7567-8901-138123456789",
            "letter 019ab138-1234-7567-8901-138123456789",
        ),
    ],
)
def test_what_might_be_somebodys_is_masked(said: str, kept: str) -> None:
    assert masked(said) == kept


def test_a_line_is_json_with_the_requests_id(written: Written, application: Flask) -> None:
    @open_to_all
    def breaks() -> str:
        logging.getLogger("app.somewhere").warning("not sent to %s", "13812345678")
        raise RuntimeError("broken for 张桂英's sake")

    application.view_functions["public.home"], kept = (
        breaks,
        application.view_functions["public.home"],
    )
    application.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = application.test_client().get("/")
    finally:
        application.view_functions["public.home"] = kept
        application.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    said = {str(line["event"]): line for line in written.lines}
    request_id = answer.headers["X-Request-ID"]
    assert said["not sent to [phone]"]["request_id"] == request_id
    assert said["request failed"]["endpoint"] == "public.home"
    assert said["request failed"]["status"] == 500
    assert "RuntimeError" in str(said["Exception on / [GET]"]["exception"])
    assert request_id in answer.text


def test_a_usual_request_leaves_no_line(written: Written, application: Flask) -> None:
    application.test_client().get("/?text=张桂英")
    assert written.lines == []


def test_a_slow_request_leaves_one(
    written: Written, application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_log, "seconds_so_far", lambda: 2.5)
    application.test_client().get("/?text=张桂英")
    line = written.lines[0]
    assert line["event"] == "slow request"
    assert (line["endpoint"], line["milliseconds"]) == ("public.home", 2500)
    assert "张桂英" not in written.text


def test_an_id_from_outside_counts_only_behind_our_proxy(application: Flask) -> None:
    answer = application.test_client().get("/healthz", headers={"X-Request-ID": "ab" * 16})
    assert answer.headers["X-Request-ID"] != "ab" * 16


def take_number(volunteer: Volunteer, number: str) -> None:
    with transaction():
        volunteer.number = number


def test_what_a_refused_row_held_is_not_told(written: Written, application: Flask) -> None:
    station = a_station()
    first = a_volunteer(station, name="欧阳明月")
    second = a_volunteer(station, name="欧阳明月")
    with pytest.raises(IntegrityError) as refused:
        take_number(second, first.number)
    logging.getLogger("app.somewhere").error("refused", exc_info=refused.value)
    assert "IntegrityError" in written.text
    assert "欧阳明月" not in written.text
    assert first.number not in written.text
